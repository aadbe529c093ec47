//! What a submission carries besides answers: which form it was written on, which activity it is for,
//! what a robot gave away. Kept apart from the answers, so that none of it is stored as one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::definition::Form;

/// A person needs longer than this for the form; a shorter time marks the record as suspect. That is a guess: staff
/// can remove the mark.
const SECONDS_OF_A_ROBOT: u64 = 4;

/// What a submission carries besides answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controls {
    /// The version of the form that the page was drawn with; programs that post JSON may leave it out.
    pub form_version: Option<String>,
    /// The version of the collection notice that the page showed.
    pub notice_version: Option<String>,
    /// The activity that the person applies for.
    pub opportunity: Option<Opportunity>,
    /// Whether the trap for robots was filled in.
    pub honeypot_filled: bool,
    /// Seconds between opening and sending. A script measures them on a page that came without answers and was not
    /// come back to.
    pub seconds_on_page: Option<u64>,
    /// What the person wants done.
    pub action: Action,
}

/// What the person wants done with the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Check and store the application.
    #[default]
    Send,
    /// Only draw the page again, in the language of the address, with the answers kept.
    Show,
}

impl Controls {
    /// Key of [`Controls::form_version`].
    pub const FORM_VERSION: &str = "form_version";
    /// Key of [`Controls::notice_version`].
    pub const NOTICE_VERSION: &str = "notice_version";
    /// Key of [`Controls::opportunity`].
    pub const OPPORTUNITY: &str = "opportunity";
    /// Key of the trap for robots. Browsers and password managers have no saved value for a field of this name.
    pub const HONEYPOT: &str = "_topic";
    /// The key that the trap had in earlier versions. Pages that are still open have it, and password managers may
    /// have filled it in.
    pub const EARLIER_HONEYPOT: &str = "website";
    /// Key of [`Controls::seconds_on_page`].
    pub const SECONDS: &str = "_seconds";
    /// Key of [`Controls::action`]: `send` (also when absent) or `show`.
    pub const ACTION: &str = "_action";

    /// Whether staff should look twice. A suspect application is kept like any other.
    #[must_use]
    pub fn is_suspect(&self) -> bool {
        let hurried = self.seconds_on_page.is_some_and(|seconds| seconds < SECONDS_OF_A_ROBOT);
        self.honeypot_filled || hurried
    }

    /// Whether the page was drawn with another form, or another notice, than the present one.
    #[must_use]
    pub fn is_stale(&self, form: &Form) -> bool {
        let differs =
            |seen: &Option<String>, now: &str| seen.as_deref().is_some_and(|it| it != now);
        differs(&self.form_version, &form.version)
            || differs(&self.notice_version, &form.notice_version)
    }

    /// Takes a posted value, if its key is a control's. Gives it back if it is none, or no opportunity
    /// that could exist: then validation refuses it as unknown. The first value of a key counts.
    pub(super) fn take(&mut self, key: &str, value: &str) -> bool {
        let value = value.trim();
        let text = || Some(value.to_owned()).filter(|text| !text.is_empty());
        match key {
            Self::FORM_VERSION => self.form_version = self.form_version.take().or_else(text),
            Self::NOTICE_VERSION => self.notice_version = self.notice_version.take().or_else(text),
            Self::OPPORTUNITY if value.is_empty() => {}
            Self::OPPORTUNITY => match (value.parse(), &self.opportunity) {
                (Ok(opportunity), None) => self.opportunity = Some(opportunity),
                (Ok(again), Some(first)) => return again == *first,
                (Err(_), _) => return false,
            },
            Self::HONEYPOT | Self::EARLIER_HONEYPOT => self.honeypot_filled |= !value.is_empty(),
            Self::SECONDS => self.seconds_on_page = self.seconds_on_page.or(value.parse().ok()),
            Self::ACTION if value == "show" => self.action = Action::Show,
            Self::ACTION => {}
            _ => return false,
        }
        true
    }
}

/// Whether a key belongs to the form itself and not to a question.
pub(crate) fn is_control(key: &str) -> bool {
    [
        Controls::FORM_VERSION,
        Controls::NOTICE_VERSION,
        Controls::OPPORTUNITY,
        Controls::HONEYPOT,
        Controls::EARLIER_HONEYPOT,
        Controls::SECONDS,
        Controls::ACTION,
    ]
    .contains(&key)
}

/// The id of an activity: the stem of its page's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Opportunity(String);

/// Not the id of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpportunityError;

impl fmt::Display for OpportunityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an activity’s id has 1 to 80 small letters, digits and dashes")
    }
}

impl std::error::Error for OpportunityError {}

impl FromStr for Opportunity {
    type Err = OpportunityError;

    fn from_str(text: &str) -> Result<Self, OpportunityError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=80).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(OpportunityError)
        }
    }
}

impl TryFrom<String> for Opportunity {
    type Error = OpportunityError;

    fn try_from(text: String) -> Result<Self, OpportunityError> {
        text.parse()
    }
}

impl From<Opportunity> for String {
    fn from(opportunity: Opportunity) -> Self {
        opportunity.0
    }
}

impl fmt::Display for Opportunity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{form, sheet};

    fn controls(pairs: &[(&str, &str)]) -> Controls {
        let sheet = pairs.iter().fold(sheet(), |sheet, (key, value)| sheet.and(key, value));
        sheet.posted().controls().clone()
    }

    #[test]
    fn a_page_is_stale_if_its_form_or_its_notice_is_another() {
        let form = form();
        let stale = |pairs: &[(&str, &str)]| controls(pairs).is_stale(&form);
        assert!(!stale(&[]));
        assert!(!stale(&[("form_version", ""), ("notice_version", "")]));
        let current = [
            ("form_version", form.version.as_str()),
            ("notice_version", form.notice_version.as_str()),
        ];
        assert!(!stale(&current));
        assert!(stale(&[("form_version", "old")]));
        assert!(stale(&[current[0], ("notice_version", "old")]));
    }

    #[test]
    fn only_show_shows() {
        assert_eq!(controls(&[]).action, Action::Send);
        assert_eq!(controls(&[("_action", "send")]).action, Action::Send);
        assert_eq!(controls(&[("_action", "show")]).action, Action::Show);
    }

    #[test]
    fn an_activity_may_be_named_twice_but_not_two() {
        let errors =
            |other| sheet().and("opportunity", "comite").and("opportunity", other).errors();
        assert!(errors("comite").is_empty());
        assert_eq!(errors("sondage"), ["opportunity: unknown_field"]);
    }

    #[test]
    fn json_may_give_the_seconds_as_a_number() {
        let seconds = |body: &str| {
            let posted = crate::answers::Posted::from_json(body.as_bytes()).unwrap();
            posted.controls().seconds_on_page
        };
        assert_eq!(seconds(r#"{"_seconds":12}"#), Some(12));
        assert_eq!(seconds(r#"{"_seconds":-1}"#), None);
    }

    #[test]
    fn a_person_needs_some_seconds() {
        assert!(controls(&[("_seconds", "3")]).is_suspect());
        assert!(!controls(&[("_seconds", "4")]).is_suspect());
        for trap in ["_topic", "website"] {
            assert!(controls(&[(trap, "x")]).is_suspect());
            assert!(!controls(&[(trap, " ")]).is_suspect());
        }
    }
}
