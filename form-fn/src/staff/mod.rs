//! The staff's command, `applications`: it reads applications and keeps the programme's promise visible,
//! advances them through their stages, and destroys what is not to be kept. Each access is logged.
//!
//! The rooms, each importing only from those before it: [`failure`] → [`options`] → [`office`] →
//! [`output`], `told`, [`console`], `save`, `file`, `sheet`, [`statistics`] → [`report`] → `command`.

pub mod command;
pub mod console;
pub mod failure;
mod file;
mod french;
pub mod office;
pub mod options;
pub mod output;
pub mod report;
mod save;
mod sheet;
pub mod statistics;
mod told;

use std::ffi::OsString;
use std::process;

use clap::{CommandFactory as _, FromArgMatches as _};
use console::{Console, Input};
use failure::Failure;
use form_model::lang::Lang;
use form_model::visible::{is_shown, visible};
use jiff::Timestamp;
use office::Office;
use options::Options;
use output::Output;

/// Reads a command line, as the parser of options does; its help is in French for who reads French.
///
/// # Errors
/// If it cannot be read, or asks for help: what to print, and how to end.
pub fn read<T>(arguments: impl IntoIterator<Item = T>) -> Result<Options, clap::Error>
where
    T: Into<OsString> + Clone,
{
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let mut command = Options::command();
    if office::reader(&arguments) == Lang::french() {
        command = french::command(command);
    }
    Options::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

/// Ends this process because its command line cannot be read, or asks for help. What was typed is quoted without the
/// characters that a terminal would obey.
pub fn exit(error: &clap::Error) -> ! {
    let is_plain = |typed: OsString| typed.to_string_lossy().chars().all(is_shown);
    if std::env::args_os().all(is_plain) {
        error.exit();
    }
    eprint!("{}", visible(&error.render().to_string()));
    process::exit(error.exit_code());
}

/// Does what the options ask at a moment, and tells it. Notes, corrections and confirmations are typed into `input`.
///
/// # Errors
/// See [`Failure`]; nothing is half done then.
pub async fn run(
    options: &Options,
    now: Timestamp,
    input: Input<'_>,
    out: Output<'_>,
) -> Result<(), Failure> {
    let office = Office::open(&options.place, now).await?;
    let mut console = Console::new(out, input, office.lang.clone());
    command::run(&office, &options.command, &mut console).await
}
