//! How things are told on a terminal: days as people say them, tables that fit, JSON for programs.

use std::io::{IsTerminal as _, stderr};

use comfy_table::{Column, ContentArrangement, LineStyle, Table, TableStyle};
use form_model::bilingual::{Words, words};
use form_model::format;
use form_model::lang::Lang;
use form_model::promise::Promise;
use form_model::visible::visible;
use form_model::zone;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::failure::Failure;
use super::output::Output;

/// A line under the heading, and no other.
const RULED: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Columns of a table where there is no terminal to ask.
const WIDTH: u16 = 100;

/// A day, and how far it is from another: “in 7 days · 2026-12-22”.
#[must_use]
pub fn day(lang: &Lang, day: Date, today: Date) -> String {
    together(&format!("{} · {day}", distance(lang, (day - today).get_days())))
}

fn distance(lang: &Lang, days: i32) -> String {
    let is_french = *lang == Lang::french();
    match (days, is_french) {
        (0, true) => "aujourd’hui".to_owned(),
        (0, false) => "today".to_owned(),
        (1, true) => "demain".to_owned(),
        (1, false) => "tomorrow".to_owned(),
        (-1, true) => "hier".to_owned(),
        (-1, false) => "yesterday".to_owned(),
        (2.., true) => format!("dans {days} jours"),
        (2.., false) => format!("in {days} days"),
        (_, true) => format!("il y a {} jours", -days),
        (_, false) => format!("{} days ago", -days),
    }
}

/// Where an application stands with the promised call: “LATE 3 days · 2026-12-19”.
#[must_use]
pub fn promise(lang: &Lang, promise: Promise, contact_by: Date, today: Date) -> String {
    let late = match (promise, *lang == Lang::french()) {
        (Promise::Due(_) | Promise::Settled, _) => return day(lang, contact_by, today),
        (Promise::Late(1), true) => "RETARD 1 jour".to_owned(),
        (Promise::Late(days), true) => format!("RETARD {days} jours"),
        (Promise::Late(1), false) => "LATE 1 day".to_owned(),
        (Promise::Late(days), false) => format!("LATE {days} days"),
    };
    together(&format!("{late} · {contact_by}"))
}

/// A text that no table breaks.
fn together(text: &str) -> String {
    text.replace(' ', "\u{A0}")
}

/// A moment on a clock in Québec: “2026-12-22 10:05”.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    zone::at(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A phone number or another text, as people read it.
#[must_use]
pub fn phone(lang: &Lang, text: Option<&str>) -> String {
    text.map(|text| format::phone(lang, text)).unwrap_or_default()
}

/// A table of what people wrote: each cell shows all of its characters, and counts them as they are shown.
#[derive(Debug)]
pub struct Grid(Table);

impl Grid {
    fn new(style: TableStyle) -> Self {
        let mut grid = Table::new();
        grid.load_style(style);
        grid.set_content_arrangement(ContentArrangement::Dynamic);
        if grid.width().is_none() {
            let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
            grid.set_width(columns.unwrap_or(WIDTH));
        }
        Self(grid)
    }

    /// Adds a row.
    pub fn add_row<const N: usize>(&mut self, cells: [impl AsRef<str>; N]) {
        let shown = |text: &str| visible(&text.replace("\r\n", "\n")).into_owned();
        self.0.add_row(cells.map(|cell| shown(cell.as_ref())));
    }

    /// A column, if there is one of that number.
    pub fn column_mut(&mut self, number: usize) -> Option<&mut Column> {
        self.0.column_mut(number)
    }

    /// All columns.
    pub fn column_iter_mut(&mut self) -> impl Iterator<Item = &mut Column> {
        self.0.column_iter_mut()
    }

    /// The table as text, without spaces at the ends of lines.
    #[must_use]
    pub fn trim_fmt(&self) -> String {
        self.0.trim_fmt()
    }
}

/// A table with a heading, no wider than the terminal.
#[must_use]
pub fn grid<const N: usize>(lang: &Lang, heading: [Words; N]) -> Grid {
    let mut grid = Grid::new(RULED);
    grid.0.set_header(heading.map(|words| words.in_lang(lang)));
    grid
}

/// A list of questions and answers, no wider than the terminal.
#[must_use]
pub fn pairs() -> Grid {
    Grid::new(TableStyle::new())
}

/// A bar for long work, where somebody looks.
#[must_use]
pub fn progress(length: usize) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(u64::try_from(length).ok(), target);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {eta}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Prints a line or several; what would not be shown is printed as marks.
///
/// # Errors
/// If nobody reads them.
pub fn print(out: &mut Output<'_>, text: impl std::fmt::Display) -> Result<(), Failure> {
    out.print(text)
}

/// Prints a value as JSON.
///
/// # Errors
/// If nobody reads it.
pub fn json(out: &mut Output<'_>, value: &impl Serialize) -> Result<(), Failure> {
    out.json(value)
}

/// The plural, as each language has it: French from two on, English for all but one.
#[must_use]
pub fn count(lang: &Lang, n: usize, one: Words, many: Words) -> String {
    let is_one = if *lang == Lang::french() { n < 2 } else { n == 1 };
    let noun = if is_one { one } else { many }.in_lang(lang);
    let number = format::number(lang, &n.to_string()).unwrap_or_default();
    format!("{number} {noun}")
}

/// The noun that is counted most.
#[must_use]
pub fn applications(lang: &Lang, n: usize) -> String {
    let (one, many) = (words("candidature", "application"), words("candidatures", "applications"));
    count(lang, n, one, many)
}
