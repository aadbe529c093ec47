//! The canonical form of a submission: the bytes that its digest is taken of. The same answers give the
//! same bytes, whoever wrote them down and however.
//!
//! Validation has done most of it: order, Unicode form, line ends, phone numbers, ticks, choices.
//! White space between words is left as it was written, because the record keeps people's words; here
//! it is evened, because how words are spaced changes nothing of what a person says.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::{Answer, Opportunity};
use crate::definition::Form;
use crate::validate::ValidSubmission;

/// The canonical form.
pub(super) fn bytes(submission: &ValidSubmission) -> Vec<u8> {
    #[derive(Serialize)]
    struct Canonical<'a> {
        form: &'static str,
        opportunity: Option<&'a Opportunity>,
        answers: BTreeMap<&'a str, Answer>,
    }
    let answers = submission.answers().iter();
    let canonical = Canonical {
        form: Form::NAME,
        opportunity: submission.opportunity(),
        answers: answers.map(|(key, answer)| (key, evened(answer))).collect(),
    };
    // Texts, sets of texts and `true` under sorted keys: writing them cannot fail.
    serde_json::to_vec(&canonical).unwrap_or_default()
}

fn evened(answer: &Answer) -> Answer {
    match answer {
        Answer::One(text) => Answer::One(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Answer::Several(_) | Answer::Ticked(_) => answer.clone(),
    }
}

#[cfg(test)]
mod tests;
