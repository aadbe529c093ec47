//! Raw HTML inside Markdown, tag by tag, as a browser reads it.

use std::{collections::BTreeMap, ops::Range};

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// A part of raw HTML; ranges count from its start.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// `<name …>`
    Open(Tag),
    /// `</name>`
    Close(String),
    /// What stands between tags.
    Text(Range<usize>),
    /// `<!-- … -->`, without its signs.
    Comment(String, Range<usize>),
}

/// A tag that opens.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name in small letters.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// The whole tag.
    pub span: Range<usize>,
}

impl Tag {
    /// Whether nothing closes it.
    #[must_use]
    pub fn is_void(&self) -> bool {
        const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "source", "wbr"];
        VOID.contains(&self.name.as_str())
    }
}

/// Whether an element stands inside a sentence.
#[must_use]
pub fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 20] = [
        "a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
        "mark", "q", "small", "span", "strong", "sub", "sup",
    ];
    INLINE.contains(&name)
}

/// Takes raw HTML apart.
#[must_use]
pub fn parts(html: &str) -> Vec<Part> {
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut parts = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                let attributes =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                let span = tag.span.start..tag.span.end;
                parts.push(Part::Open(Tag {
                    name: text(&tag.name),
                    attributes: attributes.collect(),
                    span,
                }));
            }
            Token::EndTag(tag) => parts.push(Part::Close(text(&tag.name))),
            Token::String(string) => parts.push(Part::Text(string.span.start..string.span.end)),
            Token::Comment(comment) => {
                let span = comment.span.start..comment.span.end;
                parts.push(Part::Comment(text(&comment), span));
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bytes() {
        let html = "é<!-- a --><IMG src='x' alt=\"\">été &amp; b</p>";
        let found = parts(html);
        let told: Vec<_> = found
            .iter()
            .map(|part| match part {
                Part::Open(tag) => format!("<{}>{}", tag.name, &html[tag.span.clone()]),
                Part::Close(name) => format!("</{name}>"),
                Part::Text(span) => html[span.clone()].to_owned(),
                Part::Comment(text, span) => format!("{text}{}", &html[span.clone()]),
            })
            .collect();
        let wanted = ["é", " a <!-- a -->", "<img><IMG src='x' alt=\"\">", "été &amp; b", "</p>"];
        assert_eq!(told, wanted);
    }
}
