//! Numbers in prose: times, amounts, dates, phone numbers and postal codes hold together. No digit and no letter is
//! changed: only spaces are set.

use std::{borrow::Cow, sync::LazyLock};

use form_model::lang::Lang;
use regex_lite::Regex;

use super::{
    NO_BREAK,
    times::{self, Confidence, Sign},
};

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

/// Sets the numbers of a piece of prose in a language, after the text `before`.
pub(super) fn set(before: &str, text: String, lang: &Lang) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let (text, own): (_, &[_]) = match lang.as_str() {
        "fr" => (set_times(before, &text), &FRENCH),
        "en" => (text, &ENGLISH),
        _ => (text, &[]),
    };
    let set = own.iter().chain(&*POSTAL).fold(Cow::from(text), |text, (pattern, with)| {
        if !pattern.is_match(&text) {
            return text;
        }
        pattern.replace_all(&text, with.replace('~', "\u{a0}")).into_owned().into()
    });
    set.into_owned()
}

/// `14h30` becomes « 14 h 30 » where it is a time. Elsewhere, spaces that stand there already do not break.
fn set_times(before: &str, text: &str) -> String {
    let whole = format!("{before}{text}");
    let mut set = String::with_capacity(text.len() + 4);
    let mut written = before.len();
    for time in times::find(&whole) {
        if time.range.start < written || time.sign != Sign::Small {
            continue;
        }
        set.push_str(&whole[written..time.range.start]);
        if time.confidence >= Confidence::Likely {
            set.push_str(&whole[time.hour]);
            set.extend([NO_BREAK, 'h']);
            if let Some(minute) = time.minute {
                set.push(NO_BREAK);
                set.push_str(&whole[minute]);
            }
        } else {
            set.push_str(&whole[time.range.clone()].replace(' ', "\u{a0}"));
        }
        written = time.range.end;
    }
    set.push_str(&whole[written..]);
    set
}
