//! A mistake in the form's definition, told so that an editor can mend it.

use std::fmt;

use crate::bilingual::Bilingual;
use crate::lang::Lang;

/// One mistake: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// The key of the field concerned; none for what belongs to the form as a whole.
    pub field: Option<String>,
    /// The path of YAML keys below the field or the form, such as `label` or `messages.closed`.
    pub key: Option<String>,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub help: Bilingual,
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.field, &self.key) {
            (Some(field), Some(key)) => write!(f, "{field}.{key}: ")?,
            (Some(place), None) | (None, Some(place)) => write!(f, "{place}: ")?,
            (None, None) => {}
        }
        let english = Lang::english();
        write!(f, "{} ({})", self.message.in_lang(&english), self.help.in_lang(&english))
    }
}

/// Where in the file something stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub field: Option<&'a str>,
    pub key: &'a str,
}

impl<'a> Place<'a> {
    /// A key of the form as a whole.
    pub fn form(key: &'a str) -> Self {
        Self { field: None, key }
    }

    /// A key of a field.
    pub fn field(field: &'a str, key: &'a str) -> Self {
        Self { field: Some(field), key }
    }
}

/// All mistakes found so far: an editor gets them in one go.
#[derive(Default)]
pub(super) struct Findings(Vec<FormProblem>);

impl Findings {
    /// Notes a mistake at a place.
    pub fn add(&mut self, place: Place<'_>, message: Bilingual, help: Bilingual) {
        self.0.push(FormProblem {
            field: place.field.map(str::to_owned),
            key: Some(place.key.to_owned()),
            message,
            help,
        });
    }

    /// The mistakes, if any.
    pub fn into_result<T>(self, found: Option<T>) -> Result<T, Vec<FormProblem>> {
        match found {
            Some(found) if self.0.is_empty() => Ok(found),
            _ => Err(self.0),
        }
    }
}
