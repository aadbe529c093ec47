//! The programme's promise: a call within so many days of receipt. Where an application stands with it on
//! a given day.

use jiff::civil::Date;

use crate::stage::Stage;

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// The last day has passed, and nobody has called: this many days ago.
    Late(u32),
    /// The call is to be made within this many days; none of them left means today.
    Due(u32),
    /// Nothing is owed: the call was made, or the application came to an end without.
    Settled,
}

impl Promise {
    /// Where an application at a stage stands on a day, if the call is promised by another day.
    ///
    /// ```
    /// use form_model::{promise::Promise, stage::Stage};
    /// use jiff::civil::date;
    ///
    /// let on = |day| Promise::on(date(2026, 12, day), Stage::Received, date(2026, 12, 22));
    /// assert_eq!(on(15), Promise::Due(7));
    /// assert_eq!(on(22), Promise::Due(0));
    /// assert_eq!(on(23), Promise::Late(1));
    /// ```
    #[must_use]
    pub fn on(day: Date, stage: Stage, contact_by: Date) -> Self {
        if stage != Stage::Received {
            return Self::Settled;
        }
        let days = (contact_by - day).get_days();
        let count = days.unsigned_abs();
        if days < 0 { Self::Late(count) } else { Self::Due(count) }
    }

    /// Whether the call is due within so many days, or late.
    #[must_use]
    pub fn is_due_within(self, days: u32) -> bool {
        match self {
            Self::Late(_) => true,
            Self::Due(left) => left <= days,
            Self::Settled => false,
        }
    }
}
