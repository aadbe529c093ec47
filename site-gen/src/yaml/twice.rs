//! A key that stands twice in one group. The parser names the group; an editor looks for the second one.

use std::{collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser};

/// A key and its two places.
#[derive(Debug, PartialEq, Eq)]
pub struct Twice {
    /// The key.
    pub key: String,
    /// Where it stands first.
    pub first: usize,
    /// Where it stands again.
    pub second: Range<usize>,
}

/// What is open: a group with the keys seen so far, and whether a value is awaited; or a list.
enum Open {
    Group { seen: HashMap<String, usize>, awaits_value: bool },
    List,
}

/// The first key that comes again.
#[must_use]
pub fn second(yaml: &str) -> Option<Twice> {
    let bytes: Vec<_> = yaml.char_indices().map(|(at, _)| at).collect();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(yaml.len());
    let mut open: Vec<Open> = Vec::new();
    for (event, span) in Parser::new_from_str(yaml).map_while(Result::ok) {
        let is_end = matches!(event, Event::MappingEnd | Event::SequenceEnd);
        if is_end {
            open.pop();
        }
        if let (Event::Scalar(key, ..), Some(Open::Group { seen, awaits_value: false })) =
            (&event, open.last_mut())
        {
            let (start, end) = (byte(span.start.index()), byte(span.end.index()));
            if let Some(first) = seen.insert(key.to_string(), start) {
                return Some(Twice { key: key.to_string(), first, second: start..end });
            }
        }
        // A key, or the end of a value: the other comes next.
        if let Some(Open::Group { awaits_value, .. }) = open.last_mut()
            && (is_end || matches!(event, Event::Scalar(..) | Event::Alias(..)))
        {
            *awaits_value = !*awaits_value;
        }
        match event {
            Event::MappingStart(..) => {
                open.push(Open::Group { seen: HashMap::new(), awaits_value: false });
            }
            Event::SequenceStart(..) => open.push(Open::List),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(yaml: &str) -> Option<(usize, &str)> {
        second(yaml).map(|twice| (twice.second.start, &yaml[twice.second]))
    }

    #[test]
    fn the_second_one_is_found_at_any_depth() {
        assert_eq!(told("é: 1\nb: 2\né: 3\n"), Some((11, "é")));
        assert_eq!(told("a:\n  - {x: 1, y: [x], x: 2}\n"), Some((22, "x")));
        assert_eq!(told("a: {b: 1}\nc: {b: 1}\nb: a\n"), None);
        assert_eq!(told("a: &x [1]\nb: *x\na: 2\n"), Some((16, "a")));
        assert_eq!(told("? [a, a]\n: 1\nb: 2\nb: 3\n"), Some((18, "b")));
    }
}
