//! `note`: what was said, for whoever takes the file up next.

use std::io::Write;

use form_model::bilingual;
use form_model::bilingual::words;
use form_model::history::Deed;

use super::change;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Note;
use crate::staff::told;

/// The most characters of a note: a record must stay far below the 400 KB that the table takes.
const MOST: usize = 4_000;

pub async fn run(office: &Office, what: &Note, out: &mut dyn Write) -> Result<(), Failure> {
    if what.text.trim().is_empty() || what.text.chars().count() > MOST {
        return Err(Failure::Usage(bilingual!(
            "une note a de 1 à {MOST} caractères",
            "a note has 1 to {MOST} characters"
        )));
    }
    let (_, after) = change(office, &what.reference, Some(&what.text), |_| Ok(Deed::Noted)).await?;
    if office.json {
        return told::json(out, &after);
    }
    let done = office.say(words("note écrite", "note written"));
    told::print(out, format!("{} · {done}", after.reference))
}
