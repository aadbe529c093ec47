//! The security headers of every answer, the site's and the form's alike.
//!
//! The policy allows what the pages need and nothing else: the scripts of the theme, each known by its digest; style
//! sheets, pictures, recordings and data of the site itself; a form that posts to the site itself; nothing inline, no
//! frame, no other host. A script that got among the site's files in any other way does not run.
//!
//! The headers are written here and nowhere else: the form's function gets them in its bundle, a host of the site in
//! `headers.json`.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// The headers for a host of the site, beside it.
pub const LIST: &str = "headers.json";

/// The header that says what pages may load and run.
pub const POLICY: &str = "content-security-policy";

/// The digest of a file, as the attribute `integrity` and the policy have it. A browser runs a script that the policy
/// knows by its digest only if the page names the same one.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// Header names, in small letters, with their values. Pages may run the scripts with these digests, and no other.
#[must_use]
pub fn headers<'a>(scripts: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    let scripts: Vec<_> = scripts.into_iter().map(|digest| format!("'{digest}'")).collect();
    let scripts = if scripts.is_empty() { "'none'".to_owned() } else { scripts.join(" ") };
    let policy = format!(
        "default-src 'none'; script-src {scripts}; connect-src 'self'; style-src 'self'; img-src 'self'; \
         media-src 'self'; manifest-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    [
        (POLICY, policy.as_str()),
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
pub fn list<'a>(scripts: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let by_name: BTreeMap<_, _> = headers(scripts).into_iter().collect();
    serde_json::to_vec_pretty(&by_name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(scripts: &[&str]) -> String {
        let by_name: BTreeMap<_, _> = headers(scripts.iter().copied()).into_iter().collect();
        by_name[POLICY].clone()
    }

    #[test]
    fn scripts_run_by_their_digests_alone() {
        assert_eq!(digest(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(policy(&["sha256-a", "sha256-b"]).contains("; script-src 'sha256-a' 'sha256-b'; "));
        assert!(policy(&[]).contains("; script-src 'none'; "));
        assert!(policy(&[]).starts_with("default-src 'none'; "));
    }
}
