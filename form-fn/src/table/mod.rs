//! The table as those use it who look after applications, staff and messages: they read what the form's function
//! cannot, and change a record together with its entry in the access log or not at all.

mod change;
mod destruction;
mod error;
mod item;
mod limit;
mod message;
mod read;

use aws_sdk_dynamodb::Client;

pub use destruction::{Destruction, Kind};
pub use error::Error;
pub use limit::Limit;
pub use message::{Message, Reason, State};
pub use read::{Found, Moment, Unread};

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
