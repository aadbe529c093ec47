//! A report as its two forms, HTML and Markdown, lay it out: texts in one language, everything spelled out.

use serde::Serialize;

/// The whole of it.
#[derive(Debug, Serialize)]
pub struct Document {
    /// The language.
    pub lang: String,
    /// The same with its region.
    pub lang_tag: String,
    /// What it is.
    pub title: String,
    /// The day, and of how many.
    pub lead: String,
    /// What is not to be done with it.
    pub warning: Option<Warning>,
    /// The most important numbers.
    pub facts: Vec<Fact>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// How the numbers are meant.
    pub notes: Notes,
    /// When it was made.
    pub made: String,
}

/// What is not to be done with it.
#[derive(Debug, Serialize)]
pub struct Warning {
    /// In a word.
    pub word: String,
    /// In a sentence.
    pub text: String,
}

/// A number and what it counts.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// The number.
    pub value: String,
    /// What it counts.
    pub label: String,
}

/// A part with a heading.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Its name on the page.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What there is to say, in sentences.
    pub text: Vec<String>,
    /// The numbers as a picture.
    pub chart: Option<Chart>,
    /// The numbers.
    pub table: Option<Table>,
}

/// Bars, one below the other.
#[derive(Debug, Serialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What is to be seen, for those who do not see it.
    pub description: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The number.
    pub value: String,
    /// Its length, in parts of a hundred; none if the number is hidden.
    pub percent: Option<String>,
    /// Whether it is of another sort: an end, not a way.
    pub ended: bool,
}

/// A table; the first of each row names it.
#[derive(Debug, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The headings.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The heading of a column.
#[derive(Debug, Serialize)]
pub struct Column {
    /// Its words.
    pub label: String,
    /// Whether there are numbers below.
    pub numeric: bool,
}

/// How the numbers are meant.
#[derive(Debug, Serialize)]
pub struct Notes {
    /// The heading.
    pub title: String,
    /// One sentence or two each.
    pub items: Vec<String>,
}
