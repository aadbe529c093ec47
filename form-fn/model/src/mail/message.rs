//! A message in pieces, and the same once it is filled.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Blank, Room, Value, Values};
use crate::lang::Lang;

/// A message in a language. However it came to be, from files or from JSON, its text has every blank, and its
/// subject is one line with no blank but those that may stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked<B>", bound(serialize = "B: Blank", deserialize = "B: Blank"))]
pub struct Message<B> {
    lang: Lang,
    subject: Vec<Piece<B>>,
    html: Vec<Piece<B>>,
    text: Vec<Piece<B>>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Piece<B> {
    /// What is always the same.
    Words(String),
    /// What is filled in.
    Open {
        /// With what.
        blank: B,
    },
}

/// A message, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Its language.
    pub lang: Lang,
    /// One line.
    pub subject: String,
    /// A whole HTML document.
    pub html: String,
    /// The same without HTML.
    pub text: String,
}

/// Why pieces are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault<B> {
    /// The text lacks a blank.
    Lacking(B),
    /// The subject has a blank that must not stand there.
    InSubject(B),
    /// The subject is empty or has several lines.
    Subject,
}

impl<B: Blank> Message<B> {
    /// A message of these pieces: subject, HTML document, plain text.
    ///
    /// # Errors
    /// All that keeps them from being one.
    pub fn new(
        lang: Lang,
        subject: Vec<Piece<B>>,
        html: Vec<Piece<B>>,
        text: Vec<Piece<B>>,
    ) -> Result<Self, Vec<Fault<B>>> {
        let has = |pieces: &[Piece<B>], wanted: B| {
            pieces.iter().any(|piece| matches!(piece, Piece::Open { blank } if *blank == wanted))
        };
        let lacking =
            B::ALL.iter().copied().filter(|blank| !has(&html, *blank) || !has(&text, *blank));
        let in_subject = B::ALL
            .iter()
            .copied()
            .filter(|blank| blank.room() != Room::Anywhere && has(&subject, *blank));
        let is_line = |piece: &Piece<B>| match piece {
            Piece::Words(words) => !words.contains(char::is_control),
            Piece::Open { .. } => true,
        };
        let has_line = !subject.is_empty() && subject.iter().all(is_line);
        let faults: Vec<_> = lacking
            .map(Fault::Lacking)
            .chain(in_subject.map(Fault::InSubject))
            .chain((!has_line).then_some(Fault::Subject))
            .collect();
        if faults.is_empty() { Ok(Self { lang, subject, html, text }) } else { Err(faults) }
    }

    /// Its language.
    #[must_use]
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// The message with every blank filled: escaped in HTML, a list as a list.
    #[must_use]
    pub fn fill(&self, values: &impl Values<Blank = B>) -> Filled {
        Filled {
            lang: self.lang.clone(),
            subject: self.join(&self.subject, values, Value::into_text),
            html: self.join(&self.html, values, Value::into_html),
            text: self.join(&self.text, values, Value::into_text),
        }
    }

    fn join<'v>(
        &self,
        pieces: &[Piece<B>],
        values: &'v impl Values<Blank = B>,
        write: fn(Value<'v>) -> String,
    ) -> String {
        let piece = |piece: &Piece<B>| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Open { blank } => write(values.value(*blank, &self.lang)),
        };
        pieces.iter().map(piece).collect()
    }
}

/// A message as JSON has it.
#[derive(Deserialize)]
#[serde(bound(deserialize = "B: Blank"))]
struct Unchecked<B> {
    lang: Lang,
    subject: Vec<Piece<B>>,
    html: Vec<Piece<B>>,
    text: Vec<Piece<B>>,
}

/// Pieces that are no message; what keeps them from it.
struct NoMessage<B>(Vec<Fault<B>>);

impl<B: Blank> TryFrom<Unchecked<B>> for Message<B> {
    type Error = NoMessage<B>;

    fn try_from(
        Unchecked { lang, subject, html, text }: Unchecked<B>,
    ) -> Result<Self, NoMessage<B>> {
        Self::new(lang, subject, html, text).map_err(NoMessage)
    }
}

impl<B: Blank> fmt::Display for NoMessage<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the message `{}` is not sound: {:?}", B::MESSAGE.as_str(), self.0)
    }
}
