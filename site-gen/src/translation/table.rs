//! How the status of the translations looks: a table for people, JSON for programs.

use std::fmt::Write as _;

use form_model::zone;

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

const HEAD: [&str; 4] = ["Since", "What", "File", "Why"];

impl Status {
    /// The whole as one text in a format.
    #[must_use]
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Text => self.as_text(),
            Format::Json => serde_json::to_string_pretty(&self.entries).unwrap_or_default() + "\n",
        }
    }

    /// What to type next, for the first of those that are out of date.
    fn ways_on(&self) -> String {
        let outdated = || self.entries.iter().filter(|entry| entry.state == State::OutOfDate);
        let dated = outdated().find(|entry| entry.translation_of.is_some());
        let Some(entry) = dated.or_else(|| outdated().next()) else { return String::new() };
        let mut ways = String::new();
        if dated.is_some() {
            let _ = write!(
                ways,
                "\nWhat changed in the French text:     site-gen status --diff {}",
                entry.file
            );
        }
        let _ = writeln!(
            ways,
            "\nWhen the translation is right again: site-gen status --reviewed {}",
            entry.file
        );
        ways
    }

    fn as_text(&self) -> String {
        let mut text = String::new();
        if !self.entries.is_empty() {
            let rows: Vec<_> = self.entries.iter().map(row).collect();
            text.push_str(&table(&rows));
            text.push('\n');
        }
        let _ = match (self.entries.len(), self.looked_at) {
            (0, 0) => writeln!(text, "there are no translations to look at"),
            (0, all) => writeln!(text, "all {all} translations are up to date"),
            (some, all) => writeln!(text, "{some} of {all} translations need work, oldest first"),
        };
        for (lang, pages) in &self.partial {
            let _ = writeln!(
                text,
                "`{lang}` has neither a home page nor the form, so that {pages} pages need not be in it; \
                 `--only {lang}` lists them"
            );
        }
        text.push_str(&self.ways_on());
        text
    }
}

fn row(entry: &Entry) -> [String; 4] {
    let french = entry.french.as_deref().map_or("", file_name);
    let (what, why) = match (entry.state, &entry.translation_of) {
        (State::Missing, _) => ("missing", format!("{french} has no `{}` text", entry.lang)),
        (State::OutOfDate, Some(_)) => ("out of date", format!("{french} changed")),
        (State::OutOfDate, None) => {
            ("out of date", "it does not say which French text it is made from".to_owned())
        }
        (State::Orphaned, _) => ("orphaned", "there is no French page".to_owned()),
    };
    [zone::day(entry.since).to_string(), what.to_owned(), entry.file.clone(), why]
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Columns as wide as their widest cell, the last one free.
fn table(rows: &[[String; 4]]) -> String {
    let head = HEAD.map(str::to_owned);
    let rows = || std::iter::once(&head).chain(rows);
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
