//! `export`: applications for a spreadsheet or a program; or one person's whole file, for an access request
//! (A-2.1, s. 83). The access log says so before anything is written.

use form_model::application::Application;
use form_model::bilingual::words;
use form_model::history::Deed;
use form_model::stage::Stage;
use serde::Serialize;

use super::tell_unread;
use crate::staff::failure::Failure;
use crate::staff::file::File;
use crate::staff::office::Office;
use crate::staff::options::{Export, Format, Out};
use crate::staff::output::{self, Output};
use crate::staff::save::Target;
use crate::staff::sheet::Sheet;
use crate::staff::told;
use crate::table::{Found, Moment};

pub async fn run(office: &Office, what: &Export, out: &mut Output<'_>) -> Result<(), Failure> {
    let target = match &what.out {
        None | Some(Out::Printed) => None,
        Some(Out::File(file)) => Some(Target::new(&what.save, file.clone(), &office.data)?),
    };
    // Checked before anything is read and logged.
    if target.is_none() && what.format == Format::Xlsx && out.is_terminal() {
        return Err(Failure::xlsx_on_a_terminal());
    }
    let (content, count, unread) = if let Some(typed) = &what.reference {
        (person(office, typed, what.format).await?, 1, Vec::new())
    } else {
        let found = all(office, &what.stage).await?;
        let sheet = || Sheet::of_applications(office, &found.read);
        let content = match what.format {
            Format::Json => output::json(&found.read)?,
            Format::Csv => sheet().csv()?,
            Format::Xlsx => sheet().xlsx()?,
        };
        (content, found.read.len(), found.unread)
    };
    match target {
        None => out.exactly(&content)?,
        Some(target) => {
            target.write(&content)?;
            let file = target.file();
            let n = told::applications(&office.lang, count);
            let to = office.say(words("écrites dans", "written to"));
            told::print(out, format!("{n} · {to} {}", file.display()))?;
        }
    }
    tell_unread(office, &unread).map_or(Ok(()), Err)
}

async fn all(office: &Office, stages: &[Stage]) -> Result<Found<Application>, Failure> {
    let stages = if stages.is_empty() { &Stage::ALL } else { stages };
    let mut found = Found { read: Vec::new(), unread: Vec::new() };
    for stage in stages {
        found.extend(office.table.records(*stage, None).await?);
    }
    let bar = told::progress(found.read.len());
    for application in &found.read {
        office.table.log(application.reference, &office.event(Deed::Exported)?).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(found)
}

async fn person(office: &Office, typed: &str, format: Format) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Whole<'a> {
        application: &'a Application,
        history: &'a [Moment],
    }
    let reference = office.reference(typed).await?;
    let application = office.application(reference).await?;
    office.table.log(reference, &office.event(Deed::Exported)?).await?;
    let sheet = || Sheet::of_file(office, &File::of(office, &application));
    match format {
        Format::Json => {
            let history = office.table.history(reference).await?;
            output::json(&Whole { application: &application, history: &history.read })
        }
        Format::Csv => sheet().csv(),
        Format::Xlsx => sheet().xlsx(),
    }
}
