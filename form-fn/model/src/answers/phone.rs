//! North American phone numbers. Our own small reader: one country code and one length are the whole
//! rule, and the metadata of the world's numbering plans would triple the size of the function.

use std::fmt;
use std::str::FromStr;

/// A phone number of the North American numbering plan, with an extension or without.
///
/// Reads what people write, keeps E.164 with the extension as in RFC 3966:
/// ```
/// use form_model::answers::Phone;
///
/// let phone: Phone = "(819) 555-0123, poste 12".parse()?;
/// assert_eq!(phone.to_string(), "+18195550123;ext=12");
/// # Ok::<(), form_model::answers::PhoneError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    /// Ten digits.
    number: String,
    /// One to six digits.
    extension: Option<String>,
}

/// Not a North American phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneError;

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a North American phone number of ten digits")
    }
}

impl std::error::Error for PhoneError {}

/// Words before an extension, the longer before those they begin with.
const EXTENSION_WORDS: [&str; 7] = [";ext=", "poste", "extension", "ext.", "ext", "x", "#"];

impl Phone {
    /// Area code, exchange and line: `("819", "555", "0123")`.
    #[must_use]
    pub fn groups(&self) -> (&str, &str, &str) {
        (&self.number[..3], &self.number[3..6], &self.number[6..])
    }

    /// The extension's digits.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let text = text.to_lowercase();
        let (number, extension) = match text.find([';', 'p', 'e', 'x', '#']) {
            None => (text.as_str(), None),
            Some(start) => {
                let (number, rest) = text.split_at(start);
                let mut words = EXTENSION_WORDS.iter();
                let digits = words.find_map(|word| rest.strip_prefix(word)).ok_or(PhoneError)?;
                let digits = digits.trim_matches(|c: char| c.is_whitespace() || ".:".contains(c));
                let number = number.trim_end().trim_end_matches([',', ';']);
                (number, Some(digits.to_owned()))
            }
        };
        let plausible = |digits: &String| {
            (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        };
        if extension.as_ref().is_some_and(|digits| !plausible(digits)) {
            return Err(PhoneError);
        }
        let number = ten_digits(number)?;
        Ok(Self { number, extension })
    }
}

/// The ten digits of a number; its country code and what people put between digits are left out.
fn ten_digits(text: &str) -> Result<String, PhoneError> {
    let mut digits = String::new();
    let mut plus = false;
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            _ if is_between_digits(c) => {}
            _ => return Err(PhoneError),
        }
    }
    let national = match digits.strip_prefix('1') {
        Some(rest) => rest,
        None if plus => return Err(PhoneError),
        None => &digits,
    };
    let starts = |position: usize| national.as_bytes().get(position).is_some_and(|b| *b >= b'2');
    if national.len() == 10 && starts(0) && starts(3) {
        Ok(national.to_owned())
    } else {
        Err(PhoneError)
    }
}

/// Spaces of any width, dots, dashes of any length, brackets, and invisible direction marks.
fn is_between_digits(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '.' | '-' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+1{}", self.number)?;
        match &self.extension {
            Some(extension) => write!(f, ";ext={extension}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse::<Phone>().ok().map(|phone| phone.to_string())
    }

    #[test]
    fn a_number_may_be_written_in_many_ways() {
        for text in [
            "8195550123",
            "819 555-0123",
            "819-555-0123",
            "819.555.0123",
            "(819) 555-0123",
            "1 819 555 0123",
            "1-819-555-0123",
            "+1 819 555-0123",
            "+1 (819) 555‑0123",
            "819\u{A0}555\u{2011}0123",
            "\u{202A}819 555-0123\u{202C}",
        ] {
            assert_eq!(read(text).as_deref(), Some("+18195550123"), "{text}");
        }
    }

    #[test]
    fn an_extension_may_be_written_in_many_ways() {
        for text in [
            "819 555-0123, poste 12",
            "819 555-0123 poste 12",
            "819 555-0123 Poste : 12",
            "819-555-0123, ext. 12",
            "819-555-0123 ext 12",
            "819-555-0123 extension 12",
            "819-555-0123x12",
            "819-555-0123 #12",
            "+18195550123;ext=12",
        ] {
            assert_eq!(read(text).as_deref(), Some("+18195550123;ext=12"), "{text}");
        }
    }

    #[test]
    fn what_is_no_north_american_number_is_refused() {
        for text in [
            "",
            "555-0123",
            "81955501234",
            "819 555-012",
            "119 555-0123",
            "019 555-0123",
            "819 155-0123",
            "819 055-0123",
            "+33 1 23 45 67 89",
            "+819 555 0123",
            "++1 819 555-0123",
            "819 555-0123 poste",
            "819 555-0123 poste 1234567",
            "819 555-0123 poste douze",
            "819 555-0123 p 12",
            "819 555-0123 ou 819 555-0124",
            "８１９ ５５５ ０１２３",
            "appelez-moi",
            "é819 555-0123",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_survives_being_stored(
            area in 200..=999_u16, exchange in 200..=999_u16, line in 0..=9999_u16,
            extension in proptest::option::of("[0-9]{1,6}"),
        ) {
            let with = |word: &str| extension.as_ref().map_or(String::new(), |it| format!("{word}{it}"));
            let text = format!("({area}) {exchange}-{line:04}{}", with(" poste "));
            let stored = format!("+1{area}{exchange}{line:04}{}", with(";ext="));
            prop_assert_eq!(read(&text), Some(stored.clone()));
            prop_assert_eq!(read(&stored), Some(stored));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
