//! The application form: what it asks, what it accepts, how it is drawn and what is kept.
//!
//! The generator draws the page from this crate and the function validates with it, so that the two
//! cannot disagree. It reads no file, no clock and no network: what varies comes in as an argument.
//!
//! The rooms, each importing only from those before it:
//! [`lang`], [`zone`], [`code`] → [`messages`] → [`definition`] → [`source`] (what editors write) →
//! [`answers`] → [`validate`] → [`reference`](mod@reference) → [`bundle`] → [`stage`], [`retention`] →
//! [`application`], [`follow_up`], [`correction`], [`promise`], [`history`], [`summary`] → [`format`](mod@format), [`render`], [`mail`].

pub mod answers;
pub mod application;
pub mod bilingual;
pub mod bundle;
pub mod code;
pub mod correction;
pub mod definition;
pub mod follow_up;
pub mod format;
pub mod history;
pub mod lang;
pub mod mail;
pub mod messages;
pub mod promise;
pub mod reference;
pub mod render;
pub mod retention;
pub mod source;
pub mod stage;
pub mod suggestion;
pub mod summary;
pub mod validate;
pub mod visible;
pub mod zone;

#[cfg(test)]
mod renamed;
#[cfg(test)]
mod sample;
