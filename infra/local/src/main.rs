//! The whole system on this machine: `cargo run --release`.

use std::process::ExitCode;

use clap::Parser;
use form_model::visible::visible;
use local::{options::Options, service, system};

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let lang = options.reader.language();
    let ran =
        if options.service { service::run(options).await } else { system::run(options).await };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", visible(failure.told().in_lang(&lang)));
            ExitCode::FAILURE
        }
    }
}
