//! A block of prose: a paragraph, a heading, a list item, a cell or a text of the front matter, as plain
//! text whose every stretch knows where it was written and by whom.

use std::ops::Range;

use form_model::lang::Lang;

use super::{places::Places, stop_words::plainly_in_another};
use crate::reference::Expanded;

/// Stands in a block where code or an address was taken out.
pub const TAKEN_OUT: char = '\u{fffc}';

/// Where a stretch of prose comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Typed on this page.
    Typed,
    /// A shared fact.
    Fact,
    /// A shared fact that nobody can make shorter: a name, an official title, or one in another language.
    Name,
    /// Marked as another language.
    Foreign,
}

#[derive(Debug)]
struct Run {
    at: usize,
    file: Range<usize>,
    origin: Origin,
}

/// A block of prose.
#[derive(Debug, Default)]
pub struct Block {
    /// Its text; a line end is a space, code and addresses are [`TAKEN_OUT`].
    pub text: String,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// The language that it plainly is in, if that is not the page's.
    pub other_language: Option<&'static str>,
    runs: Vec<Run>,
}

impl Block {
    /// Adds a stretch that stands at a range of the file.
    pub fn push(&mut self, text: &str, file: Range<usize>, origin: Origin) {
        if !text.is_empty() {
            self.runs.push(Run { at: self.text.len(), file, origin });
            self.text.push_str(text);
        }
    }

    /// Adds a piece of an expanded text; `text` is what it says, which entities make different from what
    /// stands at its range. Facts in it are told apart.
    pub fn push_expanded(
        &mut self,
        text: &str,
        range: Range<usize>,
        expanded: &Expanded,
        places: &Places,
        foreign: bool,
    ) {
        let same = text == &expanded.text[range.clone()];
        let mut at = range.start;
        while at < range.end {
            let stretch = expanded.stretch(at);
            let written = expanded.written(at);
            let start = places.of(written);
            let (end, file_end) = if !same {
                (range.end, places.of(expanded.written(range.end)))
            } else if stretch.is_fact {
                let end = stretch.range.end.min(range.end);
                (end, places.of(expanded.written(end)))
            } else {
                let alike = places.alike_until(written).saturating_sub(written);
                let end = at.saturating_add(alike).min(stretch.range.end).min(range.end);
                (end, start + end - at)
            };
            let origin = match (foreign, stretch.is_fact) {
                (true, false) => Origin::Foreign,
                (false, false) => Origin::Typed,
                (true, true) => Origin::Name,
                (false, true) if is_name(&expanded.text[stretch.range]) => Origin::Name,
                (false, true) => Origin::Fact,
            };
            let piece = if same { &expanded.text[at..end] } else { text };
            self.push(piece, start..file_end, origin);
            at = end;
        }
    }

    /// Nothing more comes; none if there is nothing to read.
    #[must_use]
    pub fn finish(mut self, lang: &Lang) -> Option<Self> {
        if self.text.trim().is_empty() {
            return None;
        }
        self.other_language =
            plainly_in_another(&self.without(&[Origin::Foreign, Origin::Name]), lang);
        Some(self)
    }

    /// Where a part of the text is written in the file.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let last = self.run(range.end.saturating_sub(1));
        let end = last.map_or(start, |(run, length)| {
            if run.file.len() == length {
                run.file.start + range.end - run.at
            } else {
                run.file.end
            }
        });
        start..end.max(start)
    }

    /// Where a place of the text is written in the file.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        self.run(offset).map_or(0, |(run, length)| {
            if run.file.len() == length { run.file.start + offset - run.at } else { run.file.start }
        })
    }

    /// Where the stretch at a place comes from.
    #[must_use]
    pub fn origin(&self, offset: usize) -> Origin {
        self.run(offset).map_or(Origin::Typed, |(run, _)| run.origin)
    }

    /// The text with spaces in place of what comes from these origins, so that offsets stay.
    #[must_use]
    pub fn without(&self, origins: &[Origin]) -> String {
        let mut kept = String::with_capacity(self.text.len());
        for (index, run) in self.runs.iter().enumerate() {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at);
            if origins.contains(&run.origin) {
                kept.extend(std::iter::repeat_n(' ', end - run.at));
            } else {
                kept.push_str(&self.text[run.at..end]);
            }
        }
        kept
    }

    fn run(&self, offset: usize) -> Option<(&Run, usize)> {
        let after = self.runs.partition_point(|run| run.at <= offset);
        let run = self.runs.get(after.checked_sub(1)?)?;
        let end = self.runs.get(after).map_or(self.text.len(), |next| next.at);
        Some((run, end - run.at))
    }
}

/// A fact of several words that begins with a capital.
fn is_name(fact: &str) -> bool {
    fact.starts_with(char::is_uppercase) && fact.contains(char::is_whitespace)
}
