//! The facts that pages share: each stands once, in `content/site.yaml`, for both languages.
//!
//! A value is a text or a number, a text for each language (`{ fr: …, en: … }`), or a group of facts.
//! They are resolved once for each language; pages name them with dots: `retention.kept_months`.

use std::collections::BTreeMap;

use form_model::{bilingual, lang::Lang};
use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use crate::{
    diagnostic::{Code, Diagnostics},
    fallback::Borrowed,
    typography::typeset,
    yaml::Document,
};

/// All facts, in every language of the site.
#[derive(Debug, Default)]
pub struct Facts {
    /// Facts that a language has no text for, and shows in French.
    pub borrowed: Vec<Borrowed>,
    languages: BTreeMap<Lang, Json>,
    names: Vec<String>,
}

impl Facts {
    /// Reads the `facts` of `site.yaml`. What a language lacks it borrows from French; a fact without
    /// French is a diagnostic.
    pub fn read(
        value: &Value,
        languages: &[Lang],
        document: &Document,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut facts = Self::default();
        for lang in languages {
            let mut path = vec!["facts".to_owned()];
            let mut missing = Vec::new();
            let resolved = resolve(value, lang, languages, &mut path, &mut missing);
            for path in missing {
                let path: Vec<_> = path.iter().map(String::as_str).collect();
                let name = path[1..].join(".");
                let message = bilingual!(
                    "le fait `{name}` n’a pas de texte `{lang}`",
                    "the fact `{name}` has no `{lang}` text"
                );
                let missing = document.at(Code::MissingLanguage, &path, message).help(bilingual!(
                    "ajoutez `{lang}: …` à côté de l’autre langue",
                    "add `{lang}: …` beside the other language"
                ));
                if *lang == Lang::french() {
                    diagnostics.push(missing);
                } else {
                    facts.borrowed.push(Borrowed { lang: lang.clone(), name, missing });
                }
            }
            facts.languages.insert(lang.clone(), resolved);
        }
        if let Some(resolved) = facts.languages.values().next() {
            name_all(resolved, "", &mut facts.names);
        }
        facts
    }

    /// One fact in a language, by its dotted name.
    #[must_use]
    pub fn get(&self, name: &str, lang: &Lang) -> Option<&Json> {
        name.split('.').try_fold(self.languages.get(lang)?, |value, part| value.get(part))
    }

    /// All facts of a language, as templates get them: texts with their typography.
    #[must_use]
    pub fn all(&self, lang: &Lang) -> Json {
        let mut facts = self.languages.get(lang).cloned().unwrap_or_default();
        typeset_all(&mut facts, lang);
        facts
    }

    /// The dotted names that pages can use.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(String::as_str)
    }
}

/// The value in one language; the paths of texts that lack it go into `missing`.
fn resolve(
    value: &Value,
    lang: &Lang,
    languages: &[Lang],
    path: &mut Vec<String>,
    missing: &mut Vec<Vec<String>>,
) -> Json {
    let Value::Mapping(mapping) = value else {
        return serde_json::to_value(value).unwrap_or_default();
    };
    let is_language = |key: &Value| {
        key.as_str().is_some_and(|key| languages.iter().any(|lang| lang.as_str() == key))
    };
    if mapping.keys().any(is_language) {
        let text = mapping.get(lang.as_str());
        if text.is_none() {
            missing.push(path.clone());
        }
        return text
            .or_else(|| mapping.get(Lang::french().as_str()))
            .map_or_else(|| Json::from(""), |text| serde_json::to_value(text).unwrap_or_default());
    }
    let mut group = Map::new();
    for (key, value) in mapping {
        let key = key.as_str().map_or_else(|| format!("{key:?}"), str::to_owned);
        path.push(key.clone());
        group.insert(key, resolve(value, lang, languages, path, missing));
        path.pop();
    }
    Json::Object(group)
}

fn typeset_all(value: &mut Json, lang: &Lang) {
    match value {
        Json::String(text) => *text = typeset(text, lang),
        Json::Object(group) => group.values_mut().for_each(|value| typeset_all(value, lang)),
        _ => {}
    }
}

fn name_all(value: &Json, prefix: &str, names: &mut Vec<String>) {
    let Json::Object(group) = value else {
        names.push(prefix.to_owned());
        return;
    };
    for (key, value) in group {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        name_all(value, &name, names);
    }
}
