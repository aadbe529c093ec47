//! Metrics in CloudWatch's embedded format: the log's line says which of its members are metrics, and
//! CloudWatch takes them from there, without a call. Their names come from a small closed set,
//! because each name is a metric that is kept, and paid for, apart.

use std::borrow::Cow;
use std::collections::BTreeMap;

use form_model::code::Code;
use serde::Serialize;

use super::{Cause, Ending, Line};

/// What all metrics of the function stand under.
const NAMESPACE: &str = "Partenaires";

/// The dimension by which they are told apart; see [`super::Invocation::function`].
const FUNCTION: &str = "function";

/// The metrics of a line by name.
pub(super) type Metrics = BTreeMap<Cow<'static, str>, Measure>;

/// A value and, by its kind, its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Measure {
    Count(u64),
    Milliseconds(f64),
}

impl Measure {
    const fn unit(self) -> &'static str {
        match self {
            Self::Count(_) => "Count",
            Self::Milliseconds(_) => "Milliseconds",
        }
    }
}

/// The metrics of a request.
pub(super) fn of(line: &Line<'_>) -> Metrics {
    // Tenths are enough to see a slow store, and make short lines.
    let tenths = (line.took.as_secs_f64() * 10_000.0).round() / 10.0;
    let mut metrics = Metrics::from([("duration".into(), Measure::Milliseconds(tenths))]);
    let mut one = |name: &'static str| {
        metrics.insert(name.into(), Measure::Count(1));
    };
    if line.is_cold {
        one("cold_start");
    }
    match line.outcome {
        Ending::Stored => one("accepted"),
        Ending::Repeated => one("repeated"),
        Ending::Unavailable | Ending::Panicked => one("failed"),
        Ending::Invalid => {
            one("invalid");
            let counts = broken_rules(line.causes).into_iter();
            metrics.extend(counts.map(|(name, count)| (name.into(), Measure::Count(count))));
        }
        _ => {}
    }
    metrics
}

/// How often each rule is broken, whichever the question.
fn broken_rules(causes: &[Cause<'_>]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for cause in causes {
        let code = match cause {
            Cause::Rule(_, code) => code,
            Cause::UnknownField => &Code::UNKNOWN_FIELD,
            Cause::Store(_) | Cause::NotCompared(_) | Cause::ThemeFailed => continue,
        };
        *counts.entry(format!("invalid_{code}")).or_default() += 1;
    }
    counts
}

/// The member `_aws`: which members of the line are metrics.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metadata<'a> {
    timestamp: i64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'static str,
    dimensions: [&'static [&'static str]; 1],
    metrics: Vec<Definition<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition<'a> {
    name: &'a str,
    unit: &'static str,
}

impl<'a> Metadata<'a> {
    pub fn new(line: &Line<'_>, metrics: &'a Metrics) -> Self {
        let definition = |(name, measure): (&'a Cow<'static, str>, &Measure)| Definition {
            name,
            unit: measure.unit(),
        };
        let directive = Directive {
            namespace: NAMESPACE,
            dimensions: [if line.invocation.is_some() { &[FUNCTION] } else { &[] }],
            metrics: metrics.iter().map(definition).collect(),
        };
        Self { timestamp: line.at.as_millisecond(), cloud_watch_metrics: [directive] }
    }
}
