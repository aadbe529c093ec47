//! The name of a broken rule, such as `too_long`: what the JSON answer gives as `code` and what the
//! form's wording is found by. A text, because a rule in the form's definition may bring its own.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bilingual::{Words, words};

/// The name of a broken rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// A necessary answer is missing.
    pub const REQUIRED: Self = Self::of("required");
    /// A value outside the choices, or not a tick.
    pub const INVALID: Self = Self::of("invalid");
    /// A choice that exists but is not offered now.
    pub const CLOSED: Self = Self::of("closed");
    /// Too few characters.
    pub const TOO_SHORT: Self = Self::of("too_short");
    /// Too many characters.
    pub const TOO_LONG: Self = Self::of("too_long");
    /// Too many choices.
    pub const TOO_MANY: Self = Self::of("too_many");
    /// Not a phone number, not an e-mail address.
    pub const FORMAT: Self = Self::of("format");
    /// An e-mail address with letters before the `@` that the mail service cannot write to.
    pub const EMAIL_LETTERS: Self = Self::of("email_letters");
    /// A control character, which no keyboard types.
    pub const CONTROL_CHARACTERS: Self = Self::of("control_characters");
    /// Two values for a question that takes one.
    pub const REPEATED: Self = Self::of("repeated");
    /// JSON of another type than the question takes.
    pub const WRONG_TYPE: Self = Self::of("wrong_type");
    /// A key that is no question of the form (s. 64 of: only what is necessary is taken).
    pub const UNKNOWN_FIELD: Self = Self::of("unknown_field");

    /// All of the above.
    pub(crate) const ALL: [Self; 12] = [
        Self::REQUIRED,
        Self::INVALID,
        Self::CLOSED,
        Self::TOO_SHORT,
        Self::TOO_LONG,
        Self::TOO_MANY,
        Self::FORMAT,
        Self::EMAIL_LETTERS,
        Self::CONTROL_CHARACTERS,
        Self::REPEATED,
        Self::WRONG_TYPE,
        Self::UNKNOWN_FIELD,
    ];

    const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A code that the form's definition names.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    /// What the error says where the form has no words for it. Forms of earlier versions have none for a code that
    /// came later.
    #[must_use]
    pub(crate) fn default_words(&self) -> Option<Words> {
        (*self == Self::EMAIL_LETTERS).then_some(words(
            "Nous ne pouvons pas écrire à une adresse qui a un accent ou une lettre spéciale avant le @. Vérifiez l’adresse, ou donnez-en une autre.",
            "We cannot write to an address with an accent or a special letter before the @. Check the address, or give another one.",
        ))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
