//! What each outcome of a submission is over HTTP. A person gets the form back with every answer on
//! it, whatever happened, unless the application is stored: only then do they leave the page.

use form_model::answers::{Controls, Posted};
use form_model::render::{Alert, Filled, FormView, confirmation_path};
use form_model::validate::FieldError;
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::answer::{Answer, Content};
use super::negotiate::Shape;
use super::visit::{Visit, confirmation, drawn, error};
use crate::log::{Cause, Ending};
use crate::store::Unavailable;
use crate::submit::{Confirmation, Outcome};

/// Seconds after which a try again makes sense, "in a few minutes" as the message says.
pub(super) const RETRY_AFTER: &str = "120";

impl<'a> Visit<'a> {
    /// The answer that tells of an outcome.
    pub(super) fn told(&self, outcome: Outcome, posted: &Posted) -> Answer<'a> {
        match outcome {
            Outcome::Confirmed(confirmed) => self.confirmed(confirmed),
            // Whoever asks to be shown the form asks for a page.
            Outcome::Shown => self.form(StatusCode::OK, Ending::Shown, posted, &[], None),
            Outcome::Closed => self.closed(posted),
            Outcome::ActivityClosed => self.activity_closed(posted),
            Outcome::Stale => self.stale(posted),
            Outcome::Invalid(errors) => self.invalid(&errors, posted),
            Outcome::Unavailable(unavailable) => self.unavailable(unavailable, posted),
        }
    }

    fn confirmed(&self, confirmed: Confirmation) -> Answer<'a> {
        let Confirmation { reference, contact_by, repeated, not_compared } = confirmed;
        let outcome = if repeated { Ending::Repeated } else { Ending::Stored };
        let mut answer = match self.shape {
            Shape::Json => {
                let content = confirmation(reference, contact_by);
                Answer::new(StatusCode::CREATED, content, outcome)
            }
            Shape::Page => Answer::new(StatusCode::SEE_OTHER, Content::Nothing, outcome),
        };
        answer.causes.extend(not_compared.map(Cause::NotCompared));
        let path = confirmation_path(self.lang, reference, contact_by);
        answer.with(header::LOCATION, &path)
    }

    fn closed(&self, posted: &Posted) -> Answer<'a> {
        let (status, outcome) = (StatusCode::FORBIDDEN, Ending::Closed);
        match self.shape {
            Shape::Json => {
                let message = self.view(&Filled::default()).closed.unwrap_or_default();
                Answer::new(status, error(outcome.name(), &message), outcome)
            }
            Shape::Page => self.form(status, outcome, posted, &[], None),
        }
    }

    fn activity_closed(&self, posted: &Posted) -> Answer<'a> {
        let (status, outcome) = (StatusCode::FORBIDDEN, Ending::ActivityClosed);
        match self.shape {
            Shape::Json => {
                let view = self.view(&Filled { posted: Some(posted), ..Filled::default() });
                let message = view.alert.map(|alert| alert.message).unwrap_or_default();
                Answer::new(status, error(outcome.name(), &message), outcome)
            }
            Shape::Page => self.form(status, outcome, posted, &[], Some(Alert::ActivityClosed)),
        }
    }

    fn stale(&self, posted: &Posted) -> Answer<'a> {
        let (status, outcome) = (StatusCode::UNPROCESSABLE_ENTITY, Ending::Stale);
        match self.shape {
            Shape::Json => {
                let message = self.bundle().form.messages.stale_form.get(self.lang);
                let content = json!({ "errors": [{
                    "field": Controls::FORM_VERSION,
                    "code": "stale_form",
                    "message": message,
                }] });
                Answer::new(status, Content::Json(content), outcome)
            }
            Shape::Page => self.form(status, outcome, posted, &[], Some(Alert::Stale)),
        }
    }

    fn invalid(&self, errors: &[FieldError], posted: &Posted) -> Answer<'a> {
        let (status, outcome) = (StatusCode::UNPROCESSABLE_ENTITY, Ending::Invalid);
        let form = &self.bundle().form;
        let mut answer = match self.shape {
            Shape::Json => {
                let errors: Vec<Value> = errors
                    .iter()
                    .map(|FieldError { field, code }| {
                        let message = form.error_text(field, code, self.lang);
                        json!({ "field": field, "code": code, "message": message })
                    })
                    .collect();
                Answer::new(status, Content::Json(json!({ "errors": errors })), outcome)
            }
            Shape::Page => self.form(status, outcome, posted, errors, None),
        };
        let causes = errors.iter().map(|error| match form.field(&error.field) {
            Some(field) => Cause::Rule(field, error.code.clone()),
            None => Cause::UnknownField,
        });
        answer.causes.extend(causes);
        answer
    }

    fn unavailable(&self, unavailable: Unavailable, posted: &Posted) -> Answer<'a> {
        let (status, outcome) = (StatusCode::SERVICE_UNAVAILABLE, Ending::Unavailable);
        let mut answer = match self.shape {
            Shape::Json => {
                let message = self.bundle().form.messages.server_error.get(self.lang);
                Answer::new(status, error("not_stored", message), outcome)
            }
            Shape::Page => self.form(status, outcome, posted, &[], Some(Alert::NotStored)),
        };
        answer.causes.push(Cause::Store(unavailable));
        answer.with(header::RETRY_AFTER, RETRY_AFTER)
    }

    /// The page with the form, every answer kept.
    pub(super) fn form(
        &self,
        status: StatusCode,
        outcome: Ending,
        posted: &Posted,
        errors: &[FieldError],
        alert: Option<Alert>,
    ) -> Answer<'a> {
        let filled = Filled { posted: Some(posted), errors, alert };
        let page = self.app.pages.form(self.setting(), &filled);
        drawn(status, page, outcome)
    }

    fn view(&self, filled: &Filled<'_>) -> FormView {
        let setting = self.setting();
        let bundle = setting.bundle;
        FormView::new(&bundle.form, &bundle.settings, setting.lang, setting.day, filled)
    }
}
