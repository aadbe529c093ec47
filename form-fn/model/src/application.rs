//! The record of an application: what is stored, and nothing else. Its field names are those of the
//! table; what programs outside read depends on them.

mod by_role;

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Opportunity};
use crate::bundle::Bundle;
use crate::definition::{Kind, text_version};
use crate::follow_up::FollowUp;
use crate::lang::Lang;
use crate::reference::{Contact, Digest, Reference};
use crate::stage::Stage;
use crate::validate::ValidSubmission;
use crate::zone;

/// An application, from receipt to destruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The number that the person and the staff call it by.
    pub reference: Reference,
    /// What tells whether another submission is the same.
    pub digest: Digest,
    /// The version of the form that checked it.
    pub form_version: String,
    /// The version of the collection notice that the person saw (A-2.1, s. 65).
    pub notice_version: String,
    /// The build of the site.
    pub build: String,
    /// The language of the page.
    pub lang: Lang,
    /// When it came in; RFC 3339 in UTC, to the second.
    pub received_at: Timestamp,
    /// The last day for the first contact, in Québec.
    pub contact_by: Date,
    /// How far it has come.
    pub stage: Stage,
    /// Whether a robot may have sent it.
    pub suspect: bool,
    /// The activity that it is for, if it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opportunity: Option<Opportunity>,
    /// The answers.
    pub answers: Answers,
    /// The consents given, by field key.
    pub consents: BTreeMap<String, Consent>,
    /// The codes of the person's phone number and e-mail address. Whoever erases the record finds by them
    /// what else the table holds about the person.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// The code of the mailbox that the receipt goes to, by which receipts are limited. Records of earlier versions do
    /// not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<Contact>,
    /// An earlier application with one of these contacts: perhaps this is the same person's, changed. It
    /// may be gone by now, or may never have come to be stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_duplicate_of: Option<Reference>,
    /// What staff have done about it so far; not there before they have.
    #[serde(default, skip_serializing_if = "FollowUp::is_empty")]
    pub follow_up: FollowUp,
    /// When the record is to be destroyed (A-2.1, s. 73), in seconds since 1970: the store's own format.
    pub destroy_after: i64,
}

/// A consent that was given (A-2.1, s. 53.1): when, and to which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// When.
    pub given_at: Timestamp,
    /// The version of the words beside the box, in all languages.
    pub text_version: String,
}

/// How a submission came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt<'a> {
    /// The language of the page.
    pub lang: &'a Lang,
    /// When.
    pub received_at: Timestamp,
    /// What the submission's references are reckoned from.
    pub digest: Digest,
    /// The reference to store it under.
    pub reference: Reference,
    /// The codes of its contacts.
    pub contacts: &'a [Contact],
    /// The code of the mailbox of its e-mail address.
    pub mailbox: Option<Contact>,
}

impl Application {
    /// The record of a submission that has just come in.
    ///
    /// # Errors
    /// If a day or a moment in it lies after the year 9999, which takes absurd settings.
    pub fn received(
        bundle: &Bundle,
        submission: &ValidSubmission,
        receipt: &Receipt<'_>,
    ) -> Result<Self, jiff::Error> {
        let Bundle { build, form, settings, .. } = bundle;
        let received_at = Timestamp::from_second(receipt.received_at.as_second())?;
        let here = zone::at(received_at);
        let answers = submission.answers();
        let consents = form
            .fields()
            .filter(|field| field.kind == Kind::Consent && answers.is_ticked(&field.key))
            .map(|field| {
                let text_version = text_version(&field.label);
                (field.key.clone(), Consent { given_at: received_at, text_version })
            });
        Ok(Self {
            reference: receipt.reference,
            digest: receipt.digest,
            form_version: form.version.clone(),
            notice_version: form.notice_version.clone(),
            build: build.clone(),
            lang: receipt.lang.clone(),
            received_at,
            contact_by: here.date().checked_add(i64::from(settings.reply_within_days).days())?,
            stage: Stage::Received,
            suspect: submission.is_suspect(),
            opportunity: submission.opportunity().cloned(),
            answers: answers.clone(),
            consents: consents.collect(),
            contacts: receipt.contacts.to_owned(),
            mailbox: receipt.mailbox,
            possible_duplicate_of: None,
            follow_up: FollowUp::default(),
            destroy_after: settings
                .retention
                .of_record(Stage::Received, false, received_at)?
                .as_second(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{received, sheet};

    #[test]
    fn the_record_has_the_names_of_the_table() {
        let sheet = sheet().with("consent_news", "on").with("opportunity", "comite-accueil");
        let mut application = received(sheet, "2026-11-22T15:04:05.678Z");
        // Fingerprints of wording: an editor's change is not to be this test's business.
        application.form_version = "form".to_owned();
        application.notice_version = "notice".to_owned();
        application.possible_duplicate_of = Some("0123-4565".parse().unwrap());
        for consent in application.consents.values_mut() {
            consent.text_version = "text".to_owned();
        }
        insta::assert_snapshot!(serde_json::to_string_pretty(&application).unwrap());
    }

    #[test]
    fn a_record_reads_back_the_same() {
        let application = received(sheet(), "2026-11-22T15:04:05Z");
        let json = serde_json::to_string(&application).unwrap();
        assert_eq!(serde_json::from_str::<Application>(&json).unwrap(), application);
    }

    #[test]
    fn contact_by_is_reckoned_from_the_day_in_quebec() {
        let contact_by = |at| received(sheet(), at).contact_by.to_string();
        assert_eq!(contact_by("2026-11-23T04:59:59Z"), "2026-12-22");
        assert_eq!(contact_by("2026-11-23T05:00:00Z"), "2026-12-23");
    }

    #[test]
    fn an_unanswered_record_is_destroyed_after_twelve_months() {
        for (at, until) in [
            ("2026-11-22T15:00:00Z", "2027-11-22T15:00:00Z"),
            ("2028-02-29T15:00:00Z", "2029-02-28T15:00:00Z"),
        ] {
            let until: Timestamp = until.parse().unwrap();
            assert_eq!(received(sheet(), at).destroy_after, until.as_second());
        }
    }

    #[test]
    fn only_consents_given_are_kept_with_time_and_text() {
        let application = received(sheet(), "2026-11-22T15:04:05Z");
        let consents: Vec<_> = application.consents.keys().collect();
        assert_eq!(consents, ["consent_keep"]);
        assert_eq!(application.consents["consent_keep"].given_at, application.received_at);
    }
}
