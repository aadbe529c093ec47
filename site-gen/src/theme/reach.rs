//! What a page's template reaches: the templates that it extends or includes, and those whose components it
//! uses. Read from their texts, so that it may be a little too much, never too little.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::source::Source;

/// A template and all that it reaches, as texts.
pub fn reached<'a>(
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
    let is_named =
        ['"', '\'', '`'].iter().any(|mark| template.contains(&format!("{mark}{other}{mark}")));
    let mut components =
        text.split("component ").skip(1).filter_map(|after| after.split('(').next());
    is_named || components.any(|component| template.contains(&format!("<{}", component.trim())))
}

/// The ids that a template writes out; those that it makes are for it to keep apart.
pub fn ids(template: &str) -> impl Iterator<Item = String> {
    let values = template.split(" id=\"").skip(1).filter_map(|after| after.split('"').next());
    values.filter(|id| !id.contains(['{', '}'])).map(str::to_owned)
}

/// The ids that stand around the body of a page of each kind.
pub fn ids_around<'a>(
    templates: &BTreeMap<String, Arc<Source>>,
    kinds: impl Iterator<Item = &'a String>,
) -> BTreeMap<String, BTreeSet<String>> {
    let around =
        |kind: &String| reached(templates, &format!("{kind}.html")).flat_map(ids).collect();
    kinds.map(|kind| (kind.clone(), around(kind))).collect()
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
        let around = ids_around(&templates, ["page".to_owned()].iter());
        let wanted = ["a", "box", "foot", "main"].map(str::to_owned);
        assert_eq!(around["page"], wanted.into());
    }
}
