//! The words of the interface: `strings.yaml`, word by word from the nearest theme that says it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use form_model::{bilingual, lang::Lang};

use super::lineage::Lineage;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    fallback::Borrowed,
    source::Source,
    typography::typeset,
    yaml::{self, Read},
};

const FILE: &str = "strings.yaml";

/// A word in each language, and the file that says it first.
struct Word {
    texts: BTreeMap<Lang, String>,
    source: Arc<Source>,
}

/// Reads the words. What a language lacks it borrows from French.
pub(super) fn read(
    theme: &Lineage,
    languages: &[Lang],
    borrowed: &mut Vec<Borrowed>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Lang, BTreeMap<String, String>> {
    let words = words(theme, diagnostics);
    for (key, word) in &words {
        for lang in languages.iter().filter(|lang| !word.texts.contains_key(lang)) {
            let missing = word.without(key, lang);
            if *lang == Lang::french() {
                diagnostics.push(missing);
            } else {
                borrowed.push(Borrowed { lang: lang.clone(), name: key.clone(), missing });
            }
        }
    }
    let in_language = |lang: &Lang| {
        let words = words.iter().filter_map(|(key, word)| {
            let (lang, text) = word
                .texts
                .get_key_value(lang)
                .or_else(|| word.texts.get_key_value(&Lang::french()))?;
            Some((key.clone(), typeset(text, lang)))
        });
        (lang.clone(), words.collect())
    };
    languages.iter().map(in_language).collect()
}

fn words(theme: &Lineage, diagnostics: &mut Diagnostics) -> BTreeMap<String, Word> {
    let mut words = BTreeMap::new();
    let mut wrong = BTreeSet::new();
    let mut files: Vec<PathBuf> = theme.each(FILE).collect();
    if files.is_empty() {
        files.push(theme.file(FILE));
    }
    for file in files {
        let Some(source) = diagnostics.keep(Source::read(&file)) else { continue };
        let Read { value, mistakes, blamed } =
            yaml::read_as::<BTreeMap<String, BTreeMap<Lang, String>>>(&source);
        diagnostics.extend(mistakes);
        // A word that lacks what is wrong in it is not told to lack it.
        wrong.extend(blamed);
        for (key, texts) in value.unwrap_or_default() {
            let word = words
                .entry(key)
                .or_insert_with(|| Word { texts: BTreeMap::new(), source: Arc::clone(&source) });
            for (lang, text) in texts {
                word.texts.entry(lang).or_insert(text);
            }
        }
    }
    words.retain(|key, _| !wrong.contains(key));
    words
}

impl Word {
    fn without(&self, key: &str, lang: &Lang) -> Diagnostic {
        let message = bilingual!(
            "le mot `{key}` n’a pas de texte `{lang}`",
            "the word `{key}` has no `{lang}` text"
        );
        yaml::at_key(&self.source, Code::MissingLanguage, &[key], message)
            .help(bilingual!("ajoutez `{lang}: …`", "add `{lang}: …`"))
    }
}
