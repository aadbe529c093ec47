//! The typography of prose: the spaces and signs that a keyboard does not have.
//!
//! French of Québec, as the Office québécois de la langue française teaches it: a no-break space before
//! `:` `%` `$` and inside « », none before `;` `!` `?`; ’ for apostrophes. Canadian English: curly quotes.
//! Times, dates, amounts and phone numbers do not break; `14h30` and `5%` become « 14 h 30 » and « 5 % ».
//! Code, addresses and attributes never pass here. Setting a text twice changes nothing.

mod numbers;

use form_model::lang::Lang;

const NO_BREAK: char = '\u{a0}';

/// Sets a piece of prose in a language.
#[must_use]
pub fn typeset(text: &str, lang: &Lang) -> String {
    typeset_after(None, text, lang)
}

/// Sets a piece of prose that follows a letter, as after a word in bold: a quote there closes.
#[must_use]
pub fn typeset_after(previous: Option<char>, text: &str, lang: &Lang) -> String {
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
    numbers::set(set.into(), lang).into_owned()
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
    fn apostrophes_and_quotes_are_curly() {
        assert_eq!(set("l'accueil", "fr"), "l’accueil");
        assert_eq!(set("\"It's 'fine'\" (\"so\")...", "en"), "“It’s ‘fine’” (“so”)…");
    }

    #[test]
    fn a_quote_after_a_letter_closes() {
        let english = Lang::english();
        assert_eq!(typeset_after(Some('d'), "\" said", &english), "” said");
        assert_eq!(typeset_after(None, "\"So\"", &english), "“So”");
    }

    #[test]
    fn numbers_hold_together_and_are_mended_where_they_are_plain() {
        for (typed, french) in [
            ("14h30, 9 h 05, 19h et 8H", "14~h~30, 9~h~05, 19~h et 8~h"),
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

    /// What must come out as it went in: letters and digits, in their order.
    fn spoken(text: &str) -> String {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    }

    proptest! {
        #[test]
        fn setting_twice_changes_nothing(
            text in "([a-z0-9 :;!?%$'\"«».,hH-]|[0-9]{1,3}| [ap]\\.m\\.| mai| poste |J8X 1X1){0,30}",
            french: bool,
        ) {
            let once = typeset(&text, &either(french));
            prop_assert_eq!(typeset(&once, &either(french)), once);
        }

        #[test]
        fn any_text_keeps_its_letters_and_digits(text in any::<String>(), french: bool) {
            let once = typeset(&text, &either(french));
            prop_assert_eq!(spoken(&once), spoken(&text));
            prop_assert_eq!(typeset(&once, &either(french)), once);
        }
    }
}
