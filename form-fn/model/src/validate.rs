//! From what was posted to a submission that may be stored, or to everything that is wrong with it.
//! The page's own checks, if any, are a courtesy; what is decided here is what counts.

mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::answers::{Answer, Answers, Opportunity, Posted};
use crate::code::Code;
use crate::definition::{Condition, Field, Form, Requirement};

/// The most unknown keys that are reported: nobody reads more, and a body full of keys must not make
/// an answer many times its size.
const UNKNOWN_REPORTED: usize = 20;

/// A submission that keeps every rule of the form. Only validation makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidSubmission {
    answers: Answers,
    opportunity: Option<Opportunity>,
    suspect: bool,
}

impl ValidSubmission {
    /// The normalised answers.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The activity that the person applies for.
    #[must_use]
    pub fn opportunity(&self) -> Option<&Opportunity> {
        self.opportunity.as_ref()
    }

    /// Whether a robot may have sent it.
    #[must_use]
    pub fn is_suspect(&self) -> bool {
        self.suspect
    }
}

/// A submission that breaks rules: at least one error, at most one a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// In the order of the form; unknown keys last.
    pub errors: Vec<FieldError>,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.errors.iter().map(FieldError::to_string);
        f.write_str(&errors.collect::<Vec<_>>().join(", "))
    }
}

impl std::error::Error for Invalid {}

/// One broken rule. Its words are [`Form::error_text`]'s.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The key of the field; for `unknown_field` the key that is none.
    pub field: String,
    /// The rule.
    pub code: Code,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.code)
    }
}

impl Form {
    /// Normalises and checks a submission on a day (in Québec: see [`crate::zone::day`]): some choices are
    /// open on some days only.
    ///
    /// # Errors
    /// Every field that breaks a rule, with the first rule that it breaks.
    pub fn validate(&self, posted: &Posted, day: Date) -> Result<ValidSubmission, Invalid> {
        self.judge(posted, Some(day), &Answers::default())
    }

    /// The same as if every choice were open: for what may have come on a day when it was.
    ///
    /// # Errors
    /// As [`Form::validate`].
    pub fn validate_for_any_day(&self, posted: &Posted) -> Result<ValidSubmission, Invalid> {
        self.judge(posted, None, &Answers::default())
    }

    /// The same for a record that is corrected. `kept` are its answers that stay: they were accepted once, so a format
    /// that is refused today is no error in them.
    ///
    /// # Errors
    /// As [`Form::validate`].
    pub(crate) fn validate_correction(
        &self,
        posted: &Posted,
        kept: &Answers,
    ) -> Result<ValidSubmission, Invalid> {
        self.judge(posted, None, kept)
    }

    fn judge(
        &self,
        posted: &Posted,
        day: Option<Date>,
        kept: &Answers,
    ) -> Result<ValidSubmission, Invalid> {
        let (answers, mut broken) = self.read(posted, day, kept);
        let mut errors = Vec::new();
        for field in self.fields().filter(|field| is_shown(field, &answers)) {
            let missing = || missing(field, &answers);
            if let Some(code) = broken.remove(field.key.as_str()).or_else(missing) {
                let field = field.key.clone();
                errors.push(FieldError { field, code });
            }
        }
        let unknown = posted.keys().filter(|key| self.field(key).is_none());
        errors.extend(
            unknown
                .take(UNKNOWN_REPORTED)
                .map(|key| FieldError { field: key.to_owned(), code: Code::UNKNOWN_FIELD }),
        );
        if !errors.is_empty() {
            return Err(Invalid { errors });
        }
        let controls = posted.controls();
        Ok(ValidSubmission {
            answers,
            opportunity: controls.opportunity.clone(),
            suspect: controls.is_suspect(),
        })
    }

    /// The answers to the questions that are put, and the rules that unreadable ones break. A question
    /// is shown by the answer to an earlier one (the definition sees to that), so one pass is enough.
    fn read(
        &self,
        posted: &Posted,
        day: Option<Date>,
        kept: &Answers,
    ) -> (Answers, BTreeMap<&str, Code>) {
        let mut answers = Answers::default();
        let mut broken = BTreeMap::new();
        for field in self.fields() {
            if !is_shown(field, &answers) {
                continue;
            }
            match rules::read(field, posted.values(&field.key), day) {
                Ok(Some(answer)) => answers.insert(&field.key, answer),
                Ok(None) => {}
                Err(code) => match kept.get(&field.key) {
                    Some(answer) => answers.insert(&field.key, answer.clone()),
                    None => {
                        broken.insert(field.key.as_str(), code);
                    }
                },
            }
        }
        (answers, broken)
    }
}

fn is_shown(field: &Field, answers: &Answers) -> bool {
    field.shown_when.as_ref().is_none_or(|condition| holds(condition, answers))
}

fn missing(field: &Field, answers: &Answers) -> Option<Code> {
    if answers.get(&field.key).is_some() {
        return None;
    }
    match &field.requirement {
        Requirement::Never => None,
        Requirement::Always => Some(Code::REQUIRED),
        Requirement::When(triggers) => {
            let trigger = triggers.iter().find(|trigger| holds(&trigger.condition, answers));
            trigger.map(|trigger| trigger.code.clone())
        }
    }
}

fn holds(condition: &Condition, answers: &Answers) -> bool {
    match condition {
        Condition::Ticked { field } => answers.is_ticked(field),
        Condition::Chosen { field, any_of } => match answers.get(field) {
            Some(Answer::One(value)) => any_of.contains(value),
            Some(Answer::Several(values)) => !values.is_disjoint(any_of),
            Some(Answer::Ticked(_)) | None => false,
        },
    }
}
