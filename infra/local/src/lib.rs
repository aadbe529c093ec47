//! Site, form and database on one machine. A library beside the command, so that tests join the three as
//! the command does.

pub mod failure;
pub mod form;
pub mod key;
pub mod options;
pub mod post;
pub mod programme;
pub mod service;
pub mod system;
