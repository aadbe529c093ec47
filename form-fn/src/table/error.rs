//! Why the table could not do what was asked. Nothing is half done then.

use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::store::Unavailable;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It does not answer, or does not let us in.
    Unavailable(Unavailable),
    /// Something in it is not as this program knows such things.
    Unreadable {
        /// Which: a reference, or a key.
        which: String,
        /// What is wrong with it.
        error: String,
    },
    /// Somebody else has changed it in the meantime.
    Conflict {
        /// The application's reference.
        which: String,
    },
}

impl Error {
    /// Something that cannot be read or written.
    pub(super) fn unreadable(which: &str, error: &dyn fmt::Display) -> Self {
        Self::Unreadable { which: which.to_owned(), error: error.to_string() }
    }

    /// Somebody else was faster.
    pub(super) fn conflict(pk: &str) -> Self {
        Self::Conflict { which: pk.trim_start_matches("APPLICATION#").to_owned() }
    }
}

impl From<Unavailable> for Error {
    fn from(unavailable: Unavailable) -> Self {
        Self::Unavailable(unavailable)
    }
}

impl<E: ProvideErrorMetadata> From<SdkError<E>> for Error {
    fn from(error: SdkError<E>) -> Self {
        // Without credentials nothing is sent; the SDK calls that a failure of its own.
        let is_ours = matches!(error, SdkError::ConstructionFailure(_))
            || matches!(&error, SdkError::DispatchFailure(failure) if failure.is_other());
        Self::Unavailable(if is_ours { Unavailable::because("credentials") } else { error.into() })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(unavailable) => unavailable.fmt(f),
            Self::Unreadable { which, error } => write!(f, "{which} cannot be read: {error}"),
            Self::Conflict { which } => write!(f, "somebody else has just changed {which}"),
        }
    }
}

impl std::error::Error for Error {}
