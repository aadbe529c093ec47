//! Reference numbers. The same submission always gets the same one, because it is reckoned from the
//! answers with a secret key: a double click or a retry finds its own record, without a look into the
//! store, and nobody can reckon another person's.

mod canonical;
mod check;
mod contact;
mod digest;
mod key;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use contact::Contact;
pub use digest::{Digest, DigestError};
pub use key::ReferenceKey;

/// Crockford's base 32: no I, L, O, U, so that nothing is misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry information, five bits each.
const DATA: usize = 7;
/// Characters before the dash.
const GROUP: usize = 4;

/// A reference number: seven characters and a check character. Always a right one.
///
/// ```
/// use form_model::reference::Reference;
///
/// let reference: Reference = "0123 4565".parse()?;
/// assert_eq!(reference.to_string(), "0123-4565");
/// assert_eq!("o123-4565".parse(), Ok(reference));
/// assert!("1023-4565".parse::<Reference>().is_err());
/// # Ok::<(), form_model::reference::ReferenceError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference([u8; DATA]);

impl Reference {
    /// How many bits make a reference.
    const BITS: u32 = 35;

    /// The reference made of the first 35 of 64 bits.
    fn from_bits(mut bits: u64) -> Self {
        Self([(); DATA].map(|()| {
            bits = bits.rotate_left(5);
            // Five bits: always fits.
            (bits & 31) as u8
        }))
    }
}

impl Reference {
    /// The references that a mistyped one may have been meant to be: those that differ from it in one
    /// character, or in two neighbours that stand in each other's place. None for what is no reference at all.
    #[must_use]
    pub fn near(text: &str) -> Vec<Self> {
        let Some(typed) = numbers(text) else { return Vec::new() };
        let others = 0..u8::try_from(ALPHABET.len()).unwrap_or(u8::MAX);
        let one_off = (0..typed.len()).flat_map(|at| {
            others.clone().map(move |number| {
                let mut near = typed;
                near[at] = number;
                near
            })
        });
        let swapped = (1..typed.len()).map(|at| {
            let mut near = typed;
            near.swap(at - 1, at);
            near
        });
        let mut near: Vec<_> =
            swapped.chain(one_off).filter_map(|near| checked(near).ok()).collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = self.0.into_iter().chain([check::number(self.0)]);
        let character = |number| char::from(ALPHABET[usize::from(number & 31)]);
        let characters: String = numbers.map(character).collect();
        let (first, second) = characters.split_at(GROUP);
        write!(f, "{first}-{second}")
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no reference number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// A character that no reference has, or not eight of them.
    Form,
    /// The check character does not fit: something was mistyped.
    Check,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "a reference has two groups of four letters and digits",
            Self::Check => "this reference is mistyped: its check character does not fit",
        })
    }
}

impl std::error::Error for ReferenceError {}

impl FromStr for Reference {
    type Err = ReferenceError;

    /// Takes small letters, any dashes and spaces, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        checked(numbers(text).ok_or(ReferenceError::Form)?)
    }
}

/// The numbers of the eight characters of a text, whether or not they fit together.
fn numbers(text: &str) -> Option<[u8; DATA + 1]> {
    let mut numbers = [0; DATA + 1];
    let mut count = 0;
    for c in text.chars().filter(|c| !is_separator(*c)) {
        *numbers.get_mut(count)? = number(c)?;
        count += 1;
    }
    (count == numbers.len()).then_some(numbers)
}

/// The reference of eight numbers, if the last one is the right check.
fn checked([data @ .., check]: [u8; DATA + 1]) -> Result<Reference, ReferenceError> {
    if check == check::number(data) { Ok(Reference(data)) } else { Err(ReferenceError::Check) }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn number(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET.iter().position(|it| char::from(*it) == c)?;
    u8::try_from(position).ok()
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn references() -> impl Strategy<Value = Reference> {
        any::<u64>().prop_map(Reference::from_bits)
    }

    /// The eight characters without the dash.
    fn characters(reference: Reference) -> Vec<char> {
        reference.to_string().chars().filter(|c| *c != '-').collect()
    }

    fn is_refused(characters: &[char]) -> bool {
        let text: String = characters.iter().collect();
        text.parse::<Reference>() == Err(ReferenceError::Check)
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_the_same(reference in references()) {
            let shown = reference.to_string();
            prop_assert_eq!(shown.parse(), Ok(reference));
            prop_assert_eq!(shown.len(), 9);
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }

        #[test]
        fn every_wrong_character_is_caught(reference in references()) {
            let right = characters(reference);
            for position in 0..right.len() {
                for other in ALPHABET.iter().map(|it| char::from(*it)) {
                    let mut wrong = right.clone();
                    wrong[position] = other;
                    prop_assert!(wrong == right || is_refused(&wrong));
                }
            }
        }

        #[test]
        fn every_swap_of_two_characters_is_caught(reference in references()) {
            let right = characters(reference);
            for one in 0..right.len() {
                for other in one + 1..right.len() {
                    let mut wrong = right.clone();
                    wrong.swap(one, other);
                    prop_assert!(wrong == right || is_refused(&wrong));
                }
            }
        }

        #[test]
        fn whatever_is_mistyped_once_the_right_one_is_near(
            reference in references(),
            at in 0_usize..8,
            other in 0_usize..32,
        ) {
            let right = characters(reference);
            let mut wrong = right.clone();
            wrong[at] = char::from(ALPHABET[other]);
            let text: String = wrong.iter().collect();
            prop_assert!(Reference::near(&text).contains(&reference));
            let mut wrong = right;
            wrong.swap(at % 7, at % 7 + 1);
            let text: String = wrong.iter().collect();
            let near = Reference::near(&text);
            prop_assert!(near.contains(&reference));
            prop_assert!(near.len() <= 15);
        }

        #[test]
        fn reading_is_tolerant_of_how_people_write(reference in references(), dash in "[ \u{A0}–‑-]{0,2}") {
            let shown = reference.to_string();
            let written = shown.to_lowercase().replace('-', &dash).replace('0', "o").replace('1', "l");
            prop_assert_eq!(format!(" {written}\n").parse(), Ok(reference));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = text.parse::<Reference>();
        }
    }

    #[test]
    fn too_few_too_many_and_foreign_characters_are_refused() {
        for text in ["", "0123-456", "0123-456Z0", "0123-456U", "0123-456é", "0123_456Z"] {
            assert_eq!(text.parse::<Reference>(), Err(ReferenceError::Form), "{text}");
        }
    }
}
