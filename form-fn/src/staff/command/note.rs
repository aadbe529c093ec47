//! `note`: what was said, for whoever takes the file up next.

use form_model::application::Application;
use form_model::bilingual;
use form_model::bilingual::{Bilingual, words};
use form_model::follow_up;
use form_model::history::Deed;

use super::change_with_note;
use crate::staff::console::Console;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Note;
use crate::staff::told;

/// The most characters of a note: a record must stay far below the 400 KB that the table takes.
const MOST: usize = 4_000;

pub async fn run(office: &Office, what: &Note, console: &mut Console<'_>) -> Result<(), Failure> {
    let (reference, text) = (&what.reference, Some(&what.text));
    let (_, after) =
        change_with_note(office, console, reference, text, |_| Ok(Deed::Noted)).await?;
    if office.json {
        return told::json(&mut console.out, &after);
    }
    let done = office.say(words("note écrite", "note written"));
    told::print(&mut console.out, format!("{} · {done}", after.reference))
}

/// What a person is asked for.
pub(super) fn question() -> Bilingual {
    bilingual!("Écrivez la note.", "Write the note.")
}

/// Adds a note to an application.
pub(super) fn add(
    office: &Office,
    application: &mut Application,
    text: &str,
) -> Result<(), Failure> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MOST {
        return Err(Failure::Usage(bilingual!(
            "une note a de 1 à {MOST} caractères; rien n’a été écrit",
            "a note has 1 to {MOST} characters; nothing was written"
        )));
    }
    let (at, by) = (office.now, office.by.clone());
    application.follow_up.notes.push(follow_up::Note { at, by, text: text.to_owned() });
    Ok(())
}
