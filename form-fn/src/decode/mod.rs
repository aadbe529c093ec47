//! What came over the wire, made into what the rest of the function speaks of: an address, a
//! sender that may post here, posted answers. Everything is refused here that is not clearly
//! what it claims to be, so that nothing half-understood is ever validated or stored.

mod address;
mod body;
mod form;
mod origin;
mod text;

pub use address::{Address, contact_by, of_path, opportunity};
pub use body::{MAX_BODY, answers, is_json};
pub use origin::is_ours;

/// Why a request cannot be taken as it is. Each has its status, its code for machines and its
/// page for people; none carries anything of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The bytes are not the text, form or JSON that they claim to be.
    Undecodable,
    /// Sent from another site.
    CrossSite,
    /// Nothing stands at this address.
    NotFound,
    /// The address is right and the method is not; see [`Address::allow`].
    Method,
    /// More than [`MAX_BODY`] bytes.
    TooLarge,
    /// Neither a form nor JSON.
    UnsupportedType,
}

impl Refusal {
    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(self) -> http::StatusCode {
        match self {
            Self::Undecodable => http::StatusCode::BAD_REQUEST,
            Self::CrossSite => http::StatusCode::FORBIDDEN,
            Self::NotFound => http::StatusCode::NOT_FOUND,
            Self::Method => http::StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => http::StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType => http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// A stable word for JSON answers and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::CrossSite => "cross_site",
            Self::NotFound => "not_found",
            Self::Method => "method_not_allowed",
            Self::TooLarge => "too_large",
            Self::UnsupportedType => "unsupported_type",
        }
    }
}
