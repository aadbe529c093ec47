//! A message that arrived, as a mail program reads it.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

/// A message.
pub struct Letter {
    raw: Vec<u8>,
}

impl Letter {
    pub fn of(raw: Vec<u8>) -> Self {
        let letter = Self { raw };
        letter.is_sound();
        letter
    }

    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).expect("a message")
    }

    /// Whether it is what every message of ours is: a text and the same in HTML, in lines that any mail
    /// server takes, that no machine answers.
    fn is_sound(&self) {
        let message = self.message();
        let kind = message.content_type().unwrap();
        assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
        assert_eq!(self.header("Auto-Submitted"), "auto-generated");
        let parts: Vec<_> = message.parts.iter().skip(1).collect();
        assert_eq!(parts.len(), 2, "{}", self.text());
        for (part, subtype) in parts.iter().zip(["plain", "html"]) {
            let kind = part.content_type().unwrap();
            assert_eq!((kind.ctype(), kind.subtype()), ("text", Some(subtype)));
            assert_eq!(kind.attribute("charset"), Some("utf-8"));
            assert_eq!(part.content_transfer_encoding(), Some("quoted-printable"));
            assert!(!part.is_encoding_problem, "{}", self.raw());
            assert!(matches!(part.body, PartType::Text(_) | PartType::Html(_)));
        }
        for line in self.raw().split("\r\n") {
            assert!(
                line.is_ascii() && line.len() <= 998 && !line.contains(['\r', '\n']),
                "{line:?}"
            );
        }
    }

    /// All of it, as it travels.
    pub fn raw(&self) -> &str {
        std::str::from_utf8(&self.raw).unwrap()
    }

    /// A header as it travels.
    pub fn header(&self, name: &str) -> String {
        self.message().header_raw(name).unwrap_or_default().trim().to_owned()
    }

    pub fn subject(&self) -> String {
        self.message().subject().unwrap().to_owned()
    }

    /// Where it goes: one address.
    pub fn to(&self) -> String {
        let message = self.message();
        let to: Vec<_> = message.to().unwrap().iter().collect();
        assert_eq!(to.len(), 1);
        to[0].address().unwrap().to_owned()
    }

    /// Its name, by which two are known as one.
    pub fn id(&self) -> String {
        self.message().message_id().unwrap().to_owned()
    }

    pub fn text(&self) -> String {
        self.message().body_text(0).unwrap().replace("\r\n", "\n")
    }

    pub fn html(&self) -> String {
        self.message().body_html(0).unwrap().replace("\r\n", "\n")
    }

    /// Its headers as they travel, and its parts as they read.
    pub fn whole(&self) -> String {
        let (headers, _) = self.raw().split_once("\r\n\r\n").unwrap();
        let headers = headers.replace("\r\n", "\n");
        format!("{headers}\n\nSubject: {}\n\n{}\n{}", self.subject(), self.text(), self.html())
    }
}
