//! `report`: a page with numbers and charts, for those who work with the applications or for everyone.

use std::io::Write;

use form_model::bilingual;
use form_model::bilingual::words;
use serde_json::json;

use super::{export, numbers, tell_unread};
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::{Layout, Report as What};
use crate::staff::report::{Audience, Report};
use crate::staff::told;

pub async fn run(office: &Office, what: &What, out: &mut dyn Write) -> Result<(), Failure> {
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
    let file = what.out.clone().unwrap_or_else(|| what.format.file().into());
    export::private(&file, text.as_bytes()).map_err(|error| Failure::file(&file, &error))?;
    if office.json {
        told::json(out, &json!({ "report": file }))?;
    } else {
        let written = office.say(words("Rapport écrit dans", "Report written to"));
        told::print(out, format!("{written} {}", file.display()))?;
    }
    tell_unread(office, &unread).map_or(Ok(()), Err)
}
