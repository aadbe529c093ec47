//! Text in one shape: Unicode NFC, one kind of line end, nothing invisible at either end. So the same
//! words typed on a Mac, pasted on Windows or sent twice are the same answer.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::visible::is_shown;

/// One line of text, trimmed; none if nothing is left.
pub(crate) fn line(raw: &str) -> Option<String> {
    let text: String = raw.nfc().collect();
    let text = text.trim_matches(is_nothing);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Several lines of text, trimmed as a whole, each line ended by a line feed; none if nothing is left.
pub(crate) fn lines(raw: &str) -> Option<String> {
    line(&raw.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A text without the characters that show nothing, other than white space and control characters.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter(|c| c.is_whitespace() || c.is_control() || is_shown(*c)).collect()
}

/// The length as a person counts it: grapheme clusters (Unicode UAX #29).
pub(crate) fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Whether a text ticks a box: ours posts `true`, a browser's own `on`; a text that says neither yes nor
/// no is none.
pub(crate) fn tick(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Some(true),
        "" | "false" | "off" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// Whether a text has control characters besides those allowed.
pub(crate) fn has_control_characters(text: &str, allowed: &[char]) -> bool {
    text.chars().any(|c| c.is_control() && !allowed.contains(&c))
}

/// White space, and marks that show nothing: zero-width spaces, byte order marks, and the direction
/// marks that phones put around numbers copied from their address book.
fn is_nothing(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn composed_and_decomposed_letters_are_the_same_text() {
        assert_eq!(line(" Zoe\u{301}\u{A0}"), line("Zoé"));
    }

    #[test]
    fn nothing_visible_is_no_text() {
        assert_eq!(line("\u{FEFF} \u{200B}\t\u{202A}\u{202C}\n"), None);
    }

    #[test]
    fn only_what_shows_or_parts_words_is_visible() {
        assert_eq!(visible("a\u{200B}b \u{FEFF}\u{202E}c\n"), "ab c\n");
        assert_eq!(visible("zoe\u{AD}\u{61C}@exemple\u{FE0F}.ca\u{2}"), "zoe@exemple.ca\u{2}");
    }

    #[test]
    fn line_ends_of_every_system_are_the_same() {
        assert_eq!(lines("a\r\nb\rc\n\n").as_deref(), Some("a\nb\nc"));
    }

    #[test]
    fn a_letter_with_marks_counts_once() {
        assert_eq!(length("e\u{301}\u{323}👩‍👩‍👧\r\n"), 3);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing_more(raw in any::<String>()) {
            if let Some(text) = lines(&raw) {
                prop_assert_eq!(lines(&text), Some(text));
            }
        }
    }
}
