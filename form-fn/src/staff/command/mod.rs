//! The commands, a file each.

mod advance;
mod assign;
mod correct;
mod duplicates;
mod erase;
mod export;
mod genuine;
mod list;
mod note;
mod numbers;
mod report;
mod show;
mod stats;
mod sweep;

use form_model::application::Application;
use form_model::history::Deed;

use super::console::{Console, Draft};
use super::failure::Failure;
use super::office::Office;
use super::options::{Command, Text};
use super::told;
use crate::table::Unread;

/// Does what was asked, and tells it.
///
/// # Errors
/// See [`Failure`]; nothing is half done then.
pub async fn run(
    office: &Office,
    command: &Command,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let out = &mut console.out;
    match command {
        Command::List(what) => list::run(office, what, out).await,
        Command::Show(what) => show::run(office, what, out).await,
        Command::Advance(what) => advance::run(office, what, console).await,
        Command::Genuine(what) => genuine::run(office, what, out).await,
        Command::Note(what) => note::run(office, what, console).await,
        Command::Assign(what) => assign::run(office, what, out).await,
        Command::Duplicates => duplicates::run(office, out).await,
        Command::Export(what) => export::run(office, what, out).await,
        Command::Correct(what) => correct::run(office, what, console).await,
        Command::Erase(what) => erase::run(office, what, console).await,
        Command::Sweep(what) => sweep::run(office, what, out).await,
        Command::Stats => stats::run(office, out).await,
        Command::Report(what) => report::run(office, what, out).await,
    }
}

/// Changes an application that somebody named, with its entry in the log. Returns it before and after.
async fn change(
    office: &Office,
    typed: &str,
    change: impl FnOnce(&mut Application) -> Result<Deed, Failure>,
) -> Result<(Application, Application), Failure> {
    let reference = office.reference(typed).await?;
    let before = office.application(reference).await?;
    let mut after = before.clone();
    let deed = change(&mut after)?;
    let after = office.table.change(&before, after, &office.event(deed)?).await?;
    Ok((before, after))
}

/// The same with a note, which is asked for once the change is known to be possible.
async fn change_with_note(
    office: &Office,
    console: &mut Console<'_>,
    typed: &str,
    note: Option<&Text>,
    changed: impl FnOnce(&mut Application) -> Result<Deed, Failure>,
) -> Result<(Application, Application), Failure> {
    let mut written = None;
    let done = change(office, typed, |application| {
        let deed = changed(application)?;
        if let Some(note) = note {
            let draft = match note {
                Text::Given(text) => Draft::typed(text),
                Text::Asked => console.text(&note::question())?,
            };
            let added = note::add(office, application, &draft.text);
            written = Some(draft);
            added?;
        }
        Ok(deed)
    })
    .await;
    done.map_err(|failure| match written {
        Some(draft) => draft.keep(failure),
        None => failure,
    })
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
