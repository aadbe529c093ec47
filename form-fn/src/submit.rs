//! What becomes of a submission, from the posted answers to one of a few outcomes. Whoever gets
//! `Confirmed` can rely on the record; every other outcome leaves the answers on the page.

use std::time::Duration;

use form_model::answers::{Action, Posted};
use form_model::application::{Application, Receipt};
use form_model::bundle::Bundle;
use form_model::lang::Lang;
use form_model::reference::{Reference, ReferenceKey};
use form_model::validate::{FieldError, ValidSubmission};
use form_model::zone;
use jiff::{Timestamp, civil::Date};

use crate::store::{Put, Store, Unavailable};

/// How many references are tried. Among a million records, one new application in 34,000 finds its
/// first one taken, and none ever eight in a row: this only bounds the work if the table is not
/// what we think it is.
const CANDIDATES: usize = 8;

/// The time for all of it, between the store's time for one put and the function's time-out.
const BUDGET: Duration = Duration::from_secs(8);

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Confirmed(Confirmation),
    /// Only to be shown again, in this language.
    Shown,
    /// Applications are closed.
    Closed,
    /// The activity takes no more applications.
    ActivityClosed,
    /// Written on another version of the form.
    Stale,
    /// Against the form's rules.
    Invalid(Vec<FieldError>),
    /// Not stored, as far as we know.
    Unavailable(Unavailable),
}

/// An application that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its number.
    pub reference: Reference,
    /// The last day for the first contact, as promised when it first came.
    pub contact_by: Option<Date>,
    /// Whether it was there before.
    pub repeated: bool,
}

/// What a submission is judged by and stored with.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The form and its settings.
    pub bundle: &'a Bundle,
    /// The secret behind the references.
    pub key: &'a ReferenceKey,
    /// Where applications are kept.
    pub store: &'a Store,
}

impl Desk<'_> {
    /// Judges what was posted on the page of a language, and stores it if it may be stored.
    pub async fn submit(&self, posted: &Posted, lang: &Lang, now: Timestamp) -> Outcome {
        let Bundle { form, settings, .. } = self.bundle;
        if posted.controls().action == Action::Show {
            return Outcome::Shown;
        }
        if !settings.is_open(now) {
            return Outcome::Closed;
        }
        if posted.controls().is_stale(form) {
            return Outcome::Stale;
        }
        let day = zone::day(now);
        if !settings.takes(posted.controls().opportunity.as_ref(), day) {
            return Outcome::ActivityClosed;
        }
        let submission = match form.validate(posted, day) {
            Ok(submission) => submission,
            Err(invalid) => return Outcome::Invalid(invalid.errors),
        };
        let digest = self.key.digest(&submission);
        let candidates = self.key.candidates(&digest);
        match self.place(&submission, candidates, lang, now).await {
            Ok(confirmation) => Outcome::Confirmed(confirmation),
            Err(unavailable) => Outcome::Unavailable(unavailable),
        }
    }

    /// Stores a submission under the first candidate that is free or already its own. The
    /// candidates are an argument, so that tests can make them collide.
    ///
    /// # Errors
    /// If the store does not confirm in time.
    pub async fn place(
        &self,
        submission: &ValidSubmission,
        candidates: impl Iterator<Item = Reference>,
        lang: &Lang,
        now: Timestamp,
    ) -> Result<Confirmation, Unavailable> {
        tokio::time::timeout(BUDGET, self.try_all(submission, candidates, lang, now))
            .await
            .unwrap_or_else(|_| Err(unavailable("budget")))
    }

    async fn try_all(
        &self,
        submission: &ValidSubmission,
        candidates: impl Iterator<Item = Reference>,
        lang: &Lang,
        now: Timestamp,
    ) -> Result<Confirmation, Unavailable> {
        let digest = self.key.digest(submission);
        for reference in candidates.take(CANDIDATES) {
            let receipt = Receipt { lang, received_at: now, digest, reference };
            let application = Application::received(self.bundle, submission, &receipt)
                .map_err(|_| unavailable("record"))?;
            let (contact_by, repeated) = match self.store.put(&application).await? {
                Put::Stored => (Some(application.contact_by), false),
                Put::AlreadyStored { contact_by } => (contact_by, true),
                Put::ReferenceTaken => continue,
            };
            return Ok(Confirmation { reference, contact_by, repeated });
        }
        Err(unavailable("no_free_reference"))
    }
}

fn unavailable(code: &str) -> Unavailable {
    Unavailable { code: code.to_owned() }
}
