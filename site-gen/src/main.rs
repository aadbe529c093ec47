//! The `site-gen` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    site_gen::cli::run(site_gen::cli::Cli::parse())
}
