//! The access log: who read or changed an application, and when, as R-22.1, s. 103 asks; after an
//! incident it tells who saw whose (A-2.1, s. 63.8). It says nothing of what the person wrote, so it
//! may outlive the record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::stage::Stage;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, to the microsecond.
    pub at: Timestamp,
    /// Who: the name of a member of the staff, as the cloud or the machine knows them.
    pub by: String,
    /// What.
    #[serde(flatten)]
    pub deed: Deed,
    /// When the entry is to be destroyed, in seconds since 1970.
    pub destroy_after: i64,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Deed {
    /// The answers were read.
    Shown,
    /// The answers were read in a list.
    Listed,
    /// The record was written to a file.
    Exported,
    /// It was advanced.
    Advanced {
        /// From this stage.
        from: Stage,
        /// To this one.
        to: Stage,
    },
    /// The mark of a robot was removed: staff know that a person sent it.
    Genuine,
    /// A note was written. It stands in the record, at the same moment.
    Noted,
    /// Somebody takes care of it from now on, or nobody does.
    Assigned {
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Answers were corrected, as the person asked (A-2.1, s. 89).
    Corrected {
        /// The keys of the questions.
        fields: Vec<String>,
    },
    /// The record was destroyed, because somebody asked.
    Erased,
    /// The record was destroyed, because its time had come.
    Expired,
}

impl Deed {
    /// Whether the record is gone since.
    #[must_use]
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Erased | Self::Expired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_the_names_of_the_table() {
        let event = Event {
            at: "2026-11-22T15:04:05.678901Z".parse().unwrap(),
            by: "marie.tremblay".to_owned(),
            deed: Deed::Advanced { from: Stage::Received, to: Stage::PhoneInterview },
            destroy_after: 1_826_895_845,
        };
        let json = serde_json::to_value(&event).unwrap();
        insta::assert_snapshot!(json, @r#"{"at":"2026-11-22T15:04:05.678901Z","by":"marie.tremblay","destroy_after":1826895845,"from":"received","to":"phone-interview","what":"advanced"}"#);
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}
