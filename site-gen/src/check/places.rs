//! From an offset in a text as it is read back to the file it was written in.

use std::ops::Range;

/// Where each part of a text stands in its file.
#[derive(Debug)]
pub struct Places {
    /// Offset in the text and in the file, from which on both run alike.
    marks: Vec<(usize, usize)>,
    end: usize,
}

impl Places {
    /// A text that stands in the file as it is.
    #[must_use]
    pub fn same(range: Range<usize>) -> Self {
        Self { marks: vec![(0, range.start)], end: range.end }
    }

    /// A value that is written with quotes, escapes or line ends which are not its own.
    #[must_use]
    pub fn written(value: &str, file: &str, range: Range<usize>) -> Self {
        let raw = &file[range.clone()];
        let mut marks = vec![(0, range.start)];
        let mut ahead = raw.char_indices().peekable();
        let mut drift = None;
        for (at, letter) in value.char_indices() {
            let folded = |next: char| next == letter || (letter == ' ' && next == '\n');
            let Some((found, _)) = ahead.by_ref().find(|(_, next)| folded(*next)) else { break };
            let here = Some(range.start + found - at);
            if here != drift {
                marks.push((at, range.start + found));
                drift = here;
            }
        }
        Self { marks, end: range.end }
    }

    /// The place in the file.
    #[must_use]
    pub fn of(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|(at, _)| *at <= offset);
        let (at, place) = self.marks[after.saturating_sub(1)];
        (place + offset - at).min(self.end)
    }

    /// How far text and file run alike from an offset on.
    #[must_use]
    pub fn alike_until(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|(at, _)| *at <= offset);
        self.marks.get(after).map_or(usize::MAX, |(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes_are_stepped_over() {
        let file = r#"a: "x \"y\" z""#;
        let value = r#"x "y" z"#;
        let places = Places::written(value, file, 3..file.len());
        for letter in ['x', 'y', 'z'] {
            let at = places.of(value.find(letter).unwrap_or_default());
            assert!(file[at..].starts_with(letter), "{letter}: {}", &file[at..]);
        }
    }
}
