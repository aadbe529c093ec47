//! The table as staff use it: they read what the function cannot, and change a record together with its
//! entry in the access log or not at all.

mod change;
mod destruction;
mod item;
mod read;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use super::failure::Failure;
use crate::store::Unavailable;

pub use destruction::{Destruction, Kind};
pub use read::{Found, Message, Moment, Unread};

/// The table.
#[derive(Clone, Debug)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// A table that a client reaches.
    #[must_use]
    pub fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }
}

/// What the service says, in the words of staff.
pub(super) fn failure<E: ProvideErrorMetadata>(error: SdkError<E>) -> Failure {
    // Without credentials nothing is sent; the SDK calls that a failure of its own.
    let is_ours = matches!(error, SdkError::ConstructionFailure(_))
        || matches!(&error, SdkError::DispatchFailure(failure) if failure.is_other());
    if is_ours {
        Unavailable::because("credentials").into()
    } else {
        Unavailable::from(error).into()
    }
}
