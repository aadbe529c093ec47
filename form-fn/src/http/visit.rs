//! One request on its way to its answer: which method and address lead where.

use form_model::answers::{Controls, Opportunity, Posted};
use form_model::bundle::Bundle;
use form_model::lang::Lang;
use form_model::messages::Problem;
use form_model::reference::Reference;
use form_model::zone;
use http::request::Parts;
use http::{Method, StatusCode, header};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::App;
use super::answer::{Answer, Content};
use super::negotiate::Shape;
use super::pages::{Page, Setting};
use crate::decode::{self, Address, Refusal};
use crate::log::{Cause, Ending};
use crate::submit::Desk;

/// A request, as far as every answer to it depends on it.
pub(super) struct Visit<'a> {
    pub app: &'a App,
    /// The language of the path.
    pub lang: &'a Lang,
    pub address: &'a Address,
    pub shape: Shape,
    pub now: Timestamp,
}

impl<'a> Visit<'a> {
    /// The answer to the request.
    pub async fn answer(&self, parts: &Parts, body: &[u8]) -> Answer<'a> {
        let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
        match self.address {
            Address::Nowhere => self.refused(Refusal::NotFound),
            Address::Form if parts.method == Method::POST => self.posted(parts, body).await,
            _ if !is_read => self.refused(Refusal::Method),
            Address::Form => self.to_the_form(decode::opportunity(parts.uri.query())),
            Address::Health => self.health(),
            Address::Confirmation(reference) => {
                self.confirmation(*reference, decode::contact_by(parts.uri.query()))
            }
        }
    }

    async fn posted(&self, parts: &Parts, body: &[u8]) -> Answer<'a> {
        let App { bundle, store, key, .. } = self.app;
        if !decode::is_ours(&parts.headers, &bundle.settings.base_url) {
            return self.refused(Refusal::CrossSite);
        }
        match decode::answers(&parts.headers, body) {
            Err(refusal) => self.refused(refusal),
            Ok(posted) => {
                let desk = Desk { bundle, key, store };
                let outcome = desk.submit(&posted, self.lang, self.now).await;
                self.told(outcome, &posted)
            }
        }
    }

    /// The form for an activity, which an activity's page links to. Without one, somebody typed the form's
    /// address, or went back to it: the form is on the site.
    fn to_the_form(&self, opportunity: Option<Opportunity>) -> Answer<'a> {
        if let Some(named) = opportunity.filter(|_| self.bundle().settings.is_open(self.now)) {
            let posted = Posted::from_pairs([(Controls::OPPORTUNITY, named.to_string())]);
            return self.form(StatusCode::OK, Ending::Shown, &posted, &[], None);
        }
        let apply = &self.bundle().settings.apply;
        match apply.get(self.lang) {
            Some(path) => Answer::new(StatusCode::SEE_OTHER, Content::Nothing, Ending::Redirected)
                .with(header::LOCATION, path),
            None => self.refused(Refusal::NotFound),
        }
    }

    fn health(&self) -> Answer<'a> {
        let status = json!({ "status": "ok", "build": self.bundle().build });
        Answer::new(StatusCode::OK, Content::Status(status), Ending::Healthy)
    }

    fn confirmation(&self, reference: Reference, contact_by: Option<Date>) -> Answer<'a> {
        let (status, outcome) = (StatusCode::OK, Ending::Confirmation);
        match self.shape {
            Shape::Json => Answer::new(status, confirmation(reference, contact_by), outcome),
            Shape::Page => {
                let pages = &self.app.pages;
                let page = pages.confirmation(self.setting(), reference, contact_by);
                drawn(status, page, outcome)
            }
        }
    }

    /// A request that cannot be taken.
    fn refused(&self, refusal: Refusal) -> Answer<'a> {
        let problem = self.problem(refusal);
        let (status, outcome) = (refusal.status(), Ending::Refused(refusal));
        let answer = match self.shape {
            Shape::Json => {
                let message = problem.message.get(self.lang);
                Answer::new(status, error(refusal.code(), message), outcome)
            }
            Shape::Page => {
                let page = self.app.pages.problem(self.setting(), problem);
                drawn(status, page, outcome)
            }
        };
        match refusal {
            Refusal::Method => answer.with(header::ALLOW, self.address.allow()),
            _ => answer,
        }
    }

    fn problem(&self, refusal: Refusal) -> &'a Problem {
        let problems = &self.bundle().form.problems;
        match refusal {
            Refusal::Undecodable => &problems.undecodable,
            Refusal::CrossSite => &problems.cross_site,
            Refusal::NotFound => &problems.not_found,
            Refusal::Method => &problems.method,
            Refusal::TooLarge => &problems.too_large,
            Refusal::UnsupportedType => &problems.unsupported_type,
        }
    }

    pub(super) fn bundle(&self) -> &'a Bundle {
        &self.app.bundle
    }

    pub(super) fn setting(&self) -> Setting<'a> {
        Setting { bundle: &self.app.bundle, lang: self.lang, day: zone::day(self.now) }
    }
}

/// The answer that a page is; the log is told if the theme could not draw it.
pub(super) fn drawn<'a>(status: StatusCode, page: Page, outcome: Ending) -> Answer<'a> {
    let mut answer = Answer::new(status, Content::Page(page.html), outcome);
    if page.is_plain {
        answer.causes.push(Cause::ThemeFailed);
    }
    answer
}

/// A problem that is not with single answers, in JSON.
pub(super) fn error(code: &str, message: &str) -> Content {
    Content::Json(json!({ "error": { "code": code, "message": message } }))
}

/// A confirmation in JSON.
pub(super) fn confirmation(reference: Reference, contact_by: Option<Date>) -> Content {
    Content::Json(json!({ "reference": reference, "contact_by": contact_by }))
}
