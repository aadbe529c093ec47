//! Words and facts that a language of the site does not have, and borrows from French.
//!
//! A language with the form must have every word: people apply in it. A language for a few pages only
//! may borrow, so that two pages in Spanish need no whole set of words; one warning says how many.

use form_model::bilingual::{Words, words};
use form_model::{bilingual, lang::Lang};

use crate::{diagnostic::Diagnostic, form, site::Site};

/// A text that a language lacks. Whether it may is known only when all pages are read.
#[derive(Debug)]
pub struct Borrowed {
    /// The language without it.
    pub lang: Lang,
    /// What it is called in its file.
    pub name: String,
    /// The error that it is in a language with the form.
    pub missing: Diagnostic,
}

/// What is to be told of borrowed texts: each in a language with the form, one warning for all of them
/// in another.
#[must_use]
pub fn judge(site: &Site) -> Vec<Diagnostic> {
    let with_form = form::languages(site);
    let mut told = Vec::new();
    for lang in &site.settings.languages {
        for (noun, texts) in [
            (words("fait", "fact"), &site.settings.facts.borrowed),
            (words("mot", "word"), &site.theme.borrowed),
        ] {
            let of_lang: Vec<_> = texts.iter().filter(|text| text.lang == *lang).collect();
            if with_form.contains(lang) {
                told.extend(of_lang.iter().map(|text| text.missing.clone()));
            } else {
                told.extend(in_short(lang, noun, &of_lang));
            }
        }
    }
    told
}

/// One warning, at the first of them.
fn in_short(lang: &Lang, noun: Words, texts: &[&Borrowed]) -> Option<Diagnostic> {
    let (first, others) = texts.split_first()?;
    let (Words { fr, en }, name) = (noun, &first.name);
    let message = match others.len() {
        0 => bilingual!(
            "le {fr} `{name}` n’a pas de texte `{lang}` et paraît en français",
            "the {en} `{name}` has no `{lang}` text and shows in French"
        ),
        more => bilingual!(
            "{} {fr}s n’ont pas de texte `{lang}` et paraissent en français : `{name}` et {more} autres",
            "{} {en}s have no `{lang}` text and show in French: `{name}` and {more} more",
            more + 1
        ),
    };
    let help = bilingual!(
        "ajoutez `{lang}: …` à ceux que montrent les pages en `{lang}`; une langue avec le formulaire les veut tous",
        "add `{lang}: …` to those that the pages in `{lang}` show; a language with the application form needs all of them"
    );
    Some(first.missing.clone().message(message).help(help).warning())
}
