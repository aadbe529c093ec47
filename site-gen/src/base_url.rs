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
