//! Whether a post comes from our own pages. There is no session to ride on, but another site
//! could make its visitors' browsers send applications that they never wrote. Browsers say where
//! a post comes from; only those who say it are judged, so a command-line client passes.

use http::{HeaderMap, Uri, header};

/// `false` when the browser says that the post comes from another site than `base_url`'s or the
/// one that it was sent to.
#[must_use]
pub fn is_ours(headers: &HeaderMap, base_url: &str) -> bool {
    let origin = value(headers, header::ORIGIN.as_str());
    let site = value(headers, "sec-fetch-site");
    match (site, origin) {
        (Some("cross-site"), _) => false,
        // A page under `Referrer-Policy: no-referrer` says `null` of itself; only a browser
        // that also says where it stands is believed then.
        (site, Some("null")) => matches!(site, Some("same-origin" | "none")),
        (_, Some(origin)) => is_same(origin, base_url) || is_host(origin, headers),
        (_, None) => true,
    }
}

fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    // What is not readable text is nobody's origin: kept apart from "was not sent".
    headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"))
}

/// Scheme, host and port are those of `base_url`: right behind a CDN, whose own `Host` the
/// function sees.
fn is_same(origin: &str, base_url: &str) -> bool {
    let (Ok(origin), Ok(base)) = (origin.parse::<Uri>(), base_url.parse::<Uri>()) else {
        return false;
    };
    origin.scheme().is_some()
        && origin.scheme() == base.scheme()
        && origin.authority() == base.authority()
}

/// Host and port are those that the post was sent to: right at home and in previews, where
/// `base_url` names the real site. The scheme is not compared, since TLS ends before us.
fn is_host(origin: &str, headers: &HeaderMap) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else {
        return false;
    };
    match (origin.authority(), value(headers, header::HOST.as_str())) {
        (Some(authority), Some(host)) => authority.as_str().eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;
    use http::{HeaderMap, HeaderName, HeaderValue};

    const BASE: &str = "https://partenaires.exemple.ca";

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect::<HeaderMap>();
        is_ours(&headers, BASE)
    }

    #[test]
    fn a_client_that_says_nothing_passes() {
        assert!(judged(&[]));
        assert!(judged(&[("host", "127.0.0.1:8080")]));
    }

    #[test]
    fn our_own_pages_pass() {
        assert!(judged(&[("origin", "https://partenaires.exemple.ca")]));
        assert!(judged(&[("origin", "https://PARTENAIRES.exemple.ca")]));
        assert!(judged(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(judged(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://partenaires.exemple.ca")
        ]));
        assert!(!judged(&[("origin", "https://autre.exemple.ca")]));
        assert!(!judged(&[("origin", "http://partenaires.exemple.ca")]));
        assert!(!judged(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://autre.exemple.ca"),
            ("host", "partenaires.exemple.ca")
        ]));
        assert!(!judged(&[("origin", "null")]));
        assert!(!judged(&[("origin", "not an origin")]));
        assert!(!judged(&[("origin", "")]));
    }
}
