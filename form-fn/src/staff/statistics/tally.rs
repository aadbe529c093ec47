//! Statistics in the making: counters, which take in one application after the other and forget it. So a
//! million of them need no more memory than a hundred.

use std::collections::{BTreeMap, BTreeSet};

use form_model::lang::Lang;
use form_model::promise::Promise;
use form_model::stage::Stage;
use form_model::summary::{Summary, Tombstone};
use jiff::ToSpan;
use jiff::civil::Date;

use super::days::Days;
use super::{Age, Entry, FirstCall, NO_ANSWER, StageCount, Statistics, Waiting};

/// Statistics in the making.
#[derive(Clone, Debug)]
pub struct Tally {
    numbers: Statistics,
    late: Soonest,
    due: Soonest,
    days: Days,
}

/// The bands of age, by the most days.
const AGES: [(u32, Option<u32>); 6] =
    [(0, Some(7)), (8, Some(14)), (15, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)];

impl Tally {
    /// Nothing counted yet; for a day, with the promise as it is made now.
    #[must_use]
    pub fn new(today: Date, reply_within_days: u16) -> Self {
        let this_month = today.first_of_month();
        let months = (0..12).map(|back| (this_month.saturating_sub(back.months()), 0)).collect();
        let numbers = Statistics {
            day: today,
            reply_within_days,
            applications: 0,
            suspect: 0,
            stages: Stage::ALL.map(|stage| (stage, StageCount::default())).into(),
            months,
            earlier: 0,
            ages: AGES.map(|(from, to)| Age { from, to, applications: 0 }),
            first_call: FirstCall::default(),
            late: Waiting::default(),
            due: Waiting::default(),
            partner_types: BTreeMap::new(),
            levels: BTreeMap::new(),
            languages: BTreeMap::new(),
        };
        Self { numbers, late: Soonest::default(), due: Soonest::default(), days: Days::default() }
    }

    /// Counts an application.
    pub fn add(&mut self, summary: &Summary) {
        self.list(summary);
        if summary.suspect {
            self.numbers.suspect += 1;
            return;
        }
        self.at(summary.stage).living += 1;
        if summary.stage.is_open() {
            self.age(summary.received_on());
        }
        let promised = (summary.contact_by - summary.received_on()).get_days();
        self.call(summary.days_to_call(), i64::from(promised));
        self.add_any(&Answered {
            month: summary.received_on().first_of_month(),
            lang: &summary.lang,
            partner_type: summary.partner_type.as_deref(),
            levels: &summary.levels,
        });
    }

    /// Counts an application that was destroyed.
    pub fn add_destroyed(&mut self, tombstone: &Tombstone) {
        if tombstone.suspect {
            self.numbers.suspect += 1;
            return;
        }
        self.at(tombstone.stage).destroyed += 1;
        self.call(tombstone.days_to_call, i64::from(self.numbers.reply_within_days));
        self.add_any(&Answered {
            month: tombstone.month,
            lang: &tombstone.lang,
            partner_type: tombstone.partner_type.as_deref(),
            levels: &tombstone.levels,
        });
    }

    /// The numbers.
    #[must_use]
    pub fn finish(self) -> Statistics {
        let Self { mut numbers, late, due, days } = self;
        numbers.first_call.median_days = days.percentile(50);
        numbers.first_call.ninetieth_days = days.percentile(90);
        Statistics { late: late.into(), due: due.into(), ..numbers }
    }

    fn list(&mut self, summary: &Summary) {
        let (list, days) = match summary.promise(self.numbers.day) {
            Promise::Late(days) => (&mut self.late, days),
            Promise::Due(days) if days <= Statistics::DUE_WITHIN => (&mut self.due, days),
            Promise::Due(_) | Promise::Settled => return,
        };
        list.add(Entry {
            contact_by: summary.contact_by,
            reference: summary.reference,
            days,
            assigned_to: summary.follow_up.assigned_to.clone(),
            suspect: summary.suspect,
        });
    }

    fn at(&mut self, stage: Stage) -> &mut StageCount {
        self.numbers.stages.entry(stage).or_default()
    }

    /// A day to come, which takes a clock far off, counts as today.
    fn age(&mut self, received: Date) {
        let days = u32::try_from((self.numbers.day - received).get_days()).unwrap_or_default();
        let fits = |age: &&mut Age| age.to.is_none_or(|to| days <= to);
        if let Some(age) = self.numbers.ages.iter_mut().find(fits) {
            age.applications += 1;
        }
    }

    fn call(&mut self, days: Option<u32>, promised: i64) {
        let calls = &mut self.numbers.first_call;
        match days {
            None => calls.none += 1,
            Some(days) if i64::from(days) <= promised => calls.within_promise += 1,
            Some(_) => calls.later += 1,
        }
        if let Some(days) = days {
            self.days.add(days);
        }
    }

    /// A month to come counts as this one.
    fn add_any(&mut self, answered: &Answered<'_>) {
        let numbers = &mut self.numbers;
        numbers.applications += 1;
        let month = answered.month.min(numbers.day.first_of_month());
        *numbers.months.get_mut(&month).unwrap_or(&mut numbers.earlier) += 1;
        let mut count = |map: fn(&mut Statistics) -> &mut BTreeMap<String, u64>, key: &str| {
            *map(numbers).entry(key.to_owned()).or_default() += 1;
        };
        count(|it| &mut it.languages, answered.lang.as_str());
        count(|it| &mut it.partner_types, answered.partner_type.unwrap_or(NO_ANSWER));
        for level in answered.levels {
            count(|it| &mut it.levels, level);
        }
        if answered.levels.is_empty() {
            count(|it| &mut it.levels, NO_ANSWER);
        }
    }
}

/// What is counted alike of an application and of what is left of one.
struct Answered<'a> {
    month: Date,
    lang: &'a Lang,
    partner_type: Option<&'a str>,
    levels: &'a BTreeSet<String>,
}

/// How many wait, and those of them that have waited longest.
#[derive(Clone, Debug, Default)]
struct Soonest {
    count: u64,
    first: BTreeSet<Entry>,
}

impl Soonest {
    fn add(&mut self, entry: Entry) {
        self.count += 1;
        self.first.insert(entry);
        if self.first.len() > Waiting::LISTED {
            self.first.pop_last();
        }
    }
}

impl From<Soonest> for Waiting {
    fn from(Soonest { count, first }: Soonest) -> Self {
        Self { count, listed: first.into_iter().collect() }
    }
}
