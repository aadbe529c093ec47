//! The confirmation as a template sees it. It knows the reference and the date alone, because its
//! address can be bookmarked and shared and must hold nothing about the person.

use jiff::civil::Date;
use serde::Serialize;

use crate::definition::Form;
use crate::format;
use crate::lang::Lang;
use crate::messages::fill;
use crate::reference::Reference;

/// The confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConfirmationView {
    /// The heading.
    pub title: String,
    /// The reference, in two groups.
    pub reference: String,
    /// That we have it, and by when we call.
    pub body: String,
    /// The last day for the call (ISO), if the address names it.
    pub contact_by: Option<String>,
    /// How to correct or withdraw.
    pub change: String,
    /// Heading above what happens next.
    pub next_title: String,
    /// What happens next, one sentence a step.
    pub next: Vec<String>,
    /// Keep or print this page.
    pub print_hint: String,
}

impl ConfirmationView {
    /// The confirmation of a reference in a language.
    #[must_use]
    pub fn new(form: &Form, lang: &Lang, reference: Reference, contact_by: Option<Date>) -> Self {
        let messages = &form.messages;
        let number = reference.to_string();
        let body = match contact_by {
            Some(day) => {
                let day = format::date(lang, day);
                fill(&messages.thanks_body, lang, &[("ref", &number), ("date", &day)])
            }
            None => fill(&messages.thanks_body_undated, lang, &[("ref", &number)]),
        };
        Self {
            title: messages.thanks_title.get(lang).to_owned(),
            reference: number,
            body,
            contact_by: contact_by.map(|day| day.to_string()),
            change: messages.thanks_change.get(lang).to_owned(),
            next_title: messages.next_title.get(lang).to_owned(),
            next: form.next_steps.iter().map(|step| step.get(lang).to_owned()).collect(),
            print_hint: messages.print_hint.get(lang).to_owned(),
        }
    }
}
