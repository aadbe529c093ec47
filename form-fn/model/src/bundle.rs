//! What the generator hands to the function: the form with the settings it needs, and the pages to draw
//! it on. Two files, so that a program without pages (the staff's) reads the first alone. Beside them stand
//! the earlier versions of the form, for the staff's program, and the messages ([`crate::mail`]), for `notify`.
//!
//! The first file names the others ([`Files`]). Their names change with their content, and those of the previous build
//! stay for one more: a program that has read the first file finds what belongs to it, also while the site is built.

mod forms;

use std::collections::BTreeMap;
use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use forms::{FormVersions, Forms, WrongVersion};

use crate::answers::Opportunity;
use crate::definition::Form;
use crate::lang::{Lang, Localized};
use crate::zone;

/// The form and its settings, from one build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The id of the build, the same as in the site's manifest.
    pub build: String,
    /// The form.
    pub form: Form,
    /// The settings.
    pub settings: Settings,
    /// The other files of the bundle.
    #[serde(default)]
    pub files: Files,
}

/// The names of the other files of a bundle. Earlier builds gave them these names and did not write them down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Files {
    /// The pages that the function renders.
    pub pages: String,
    /// The messages.
    pub mail: String,
    /// The form in all its versions.
    pub forms: String,
}

impl Default for Files {
    fn default() -> Self {
        let [pages, mail, forms] = ["pages.json", "mail.json", "forms.json"].map(str::to_owned);
        Self { pages, mail, forms }
    }
}

/// The pages that the function draws, from the same build.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// Templates by name: `form.html`, `confirmation.html`, `problem.html` and what they build on.
    pub templates: BTreeMap<String, String>,
    /// What the site's frame needs in each language: the context of the page with the form.
    pub chrome: BTreeMap<Lang, serde_json::Value>,
}

/// Settings that the function needs, from the site's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The languages of the form, French first.
    pub languages: Vec<Lang>,
    /// The site's address without a slash at the end; the only origin that may post.
    pub base_url: String,
    /// The address path of the page with the form, in each language.
    pub apply: BTreeMap<Lang, String>,
    /// The programme's phone number as people read it, for messages that no template draws.
    pub phone: String,
    /// Calendar days within which the programme calls.
    pub reply_within_days: u16,
    /// How long records are kept.
    pub retention: Retention,
    /// Whether applications are taken.
    pub applications: Applications,
    /// The activities that one can apply for.
    #[serde(default)]
    pub activities: BTreeMap<Opportunity, Activity>,
    /// HTTP headers of every answer: the site's security headers.
    pub headers: Vec<(String, String)>,
}

/// An activity that people apply for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Its name.
    pub title: Localized,
    /// The address path of its page.
    pub path: Localized,
    /// The last day for an application, in Québec.
    pub deadline: Date,
}

impl Activity {
    /// Whether it takes applications on a day in Québec.
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        day <= self.deadline
    }
}

/// How long records are kept (A-2.1, s. 73), reckoned from what is named; see [`crate::retention`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Months after a refusal or a withdrawal.
    pub declined_months: u16,
    /// The same, if the person agreed to be kept in mind.
    pub kept_months: u16,
    /// Days after the transfer to the volunteer file.
    pub transferred_days: u16,
    /// Months after receipt or the last step, if nothing happens.
    pub unanswered_months: u16,
    /// Months after an entry of the access log.
    pub access_log_months: u16,
    /// Days for which backups hold what is destroyed, at most.
    pub backup_days: u16,
}

/// Whether applications are taken. In YAML and JSON: `{ open: true }`, `{ open: false }` or
/// `{ closed_until: 2027-01-15 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Opening", into = "Opening")]
pub enum Applications {
    /// Yes.
    Open,
    /// Not before this day begins in Québec; then by themselves.
    ClosedUntil(Date),
    /// No, and nobody knows until when.
    Closed,
}

impl Applications {
    /// Whether applications are taken on a day in Québec.
    #[must_use]
    pub fn is_open_on(self, day: Date) -> bool {
        match self {
            Self::Open => true,
            Self::ClosedUntil(opening) => day >= opening,
            Self::Closed => false,
        }
    }
}

impl Settings {
    /// Whether applications are taken at a moment.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.applications.is_open_on(zone::day(now))
    }

    /// Whether what a submission is for takes applications on a day in Québec: the activity that it names,
    /// or the programme.
    #[must_use]
    pub fn takes(&self, opportunity: Option<&Opportunity>, day: Date) -> bool {
        opportunity.is_none_or(|named| {
            self.activities.get(named).is_some_and(|activity| activity.is_open_on(day))
        })
    }
}

/// How [`Applications`] are written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed_until: Option<Date>,
}

/// Neither open nor closed, or both.
struct OpeningError;

impl fmt::Display for OpeningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write either `open: true`, `open: false` or `closed_until: 2027-01-15`")
    }
}

impl TryFrom<Opening> for Applications {
    type Error = OpeningError;

    fn try_from(opening: Opening) -> Result<Self, OpeningError> {
        match (opening.open, opening.closed_until) {
            (Some(true), None) => Ok(Self::Open),
            (Some(false), None) => Ok(Self::Closed),
            (None, Some(day)) => Ok(Self::ClosedUntil(day)),
            _ => Err(OpeningError),
        }
    }
}

impl From<Applications> for Opening {
    fn from(applications: Applications) -> Self {
        let (open, closed_until) = match applications {
            Applications::Open => (Some(true), None),
            Applications::Closed => (Some(false), None),
            Applications::ClosedUntil(day) => (None, Some(day)),
        };
        Self { open, closed_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{bundle, settings};

    #[test]
    fn applications_reopen_by_themselves_at_midnight_in_quebec() {
        let mut settings = settings();
        settings.applications = serde_yaml::from_str("{ closed_until: 2027-01-15 }").unwrap();
        assert!(!settings.is_open("2027-01-15T04:59:59Z".parse().unwrap()));
        assert!(settings.is_open("2027-01-15T05:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_bundle_goes_through_json_unchanged() {
        let mut bundle = bundle();
        bundle.settings.applications = Applications::ClosedUntil(jiff::civil::date(2027, 1, 15));
        let json = serde_json::to_string(&bundle).unwrap();
        assert_eq!(serde_json::from_str::<Bundle>(&json).unwrap(), bundle);
    }

    #[test]
    fn open_and_closed_have_no_date() {
        let read = |text| serde_yaml::from_str::<Applications>(text).ok();
        assert_eq!(read("{ open: true }"), Some(Applications::Open));
        assert_eq!(read("{ open: false }"), Some(Applications::Closed));
        for wrong in ["{}", "{ open: true, closed_until: 2027-01-15 }", "{ opne: true }"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
