//! The whole system on this machine: `cargo run --release`.

use std::process::ExitCode;

use clap::Parser;
use local::{options::Options, system};

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let lang = options.reader.language();
    match system::run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.told().in_lang(&lang));
            ExitCode::FAILURE
        }
    }
}
