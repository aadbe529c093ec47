//! Numbers in prose: times, amounts, dates, phone numbers and postal codes hold together, and are mended
//! where what was typed can mean nothing else.

use std::{borrow::Cow, sync::LazyLock};

use form_model::lang::Lang;
use regex_lite::Regex;

/// A space, whether it breaks or not.
const SPACE: &str = "[ \u{a0}]";

type Patterns = Vec<(Regex, &'static str)>;

/// Patterns with what replaces them; `~` in the replacement is a no-break space.
fn patterns(entries: &[(&str, &'static str)]) -> Patterns {
    let regex = |(pattern, with): &(&str, &'static str)| {
        Some((Regex::new(&pattern.replace('_', SPACE)).ok()?, *with))
    };
    entries.iter().filter_map(regex).collect()
}

static FRENCH: LazyLock<Patterns> = LazyLock::new(|| {
    patterns(&[
        (r"\b([01]?[0-9]|2[0-3])_?[hH]_?([0-5][0-9])\b", "$1~h~$2"),
        (r"\b([01]?[0-9]|2[0-3])_?[hH]\b", "$1~h"),
        (r"([0-9])_?([%$])", "$1~$2"),
        (
            r"\b([0-9]{1,2}|1er)_(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
            "$1~$2",
        ),
        (r"\b([0-9]{3})_([0-9]{3}-[0-9]{4})\b", "$1~$2"),
        (r"\bposte_([0-9])", "poste~$1"),
    ])
});

static ENGLISH: LazyLock<Patterns> = LazyLock::new(|| {
    patterns(&[
        (r"([0-9])_([ap]\.m\.)", "$1~$2"),
        (
            r"\b(January|February|March|April|May|June|July|August|September|October|November|December)_([0-9]{1,2})\b",
            "$1~$2",
        ),
        (r"\bext\._([0-9])", "ext.~$1"),
    ])
});

/// Canadian: two spaces stand before a postal code, one inside it.
static POSTAL: LazyLock<Patterns> = LazyLock::new(|| {
    patterns(&[
        (r"\b([A-Z][0-9][A-Z])_([0-9][A-Z][0-9])\b", "$1~$2"),
        (r"([^\s])__([A-Z][0-9][A-Z]\x{a0}[0-9][A-Z][0-9])\b", "$1~ $2"),
    ])
});

/// Sets the numbers of a piece of prose in a language.
pub fn set<'a>(text: Cow<'a, str>, lang: &Lang) -> Cow<'a, str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let own: &[_] = match lang.as_str() {
        "fr" => &FRENCH,
        "en" => &ENGLISH,
        _ => &[],
    };
    own.iter().chain(&*POSTAL).fold(text, |text, (pattern, with)| {
        if !pattern.is_match(&text) {
            return text;
        }
        pattern.replace_all(&text, with.replace('~', "\u{a0}")).into_owned().into()
    })
}
