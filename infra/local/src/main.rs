//! The whole system on this machine: `cargo run --release`.

use std::process::ExitCode;

use clap::Parser;
use local::{options::Options, system};

#[tokio::main]
async fn main() -> ExitCode {
    match system::run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
