//! `report`: a page with numbers and charts, for those who work with the applications or for everyone.

use form_model::bilingual;
use form_model::bilingual::words;
use serde_json::json;

use super::{numbers, tell_unread};
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::{Layout, Out, Report as What};
use crate::staff::output::Output;
use crate::staff::report::{Audience, Report};
use crate::staff::save::Target;
use crate::staff::told;

pub async fn run(office: &Office, what: &What, out: &mut Output<'_>) -> Result<(), Failure> {
    let target = match &what.out {
        None => Some(what.format.file().into()),
        Some(Out::Printed) => None,
        Some(Out::File(file)) => Some(file.clone()),
    };
    let target = target.map(|file| Target::new(&what.save, file, &office.data)).transpose()?;
    let (statistics, unread) = numbers::gather(office).await?;
    let audience = if what.public { Audience::Public } else { Audience::Internal };
    let form = &office.bundle.form;
    let report = Report::new(&statistics, form, &office.lang, audience, office.now);
    let text = match what.format {
        Layout::Markdown => report.markdown(),
        Layout::Html => report.html().map_err(|error| {
            Failure::Unreadable(bilingual!(
                "la page ne peut pas être dessinée : {error}",
                "the page cannot be drawn: {error}"
            ))
        })?,
    };
    match target {
        None => told::print(out, text)?,
        Some(target) => {
            target.write(text.as_bytes())?;
            let file = target.file();
            if office.json {
                told::json(out, &json!({ "report": file }))?;
            } else {
                let written = office.say(words("Rapport écrit dans", "Report written to"));
                told::print(out, format!("{written} {}", file.display()))?;
            }
        }
    }
    tell_unread(office, &unread).map_or(Ok(()), Err)
}
