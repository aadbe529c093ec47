//! One line of JSON for each message: what, and what became of it, in words that are all ours. It is a document of
//! CloudWatch's embedded metric format, as the form's own log is.

use jiff::Timestamp;
use serde_json::json;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It is on its way.
    Sent,
    /// What became of it was settled before.
    Repeated,
    /// It is not sent, by a rule.
    Withheld,
    /// It was refused for good.
    Failed {
        /// Why.
        code: &'a str,
    },
    /// It has to come again.
    Again {
        /// Why.
        code: &'a str,
    },
    /// A tombstone is up.
    Buried,
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// A message's name, or what else there was to do.
    pub what: &'a str,
    /// What became of it.
    pub outcome: Outcome<'a>,
}

impl Line<'_> {
    /// The line as JSON, at a moment; `function` is the dimension of the metric.
    #[must_use]
    pub fn to_json(&self, function: &str, at: Timestamp) -> String {
        let (metric, code) = match self.outcome {
            Outcome::Sent => ("sent", None),
            Outcome::Repeated => ("repeated", None),
            Outcome::Withheld => ("withheld", None),
            Outcome::Failed { code } => ("failed", Some(code)),
            Outcome::Again { code } => ("again", Some(code)),
            Outcome::Buried => ("buried", None),
        };
        json!({
            "_aws": {
                "Timestamp": at.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": "Partenaires",
                    "Dimensions": [["function"]],
                    "Metrics": [{ "Name": metric, "Unit": "Count" }],
                }],
            },
            "function": function,
            "what": self.what,
            "outcome": metric,
            "code": code,
            metric: 1,
        })
        .to_string()
    }
}
