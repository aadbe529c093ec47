//! How things are told on a terminal: days as people say them, tables that fit, JSON for programs.

use std::io::{self, IsTerminal, Write, stderr};

use comfy_table::{ContentArrangement, LineStyle, Table as Grid, TableStyle};
use form_model::bilingual::{Words, words};
use form_model::format;
use form_model::lang::Lang;
use form_model::promise::Promise;
use form_model::zone;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::failure::Failure;

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

/// A table with a heading, no wider than the terminal.
#[must_use]
pub fn grid<const N: usize>(lang: &Lang, heading: [Words; N]) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(RULED);
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    fit(&mut grid);
    grid.set_header(heading.map(|words| words.in_lang(lang)));
    grid
}

/// A list of questions and answers, no wider than the terminal.
#[must_use]
pub fn pairs() -> Grid {
    let mut grid = Grid::new();
    grid.load_style(TableStyle::new());
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    fit(&mut grid);
    grid
}

fn fit(grid: &mut Grid) {
    if grid.width().is_none() {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        grid.set_width(columns.unwrap_or(WIDTH));
    }
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

/// Prints a line or several.
///
/// # Errors
/// If there is nobody to read them.
pub fn print(out: &mut dyn Write, text: impl std::fmt::Display) -> Result<(), Failure> {
    writeln!(out, "{text}").map_err(|error| unread(&error))
}

/// Prints a value as JSON.
///
/// # Errors
/// If there is nobody to read it.
pub fn json(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(|error| unread(&error.into()))?;
    print(out, "")
}

fn unread(error: &io::Error) -> Failure {
    Failure::file(std::path::Path::new("stdout"), error)
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
