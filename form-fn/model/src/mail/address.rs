//! An address that mail goes to or comes from; one is never put together from parts later.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::answers::is_email;

/// An e-mail address, alone, without a name beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// Not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressError;

impl Address {
    /// The address itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if is_email(text) { Ok(Self(text.to_owned())) } else { Err(AddressError) }
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write an e-mail address alone, such as partenaires@exemple.ca")
    }
}

impl std::error::Error for AddressError {}
