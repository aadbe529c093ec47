//! The security headers of every answer, the site's and the form's alike.
//!
//! The policy allows what the pages need and nothing else: scripts, style sheets, pictures and data of the site
//! itself, a form that posts to the site itself; nothing inline, no frame, no other host.
//!
//! They are written here and nowhere else: the form's function gets them in its bundle, a host of the site in
//! `headers.json`.

use std::collections::BTreeMap;

/// The headers for a host of the site, beside it.
pub const LIST: &str = "headers.json";

/// Header names, in small letters, with their values.
#[must_use]
pub fn headers() -> Vec<(String, String)> {
    [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
        ),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// Header names with their values, as one JSON object.
#[must_use]
pub fn list() -> Vec<u8> {
    let by_name: BTreeMap<_, _> = headers().into_iter().collect();
    serde_json::to_vec_pretty(&by_name).unwrap_or_default()
}
