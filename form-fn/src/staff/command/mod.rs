//! The commands, a file each.

mod advance;
mod assign;
mod correct;
mod duplicates;
mod erase;
mod export;
mod list;
mod note;
mod numbers;
mod report;
mod show;
mod stats;
mod sweep;

use std::io::Write;

use form_model::application::Application;
use form_model::follow_up::Note;
use form_model::history::Deed;

use super::failure::Failure;
use super::office::Office;
use super::options::Command;
use super::told;
use crate::table::Unread;

/// Does what was asked, and tells it.
///
/// # Errors
/// See [`Failure`]; nothing is half done then.
pub async fn run(office: &Office, command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::List(what) => list::run(office, what, out).await,
        Command::Show(what) => show::run(office, what, out).await,
        Command::Advance(what) => advance::run(office, what, out).await,
        Command::Note(what) => note::run(office, what, out).await,
        Command::Assign(what) => assign::run(office, what, out).await,
        Command::Duplicates => duplicates::run(office, out).await,
        Command::Export(what) => export::run(office, what, out).await,
        Command::Correct(what) => correct::run(office, what, out).await,
        Command::Erase(what) => erase::run(office, what, out).await,
        Command::Sweep(what) => sweep::run(office, what, out).await,
        Command::Stats => stats::run(office, out).await,
        Command::Report(what) => report::run(office, what, out).await,
    }
}

/// Changes an application that somebody named, with its entry in the log. Returns it before and after.
async fn change(
    office: &Office,
    typed: &str,
    note: Option<&str>,
    change: impl FnOnce(&mut Application) -> Result<Deed, Failure>,
) -> Result<(Application, Application), Failure> {
    let reference = office.reference(typed).await?;
    let before = office.application(reference).await?;
    let mut after = before.clone();
    let deed = change(&mut after)?;
    if let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) {
        let (at, by) = (office.now, office.by.clone());
        after.follow_up.notes.push(Note { at, by, text: text.to_owned() });
    }
    let after = office.table.change(&before, after, &office.event(deed)?).await?;
    Ok((before, after))
}

/// Says which records were left out because they cannot be read; what was found stands all the same.
fn tell_unread(office: &Office, unread: &[Unread]) -> Option<Failure> {
    if unread.is_empty() {
        return None;
    }
    let lines: Vec<_> =
        unread.iter().map(|it| it.record.trim_start_matches("APPLICATION#")).collect();
    let which = lines.join(", ");
    let n = told::applications(&office.lang, unread.len());
    Some(Failure::Unreadable(form_model::bilingual!(
        "{n} : illisible, laissé de côté ({which})\n`applications show` dit pourquoi",
        "{n}: cannot be read, left out ({which})\n`applications show` says why"
    )))
}
