//! A notice on top of every page until a day: a storm, a strike, an outage. `alert:` in `site.yaml`.

use std::collections::BTreeMap;

use form_model::bilingual::words;
use form_model::{bilingual, lang::Lang};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    diagnostic::{Code, Diagnostics},
    facts::Facts,
    fallback::Borrowed,
    reference,
    typography::typeset,
    yaml::Document,
};

/// The notice, its texts final.
#[derive(Debug)]
pub struct Alert {
    /// The id of a page that says more.
    pub page: Option<String>,
    /// The last day that it is shown, in Québec.
    pub until: Date,
    texts: BTreeMap<Lang, String>,
}

/// As editors write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    text: BTreeMap<Lang, String>,
    until: Date,
    page: Option<String>,
}

impl Alert {
    /// Reads `alert`. What a language lacks it borrows from French.
    pub fn read(
        document: &mut Document,
        languages: &[Lang],
        facts: &mut Facts,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let expected = words(
            "trois clés : `text: { fr: …, en: … }`, `until: 2027-01-15`, et `page: contact` si une page en dit plus",
            "three keys: `text: { fr: …, en: … }`, `until: 2027-01-15`, and `page: contact` if a page says more",
        );
        let written: Written = document.take_as("alert", expected, diagnostics)?;
        for lang in languages.iter().filter(|lang| !written.text.contains_key(lang)) {
            let missing = document
                .at(
                    Code::MissingLanguage,
                    &["alert", "text"],
                    bilingual!(
                        "l’avis n’a pas de texte `{lang}`",
                        "the alert has no `{lang}` text"
                    ),
                )
                .help(bilingual!(
                    "ajoutez `{lang}: …` à côté de l’autre langue",
                    "add `{lang}: …` beside the other language"
                ));
            if *lang == Lang::french() {
                diagnostics.push(missing);
            } else {
                let name = "alert.text".to_owned();
                facts.borrowed.push(Borrowed { lang: lang.clone(), name, missing });
            }
        }
        let mut texts = BTreeMap::new();
        for (lang, text) in written.text.iter().filter(|(lang, _)| languages.contains(lang)) {
            let (expanded, bad) = reference::expand(text, lang, facts);
            diagnostics.extend(bad.into_iter().map(|bad| {
                let path = ["alert", "text", lang.as_str()];
                document.at(bad.code, &path, bad.message).help(bad.help)
            }));
            texts.insert(lang.clone(), typeset(&expanded.text, lang));
        }
        Some(Self { page: written.page, until: written.until, texts })
    }

    /// Its words in a language; in French where that language has none.
    #[must_use]
    pub fn text(&self, lang: &Lang) -> &str {
        self.texts.get(lang).or_else(|| self.texts.get(&Lang::french())).map_or("", String::as_str)
    }
}
