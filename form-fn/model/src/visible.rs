//! Characters that a screen does not show, as marks that it shows: `⟨U+202E⟩`.
//!
//! A control character can move a terminal’s cursor or change its title; a bidirectional mark can show a text in another
//! order than the one that is stored; a zero-width or tag character can hide a text. Whatever people wrote therefore goes
//! through [`visible`] before a terminal or a spreadsheet shows it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with a mark in place of each character that is not shown. Line breaks (`\n`, `\r\n`) and tabs stay, and so do the
/// joiners and variation selectors inside of emoji and of words in scripts that need them.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut shown = Shown::default();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if is_shown(character) || shown.joins(character, next) {
            shown.keep(character);
        } else {
            shown.mark(&text[..at], character);
        }
    }
    shown.changed.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// JSON in which each character that is not shown is an escape. Its data stays the same.
#[must_use]
pub fn escaped(json: String) -> String {
    if json.chars().all(is_shown) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_shown(character) {
            escaped.push(character);
        } else {
            // Outside of strings, JSON has no such character: each stands where an escape may stand.
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

/// Whether a screen shows a character, or it is a line break or a tab.
#[must_use]
pub fn is_shown(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        // Soft hyphen, combining grapheme joiner, bidirectional marks, fillers, vowels that are not shown.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        // Mongolian selectors; zero width, line and paragraph separators, bidirectional embeddings and isolates.
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        // The empty Braille pattern, fillers, variation selectors, the byte order mark, annotations, no characters.
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        // Shorthand and musical formats; tags and more variation selectors.
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => false,
        character => !character.is_control(),
    }
}

/// What is shown so far.
#[derive(Default)]
struct Shown {
    /// The text, once it differs.
    changed: Option<String>,
    /// The character before, unless it became a mark.
    last: Option<char>,
}

impl Shown {
    /// Whether a character makes one sign of those around it, so that it belongs there.
    fn joins(&self, character: char, next: Option<char>) -> bool {
        let is_of_words = |character: char| character.is_alphabetic() || character.is_whitespace();
        match (self.last, character, next) {
            (_, '\r', Some('\n')) => true,
            // An emoji, or a digit of a keycap, with its variation.
            (Some(last), '\u{FE0E}' | '\u{FE0F}', _) => !is_of_words(last) && !is_joiner(last),
            // Parts of an emoji; letters of scripts after the Latin, Greek and Cyrillic ones.
            (Some(last), '\u{200C}' | '\u{200D}', Some(next)) => {
                !is_joiner(last) && last >= '\u{590}' && next >= '\u{590}' && is_shown(next)
            }
            _ => false,
        }
    }

    fn keep(&mut self, character: char) {
        self.last = Some(character);
        if let Some(text) = &mut self.changed {
            text.push(character);
        }
    }

    fn mark(&mut self, before: &str, character: char) {
        self.last = None;
        let text = self.changed.get_or_insert_with(|| before.to_owned());
        let _ = write!(text, "⟨U+{:04X}⟩", u32::from(character));
    }
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_shown_becomes_a_mark() {
        for (text, shown) in [
            ("\u{1B}[31mZoé", "⟨U+001B⟩[31mZoé"),
            ("a\rb\r\r\n\u{7F}\u{9B}2J", "a⟨U+000D⟩b⟨U+000D⟩\r\n⟨U+007F⟩⟨U+009B⟩2J"),
            ("ZOE\u{202E}EVE", "ZOE⟨U+202E⟩EVE"),
            ("Zo\u{200B}é\u{AD}\u{2060}\u{FEFF}", "Zo⟨U+200B⟩é⟨U+00AD⟩⟨U+2060⟩⟨U+FEFF⟩"),
            ("Roy\u{E0041}\u{E007F}", "Roy⟨U+E0041⟩⟨U+E007F⟩"),
            ("\u{3164}\u{2800}", "⟨U+3164⟩⟨U+2800⟩"),
            ("a\u{FE0F}b\u{200D}c", "a⟨U+FE0F⟩b⟨U+200D⟩c"),
            ("\u{200D}\u{200D}", "⟨U+200D⟩⟨U+200D⟩"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "",
            "Ligne un\nligne deux\tet trois\r\n",
            "Élodie O’Neil · 819 555-0123, poste 12 « oui »\u{A0}!",
            "Ana 👩‍👩‍👧 Lima ❤️ 1️⃣ 👁️‍🗨️",
            "ᐊᓛᓯ ᐃᓄᒃᑎᑐᑦ Nguyễn Мария 李 محمد مريم",
            "می‌خواهم क्‍ष",
        ] {
            assert!(matches!(visible(text), Cow::Borrowed(shown) if shown == text), "{text:?}");
        }
    }

    #[test]
    fn json_stays_the_same_data() {
        let data = serde_json::json!({ "texte": "\u{1B}[2J\u{9B}é\u{202E}\u{E0041}\n👩‍👧" });
        let json = escaped(data.to_string());
        assert!(json.contains("\\u009b") && json.contains("\\udb40\\udc41"), "{json}");
        assert!(json.chars().all(is_shown));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), data);
    }

    proptest! {
        #[test]
        fn marks_are_shown_and_stay_as_they_are(text in ".*") {
            let shown = visible(&text);
            let lines = shown.replace("\r\n", "\n");
            prop_assert!(!lines.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(visible(&shown).into_owned(), shown.clone().into_owned());
        }
    }
}
