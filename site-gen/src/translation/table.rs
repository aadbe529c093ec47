//! How the status of the translations looks: a table for people, JSON for programs.

use std::fmt::Write as _;

use form_model::{
    bilingual,
    bilingual::{Words, words},
    lang::Lang,
    zone,
};

use crate::translation::status::{Entry, State, Status};

/// How the status is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Text,
    /// An array of objects.
    Json,
}

const HEAD: [Words; 4] = [
    words("Depuis", "Since"),
    words("Quoi", "What"),
    words("Fichier", "File"),
    words("Pourquoi", "Why"),
];

impl Status {
    /// The whole as one text in a format, for a reader of a language.
    #[must_use]
    pub fn render(&self, format: Format, reader: &Lang) -> String {
        match format {
            Format::Text => self.as_text(reader),
            Format::Json => serde_json::to_string_pretty(&self.entries).unwrap_or_default() + "\n",
        }
    }

    /// What to type next, for the first of those that are out of date.
    fn ways_on(&self, reader: &Lang) -> String {
        let outdated = || self.entries.iter().filter(|entry| entry.state == State::OutOfDate);
        let dated = outdated().find(|entry| entry.translation_of.is_some());
        let Some(entry) = dated.or_else(|| outdated().next()) else { return String::new() };
        let mut ways = String::new();
        let file = &entry.file;
        if dated.is_some() {
            let changed = words(
                "Ce qui a changé en français :          ",
                "What changed in the French text:     ",
            );
            let _ = write!(ways, "\n{}site-gen status --diff {file}", changed.in_lang(reader));
        }
        let right = words(
            "Quand la traduction est juste :        ",
            "When the translation is right again: ",
        );
        let _ = writeln!(ways, "\n{}site-gen status --reviewed {file}", right.in_lang(reader));
        ways
    }

    fn as_text(&self, reader: &Lang) -> String {
        let mut text = String::new();
        if !self.entries.is_empty() {
            let rows: Vec<_> = self.entries.iter().map(|entry| row(entry, reader)).collect();
            text.push_str(&table(&HEAD.map(|word| word.in_lang(reader).to_owned()), &rows));
            text.push('\n');
        }
        let summary = match (self.entries.len(), self.looked_at) {
            (0, 0) => {
                bilingual!("il n’y a aucune traduction", "there are no translations to look at")
            }
            (0, all) => bilingual!(
                "toutes les traductions sont à jour ({all})",
                "all {all} translations are up to date"
            ),
            (some, all) => bilingual!(
                "{some} traductions sur {all} sont à revoir, la plus ancienne d’abord",
                "{some} of {all} translations need work, oldest first"
            ),
        };
        let _ = writeln!(text, "{}", summary.in_lang(reader));
        for (lang, pages) in &self.partial {
            let partial = bilingual!(
                "`{lang}` n’a ni accueil ni formulaire : {pages} pages peuvent s’en passer; `--only {lang}` les énumère",
                "`{lang}` has neither a home page nor the form, so that {pages} pages need not be in it; `--only {lang}` lists them"
            );
            let _ = writeln!(text, "{}", partial.in_lang(reader));
        }
        text.push_str(&self.ways_on(reader));
        text
    }
}

fn row(entry: &Entry, reader: &Lang) -> [String; 4] {
    let french = entry.french.as_deref().map_or("", file_name);
    let lang = &entry.lang;
    let what = match entry.state {
        State::Missing => words("manque", "missing"),
        State::OutOfDate => words("à revoir", "out of date"),
        State::Orphaned => words("orpheline", "orphaned"),
    };
    let why = match (entry.state, &entry.translation_of) {
        (State::Missing, _) => {
            bilingual!("{french} n’a pas de texte `{lang}`", "{french} has no `{lang}` text")
        }
        (State::OutOfDate, Some(_)) => bilingual!("{french} a changé", "{french} changed"),
        (State::OutOfDate, None) => bilingual!(
            "elle ne dit pas de quel texte français elle vient",
            "it does not say which French text it is made from"
        ),
        (State::Orphaned, _) => {
            bilingual!("il n’y a pas de page française", "there is no French page")
        }
    };
    let (what, why) = (what.in_lang(reader).to_owned(), why.in_lang(reader).to_owned());
    [zone::day(entry.since).to_string(), what, entry.file.clone(), why]
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Columns as wide as their widest cell, the last one free.
fn table(head: &[String; 4], rows: &[[String; 4]]) -> String {
    let rows = || std::iter::once(head).chain(rows);
    let width =
        |column: usize| rows().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2), 0];
    let mut text = String::new();
    for row in rows() {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}
