//! What editors write in `form.yaml`. These types say what may stand in the file and where, so that a
//! slip of the pen is found at its line; what only makes sense as a whole is checked by `resolve`.

mod field;
mod problem;
mod resolve;
mod roles;
mod rules;
#[cfg(test)]
mod tests;
mod unique;
mod wording;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::definition::{Choice, Role};
use crate::lang::Lang;

pub use field::{ChoiceSource, FieldSource, KindName};
pub use problem::FormProblem;
pub use rules::RuleSource;
pub use wording::Wording;

/// The whole of `form.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormSource {
    /// Roles that no question of the form plays.
    #[serde(default)]
    pub not_asked: Vec<Role>,
    /// The parts of the form, in the order of the page.
    pub parts: Vec<PartSource>,
    /// The collection notice, above the send button.
    pub notice: Vec<NoticeSource>,
    /// Words for errors that any field can give.
    #[serde(deserialize_with = "unique::map")]
    pub errors: BTreeMap<String, Wording>,
    // By the keys of `Messages`.
    /// What the form says besides its questions.
    #[serde(deserialize_with = "unique::map")]
    pub messages: BTreeMap<String, Wording>,
    /// What happens after sending, one sentence a step.
    pub next_steps: Vec<Wording>,
    // By the keys of `Problems`.
    /// Pages for requests that the form cannot take.
    #[serde(deserialize_with = "unique::map")]
    pub problems: BTreeMap<String, ProblemSource>,
}

/// A part of the form.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartSource {
    /// Its id on the page: small letters and dashes.
    pub id: String,
    /// Its heading.
    pub title: Wording,
    /// Its questions, in order.
    pub fields: Vec<FieldSource>,
}

/// One item of the collection notice.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticeSource {
    /// What the item is about.
    pub term: Wording,
    /// What is so.
    pub text: Wording,
}

/// A page that says what went wrong.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemSource {
    /// The heading.
    pub title: Wording,
    /// What to do next.
    pub message: Wording,
}

/// What the rest of the site brings to the form.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The languages that the form has to speak, French among them. Wording in other languages is left
    /// out, so that a language can be switched off without touching the form.
    pub languages: Vec<Lang>,
    /// Choices made from content, by the name that `choices_from` calls them.
    pub choices: BTreeMap<String, Vec<Choice>>,
}

impl FormSource {
    /// Hands every text of the form to `change`, with its language: to expand shared facts and to set
    /// typography. Call it before [`FormSource::resolve`], so that versions are those of the final text.
    pub fn wordings_mut(&mut self, mut change: impl FnMut(&Lang, &mut String)) {
        let fields = self.parts.iter_mut().flat_map(|part| {
            let fields = part.fields.iter_mut().flat_map(FieldSource::wordings_mut);
            std::iter::once(&mut part.title).chain(fields)
        });
        let notice = self.notice.iter_mut().flat_map(|item| [&mut item.term, &mut item.text]);
        let problems = self.problems.values_mut();
        let problems = problems.flat_map(|problem| [&mut problem.title, &mut problem.message]);
        fields
            .chain(notice)
            .chain(self.errors.values_mut())
            .chain(self.messages.values_mut())
            .chain(&mut self.next_steps)
            .chain(problems)
            .for_each(|wording| wording.change(&mut change));
    }
}
