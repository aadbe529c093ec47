//! Headings and their ids, what `#…` in an address names.

use std::collections::{BTreeSet, HashMap};

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A heading of a page, for its table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its id, what `#…` in an address names.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 to 6.
    pub level: u8,
}

/// Gives each heading an id: its own, else one made from its words, which takes none that stands elsewhere:
/// in raw HTML (`anchors`), or around the text.
pub fn name(
    events: &mut [Event<'_>],
    anchors: &[String],
    is_taken: impl Fn(&str) -> bool,
) -> Vec<Heading> {
    let written = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => Some(id.to_string()),
        _ => None,
    });
    let mut taken: BTreeSet<String> = written.chain(anchors.iter().cloned()).collect();
    let mut seen = BTreeSet::new();
    let mut numbers = Numbers::default();
    let mut headings = Vec::new();
    let mut start = None;
    for index in 0..events.len() {
        match &events[index] {
            Event::Start(Tag::Heading { .. }) => start = Some(index),
            Event::End(TagEnd::Heading(level)) => {
                let level = *level as u8;
                let Some(start) = start.take() else { continue };
                let title = plain_text(&events[start..index]);
                let Event::Start(Tag::Heading { id, .. }) = &mut events[start] else { continue };
                let name = match id.as_deref() {
                    Some(written) if seen.insert(written.to_owned()) => written.to_owned(),
                    Some(again) => numbers.unique(again, |id| taken.contains(id)),
                    None => numbers.unique(&slug(&title), |id| taken.contains(id) || is_taken(id)),
                };
                taken.insert(name.clone());
                *id = Some(name.clone().into());
                headings.push(Heading { id: name, title, level });
            }
            _ => {}
        }
    }
    headings
}

/// The words of some events, without their marks.
#[must_use]
pub fn plain_text(events: &[Event<'_>]) -> String {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect()
}

/// A title as an id: small letters without accents, digits, `-`.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for letter in title.nfd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty()
            && !slug.ends_with('-')
            && !('\u{300}'..'\u{370}').contains(&letter)
        {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

/// For each id that was asked for again, the next number to try.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    /// This id, with a number where it is taken.
    fn unique(&mut self, wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
        if !is_taken(wanted) {
            return wanted.to_owned();
        }
        let next = self.0.entry(wanted.to_owned()).or_insert(2);
        loop {
            let id = format!("{wanted}-{next}");
            *next += 1;
            if !is_taken(&id) {
                return id;
            }
        }
    }
}
