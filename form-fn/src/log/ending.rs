//! What became of a request, and why, in words that are all ours: a closed set for each, so that
//! nothing a visitor sent can end up in a log, and the number of metrics stays small.

use std::fmt;

use form_model::code::Code;
use form_model::definition::Field;

use crate::decode::Refusal;
use crate::store::Unavailable;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The application is stored.
    Stored,
    /// It was stored before, and is confirmed again.
    Repeated,
    /// It breaks rules of the form.
    Invalid,
    /// It was written on another version of the form.
    Stale,
    /// Applications are closed.
    Closed,
    /// The activity takes no more applications.
    ActivityClosed,
    /// It could not be stored, as far as we know.
    Unavailable,
    /// We panicked over it; a line of its own tells where.
    Panicked,
    /// The form was only to be shown.
    Shown,
    /// The form is on the site; the visitor is sent there.
    Redirected,
    /// A confirmation was looked at.
    Confirmation,
    /// The function runs.
    Healthy,
    /// The request cannot be taken.
    Refused(Refusal),
}

impl Ending {
    /// The word for the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Repeated => "repeated",
            Self::Invalid => "invalid",
            Self::Stale => "stale",
            Self::Closed => "closed",
            Self::ActivityClosed => "activity_closed",
            Self::Unavailable => "unavailable",
            Self::Panicked => "panicked",
            Self::Shown => "shown",
            Self::Redirected => "redirected",
            Self::Confirmation => "confirmation",
            Self::Healthy => "healthy",
            Self::Refused(refusal) => refusal.code(),
        }
    }
}

/// Why a request ended as it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause<'a> {
    /// An answer to this question breaks this rule.
    Rule(&'a Field, Code),
    /// A key is no question of the form. Which one is the sender's own text, and not told.
    UnknownField,
    /// The store did not confirm.
    Store(Unavailable),
    /// It is stored, but whether the same person applied before could not be found out.
    NotCompared(Unavailable),
    /// The theme could not draw the page; the plain page went out.
    ThemeFailed,
}

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(field, code) => write!(f, "{}.{code}", field.key),
            Self::UnknownField => Code::UNKNOWN_FIELD.fmt(f),
            Self::Store(unavailable) => f.write_str(&unavailable.code),
            Self::NotCompared(unavailable) => write!(f, "contacts.{}", unavailable.code),
            Self::ThemeFailed => f.write_str("theme_failed"),
        }
    }
}
