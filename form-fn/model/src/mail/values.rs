//! What fills each message: nothing that says who somebody is, and nothing that they wrote.

use jiff::civil::Date;

use super::{Blank, DigestBlank, NoticeBlank, ReceiptBlank};
use crate::format;
use crate::lang::Lang;
use crate::reference::Reference;

/// Something for every blank of a message.
pub trait Values {
    /// The blanks.
    type Blank: Blank;

    /// What a blank is filled with, for a reader of a language.
    fn value(&self, blank: Self::Blank, lang: &Lang) -> Value<'_>;
}

/// What fills one blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Words within a sentence, on one line.
    Words(String),
    /// A list in place of a paragraph.
    List {
        /// Its items, a line each.
        items: &'a [String],
        /// What stands there if it is empty.
        none: &'a str,
    },
}

/// What fills the receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The application's reference.
    pub reference: Reference,
    /// The last day for the call.
    pub contact_by: Date,
}

/// What fills the notice to the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice<'a> {
    /// The application's reference.
    pub reference: Reference,
    /// The type of partner, as the form words it.
    pub partner_type: &'a str,
    /// The last day for the call.
    pub contact_by: Date,
}

/// What fills the digest. Each item is a line that names an application by its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest<'a> {
    /// Its day.
    pub day: Date,
    /// Applications whose call is due soon.
    pub due: &'a [String],
    /// Those whose call is late.
    pub late: &'a [String],
    /// Those that a robot may have sent.
    pub suspect: &'a [String],
    /// Messages that could not be sent.
    pub failed: &'a [String],
    /// Records that should have been destroyed.
    pub expired: &'a [String],
    /// What stands where a list is empty.
    pub none: &'a str,
}

impl Values for Receipt {
    type Blank = ReceiptBlank;

    fn value(&self, blank: ReceiptBlank, lang: &Lang) -> Value<'_> {
        Value::Words(match blank {
            ReceiptBlank::Reference => self.reference.to_string(),
            ReceiptBlank::ContactBy => format::date(lang, self.contact_by),
        })
    }
}

impl Values for Notice<'_> {
    type Blank = NoticeBlank;

    fn value(&self, blank: NoticeBlank, lang: &Lang) -> Value<'_> {
        Value::Words(match blank {
            NoticeBlank::Reference => self.reference.to_string(),
            NoticeBlank::PartnerType => self.partner_type.to_owned(),
            NoticeBlank::ContactBy => format::date(lang, self.contact_by),
        })
    }
}

impl Values for Digest<'_> {
    type Blank = DigestBlank;

    fn value(&self, blank: DigestBlank, lang: &Lang) -> Value<'_> {
        let items = match blank {
            DigestBlank::Day => return Value::Words(format::date(lang, self.day)),
            DigestBlank::Due => self.due,
            DigestBlank::Late => self.late,
            DigestBlank::Suspect => self.suspect,
            DigestBlank::Failed => self.failed,
            DigestBlank::Expired => self.expired,
        };
        Value::List { items, none: self.none }
    }
}

impl Value<'_> {
    /// As a part of an HTML document.
    pub(super) fn into_html(self) -> String {
        match self {
            Self::Words(words) => escaped(&words),
            Self::List { items: [], none } => format!("<p>{}</p>", escaped(none)),
            Self::List { items, .. } => {
                let item = |item: &String| format!("<li>{}</li>\n", escaped(item));
                format!("<ul>\n{}</ul>", items.iter().map(item).collect::<String>())
            }
        }
    }

    /// As a part of a plain text.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Words(words) => one_line(&words),
            Self::List { items: [], none } => one_line(none),
            Self::List { items, .. } => {
                let items: Vec<_> =
                    items.iter().map(|item| format!("- {}", one_line(item))).collect();
                items.join("\n")
            }
        }
    }
}

/// Words with no end of a line in them: in a plain text that would begin something else.
fn one_line(words: &str) -> String {
    words.replace(char::is_control, " ")
}

/// Words as HTML, in an attribute too.
fn escaped(words: &str) -> String {
    let mut html = Vec::new();
    // A vector takes all that it is given, and what is UTF-8 stays UTF-8.
    let _ = tera::escape_html(&one_line(words), &mut html);
    String::from_utf8_lossy(&html).into_owned()
}
