//! The form's function: receives applications over HTTP and stores each exactly once. Confirmed
//! means durably stored; not confirmed means that every answer is still on the page.
//!
//! The rooms, each importing only from those before it: [`store`] (DynamoDB) → [`decode`] →
//! [`submit`] → [`log`] → [`http`] (the whole function, without a server) → [`config`],
//! [`gateway`] (Lambda) → the binary. The local system uses [`http::App`] just as Lambda does.

pub mod config;
pub mod decode;
pub mod gateway;
pub mod http;
pub mod log;
pub mod store;
pub mod submit;
