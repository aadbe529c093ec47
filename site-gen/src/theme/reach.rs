//! What a page's template reaches: the templates that it extends or includes, and those whose components it
//! uses. Read from their texts, so that it may be a little too much, never too little.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::source::Source;

/// What a template and all that it reaches say.
#[derive(Debug, Default)]
pub struct Reach {
    ids: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Reach {
    /// Follows a template.
    #[must_use]
    pub fn of(templates: &BTreeMap<String, Arc<Source>>, name: &str) -> Self {
        let mut reach = Self::default();
        for text in reached(templates, name) {
            reach.ids.extend(ids(text));
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            reach.words.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
        reach
    }

    /// Whether an id is written out there; those that a template makes are for it to keep apart.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether a word stands there, such as the name of something that templates are given.
    #[must_use]
    pub fn names(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// The texts of a template and of all that it reaches.
fn reached<'a>(
    templates: &'a BTreeMap<String, Arc<Source>>,
    name: &str,
) -> impl Iterator<Item = &'a str> {
    let mut reached: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = vec![name.to_owned()];
    while let Some(name) = waiting.pop() {
        let Some((name, source)) = templates.get_key_value(&name) else { continue };
        if reached.insert(name, source.text()).is_none() {
            let others =
                templates.iter().filter(|(other, _)| !reached.contains_key(other.as_str()));
            let used = others.filter(|(other, text)| uses(source.text(), other, text.text()));
            waiting.extend(used.map(|(other, _)| other.clone()));
        }
    }
    reached.into_values()
}

/// Whether a template names another, or one of its components.
fn uses(template: &str, other: &str, text: &str) -> bool {
    let quoted = ['"', '\'', '`'].map(|mark| format!("{mark}{other}{mark}"));
    let is_named = quoted.iter().any(|name| template.contains(name));
    let mut components =
        text.split("component ").skip(1).filter_map(|after| after.split('(').next());
    is_named || components.any(|component| template.contains(&format!("<{}", component.trim())))
}

fn ids(template: &str) -> impl Iterator<Item = String> {
    let values = template.split(" id=\"").skip(1).filter_map(|after| after.split('"').next());
    values.filter(|id| !id.contains(['{', '}'])).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_and_components_are_followed() {
        let texts = [
            ("page.html", "{% extends \"base.html\" %}<p id=\"a\">{{ <box /> }}"),
            ("base.html", "<main id=\"main\"><i id=\"x-{{ n }}\">{% include 'foot.html' %}"),
            ("foot.html", "<p id=\"foot\">"),
            ("parts/boxes.html", "{% component box(n: map) %}<p id=\"box\">{% endcomponent box %}"),
            ("form.html", "{% extends \"base.html\" %}<form id=\"application\">"),
        ];
        let templates: BTreeMap<_, _> =
            texts.map(|(name, text)| (name.to_owned(), Source::new(name, text))).into();
        let reach = Reach::of(&templates, "page.html");
        assert_eq!(reach.ids, ["a", "box", "foot", "main"].map(str::to_owned).into());
        assert!(reach.names("extends") && !reach.names("application"));
    }
}
