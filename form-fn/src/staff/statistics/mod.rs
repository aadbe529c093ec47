//! What the applications add up to on a day: how many stand where, how long they wait, how soon people were
//! called. Nothing here needs the list of all: see [`Tally`].
//!
//! Applications that a robot may have sent are counted in [`Statistics::suspect`] and in no other number. But if
//! one waits for its call, it is in the lists of [`Waiting`], marked: a person may stand behind it.

mod days;
#[cfg(test)]
pub(super) mod simulated;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use form_model::reference::Reference;
use form_model::stage::Stage;
use form_model::summary::{Summary, Tombstone};
use jiff::civil::Date;
use serde::Serialize;

pub use tally::Tally;

/// The key, in the counts by answer, of those who gave none.
pub const NO_ANSWER: &str = "no-answer";

/// The numbers on a day. Its field names are those of `stats --json`, and stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// The day, in Québec.
    pub day: Date,
    /// Within how many days of receipt a call is promised now.
    pub reply_within_days: u16,
    /// All applications ever received, but for suspect ones; all numbers below are of these.
    pub applications: u64,
    /// How many a robot may have sent.
    pub suspect: u64,
    /// By stage: all nine, in the order of the process.
    pub stages: BTreeMap<Stage, StageCount>,
    /// By month of receipt: this one and the eleven before, each by its first day.
    pub months: BTreeMap<Date, u64>,
    /// Received before those months.
    pub earlier: u64,
    /// Open applications by their age.
    pub ages: [Age; 6],
    /// How soon people were called.
    pub first_call: FirstCall,
    /// Not called although the last day has passed, the longest first.
    pub late: Waiting,
    /// To be called within [`Statistics::DUE_WITHIN`] days, the soonest first.
    pub due: Waiting,
    /// By type of partner; ids.
    pub partner_types: BTreeMap<String, u64>,
    /// By level of involvement; ids. A person may name several, and is counted at each.
    pub levels: BTreeMap<String, u64>,
    /// By language of the page.
    pub languages: BTreeMap<String, u64>,
}

/// The applications at a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StageCount {
    /// Those that are kept.
    pub living: u64,
    /// Those that were destroyed while they were at it.
    pub destroyed: u64,
}

/// Open applications of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// The fewest days since receipt.
    pub from: u32,
    /// The most; none if there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// How many.
    pub applications: u64,
}

/// How soon people were called, in calendar days from receipt, in Québec.
///
/// A percentile is the nearest rank: the smallest number of days within which at least that part of the people
/// were called. It is always a number of days that occurred. (Definition 1 of R. J. Hyndman and Y. Fan,
/// “Sample Quantiles in Statistical Packages”, The American Statistician 50(4), 1996.)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FirstCall {
    /// Called within the promise: by the day that the record names; for one that was destroyed, within
    /// [`Statistics::reply_within_days`].
    pub within_promise: u64,
    /// Called later.
    pub later: u64,
    /// Not called: not yet, or the application came to an end without.
    pub none: u64,
    /// Half of the people called were called within so many days.
    pub median_days: Option<u32>,
    /// Nine in ten were.
    pub ninetieth_days: Option<u32>,
}

/// Applications that wait for their call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// How many.
    pub count: u64,
    /// The first of them, [`Waiting::LISTED`] at most.
    pub listed: Vec<Entry>,
}

/// One application that waits for its call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entry {
    /// The last day for the call.
    pub contact_by: Date,
    /// Its number.
    pub reference: Reference,
    /// How many days have passed since then, or are left; today is none.
    pub days: u32,
    /// Who takes care of it.
    pub assigned_to: Option<String>,
    /// Whether a robot may have sent it.
    pub suspect: bool,
}

impl Statistics {
    /// How many days ahead calls count as due.
    pub const DUE_WITHIN: u32 = 7;

    /// Adds up; for more than fit into memory, see [`Tally`].
    pub fn of<'a>(
        summaries: impl IntoIterator<Item = &'a Summary>,
        tombstones: impl IntoIterator<Item = &'a Tombstone>,
        today: Date,
        reply_within_days: u16,
    ) -> Self {
        let mut tally = Tally::new(today, reply_within_days);
        summaries.into_iter().for_each(|summary| tally.add(summary));
        tombstones.into_iter().for_each(|tombstone| tally.add_destroyed(tombstone));
        tally.finish()
    }

    /// The applications that are open: kept, and not at an end.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.ages.iter().map(|age| age.applications).sum()
    }

    /// Those that were destroyed while they were open: nobody brought them to an end in time.
    #[must_use]
    pub fn lapsed(&self) -> u64 {
        self.stages.iter().filter(|(stage, _)| stage.is_open()).map(|(_, at)| at.destroyed).sum()
    }

    /// How many applications were destroyed.
    #[must_use]
    pub fn destroyed(&self) -> u64 {
        self.stages.values().map(|at| at.destroyed).sum()
    }
}

impl StageCount {
    /// Kept or not.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.living + self.destroyed
    }
}

impl FirstCall {
    /// How many people were called.
    #[must_use]
    pub const fn called(&self) -> u64 {
        self.within_promise + self.later
    }
}

impl Waiting {
    /// The most that are listed by name.
    pub const LISTED: usize = 100;
}
