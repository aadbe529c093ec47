//! Numbers in prose: times, amounts, dates, phone numbers and postal codes hold together. No digit and no letter is
//! changed: only spaces are set.

use std::sync::LazyLock;

use form_model::lang::Lang;
use regex_lite::Regex;

use super::{
    NO_BREAK,
    times::{self, Confidence, Sign},
};

/// A text made up so that each number decides what the next one is would take as many rounds as it has numbers.
const ROUNDS: usize = 16;

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

/// Sets the numbers of a piece of prose in a language, after the text `before`. A number that is set may decide what the
/// next one is; so this goes on until nothing changes, and setting a text twice changes nothing.
pub(super) fn set(before: &str, text: String, lang: &Lang) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return text;
    }
    match lang.as_str() {
        "fr" => {
            let mut set = apply(&FRENCH, text);
            for _ in 0..ROUNDS {
                let next = apply(&FRENCH, set_times(before, &set));
                if next == set {
                    break;
                }
                set = next;
            }
            set
        }
        "en" => apply(&ENGLISH, text),
        _ => apply(&[], text),
    }
}

/// Applies the patterns of a language, and those of postal codes.
fn apply(own: &[(Regex, &str)], text: String) -> String {
    own.iter().chain(&*POSTAL).fold(text, |text, (pattern, with)| {
        if pattern.is_match(&text) {
            pattern.replace_all(&text, with.replace('~', "\u{a0}")).into_owned()
        } else {
            text
        }
    })
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
