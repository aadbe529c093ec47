//! Options may stand before or after the command, and what the log says cannot be made up.

use clap::CommandFactory as _;
use form_fn::staff;
use form_fn::staff::console::Input;
use form_fn::staff::options::Options;
use form_fn::staff::output::Output;
use jiff::Timestamp;

/// The exit code of a command line that fails before anything is asked.
async fn code(arguments: &[&str]) -> u8 {
    let typed = ["applications"].iter().chain(arguments);
    let options = staff::read(typed.copied()).unwrap();
    let input = Input::of_program(std::io::empty());
    let out = Output::to_program(std::io::sink());
    let done = Box::pin(staff::run(&options, Timestamp::now(), input, out)).await;
    done.expect_err("a failure").exit_code()
}

#[tokio::test]
async fn options_stand_where_one_likes() {
    let nowhere = tempfile::tempdir().unwrap();
    let data = nowhere.path().to_str().unwrap();
    let place = ["--local", "--data", data, "--bundle", data];
    let trying = ["--by", "marie"];
    // There is no form in an empty folder: so it was read, and understood.
    assert_eq!(code(&[&place[..], &["list"], &trying[..]].concat()).await, 7);
    assert_eq!(code(&[&trying[..], &["list"], &place[..]].concat()).await, 7);
}

#[tokio::test]
async fn in_the_cloud_nobody_chooses_their_name() {
    assert_eq!(code(&["list", "--by", "marie"]).await, 2);
}

#[test]
fn nobody_chooses_the_time() {
    for command in ["list", "sweep", "export"] {
        let typed = ["applications", command, "--local", "--now", "2039-01-01T00:00:00Z"];
        let error = staff::read(typed).unwrap_err();
        assert_eq!(error.kind(), clap::error::ErrorKind::UnknownArgument, "{error}");
    }
    let command = Options::command();
    let of_all = command
        .get_arguments()
        .chain(command.get_subcommands().flat_map(clap::Command::get_arguments));
    for argument in of_all {
        let id = argument.get_id().as_str();
        assert!(!["now", "today", "time", "clock", "date", "at"].contains(&id), "{id}");
    }
}

#[test]
fn an_unknown_stage_suggests_the_right_one() {
    let error = staff::read(["applications", "list", "--stage", "recieved"]).unwrap_err();
    assert!(error.to_string().contains("did you mean `received`?"), "{error}");
}
