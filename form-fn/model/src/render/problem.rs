//! A problem page as a template sees it.

use serde::Serialize;

use crate::lang::Lang;
use crate::messages::Problem;

/// What went wrong and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProblemView {
    /// The heading.
    pub title: String,
    /// What to do next.
    pub message: String,
}

impl ProblemView {
    /// A problem in a language.
    #[must_use]
    pub fn new(problem: &Problem, lang: &Lang) -> Self {
        Self {
            title: problem.title.get(lang).to_owned(),
            message: problem.message.get(lang).to_owned(),
        }
    }
}
