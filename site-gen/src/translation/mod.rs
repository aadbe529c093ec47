//! Translations: which French text each was made from, which are out of date, and what changed since.
//!
//! The French text of a page has a revision, a short hash of what a translator reads. A translation names
//! the revision that it was made from; if the French text has another one now, the translation is out of
//! date. Nothing but the two files is needed for that; git, where there is one, adds when and what.

pub mod difference;
pub mod git;
pub mod history;
pub mod pages;
pub mod review;
pub mod revision;
pub mod status;
pub mod store;
pub mod table;

/// Front matter of a translation: the revision of the French text that it was made from.
pub const KEY: &str = "translation_of";
