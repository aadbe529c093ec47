//! Words and facts that a language of the site does not have, and borrows from French.
//!
//! A language with the form must have every word: people apply in it. A language for a few pages only
//! may borrow, so that two pages in Spanish need no whole set of words; one warning says how many.

use form_model::lang::Lang;

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
        for (noun, texts) in
            [("fact", &site.settings.facts.borrowed), ("word", &site.theme.borrowed)]
        {
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
fn in_short(lang: &Lang, noun: &str, texts: &[&Borrowed]) -> Option<Diagnostic> {
    let (first, others) = texts.split_first()?;
    let message = match others.len() {
        0 => format!("the {noun} `{}` has no `{lang}` text and shows in French", first.name),
        more => format!(
            "{} {noun}s have no `{lang}` text and show in French: `{}` and {more} more",
            more + 1,
            first.name,
        ),
    };
    let help = format!(
        "add `{lang}: …` to those that the pages in `{lang}` show; \
         a language with the application form needs all of them"
    );
    Some(first.missing.clone().message(message).help(help).warning())
}
