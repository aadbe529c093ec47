//! Where the site stands: scheme and host, `https://partenaires.example.org`.

use std::{fmt, str::FromStr};

use axum::http::Uri;
use serde::Deserialize;

/// An address of a site: `http` or `https` and a host, without a path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct BaseUrl(String);

/// Not the address of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseUrlError;

impl BaseUrl {
    /// Stands in for one that could not be read, so that a run can go on and tell all its mistakes.
    #[must_use]
    pub fn unknown() -> Self {
        Self("https://example.invalid".to_owned())
    }

    /// Whether everybody can reach it, in safety: `https`, and a host that is neither a number nor a name that
    /// is set aside (RFC 2606, RFC 6761).
    #[must_use]
    pub fn is_public(&self) -> bool {
        const SET_ASIDE: [&str; 8] = [
            "localhost",
            "example",
            "invalid",
            "test",
            "local",
            "example.com",
            "example.net",
            "example.org",
        ];
        let Some(authority) = self.0.strip_prefix("https://") else { return false };
        let host = authority.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let is_below = |name: &str| {
            host.strip_suffix(name).is_some_and(|above| above.is_empty() || above.ends_with('.'))
        };
        host.contains('.')
            && host.contains(|letter: char| letter.is_ascii_alphabetic())
            && !SET_ASIDE.into_iter().any(is_below)
    }

    /// As text, without a last slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let text = text.trim_end_matches('/');
        let uri: Uri = text.parse().map_err(|_| BaseUrlError)?;
        let fits = matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
            && uri.path() == "/"
            && !text.contains(['?', '#']);
        if fits { Ok(Self(text.to_owned())) } else { Err(BaseUrlError) }
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(text: String) -> Result<Self, BaseUrlError> {
        text.parse()
    }
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write the scheme and the host alone, such as https://partenaires.example.org")
    }
}

impl std::error::Error for BaseUrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_and_host_are_an_address() {
        let url: BaseUrl = "https://partenaires.example.org/".parse().unwrap();
        assert_eq!(url.as_str(), "https://partenaires.example.org");
        assert!("http://127.0.0.1:8080".parse::<BaseUrl>().is_ok());
    }

    #[test]
    fn a_public_address_is_safe_and_known_everywhere() {
        let is_public = |text: &str| text.parse::<BaseUrl>().is_ok_and(|url| url.is_public());
        assert!(is_public("https://partenaires.exemple.ca"));
        assert!(is_public("https://partenaires.exemple.ca:8443"));
        for text in [
            "http://partenaires.exemple.ca",
            "https://localhost:8080",
            "https://127.0.0.1",
            "https://[::1]",
            "https://intranet",
            "https://example.org",
            "https://partenaires.example.org",
            "https://site.test",
        ] {
            assert!(!is_public(text), "{text}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https://a@b.org",
            "https://a.org/b",
            "https://a.org#x",
        ] {
            assert_eq!(text.parse::<BaseUrl>(), Err(BaseUrlError), "{text}");
        }
    }
}
