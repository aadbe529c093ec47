//! An application as lists and statistics see it: without a name, without what the person wrote. And what
//! is left of one that was destroyed, so that statistics stay right.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::answers::{Answer, Answers, Opportunity};
use crate::application::Application;
use crate::bundle::FormVersions;
use crate::definition::{Form, Roles};
use crate::follow_up::FollowUp;
use crate::lang::Lang;
use crate::promise::Promise;
use crate::reference::Reference;
use crate::stage::Stage;
use crate::zone;

/// An application, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub opportunity: Option<Opportunity>,
    /// An earlier application, perhaps by the same person.
    pub possible_duplicate_of: Option<Reference>,
    /// When it is to be destroyed, in seconds since 1970.
    pub destroy_after: i64,
    /// The type of partner that the person wants to be; an id.
    pub partner_type: Option<String>,
    /// The levels of involvement that interest the person; ids.
    pub levels: BTreeSet<String>,
    /// What staff have done, but for their notes.
    pub follow_up: FollowUp,
}

/// Those parts of a record that make a [`Summary`], as they are read from the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SummaryParts {
    reference: Reference,
    form_version: String,
    received_at: Timestamp,
    contact_by: Date,
    stage: Stage,
    lang: Lang,
    suspect: bool,
    #[serde(default)]
    opportunity: Option<Opportunity>,
    #[serde(default)]
    possible_duplicate_of: Option<Reference>,
    destroy_after: i64,
    #[serde(default)]
    answers: Answers,
    #[serde(default)]
    follow_up: FollowUp,
}

impl SummaryParts {
    /// The parts, as paths of attributes, whatever version of the form a record answers.
    #[must_use]
    pub fn paths(forms: FormVersions<'_>) -> BTreeSet<String> {
        let always = [
            "reference",
            "form_version",
            "received_at",
            "contact_by",
            "stage",
            "lang",
            "suspect",
            "opportunity",
            "possible_duplicate_of",
            "destroy_after",
            "follow_up.revision",
            "follow_up.stage_since",
            "follow_up.called_at",
            "follow_up.assigned_to",
        ];
        let answers = forms.iter().flat_map(|form| {
            let Roles { partner_type, level, .. } = &form.roles;
            [Some(partner_type), level.as_ref()].into_iter().flatten()
        });
        let answers = answers.map(|key| format!("answers.{key}"));
        always.map(str::to_owned).into_iter().chain(answers).collect()
    }

    /// The summary of the record, by the form that checked it.
    #[must_use]
    pub fn summary(self, forms: FormVersions<'_>) -> Summary {
        let form = forms.get(&self.form_version);
        Summary {
            partner_type: self.answers.text(&form.roles.partner_type).map(str::to_owned),
            levels: levels(&self.answers, form),
            reference: self.reference,
            received_at: self.received_at,
            contact_by: self.contact_by,
            stage: self.stage,
            lang: self.lang,
            suspect: self.suspect,
            opportunity: self.opportunity,
            possible_duplicate_of: self.possible_duplicate_of,
            destroy_after: self.destroy_after,
            follow_up: self.follow_up,
        }
    }
}

fn levels(answers: &Answers, form: &Form) -> BTreeSet<String> {
    let answer = form.roles.level.as_ref().and_then(|key| answers.get(key));
    answer.map(Answer::values).unwrap_or_default()
}

impl Summary {
    /// The summary of a record; `form` is the one that checked it.
    #[must_use]
    pub fn of(application: &Application, form: &Form) -> Self {
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
            partner_type: application.partner_type(form).map(str::to_owned),
            levels: application.levels(form),
            follow_up: FollowUp { notes: Vec::new(), ..application.follow_up.clone() },
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

impl Tombstone {
    /// What is left of a record; `form` is the one that checked it.
    #[must_use]
    pub fn of(application: &Application, form: &Form) -> Self {
        Self::from(&Summary::of(application, form))
    }
}

impl From<&Summary> for Tombstone {
    fn from(summary: &Summary) -> Self {
        Self {
            month: summary.received_on().first_of_month(),
            stage: summary.stage,
            partner_type: summary.partner_type.clone(),
            levels: summary.levels.clone(),
            lang: summary.lang.clone(),
            suspect: summary.suspect,
            days_to_call: summary.days_to_call(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Forms;
    use crate::sample::{form, received, settings, sheet};

    #[test]
    fn a_record_and_its_parts_read_as_the_same_summary() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let at = "2026-11-29T15:00:00Z".parse().unwrap();
        application.advance(Stage::PhoneInterview, at, &form(), &settings().retention).unwrap();
        let whole = serde_json::to_value(&application).unwrap();
        let mut parts = serde_json::json!({ "answers": {}, "follow_up": {} });
        let (current, all) = (form(), Forms::default());
        let forms = FormVersions::new(&current, &all);
        for path in SummaryParts::paths(forms) {
            let pointer = format!("/{}", path.replace('.', "/"));
            if let (Some(value), Some((parent, name))) =
                (whole.pointer(&pointer), pointer.rsplit_once('/'))
            {
                parts.pointer_mut(parent).unwrap()[name] = value.clone();
            }
        }
        let parts: SummaryParts = serde_json::from_value(parts).unwrap();
        let summary = parts.summary(forms);
        assert_eq!(summary, Summary::of(&application, &form()));
        assert_eq!(summary.partner_type.as_deref(), Some("partner-user"));
        assert_eq!(summary.days_to_call(), Some(7));
        assert_eq!(summary.promise("2027-03-01".parse().unwrap()), Promise::Settled);
    }

    #[test]
    fn a_tombstone_leads_to_nobody() {
        let application = received(sheet(), "2026-11-22T15:00:00Z");
        let tombstone = Tombstone::of(&application, &form());
        insta::assert_snapshot!(serde_json::to_string_pretty(&tombstone).unwrap());
    }
}
