//! Where a command prints. Text goes through one place, which shows what a terminal would hide or obey as visible marks.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use form_model::visible::{escaped, visible};
use serde::Serialize;

use super::failure::Failure;

/// Where a command prints.
pub struct Output<'o> {
    writer: Box<dyn Write + 'o>,
    is_terminal: bool,
}

impl<'o> Output<'o> {
    /// A screen.
    pub fn to_terminal(writer: impl Write + 'o) -> Self {
        Self { writer: Box::new(writer), is_terminal: true }
    }

    /// A file or another program.
    pub fn to_program(writer: impl Write + 'o) -> Self {
        Self { writer: Box::new(writer), is_terminal: false }
    }

    /// Whether a person looks at it.
    #[must_use]
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Prints a line or several. Control characters and others that are not shown become marks.
    ///
    /// # Errors
    /// If nobody reads them.
    pub(super) fn print(&mut self, text: impl Display) -> Result<(), Failure> {
        let text = text.to_string();
        writeln!(self.writer, "{}", visible(&text)).map_err(|error| unread(&error))
    }

    /// Prints a value as JSON: the exact data, in which characters that are not shown are escapes.
    ///
    /// # Errors
    /// If nobody reads it.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.exactly(&json(value)?)
    }

    /// Writes the content of a file.
    ///
    /// # Errors
    /// If nobody reads it.
    pub(super) fn exactly(&mut self, content: &[u8]) -> Result<(), Failure> {
        self.writer.write_all(content).map_err(|error| unread(&error))
    }
}

impl Output<'static> {
    /// The standard output of this process.
    #[must_use]
    pub fn standard() -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        Self { writer: Box::new(stdout), is_terminal }
    }
}

/// A value as a JSON file.
///
/// # Errors
/// If a value cannot be JSON.
pub(super) fn json(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let json = serde_json::to_string_pretty(value).map_err(|error| unread(&error.into()))?;
    Ok((escaped(json) + "\n").into_bytes())
}

fn unread(error: &io::Error) -> Failure {
    Failure::file(Path::new("stdout"), error)
}
