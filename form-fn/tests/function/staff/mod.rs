//! The staff's command over a real engine: applications come in through the function, and staff work on
//! them as they would on the terminal.

pub mod desk;

mod access;
mod advancing;
mod command_line;
mod correcting;
mod erasing;
mod exporting;
mod listing;
mod promise;
mod reading;
mod sweeping;
mod terminal;
mod typing;
