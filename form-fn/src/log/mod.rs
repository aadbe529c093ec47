//! One line of JSON for each request, to standard output, where Lambda collects it: what became of
//! the request, and in the same line the metrics that CloudWatch takes out of it. What a line can
//! hold is what [`Line`] has: no answer, address, IP or user agent can slip in. `tracing` would bring
//! a subscriber and, from below, events whose fields we do not choose.

mod ending;
mod metrics;
mod panicking;

use std::io::Write as _;
use std::time::Duration;

use form_model::lang::Lang;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;

use metrics::{Metadata, Metrics};

pub use ending::{Cause, Ending};
pub use panicking::panicked;

/// Lambda's own words about an invocation, carried with the request.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Its id, by which Lambda's other lines about it are found.
    pub request_id: String,
    /// The function's name: what tells two deployments in one account apart.
    pub function: String,
}

/// What is told of a request.
#[derive(Debug)]
pub struct Line<'a> {
    /// When it came.
    pub at: Timestamp,
    /// What Lambda says of it; nothing at home.
    pub invocation: Option<&'a Invocation>,
    /// Whether it is the first one of this process.
    pub is_cold: bool,
    /// Which build answered.
    pub build: &'a str,
    /// The kind of address, never the address.
    pub address: &'static str,
    /// The method if HTTP knows it, else `other`: an unknown one is free text.
    pub method: &'static str,
    /// The language of the answer, one of the form's.
    pub lang: &'a Lang,
    /// The HTTP status.
    pub status: StatusCode,
    /// What became of it.
    pub outcome: Ending,
    /// Why.
    pub causes: &'a [Cause<'a>],
    /// How long it took.
    pub took: Duration,
}

impl Line<'_> {
    /// The line as it is written: an object with the metrics in CloudWatch's embedded format.
    #[must_use]
    pub fn to_json(&self) -> String {
        let metrics = metrics::of(self);
        let invocation = self.invocation;
        let written = Written {
            aws: Metadata::new(self, &metrics),
            function: invocation.map(|invocation| invocation.function.as_str()),
            request_id: invocation.map(|invocation| invocation.request_id.as_str()),
            build: self.build,
            address: self.address,
            method: self.method,
            lang: self.lang.as_str(),
            status: self.status.as_u16(),
            outcome: self.outcome.name(),
            codes: self.causes.iter().map(ToString::to_string).collect(),
            metrics: &metrics,
        };
        // Texts and finite numbers: there is nothing that JSON could not say.
        serde_json::to_string(&written).unwrap_or_default()
    }
}

/// A line in the order of its members. The names of metrics and dimensions are members, too.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "_aws")]
    aws: Metadata<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    build: &'a str,
    address: &'a str,
    method: &'a str,
    lang: &'a str,
    status: u16,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<String>,
    #[serde(flatten)]
    metrics: &'a Metrics,
}

/// Writes a line to standard output.
pub fn print(line: &Line<'_>) {
    write(line.to_json());
}

/// A log that cannot be written must not fail a request that was answered.
fn write(mut line: String) {
    line.push('\n');
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}

/// The method, if it is one of HTTP's own.
#[must_use]
pub fn method(method: &http::Method) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
