//! A person's phone number or e-mail address as a code: tells that two applications have it in common,
//! and to nobody what it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Digest;

/// The keyed code of a phone number or an e-mail address. As text, 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contact(Digest);

impl Contact {
    /// The contact that has a code.
    pub(super) fn of(code: Digest) -> Self {
        Self(code)
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
