//! The staff's command: applications from receipt to destruction.

use std::process::ExitCode;

use form_fn::staff::{self, console::Input, office::language, output::Output};
use jiff::Timestamp;

// The database at home answers in threads of its own.
#[tokio::main]
async fn main() -> ExitCode {
    let options = staff::read(std::env::args_os()).unwrap_or_else(|error| staff::exit(&error));
    let lang = language(&options.place);
    let (now, input) = (Timestamp::now(), Input::standard());
    match Box::pin(staff::run(&options, now, input, Output::standard())).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.shown(&lang));
            ExitCode::from(failure.exit_code())
        }
    }
}
