//! Messages over a real engine: applications come in through the form's function, the table's stream is played to
//! `notify` as AWS documents it, and what arrives is read as a mail program reads it.

pub mod desk;
mod letters;
mod service;
mod stream;
mod wording;

mod batches;
mod burying;
mod catching_up;
mod clearing;
mod digest;
mod killing;
mod limiting;
mod privacy;
mod starting;
mod stopping;
mod writing;
