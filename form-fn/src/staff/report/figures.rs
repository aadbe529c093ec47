//! The numbers that a report shows: all of them, or those that may be published. They have no room for a
//! reference or a name.

use std::collections::{BTreeMap, BTreeSet};

use form_model::definition::Form;
use form_model::stage::Stage;
use jiff::civil::Date;

use super::disclosure::{Cell, SMALL, is_small, overlapping, parts};
use crate::staff::statistics::{Age, FirstCall, NO_ANSWER, Statistics};

/// Where an application stands, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// At a stage.
    At(Stage),
    /// Destroyed while it was open: nobody brought it to an end in time.
    Lapsed,
}

/// What people are counted by.
pub type Rows<K> = Vec<(K, Cell)>;

/// The numbers; what would tell too much is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// All applications.
    pub applications: u64,
    /// The open ones.
    pub open: Option<u64>,
    /// The open ones by stage, then the others by their end.
    pub pipeline: Option<Rows<Step>>,
    /// The open ones by age.
    pub ages: Option<Rows<Age>>,
    /// Called in time, called later, not called.
    pub calls: Option<[Cell; 3]>,
    /// Half were called within so many days.
    pub median_days: Option<u32>,
    /// Nine in ten.
    pub ninetieth_days: Option<u32>,
    /// By month of receipt; all before, without one.
    pub months: Option<Rows<Option<Date>>>,
    /// By type of partner; ids.
    pub partner_types: Option<Rows<String>>,
    /// By level; ids.
    pub levels: Option<Rows<String>>,
    /// By language.
    pub languages: Option<Rows<String>>,
}

/// What is shown of counts.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Everything.
    All,
    /// What the rules of disclosure allow.
    Published,
}

impl Rule {
    fn parts(self, counts: &[u64]) -> Option<Vec<Cell>> {
        match self {
            Self::All => Some(counts.iter().copied().map(Cell::Count).collect()),
            Self::Published => parts(counts),
        }
    }

    fn overlapping(self, counts: &[u64], whole: u64) -> Option<Vec<Cell>> {
        match self {
            Self::All => self.parts(counts),
            Self::Published => overlapping(counts, whole),
        }
    }

    /// Whether the percentile of so many people is shown: if it is not that of a few.
    const fn allows(self, percent: u64, called: u64) -> bool {
        let rank = (called * percent).div_ceil(100);
        match self {
            Self::All => true,
            Self::Published => rank >= SMALL && called - rank >= SMALL,
        }
    }
}

impl Figures {
    /// All numbers, for those who work with them.
    pub fn all(statistics: &Statistics, form: &Form) -> Self {
        Self::shown(statistics, form, Rule::All)
    }

    /// Those that may be published; none if there are too few applications for any.
    pub fn published(statistics: &Statistics, form: &Form) -> Option<Self> {
        let all = statistics.applications;
        if all < SMALL {
            return None;
        }
        let figures = Self::shown(statistics, form, Rule::Published);
        // Two tables add up to the open ones: they must not tell how few are open, or are not.
        let few = is_small(statistics.open()) || is_small(all - statistics.open());
        Some(if few { Self { open: None, ages: None, pipeline: None, ..figures } } else { figures })
    }

    fn shown(statistics: &Statistics, form: &Form, rule: Rule) -> Self {
        let FirstCall { within_promise, later, none, median_days, ninetieth_days } =
            statistics.first_call;
        let called = statistics.first_call.called();
        let part = |counts| judged(counts, |counts| rule.parts(counts));
        let (open, ended) = pipeline(statistics);
        let pipeline = judged(open, |counts| rule.parts(counts))
            .zip(judged(ended, |counts| rule.parts(counts)));
        let ages = statistics.ages.iter().map(|age| (*age, age.applications)).collect();
        let levels = answers(&statistics.levels, form, form.roles.level.as_deref());
        Self {
            applications: statistics.applications,
            open: Some(statistics.open()),
            pipeline: pipeline.map(|(open, ended)| [open, ended].concat()),
            ages: judged(ages, |counts| rule.parts(counts)),
            calls: rule.parts(&[within_promise, later, none]).and_then(|it| it.try_into().ok()),
            median_days: median_days.filter(|_| rule.allows(50, called)),
            ninetieth_days: ninetieth_days.filter(|_| rule.allows(90, called)),
            months: judged(months(statistics), |counts| rule.parts(counts)),
            partner_types: part(answers(
                &statistics.partner_types,
                form,
                Some(&form.roles.partner_type),
            )),
            levels: judged(levels, |counts| rule.overlapping(counts, statistics.applications)),
            languages: part(statistics.languages.clone().into_iter().collect()),
        }
    }
}

type Counts<K> = Vec<(K, u64)>;

fn pipeline(statistics: &Statistics) -> (Counts<Step>, Counts<Step>) {
    let (open, ended): (Vec<_>, Vec<_>) =
        statistics.stages.iter().partition(|(stage, _)| stage.is_open());
    let open = open.into_iter().map(|(stage, at)| (Step::At(*stage), at.living)).collect();
    let ended = ended.into_iter().map(|(stage, at)| (Step::At(*stage), at.all()));
    let lapsed = (Step::Lapsed, statistics.lapsed());
    (open, ended.chain([lapsed]).collect())
}

fn months(statistics: &Statistics) -> Counts<Option<Date>> {
    let earlier = (None, statistics.earlier);
    let months = statistics.months.iter().map(|(month, count)| (Some(*month), *count));
    [earlier].into_iter().chain(months).collect()
}

/// The counts of answers: the form's choices in its order, what it does not know any more, no answer.
fn answers(counts: &BTreeMap<String, u64>, form: &Form, key: Option<&str>) -> Counts<String> {
    let known = key.and_then(|key| form.field(key)).map_or_else(Vec::new, |field| {
        field.choices().iter().map(|choice| choice.value.as_str()).collect()
    });
    let listed: BTreeSet<_> = known.iter().copied().chain([NO_ANSWER]).collect();
    let others = counts.keys().map(String::as_str).filter(|id| !listed.contains(id));
    let none = counts.contains_key(NO_ANSWER).then_some(NO_ANSWER);
    let ids = known.iter().copied().chain(others).chain(none);
    ids.map(|id| (id.to_owned(), counts.get(id).copied().unwrap_or_default())).collect()
}

fn judged<K>(counts: Counts<K>, judge: impl Fn(&[u64]) -> Option<Vec<Cell>>) -> Option<Rows<K>> {
    let (keys, counts): (Vec<_>, Vec<_>) = counts.into_iter().unzip();
    judge(&counts).map(|cells| keys.into_iter().zip(cells).collect())
}
