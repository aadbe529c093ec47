//! The bundle as files: read and checked at the start, because a function without its form is of
//! no use, and whoever deploys should hear of it then and not the first applicant.

use std::fmt;
use std::path::{Path, PathBuf};

use form_model::bundle::Bundle;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The file of the form and its settings.
const FORM: &str = "bundle.json";

/// A bundle that cannot be used.
#[derive(Debug)]
pub struct BundleError {
    file: PathBuf,
    reason: String,
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot use the bundle {}: {} (build the site, then set BUNDLE to its `form-fn` \
             folder or deploy that folder beside the binary)",
            self.file.display(),
            self.reason
        )
    }
}

impl std::error::Error for BundleError {}

/// Reads the form and its settings.
///
/// # Errors
/// If they cannot be read, with the file and what to do.
pub fn read(folder: &Path) -> Result<Bundle, BundleError> {
    json(&folder.join(FORM))
}

/// Reads the form in all its versions, of the same build.
///
/// # Errors
/// If they cannot be read, with the file and what to do.
#[cfg(feature = "table")]
pub fn forms(folder: &Path, bundle: &Bundle) -> Result<form_model::bundle::Forms, BundleError> {
    json(&folder.join(&bundle.files.forms))
}

/// Reads the messages of the same build.
///
/// # Errors
/// If they cannot be read, with the file and what to do.
#[cfg(feature = "notify")]
pub fn mail(folder: &Path, bundle: &Bundle) -> Result<form_model::mail::Mail, BundleError> {
    json(&folder.join(&bundle.files.mail))
}

/// Reads a file of the bundle.
pub(crate) fn json<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, BundleError> {
    let problem = |reason: String| BundleError { file: file.to_owned(), reason };
    let bytes = std::fs::read(file).map_err(|error| problem(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| problem(error.to_string()))
}

/// The headers of every answer.
pub(crate) fn headers(bundle: &Bundle, folder: &Path) -> Result<HeaderMap, BundleError> {
    let header = |(name, value): &(String, String)| {
        let name = HeaderName::try_from(name.as_str()).ok();
        name.zip(HeaderValue::try_from(value.as_str()).ok())
    };
    bundle
        .settings
        .headers
        .iter()
        .map(|pair| {
            header(pair).ok_or_else(|| BundleError {
                file: folder.join(FORM),
                reason: format!("`{}` is not an HTTP header with its value", pair.0),
            })
        })
        .collect()
}
