//! The typography of prose: the spaces and signs that a keyboard does not have.
//!
//! French of Québec, as the Office québécois de la langue française teaches it: a no-break space before
//! `:` `%` `$` and inside « », none before `;` `!` `?`; ’ for apostrophes. Canadian English: curly quotes.
//! Times, dates, amounts and phone numbers do not break; `14h30` and `5%` become « 14 h 30 » and « 5 % ».
//! Nothing else is changed: spaces (U+0020 and U+00A0), straight quotes and apostrophes, and three dots, which become
//! one sign. Letters and digits stay as they are, and an address of the web or of a mailbox stays whole. Code and
//! attributes never pass here. Setting a text twice changes nothing.

pub(crate) mod context;
mod numbers;
pub(crate) mod times;

use std::ops::Range;

use form_model::lang::Lang;

const NO_BREAK: char = '\u{a0}';

/// So many bytes before a piece of prose are looked at.
const TAIL: usize = 80;

/// Sets a piece of prose in a language.
#[must_use]
pub fn typeset(text: &str, lang: &Lang) -> String {
    typeset_after("", text, lang)
}

/// Sets a piece of prose that follows another one of the same block: after a word in bold, a quote closes, and after
/// `Salle **` a number is the name of a room.
#[must_use]
pub fn typeset_after(before: &str, text: &str, lang: &Lang) -> String {
    let mut all = tail(before).to_owned();
    let start = all.len();
    let mut written = 0;
    for address in addresses(text) {
        all += &set_prose(tail(&all), &text[written..address.start], lang);
        all += &text[address.clone()];
        written = address.end;
    }
    all += &set_prose(tail(&all), &text[written..], lang);
    all.split_off(start)
}

/// As much of the end of a text as decides how the next one is set.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Where addresses of the web and of mailboxes stand, without the signs around them.
fn addresses(text: &str) -> Vec<Range<usize>> {
    if !(text.contains('@') || text.contains("://") || text.contains("www.")) {
        return Vec::new();
    }
    let mut addresses = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive([' ', '\u{a0}', '\n']) {
        let word = piece
            .trim_end()
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '»', '”', '"', '\'']);
        let inner = word.trim_start_matches(['(', '[', '<', '«', '“', '"', '\'']);
        if context::is_address(inner) {
            addresses.push(start + word.len() - inner.len()..start + word.len());
        }
        start += piece.len();
    }
    addresses
}

fn set_prose(before: &str, text: &str, lang: &Lang) -> String {
    let previous = before.chars().next_back();
    let french = lang.as_str() == "fr";
    let mut set = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = set.chars().next_back().or(previous);
        match letter {
            ' ' if letters.peek().is_some_and(|next| sticks_to_the_left(*next, french))
                || (french && before == Some('«'))
                || (before.is_some_and(|before| before.is_ascii_digit())
                    && french
                    && is_unit_ahead(letters.clone())) =>
            {
                set.push(NO_BREAK);
            }
            '\'' => set.push(if opens(before) && !french { '‘' } else { '’' }),
            '"' if !french => set.push(if opens(before) { '“' } else { '”' }),
            '.' if letters.clone().take(2).eq(['.', '.']) => {
                letters.nth(1);
                set.push('…');
            }
            _ => set.push(letter),
        }
    }
    numbers::set(before, set, lang)
}

/// Whether a space before this sign must not break a line.
fn sticks_to_the_left(sign: char, french: bool) -> bool {
    french && matches!(sign, ':' | '»' | '%' | '$')
}

/// `14 h 30`, `1 000`: after a digit, a group of three digits or the hour's `h` belong to it.
fn is_unit_ahead(ahead: impl Iterator<Item = char> + Clone) -> bool {
    let word: String = ahead.take_while(|letter| letter.is_alphanumeric()).collect();
    word == "h" || (word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn opens(before: Option<char>) -> bool {
    before.is_none_or(|before| {
        before.is_whitespace() || matches!(before, '(' | '[' | '“' | '‘' | '—')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str, lang: &str) -> String {
        typeset(text, &lang.parse().unwrap_or_else(|_| unreachable!())).replace(NO_BREAK, "~")
    }

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(set("Exemple : « oui », 5 % de 20 $", "fr"), "Exemple~: «~oui~», 5~% de 20~$");
        assert_eq!(set("Qui? Vous; nous!", "fr"), "Qui? Vous; nous!");
        assert_eq!(
            set("de 8 h 30 à 16 h, 1 000 fois, 12 mois", "fr"),
            "de 8~h~30 à 16~h, 1~000 fois, 12 mois"
        );
    }

    #[test]
    fn an_amount_is_no_number_of_a_room() {
        assert_eq!(set("poste 0$ à 0h et", "fr"), "poste~0~$ à 0~h et");
        assert_eq!(set("0h00$ et 9h05 mai", "fr"), "0~h~00~$ et 9~h~05~mai");
        assert_eq!(set("salles 4H, 5H et 3-14", "fr"), "salles 4H, 5H et 3-14");
    }

    #[test]
    fn apostrophes_and_quotes_are_curly() {
        assert_eq!(set("l'accueil", "fr"), "l’accueil");
        assert_eq!(set("\"It's 'fine'\" (\"so\")...", "en"), "“It’s ‘fine’” (“so”)…");
    }

    #[test]
    fn a_quote_after_a_letter_closes() {
        let english = Lang::english();
        assert_eq!(typeset_after("d", "\" said", &english), "” said");
        assert_eq!(typeset_after("", "\"So\"", &english), "“So”");
    }

    #[test]
    fn what_stands_before_a_word_in_bold_decides_too() {
        let french = Lang::french();
        assert_eq!(typeset_after("Salle ", "12h30", &french), "12h30");
        assert_eq!(typeset_after("Dès ", "9h", &french), "9\u{a0}h");
        assert_eq!(typeset_after("G1V", "14h30", &french), "14h30");
    }

    #[test]
    fn addresses_stay_whole() {
        for address in [
            "https://exemple.ca/salle-12h/a%20b...c",
            "o'brien@exemple.ca",
            "www.exemple.ca/d'ici/5%",
        ] {
            for lang in ["fr", "en"] {
                assert!(
                    set(&format!("Voir {address}, l'autre."), lang).contains(address),
                    "{address}"
                );
            }
        }
    }

    #[test]
    fn numbers_hold_together_and_keep_their_digits() {
        for (typed, french) in [
            ("14h30, 9 h 05, 19h et 8h", "14~h~30, 9~h~05, 19~h et 8~h"),
            (
                "Salle 12H, unité 5H, pavillon 3 H, à 13H30",
                "Salle 12H, unité 5H, pavillon 3 H, à 13H30",
            ),
            ("0,125 mg, 1,5 kg, 12,345 %", "0,125 mg, 1,5 kg, 12,345~%"),
            ("vitamine B12, feuille A4, 16:10, 1:24", "vitamine B12, feuille A4, 16:10, 1:24"),
            ("50% de 1 000,50$", "50~% de 1~000,50~$"),
            ("le 22 novembre 2025 et le 1er mai", "le 22~novembre 2025 et le 1er~mai"),
            ("819 555-0123, poste 12", "819~555-0123, poste~12"),
            ("Gatineau (Québec)  J8X 1X1", "Gatineau (Québec)~ J8X~1X1"),
            ("le bloc 14hA, 25h61 et http", "le bloc 14hA, 25h61 et http"),
        ] {
            assert_eq!(set(typed, "fr"), french);
        }
        for (typed, english) in [
            ("at 2:30 p.m., 5%", "at 2:30~p.m., 5%"),
            ("November 22, 2025", "November~22, 2025"),
            ("819-555-0123, ext. 12", "819-555-0123, ext.~12"),
        ] {
            assert_eq!(set(typed, "en"), english);
        }
    }

    fn either(french: bool) -> Lang {
        if french { Lang::french() } else { Lang::english() }
    }

    /// What must come out as it went in: all but the spaces, quotes, apostrophes and dots that are set.
    fn kept(text: &str) -> String {
        let signs = [' ', NO_BREAK, '\'', '"', '‘', '’', '“', '”'];
        text.replace('…', "...").chars().filter(|letter| !signs.contains(letter)).collect()
    }

    proptest! {
        #[test]
        fn setting_twice_changes_nothing(
            text in "([a-z0-9 :;!?%$'\"«».,hH@/-]|[0-9]{1,3}| [ap]\\.m\\.| mai| poste |J8X 1X1| à | salle |[0-9]h| et |://){0,30}",
            french: bool,
        ) {
            let once = typeset(&text, &either(french));
            prop_assert_eq!(kept(&once), kept(&text));
            prop_assert_eq!(typeset(&once, &either(french)), once);
        }

        #[test]
        fn any_text_keeps_its_letters_and_digits(text in any::<String>(), before in any::<String>(), french: bool) {
            let once = typeset(&text, &either(french));
            prop_assert_eq!(kept(&once), kept(&text));
            prop_assert_eq!(typeset(&once, &either(french)), once);
            prop_assert_eq!(kept(&typeset_after(&before, &text, &either(french))), kept(&text));
        }
    }
}
