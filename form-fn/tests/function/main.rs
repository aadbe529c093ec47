//! The whole function against a real DynamoDB engine, through the real SDK: first in process, then
//! as the binary that Lambda runs. The form is the site's own; the theme is a bare one, so that
//! nothing here depends on the generator. `infra/test` runs all of it against two engines.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, in its helpers as well"
)]

mod aloud;
mod answers;
mod base64;
mod engine;
mod fault;
mod line;
mod message;
mod page;
mod runtime;
mod site;

mod activity;
mod anything;
mod colliding;
mod confirming;
mod crowd;
mod existing;
mod keeping;
mod lambda;
mod late;
mod matrix;
mod metrics;
mod notify;
mod package;
mod privacy;
mod refusing;
mod renamed;
mod same_person;
mod staff;
mod storing;
mod texts;
mod trouble;
