//! An application as lists and statistics see it: without a name, without what the person wrote. And what
//! is left of one that was destroyed, so that statistics stay right.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::answers::{Answer, Answers, Opportunity};
use crate::application::Application;
use crate::follow_up::FollowUp;
use crate::lang::Lang;
use crate::promise::Promise;
use crate::reference::Reference;
use crate::stage::Stage;
use crate::zone;

/// An application, in short. Reads from a record, or from those parts of one that it names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Summary {
    /// Its number.
    pub reference: Reference,
    /// When it came in.
    pub received_at: Timestamp,
    /// The last day for the first contact, in Québec.
    pub contact_by: Date,
    /// How far it has come.
    pub stage: Stage,
    /// The language of the page.
    pub lang: Lang,
    /// Whether a robot may have sent it.
    pub suspect: bool,
    /// The activity that it is for.
    #[serde(default)]
    pub opportunity: Option<Opportunity>,
    /// An earlier application, perhaps by the same person.
    #[serde(default)]
    pub possible_duplicate_of: Option<Reference>,
    /// When it is to be destroyed, in seconds since 1970.
    pub destroy_after: i64,
    /// Those answers that [`Summary::PARTS`] names, and no other.
    #[serde(default)]
    answers: Answers,
    /// What staff have done, but for their notes.
    #[serde(default)]
    pub follow_up: FollowUp,
}

impl Summary {
    /// The parts of a record that it is made of, as paths of attributes.
    pub const PARTS: [&str; 15] = [
        "reference",
        "received_at",
        "contact_by",
        "stage",
        "lang",
        "suspect",
        "opportunity",
        "possible_duplicate_of",
        "destroy_after",
        "answers.partner_type",
        "answers.levels",
        "follow_up.revision",
        "follow_up.stage_since",
        "follow_up.called_at",
        "follow_up.assigned_to",
    ];

    /// The type of partner that the person wants to be; an id.
    #[must_use]
    pub fn partner_type(&self) -> Option<&str> {
        self.answers.text("partner_type")
    }

    /// The levels of involvement that they are interested in; ids.
    #[must_use]
    pub fn levels(&self) -> BTreeSet<String> {
        match self.answers.get("levels") {
            Some(Answer::Several(levels)) => levels.clone(),
            Some(Answer::One(level)) => [level.clone()].into(),
            Some(Answer::Ticked(_)) | None => BTreeSet::new(),
        }
    }

    /// The day it came in, in Québec.
    #[must_use]
    pub fn received_on(&self) -> Date {
        zone::day(self.received_at)
    }

    /// Where it stands with the promised call on a day.
    #[must_use]
    pub fn promise(&self, day: Date) -> Promise {
        Promise::on(day, self.stage, self.contact_by)
    }

    /// Calendar days from receipt to the first call, if that was made.
    #[must_use]
    pub fn days_to_call(&self) -> Option<u32> {
        let called = zone::day(self.follow_up.called_at?);
        Some((called - self.received_on()).get_days().unsigned_abs())
    }
}

impl From<&Application> for Summary {
    fn from(application: &Application) -> Self {
        let mut answers = Answers::default();
        for key in ["partner_type", "levels"] {
            if let Some(answer) = application.answers.get(key) {
                answers.insert(key, answer.clone());
            }
        }
        Self {
            reference: application.reference,
            received_at: application.received_at,
            contact_by: application.contact_by,
            stage: application.stage,
            lang: application.lang.clone(),
            suspect: application.suspect,
            opportunity: application.opportunity.clone(),
            possible_duplicate_of: application.possible_duplicate_of,
            destroy_after: application.destroy_after,
            answers,
            follow_up: FollowUp { notes: Vec::new(), ..application.follow_up.clone() },
        }
    }
}

/// What is left of an application that was destroyed: nothing that leads to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The first day of the month in which it came in.
    pub month: Date,
    /// How far it had come.
    pub stage: Stage,
    /// The type of partner; an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_type: Option<String>,
    /// The levels; ids.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub levels: BTreeSet<String>,
    /// The language of the page.
    pub lang: Lang,
    /// Whether a robot may have sent it.
    pub suspect: bool,
    /// Calendar days from receipt to the first call, if that was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_to_call: Option<u32>,
}

impl From<&Summary> for Tombstone {
    fn from(summary: &Summary) -> Self {
        Self {
            month: summary.received_on().first_of_month(),
            stage: summary.stage,
            partner_type: summary.partner_type().map(str::to_owned),
            levels: summary.levels(),
            lang: summary.lang.clone(),
            suspect: summary.suspect,
            days_to_call: summary.days_to_call(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{received, settings, sheet};

    #[test]
    fn a_record_and_its_parts_read_as_the_same_summary() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let at = "2026-11-29T15:00:00Z".parse().unwrap();
        application.advance(Stage::PhoneInterview, at, &settings().retention).unwrap();
        let whole = serde_json::to_value(&application).unwrap();
        let mut parts = serde_json::json!({ "answers": {}, "follow_up": {} });
        for path in Summary::PARTS {
            let pointer = format!("/{}", path.replace('.', "/"));
            if let (Some(value), Some((parent, name))) =
                (whole.pointer(&pointer), pointer.rsplit_once('/'))
            {
                parts.pointer_mut(parent).unwrap()[name] = value.clone();
            }
        }
        let summary: Summary = serde_json::from_value(parts).unwrap();
        assert_eq!(summary, Summary::from(&application));
        assert_eq!(summary.days_to_call(), Some(7));
        assert_eq!(summary.promise("2027-03-01".parse().unwrap()), Promise::Settled);
    }

    #[test]
    fn a_tombstone_leads_to_nobody() {
        let application = received(sheet(), "2026-11-22T15:00:00Z");
        let tombstone = Tombstone::from(&Summary::from(&application));
        insta::assert_snapshot!(serde_json::to_string_pretty(&tombstone).unwrap());
    }
}
