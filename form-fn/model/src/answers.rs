//! Answers, in two states: as posted, in whatever shape they came, and normalised, in the one shape
//! that is compared, hashed and stored. Neither shows its content when printed for debugging, because
//! what people write must not end up in a log.

mod controls;
mod email;
mod phone;
mod posted;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use controls::is_control;
pub use controls::{Action, Controls, Opportunity, OpportunityError};
pub use email::{Address, AddressError};
pub use phone::{Phone, PhoneError};
pub(crate) use posted::Raw;
pub use posted::{DecodeError, Posted};
pub(crate) use text::{has_control_characters, length, line, lines, tick, visible};

/// Normalised answers by field key. Answers that were not given, or belong to hidden questions, are not
/// there. As JSON, a map in the order of the keys: the canonical form.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

/// One normalised answer. As JSON: `true`, a string, or an array of strings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A box that is ticked; one that is not gives no answer.
    Ticked(bool),
    /// A text, a phone number (see [`Phone`]), an e-mail address, or the value of a choice.
    One(String),
    /// The values of several choices, in the order of the alphabet.
    Several(BTreeSet<String>),
}

impl Answer {
    /// The values of choices; a text counts as one.
    #[must_use]
    pub(crate) fn values(&self) -> BTreeSet<String> {
        match self {
            Self::Several(values) => values.clone(),
            Self::One(value) => [value.clone()].into(),
            Self::Ticked(_) => BTreeSet::new(),
        }
    }
}

impl Answers {
    /// The answer to a question.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// The answer to a question that takes one text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Answer::One(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn is_ticked(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Answer::Ticked(true)))
    }

    /// All answers by key, in the order of the alphabet.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(key, answer)| (key.as_str(), answer))
    }

    /// Puts an answer down.
    pub(crate) fn insert(&mut self, key: &str, answer: Answer) {
        self.0.insert(key.to_owned(), answer);
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
