//! What staff do about an application: they advance it, assign it, note what was said. It is a part of
//! the record, so that whatever destroys the record destroys their notes as well.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::bundle::Retention;
use crate::definition::Form;
use crate::stage::Stage;

/// What staff have done about an application.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// How often the record has been changed. Whoever changes it says which revision they have seen: of two
    /// people at once, one is told.
    pub revision: u64,
    /// Since when it has been at its stage, if that is not the one it came in at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_since: Option<Timestamp>,
    /// When the first call was made: when it left [`Stage::Received`] for the next stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<Timestamp>,
    /// When staff removed the mark of a robot: by saying so, or by calling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared_at: Option<Timestamp>,
    /// Who takes care of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// What staff wrote down, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// What a member of the staff wrote down.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When; the same moment as that of the event in the access log.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

impl FollowUp {
    /// Whether nothing has been done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Without what was written.
impl fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FollowUp").field("revision", &self.revision).finish_non_exhaustive()
    }
}

/// Without what was written.
impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note").field("at", &self.at).field("by", &self.by).finish_non_exhaustive()
    }
}

/// Why an application cannot be advanced. [`Stage::followed_by`] of the one that it is at tells what is
/// possible.
#[derive(Clone, Debug)]
pub enum AdvanceError {
    /// One stage does not follow the other.
    Illegal {
        /// The stage that it is at.
        from: Stage,
        /// The one that was asked for.
        to: Stage,
    },
    /// The clock says that it is earlier than when the application reached its stage.
    ClockBehind {
        /// When it reached its stage.
        since: Timestamp,
    },
    /// A day to be reckoned lies after the year 9999.
    Calendar(jiff::Error),
}

impl Application {
    /// Since when it has been at its stage.
    #[must_use]
    pub fn stage_since(&self) -> Timestamp {
        self.follow_up.stage_since.unwrap_or(self.received_at)
    }

    /// Whether the receipt and the notice may go. They go to applications that a robot did not send, until somebody
    /// has called. If the call is what removed the mark of a robot, they go after it.
    #[must_use]
    pub fn takes_first_messages(&self) -> bool {
        let is_in_time = match self.stage {
            Stage::Received => true,
            Stage::PhoneInterview => self.follow_up.cleared_at.is_some(),
            _ => false,
        };
        is_in_time && !self.suspect
    }

    /// Removes the mark of a robot. Returns whether there was one.
    pub fn clear_suspicion(&mut self, at: Timestamp) -> bool {
        if self.suspect {
            self.follow_up.cleared_at = Some(at);
        }
        std::mem::replace(&mut self.suspect, false)
    }

    /// Advances to a stage at a moment, and sets the day of destruction anew; `form` is the one that checked the
    /// record. A step forward also removes the mark of a robot: staff reached a person. Returns the previous stage.
    ///
    /// # Errors
    /// See [`AdvanceError`]; nothing is changed then.
    pub fn advance(
        &mut self,
        to: Stage,
        at: Timestamp,
        form: &Form,
        retention: &Retention,
    ) -> Result<Stage, AdvanceError> {
        let from = self.stage;
        if !from.followed_by().contains(&to) {
            return Err(AdvanceError::Illegal { from, to });
        }
        if at < self.stage_since() {
            return Err(AdvanceError::ClockBehind { since: self.stage_since() });
        }
        let agreed = self.agreed_to_keep(form);
        let until = retention.of_record(to, agreed, at).map_err(AdvanceError::Calendar)?;
        self.destroy_after = until.as_second();
        self.stage = to;
        self.follow_up.stage_since = Some(at);
        if to == Stage::PhoneInterview {
            self.follow_up.called_at = Some(at);
        }
        if to.is_forward() {
            self.clear_suspicion(at);
        }
        Ok(from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{form, received, settings, sheet};

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn application() -> Application {
        received(sheet(), "2026-11-22T15:00:00Z")
    }

    #[test]
    fn from_receipt_to_partner_each_step_sets_the_day_of_destruction() {
        let mut application = application();
        let retention = settings().retention;
        let mut told = Vec::new();
        while let Some(next) = application.stage.followed_by().first().copied() {
            let at = application.stage_since() + jiff::SignedDuration::from_hours(24 * 7);
            application.advance(next, at, &form(), &retention).unwrap();
            let until = Timestamp::from_second(application.destroy_after).unwrap();
            told.push(format!("{next}: {at}, kept until {until}"));
        }
        insta::assert_snapshot!(told.join("\n"));
        assert_eq!(application.follow_up.called_at, Some(moment("2026-11-29T15:00:00Z")));
    }

    #[test]
    fn a_clock_that_is_behind_changes_nothing() {
        let mut application = application();
        let before = application.clone();
        let early = application.advance(
            Stage::PhoneInterview,
            moment("2026-11-22T14:59:59Z"),
            &form(),
            &settings().retention,
        );
        assert!(matches!(early, Err(AdvanceError::ClockBehind { .. })));
        assert_eq!(application, before);
    }

    #[test]
    fn a_declined_application_was_not_called() {
        let mut application = application();
        let at = moment("2026-11-23T15:00:00Z");
        application.advance(Stage::Declined, at, &form(), &settings().retention).unwrap();
        assert_eq!(application.follow_up.called_at, None);
    }

    #[test]
    fn a_step_forward_removes_the_mark_of_a_robot_and_an_end_does_not() {
        let at = moment("2026-11-23T15:00:00Z");
        for to in [Stage::PhoneInterview, Stage::Declined, Stage::Withdrawn] {
            let mut application = application();
            application.suspect = true;
            assert!(!application.takes_first_messages());
            application.advance(to, at, &form(), &settings().retention).unwrap();
            assert_eq!(application.suspect, to != Stage::PhoneInterview, "{to}");
            assert_eq!(application.takes_first_messages(), to == Stage::PhoneInterview, "{to}");
            assert_eq!(application.follow_up.cleared_at.is_some(), to == Stage::PhoneInterview);
        }
    }

    #[test]
    fn the_first_messages_go_until_somebody_has_called() {
        let mut application = application();
        assert!(application.takes_first_messages());
        assert!(!application.clear_suspicion(application.received_at));
        let at = moment("2026-11-23T15:00:00Z");
        application.advance(Stage::PhoneInterview, at, &form(), &settings().retention).unwrap();
        assert!(!application.takes_first_messages());
    }

    #[test]
    fn what_was_written_is_not_printed_for_debugging() {
        let mut application = application();
        let at = application.received_at;
        let (by, text) = ("marie".to_owned(), "canary".to_owned());
        application.follow_up.notes.push(Note { at, by, text });
        assert!(!format!("{application:?}").contains("canary"));
    }

    proptest! {
        #[test]
        fn only_moves_of_the_machine_change_anything(
            moves in proptest::collection::vec(0..Stage::ALL.len(), 0..12),
        ) {
            let mut application = application();
            let mut at = application.received_at;
            for to in moves.into_iter().map(|move_| Stage::ALL[move_]) {
                at += jiff::SignedDuration::from_hours(1);
                let before = application.clone();
                if let Ok(from) = application.advance(to, at, &form(), &settings().retention) {
                    prop_assert_eq!(from, before.stage);
                    prop_assert!(from.followed_by().contains(&to));
                    prop_assert_eq!(application.stage, to);
                    prop_assert!(application.destroy_after > at.as_second());
                } else {
                    prop_assert!(!before.stage.followed_by().contains(&to));
                    prop_assert_eq!(&application, &before);
                }
            }
        }
    }
}
