//! A text file that people write, and places in it.
//!
//! Every message to an editor points at a file, a line and a column; this is the one place where a byte
//! offset becomes such a place. Files are kept whole for as long as a message may quote them.

use std::{fmt, fs, ops::Range, path::Path, sync::Arc};

use form_model::bilingual;

use crate::diagnostic::{Code, Diagnostic};

/// The most bytes of a text: more than any person writes, and little enough to be read in a moment.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A file's name, as a person knows it, and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line begins: a file may have thousands of mistakes, and each has its place.
    lines: Vec<usize>,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// A source from a text at hand.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(after).collect();
        Arc::new(Self { name: name.into(), text, lines })
    }

    /// Reads a file. A byte order mark is dropped and Windows line ends become plain ones, so that what
    /// an editor's program adds unseen changes nothing; zero bytes are replaced (`CommonMark`, section 2.3).
    ///
    /// # Errors
    /// A file that cannot be read, that is larger than any text, or that is not UTF-8; the message says where the
    /// first wrong byte is.
    pub fn read(path: &Path) -> Result<Arc<Self>, Diagnostic> {
        let name = path.display().to_string();
        let size = fs::metadata(path).map(|metadata| metadata.len());
        if let Some(size) = size.ok().filter(|size| *size > LARGEST) {
            return Err(too_large(&name, size));
        }
        let bytes = fs::read(path).map_err(|error| Diagnostic::unreadable(&name, &error))?;
        Self::from_bytes(&name, bytes)
    }

    /// What a file with these bytes says, as [`Self::read`] reads it.
    ///
    /// # Errors
    /// Bytes that are not UTF-8.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Arc<Self>, Diagnostic> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Self::new(name, text);
            Diagnostic::new(
                Code::NotUtf8,
                &source,
                good..good,
                bilingual!(
                    "ce fichier n’est pas écrit en UTF-8",
                    "this file is not written in UTF-8"
                ),
            )
            .help(bilingual!(
                "enregistrez-le de nouveau avec l’encodage UTF-8",
                "save it again with the encoding UTF-8"
            ))
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Ok(Self::new(name, text.replace("\r\n", "\n").replace('\0', "\u{fffd}")))
    }

    /// The file's path as it is shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte offset stands.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        Place { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The lines that a range touches, without the last line end: the number of the first, and where they stand.
    #[must_use]
    pub fn lines(&self, range: Range<usize>) -> (usize, Range<usize>) {
        let number = |offset| self.lines.partition_point(|start| *start <= offset);
        let (first, last) = (number(range.start), number(range.end));
        let start = self.lines.get(first - 1).copied().unwrap_or_default();
        let end = self.lines.get(last).map_or(self.text.len(), |next| next - 1);
        (first, start..end.max(range.end))
    }

    /// The byte offset of a line and a column in characters, both from 1.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = self.text[start..].lines().next().unwrap_or_default();
        start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
    }

    /// From an offset to the end of its line.
    #[must_use]
    pub fn to_line_end(&self, offset: usize) -> Range<usize> {
        offset..self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length)
    }
}

fn too_large(name: &str, size: u64) -> Diagnostic {
    let message = bilingual!(
        "ce fichier est trop gros : {size} octets, et {LARGEST} au plus",
        "this file is too large: {size} bytes, and {LARGEST} at most"
    );
    Diagnostic::at_file(Code::UnreadableFile, name, message).help(bilingual!(
        "partagez-le en plusieurs; une image ou un document va dans son propre fichier",
        "split it into several; a picture or a document goes into a file of its own"
    ))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.md", "un\néèà ici\n");
        let at = source.text().find("ici").unwrap_or_default();
        assert_eq!(source.place(at), Place { line: 2, column: 5 });
        assert_eq!(source.offset(2, 5), at);
    }

    #[test]
    fn lines_of_a_range_are_whole() {
        let source = Source::new("a.md", "un\ndeux\ntrois");
        assert_eq!(source.lines(1..1), (1, 0..2));
        assert_eq!(source.lines(4..9), (2, 3..13));
        assert_eq!(source.lines(13..13), (3, 8..13));
        assert_eq!(Source::new("a.md", "").lines(0..0), (1, 0..0));
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let source = Source::new("a.md", "un\n");
        assert_eq!(source.place(99), Place { line: 2, column: 1 });
        assert_eq!(source.offset(2, 9), 3);
    }
}
