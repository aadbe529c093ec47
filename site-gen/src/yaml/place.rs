//! Where a key stands in a YAML text.
//!
//! A second parser walks the text's events down a path of keys; it gives places where the first gives
//! values. It runs only for what is wrong.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span, StrInput};

/// The line of a key, by its path from the top of a part of a text; numbers in the path count the
/// items of a list. Where the path ends early, its last key that is there; none if not even the first is.
#[must_use]
pub fn locate(text: &str, part: Range<usize>, path: &[&str]) -> Option<Range<usize>> {
    let yaml = &text[part.clone()];
    let mut walk = Walk(Parser::new_from_str(yaml));
    let found = walk.document(path)?;
    let byte = |index: usize| yaml.char_indices().nth(index).map_or(yaml.len(), |(at, _)| at);
    let start = part.start + byte(found.start.index());
    let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Some(start..line_end)
}

struct Walk<'a>(Parser<'a, StrInput<'a>>);

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.0.next_event()?.ok()
    }

    fn document(&mut self, path: &[&str]) -> Option<Span> {
        loop {
            let (event, _) = self.next()?;
            if !matches!(event, Event::StreamStart | Event::DocumentStart(_)) {
                return self.below(&event, path);
            }
        }
    }

    /// Follows the path into a value; none where it ends before its first step.
    fn below(&mut self, value: &Event<'_>, path: &[&str]) -> Option<Span> {
        let (step, rest) = path.split_first()?;
        match value {
            Event::MappingStart(..) => self.in_mapping(step, rest),
            Event::SequenceStart(..) => self.in_sequence(step.parse().ok()?, rest),
            _ => None,
        }
    }

    fn in_mapping(&mut self, wanted: &str, rest: &[&str]) -> Option<Span> {
        loop {
            let (key, place) = self.next()?;
            if matches!(key, Event::MappingEnd) {
                return None;
            }
            let found = matches!(&key, Event::Scalar(name, ..) if name == wanted);
            self.skip(&key)?;
            let (value, _) = self.next()?;
            if found {
                return self.below(&value, rest).or(Some(place));
            }
            self.skip(&value)?;
        }
    }

    fn in_sequence(&mut self, wanted: usize, rest: &[&str]) -> Option<Span> {
        let mut index = 0;
        loop {
            let (item, place) = self.next()?;
            if matches!(item, Event::SequenceEnd) {
                return None;
            }
            if index == wanted {
                return self.below(&item, rest).or(Some(place));
            }
            self.skip(&item)?;
            index += 1;
        }
    }

    /// Passes over what is left of a value whose first event was read.
    fn skip(&mut self, first: &Event<'_>) -> Option<()> {
        let mut depth = usize::from(opens(first));
        while depth > 0 {
            let (event, _) = self.next()?;
            if opens(&event) {
                depth += 1;
            } else if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
                depth -= 1;
            }
        }
        Some(())
    }
}

fn opens(event: &Event<'_>) -> bool {
    matches!(event, Event::MappingStart(..) | Event::SequenceStart(..))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title: Été\n\nfacts:\n  phone: 1\n  hours:\n    fr: a\n    en: b\nsteps:\n\
        - name: A\n  who: x\n- name: B\n  who: y\nflow: {a: 1, b: [2, 3]}\nend: 1\n";

    fn found(path: &[&str]) -> &'static str {
        locate(TEXT, 0..TEXT.len(), path).map_or("", |range| &TEXT[range])
    }

    #[test]
    fn a_key_is_found_at_its_own_level() {
        assert_eq!(found(&["title"]), "title: Été");
        assert_eq!(found(&["facts", "hours", "en"]), "en: b");
        assert_eq!(found(&["end"]), "end: 1");
    }

    #[test]
    fn items_of_a_list_are_counted() {
        assert_eq!(found(&["steps", "1"]), "name: B");
        assert_eq!(found(&["steps", "1", "who"]), "who: y");
        assert_eq!(found(&["flow", "b", "1"]), "3]}");
    }

    #[test]
    fn what_is_missing_leads_to_its_parent() {
        assert_eq!(found(&["facts", "nothing"]), "facts:");
        assert_eq!(found(&["steps", "7"]), "steps:");
        assert_eq!(found(&["nothing"]), "");
    }
}
