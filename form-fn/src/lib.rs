//! The form's function: receives applications over HTTP and stores each exactly once. Confirmed
//! means durably stored; not confirmed means that every answer is still on the page.
//!
//! The rooms, each importing only from those before it: [`store`] (DynamoDB) → [`decode`] →
//! [`submit`] → [`log`] → [`http`] (the whole function, without a server) → [`config`],
//! [`gateway`] (Lambda) → the binary. The local system uses [`http::App`] just as Lambda does.
//!
//! Beside them, each behind a feature of its name, so that the form's Lambda links none of it: `home` (the
//! database on this machine), `table` (for those who look after applications), `staff` (the command `applications`), `notify` (messages, a Lambda of its
//! own).

pub mod bundle;
pub mod config;
pub mod decode;
pub mod gateway;
#[cfg(feature = "home")]
pub mod home;
pub mod http;
pub mod log;
#[cfg(feature = "notify")]
pub mod notify;
#[cfg(any(feature = "home", feature = "notify"))]
pub mod private;
#[cfg(feature = "staff")]
pub mod staff;
pub mod store;
pub mod submit;
#[cfg(feature = "table")]
pub mod table;
