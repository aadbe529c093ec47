//! A start that fails says all that is missing, and ends.

use crate::runtime::{Runtime, environment, start_at};
use crate::site::Site;

#[tokio::test]
async fn all_missing_variables_are_told_at_once() {
    let output = start_at(env!("CARGO_BIN_EXE_notify").as_ref(), Vec::new());
    let output = output.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap());
}

#[tokio::test]
async fn a_bundle_without_messages_is_told_by_its_file() {
    let site = Site::open().await;
    let variables = environment(&site, &Runtime::start().await);
    let output = start_at(env!("CARGO_BIN_EXE_notify").as_ref(), variables);
    let output = output.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("mail.json") && told.contains("BUNDLE"), "{told}");
}
