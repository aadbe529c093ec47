//! What becomes of a submission, from the posted answers to one of a few outcomes. Whoever gets
//! `Confirmed` can rely on the record; every other outcome leaves the answers on the page.

use form_model::answers::{Action, Posted};
use form_model::application::{Application, Receipt};
use form_model::bundle::Bundle;
use form_model::lang::Lang;
use form_model::reference::{Digest, Reference, ReferenceKey};
use form_model::validate::{FieldError, ValidSubmission};
use form_model::zone;
use jiff::{Timestamp, civil::Date};

use crate::store::{Holder, Store, Unavailable};

/// How many references are tried. Among a million records, one new application in 34,000 finds its
/// first one taken, and none ever eight in a row: this only bounds the work if the table is not
/// what we think it is.
const CANDIDATES: usize = 8;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Its number.
    pub reference: Reference,
    /// The last day for the first contact, as promised when it first came.
    pub contact_by: Option<Date>,
    /// Whether it was there before.
    pub repeated: bool,
    /// Why it may not name an earlier application of the same person, if it may not.
    pub not_compared: Option<Unavailable>,
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
        if posted.controls().action == Action::Show {
            return Outcome::Shown;
        }
        let outcome = async {
            match self.judge(posted, now) {
                Ok(submission) => self.keep(&submission, lang, now).await.map(Outcome::Confirmed),
                Err(refused) => Ok(self.kept(posted).await?.map_or(refused, Outcome::Confirmed)),
            }
        };
        tokio::time::timeout(self.store.times().submission, outcome)
            .await
            .unwrap_or_else(|_| Err(Unavailable::because("budget")))
            .unwrap_or_else(Outcome::Unavailable)
    }

    /// The submission, or why it cannot be taken at this moment.
    fn judge(&self, posted: &Posted, now: Timestamp) -> Result<ValidSubmission, Outcome> {
        let Bundle { form, settings, .. } = self.bundle;
        let day = zone::day(now);
        if !settings.is_open(now) {
            Err(Outcome::Closed)
        } else if posted.controls().is_stale(form) {
            Err(Outcome::Stale)
        } else if !settings.takes(posted.controls().opportunity.as_ref(), day) {
            Err(Outcome::ActivityClosed)
        } else {
            form.validate(posted, day).map_err(|invalid| Outcome::Invalid(invalid.errors))
        }
    }

    /// Stores a submission under the first of its references that is free or already its own.
    ///
    /// Its contacts are noted first, under the same reference, so that the record can name an earlier
    /// application when it is written, and is written once. If this stops half-way, a note is left
    /// whose application is not there: the next try finds the note to be its own.
    async fn keep(
        &self,
        submission: &ValidSubmission,
        lang: &Lang,
        now: Timestamp,
    ) -> Result<Confirmation, Unavailable> {
        let digest = self.key.digest(submission);
        let contacts = &self.key.contacts(&self.bundle.form, submission);
        let mailbox = self.key.mailbox(&self.bundle.form, submission);
        for reference in self.candidates(&digest) {
            let receipt = Receipt { lang, received_at: now, digest, reference, contacts, mailbox };
            let mut application = Application::received(self.bundle, submission, &receipt)
                .map_err(|_| Unavailable::because("record"))?;
            let earlier = self.store.note_contacts(&application).await;
            // Not to know of an earlier application is a nuisance; to lose this one would be a wrong.
            let not_compared = earlier.as_ref().err().cloned();
            application.possible_duplicate_of = earlier.unwrap_or_default();
            let (contact_by, repeated) = match self.store.put(&application).await? {
                Holder::Nobody => (Some(application.contact_by), false),
                Holder::Same { contact_by } => (contact_by, true),
                Holder::Another => continue,
            };
            return Ok(Confirmation { reference, contact_by, repeated, not_compared });
        }
        Err(Unavailable::because("no_free_reference"))
    }

    /// The confirmation of what cannot be taken now, if it was taken before: the reply to the first try
    /// was lost, and since then the hour of closing has struck, a deadline has passed, or the form
    /// has changed. Whoever sends it again has done everything in time. None if it was not taken,
    /// or if the form has changed so much that it can no longer be told what was sent.
    async fn kept(&self, posted: &Posted) -> Result<Option<Confirmation>, Unavailable> {
        let Ok(submission) = self.bundle.form.validate_for_any_day(posted) else {
            return Ok(None);
        };
        let digest = self.key.digest(&submission);
        for reference in self.candidates(&digest) {
            match self.store.holder(reference, digest).await? {
                Holder::Nobody => return Ok(None),
                Holder::Another => {}
                Holder::Same { contact_by } => {
                    let (repeated, not_compared) = (true, None);
                    return Ok(Some(Confirmation {
                        reference,
                        contact_by,
                        repeated,
                        not_compared,
                    }));
                }
            }
        }
        Ok(None)
    }

    fn candidates(&self, digest: &Digest) -> impl Iterator<Item = Reference> + use<'_> {
        self.key.candidates(digest).take(CANDIDATES)
    }
}
