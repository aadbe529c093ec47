//! The twelve things that editors do in a year. Each test follows `content/README.md` to the letter on a copy
//! of the real content, builds it with the real generator, and looks at the site and at what the form's
//! function accepts, over a DynamoDB engine in this process.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, in its helpers as well"
)]

#[path = "../../../../site-gen/tests/copy/mod.rs"]
mod copy;

#[allow(dead_code, reason = "the function’s own tests use all of it")]
#[path = "../../../../form-fn/tests/function/answers.rs"]
mod answers;

#[allow(dead_code, reason = "the function’s own tests use all of it")]
#[path = "../../../../form-fn/tests/function/page.rs"]
mod page;

mod function;
mod guide;
mod site;

mod activities;
mod addresses;
mod alert;
mod closing;
mod facts;
mod pages;
mod translations;
mod wording;
