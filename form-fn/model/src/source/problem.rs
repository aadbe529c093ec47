//! A mistake in the form's definition, told so that an editor can mend it.

use std::fmt;

/// One mistake: where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// The key of the field concerned; none for what belongs to the form as a whole.
    pub field: Option<String>,
    /// The path of YAML keys below the field or the form, such as `label` or `messages.closed`.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.field, &self.key) {
            (Some(field), Some(key)) => write!(f, "{field}.{key}: ")?,
            (Some(place), None) | (None, Some(place)) => write!(f, "{place}: ")?,
            (None, None) => {}
        }
        write!(f, "{} ({})", self.message, self.help)
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
    pub fn add(&mut self, place: Place<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(FormProblem {
            field: place.field.map(str::to_owned),
            key: Some(place.key.to_owned()),
            message: message.into(),
            help: help.into(),
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

/// A hint at what may have been meant: the nearest of the words that would be right, else all of them.
pub(super) fn did_you_mean<'a>(word: &str, right: impl IntoIterator<Item = &'a str>) -> String {
    let right: Vec<&str> = right.into_iter().collect();
    let near = right
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match near {
        Some((_, candidate)) => format!("did you mean `{candidate}`?"),
        None if right.is_empty() => "there is none to choose from".to_owned(),
        None => format!("write one of: {}", right.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_match_is_named_else_all_are_listed() {
        let right = ["phone", "email"];
        assert_eq!(did_you_mean("emial", right), "did you mean `email`?");
        assert_eq!(did_you_mean("x", right), "write one of: phone, email");
        assert_eq!(did_you_mean("x", []), "there is none to choose from");
    }
}
