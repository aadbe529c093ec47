//! Options may stand before or after the command, and what the log says cannot be made up.

use form_fn::staff;

/// The exit code of a command line that fails before anything is asked.
async fn code(arguments: &[&str]) -> u8 {
    let typed = ["applications"].iter().chain(arguments);
    let options = staff::read(typed.copied()).unwrap();
    let done = Box::pin(staff::run(&options, &mut Vec::new())).await;
    done.expect_err("a failure").exit_code()
}

#[tokio::test]
async fn options_stand_where_one_likes() {
    let nowhere = tempfile::tempdir().unwrap();
    let data = nowhere.path().to_str().unwrap();
    let place = ["--local", "--data", data, "--bundle", data];
    let trying = ["--now", "2026-11-22T15:00:00Z", "--by", "marie"];
    // There is no form in an empty folder: so it was read, and understood.
    assert_eq!(code(&[&place[..], &["list"], &trying[..]].concat()).await, 7);
    assert_eq!(code(&[&trying[..], &["list"], &place[..]].concat()).await, 7);
}

#[tokio::test]
async fn in_the_cloud_nobody_chooses_their_name_or_the_time() {
    for trying in [["--by", "marie"], ["--now", "2026-11-22T15:00:00Z"]] {
        assert_eq!(code(&[&["list"], &trying[..]].concat()).await, 2);
    }
}

#[test]
fn an_unknown_stage_suggests_the_right_one() {
    let error = staff::read(["applications", "list", "--stage", "recieved"]).unwrap_err();
    assert!(error.to_string().contains("did you mean `received`?"), "{error}");
}
