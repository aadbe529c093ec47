//! Comma-separated values that a spreadsheet opens right: UTF-8 with the mark that Excel looks for, and
//! the separator that it expects in the reader's language. No cell is a formula, whatever was written.

use std::collections::BTreeSet;

use form_model::application::Application;
use form_model::bilingual::{Words, words};
use form_model::lang::Lang;

use super::failure::Failure;
use super::file::File;
use super::office::Office;
use super::told;

/// Rows of cells.
#[derive(Debug)]
pub struct Sheet {
    separator: u8,
    rows: Vec<Vec<String>>,
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
        let mut rows: Vec<Vec<_>> =
            vec![heading.into_iter().chain(keys.iter().map(label)).collect()];
        for application in applications {
            let answers = File::answers(office, application);
            let cell = |key: &&str| answers.get(*key).cloned().unwrap_or_default();
            let fixed = [
                application.reference.to_string(),
                told::moment(application.received_at),
                office.say(application.stage.words()).to_owned(),
                application.contact_by.to_string(),
                application.follow_up.called_at.map(told::moment).unwrap_or_default(),
                application.follow_up.assigned_to.clone().unwrap_or_default(),
            ];
            rows.push(fixed.into_iter().chain(keys.iter().map(cell)).collect());
        }
        Self { separator: separator(&office.lang), rows }
    }

    /// One person's file, a row each question.
    #[must_use]
    pub fn of_file(office: &Office, file: &File) -> Self {
        let heading =
            [words("Partie", "Part"), words("Question", "Question"), words("Réponse", "Answer")];
        let mut rows = vec![heading.map(|words| office.say(words).to_owned()).to_vec()];
        for part in file.parts() {
            for (question, answer) in &part.lines {
                rows.push(vec![part.title.clone(), question.clone(), answer.clone()]);
            }
        }
        Self { separator: separator(&office.lang), rows }
    }

    /// Writes it.
    ///
    /// # Errors
    /// None, but for a lack of memory.
    pub fn write(&self, into: &mut Vec<u8>) -> Result<(), Failure> {
        into.extend_from_slice("\u{FEFF}".as_bytes());
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .terminator(csv::Terminator::CRLF)
            .from_writer(into);
        let told = |error: &dyn std::fmt::Display| Failure::file("csv".as_ref(), error);
        for row in &self.rows {
            writer
                .write_record(row.iter().map(|cell| harmless(cell)))
                .map_err(|error| told(&error))?;
        }
        writer.flush().map_err(|error| told(&error))
    }
}

/// What parts cells: a semicolon where the comma is the decimal mark.
fn separator(lang: &Lang) -> u8 {
    if *lang == Lang::french() { b';' } else { b',' }
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}
