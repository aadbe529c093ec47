//! That the store did not confirm, and why, in codes alone: what a service says may quote what was
//! sent to it.

use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The store could not say that the application is stored. It may be: a retry will tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// Why, in a word for the log: the service's own code, or where it failed.
    pub code: String,
}

impl Unavailable {
    /// For a reason that the SDK does not know.
    pub(crate) fn because(code: &str) -> Self {
        Self { code: code.to_owned() }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store is not available ({})", self.code)
    }
}

impl std::error::Error for Unavailable {}

impl<E: ProvideErrorMetadata> From<SdkError<E>> for Unavailable {
    fn from(error: SdkError<E>) -> Self {
        Self::because(match &error {
            SdkError::ServiceError(service) => service.err().code().unwrap_or("service"),
            SdkError::TimeoutError(_) => "timeout",
            SdkError::DispatchFailure(failure) if failure.is_timeout() => "timeout",
            SdkError::DispatchFailure(_) => "connection",
            SdkError::ResponseError(_) => "response",
            _ => "request",
        })
    }
}
