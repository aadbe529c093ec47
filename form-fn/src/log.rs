//! One line of JSON for each request, to standard output, where Lambda collects it. What a line
//! can hold is what this type has: no answer, address, IP or user agent can slip in. `tracing`
//! would bring a subscriber and, from below, events whose fields we do not choose.

use std::io::Write as _;
use std::time::Duration;

use serde::Serialize;

/// The invocation's id, carried with the request so that a line can be found again.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// What is told of a request.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// Lambda's id of the invocation; none at home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<&'a str>,
    /// Which build answered.
    pub build: &'a str,
    /// The kind of address, never the address.
    pub address: &'static str,
    /// The method if HTTP knows it, else `other`: an unknown one is free text.
    pub method: &'static str,
    /// The language of the answer.
    pub lang: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// What became of the request: `stored`, `invalid`, `unavailable`…
    pub outcome: &'static str,
    /// Why, in codes: the store's, or `field.code` for fields of the form.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub codes: &'a [String],
    /// How long it took, in milliseconds.
    #[serde(rename = "ms", serialize_with = "milliseconds")]
    pub took: Duration,
}

/// Writes a line. A log that cannot be written must not fail a request that was answered.
pub fn print(line: &Line<'_>) {
    if let Ok(mut line) = serde_json::to_vec(line) {
        line.push(b'\n');
        let _ = std::io::stdout().lock().write_all(&line);
    }
}

/// The method, if it is one of HTTP's own.
#[must_use]
pub fn method(method: &http::Method) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

fn milliseconds<S: serde::Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    // Tenths are enough to see a slow store, and make short lines.
    to.serialize_f64((took.as_secs_f64() * 10_000.0).round() / 10.0)
}
