//! The words of one page, each once, with where it stands: a word of the title finds more than one of a sentence.

use std::ops::Range;

use serde_json::Value as Json;

use super::fold;
use crate::{
    content::{markdown::Body, page::Page},
    kind::{Field, Kind, Type},
};

/// Where a word stands. The places of a word are added up, each once: what comes of it is its weight, below 16.
const TITLE: u8 = 8;
const HEADING: u8 = 4;
const SUMMARY: u8 = 2;
const PROSE: u8 = 1;

/// The words of a page in alphabetical order. One text holds them all: it takes less memory than hundreds.
#[derive(Debug, Default)]
pub struct Words {
    text: String,
    /// Where in it each ends, and its weight.
    ends: Vec<(u32, u8)>,
}

impl Words {
    /// The words of a page, less those that are common in its language.
    pub(super) fn of(page: &Page, kind: Option<&Kind>, body: &Body, common: &[&str]) -> Self {
        let mut pile = Pile { common, text: String::new(), words: Vec::new() };
        pile.add(&page.title, TITLE);
        pile.add(&page.description, SUMMARY);
        body.headings.iter().for_each(|heading| pile.add(&heading.title, HEADING));
        body.summary.iter().for_each(|point| pile.add(&fold::untagged(point), SUMMARY));
        body.prose.iter().for_each(|text| pile.add(text, PROSE));
        for (key, field) in kind.iter().flat_map(|kind| &kind.fields) {
            pile.add_data(field, page.data.get(key).unwrap_or(&Json::Null));
        }
        pile.sorted()
    }

    /// Each word with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u8)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        let parts = starts.zip(&self.ends);
        parts.map(|(start, (end, weight))| (&self.text[start as usize..*end as usize], *weight))
    }
}

/// Words in the order in which they are read.
struct Pile<'a> {
    common: &'a [&'a str],
    text: String,
    words: Vec<(Range<usize>, u8)>,
}

impl Pile<'_> {
    fn add(&mut self, text: &str, place: u8) {
        let Self { common, text: pile, words } = self;
        fold::words(text, |word| {
            // A single letter is what an apostrophe left.
            let is_digit = word.starts_with(|first: char| first.is_ascii_digit());
            if (word.len() > 1 || is_digit) && common.binary_search(&word).is_err() {
                let start = pile.len();
                pile.push_str(word);
                words.push((start..pile.len(), place));
            }
        });
    }

    /// The texts of a field of front matter.
    fn add_data(&mut self, field: &Field, value: &Json) {
        match (field.type_, value) {
            (Type::Text, Json::String(text)) => self.add(text, PROSE),
            (Type::Texts, Json::Array(items)) => {
                items.iter().filter_map(Json::as_str).for_each(|text| self.add(text, PROSE));
            }
            (Type::List, Json::Array(items)) => {
                for (item, (key, field)) in
                    items.iter().flat_map(|item| field.items.iter().map(move |entry| (item, entry)))
                {
                    self.add_data(field, item.get(key).unwrap_or(&Json::Null));
                }
            }
            (Type::Image, image) => {
                image.get("alt").and_then(Json::as_str).iter().for_each(|alt| self.add(alt, PROSE));
            }
            _ => {}
        }
    }

    fn sorted(mut self) -> Words {
        let pile = &self.text;
        self.words.sort_unstable_by(|(a, _), (b, _)| pile[a.clone()].cmp(&pile[b.clone()]));
        let mut sorted = Words::default();
        for same in self.words.chunk_by(|(a, _), (b, _)| pile[a.clone()] == pile[b.clone()]) {
            let weight = same.iter().fold(0, |weight, (_, place)| weight | place);
            sorted.text.push_str(&pile[same[0].0.clone()]);
            // A page is far shorter than four gigabytes.
            let end = u32::try_from(sorted.text.len()).unwrap_or(u32::MAX);
            sorted.ends.push((end, weight));
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_there_once_and_weighs_what_its_places_do() {
        let mut pile = Pile { common: &["de", "la"], text: String::new(), words: Vec::new() };
        pile.add("La salle d’attente", TITLE);
        pile.add("L’attente de 2 heures, l’attente", PROSE);
        pile.add("Une salle, une salle, une salle, une salle", SUMMARY);
        let words = pile.sorted();
        let found: Vec<_> = words.iter().collect();
        assert_eq!(found, [("2", 1), ("attente", 9), ("heures", 1), ("salle", 10), ("une", 2)]);
    }
}
