//! Files that editors put beside their pages: pictures, and documents to be fetched.
//!
//! All are known before a page is drawn; what a page refers to is published, the rest is not. A picture is
//! never published as it came: it is drawn anew in a few widths (`encode`), so that a phone loads a small one
//! and nothing that a camera wrote into it, such as the place, goes out.

mod encode;
mod file_type;
mod named;
mod picture;
mod svg;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

pub use encode::publish;
pub use named::complete;
pub use picture::{Picture, Shape};
pub use walk::{find, is_page};

/// All files beside pages, by their path below `content/pages`.
pub type Enclosures = BTreeMap<String, Enclosure>;

/// Paths of the files that pages refer to.
pub type Used = BTreeSet<String>;

/// A file beside pages.
#[derive(Debug)]
pub enum Enclosure {
    /// A picture.
    Picture(Picture),
    /// A file to be fetched as it is.
    Document {
        /// Where it lies.
        file: PathBuf,
        /// Where it is published; it stays when the content changes, people keep such addresses.
        address: String,
    },
    /// A file that cannot be used; that is told once, and not again wherever it is referred to.
    Unusable,
}

impl Enclosure {
    /// Where a link to it leads.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Picture(picture) => Some(picture.src()),
            Self::Document { address, .. } => Some(address.clone()),
            Self::Unusable => None,
        }
    }
}
