//! Applications as a table for a spreadsheet: XLSX, in which a text is a text, and CSV for other programs. In neither can
//! a cell become a formula, whatever people wrote.

mod csv;
mod xlsx;

use std::collections::BTreeSet;

use form_model::application::Application;
use form_model::bilingual::{Words, words};
use form_model::lang::Lang;
use form_model::zone;
use jiff::{Timestamp, civil::Date};

use super::failure::Failure;
use super::file::File;
use super::office::Office;

/// Rows of cells under a heading.
#[derive(Debug)]
pub struct Sheet {
    lang: Lang,
    /// What a spreadsheet calls it.
    name: &'static str,
    /// When it was made.
    at: Timestamp,
    heading: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
enum Cell {
    Text(String),
    Day(Date),
    Moment(Timestamp),
    Empty,
}

/// A text with line breaks of one kind.
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.replace("\r\n", "\n"))
    }
}

/// A day and a time on a clock in Québec, as a spreadsheet counts them.
fn local(at: Timestamp) -> jiff::civil::DateTime {
    zone::at(at).datetime()
}

impl Sheet {
    /// Applications, a row each.
    #[must_use]
    pub fn of_applications(office: &Office, applications: &[Application]) -> Self {
        let form = &office.bundle.form;
        let known: Vec<_> = form.fields().map(|field| field.key.as_str()).collect();
        // What older versions of the form asked stands after what this one asks.
        let older: BTreeSet<_> = applications
            .iter()
            .flat_map(|application| application.answers.iter().map(|(key, _)| key))
            .filter(|key| !known.contains(key))
            .collect();
        let keys: Vec<_> = known.into_iter().chain(older).collect();
        let label = |key: &&str| {
            form.field(key)
                .map_or_else(|| (*key).to_owned(), |it| it.label.get(&office.lang).to_owned())
        };
        let fixed: [Words; 6] = [
            words("Numéro", "Reference"),
            words("Reçue", "Received"),
            words("Étape", "Stage"),
            words("Appel promis", "Call promised"),
            words("Appel fait", "Called"),
            words("Responsable", "Assigned to"),
        ];
        let heading = fixed.map(|words| office.say(words).to_owned());
        let heading = heading.into_iter().chain(keys.iter().map(label)).collect();
        let mut rows = Vec::new();
        for application in applications {
            let answers = File::answers(office, application);
            let cell = |key: &&str| answers.get(*key).map_or(Cell::Empty, |text| (&**text).into());
            let follow_up = &application.follow_up;
            let fixed = [
                (&*application.reference.to_string()).into(),
                Cell::Moment(application.received_at),
                office.say(application.stage.words()).into(),
                Cell::Day(application.contact_by),
                follow_up.called_at.map_or(Cell::Empty, Cell::Moment),
                follow_up.assigned_to.as_deref().map_or(Cell::Empty, Cell::from),
            ];
            rows.push(fixed.into_iter().chain(keys.iter().map(cell)).collect());
        }
        Self::new(office, words("Candidatures", "Applications"), heading, rows)
    }

    /// One person's file, a row each question.
    #[must_use]
    pub fn of_file(office: &Office, file: &File) -> Self {
        let heading =
            [words("Partie", "Part"), words("Question", "Question"), words("Réponse", "Answer")];
        let heading = heading.map(|words| office.say(words).to_owned()).to_vec();
        let lines = file.parts().iter().flat_map(|part| {
            let row = |(question, answer): &(String, String)| {
                [&part.title, question, answer].map(|text| (&**text).into()).to_vec()
            };
            part.lines.iter().map(row)
        });
        Self::new(office, words("Dossier", "File"), heading, lines.collect())
    }

    fn new(office: &Office, name: Words, heading: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        let name = office.say(name);
        Self { lang: office.lang.clone(), name, at: office.now, heading, rows }
    }

    /// The content of a CSV file.
    ///
    /// # Errors
    /// None, but for a lack of memory.
    pub fn csv(&self) -> Result<Vec<u8>, Failure> {
        csv::file(self).map_err(|error| Failure::file("csv".as_ref(), &error))
    }

    /// The content of an XLSX file.
    ///
    /// # Errors
    /// If there is more than a spreadsheet can hold.
    pub fn xlsx(&self) -> Result<Vec<u8>, Failure> {
        xlsx::file(self).map_err(|error| Failure::too_large_for_xlsx(&error))
    }
}
