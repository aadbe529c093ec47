//! Raw HTML inside Markdown, tag by tag, as a browser reads it.

use std::{collections::BTreeMap, ops::Range};

use html5gum::{DefaultEmitter, Error, Token, Tokenizer};

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
    /// A tag or a comment that is not closed, or a declaration such as `<!doctype …>`.
    Broken(Range<usize>),
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
        const VOID: [&str; 9] =
            ["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"];
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
            Token::Doctype(doctype) => {
                parts.push(Part::Broken(doctype.span.start..doctype.span.end));
            }
            Token::Error(error) if is_unclosed(*error) => {
                let end = error.span.start.min(html.len());
                let start = html.get(..end).and_then(|html| html.rfind('<')).unwrap_or_default();
                parts.push(Part::Broken(start..html.len()));
            }
            Token::Error(_) => {}
        }
    }
    parts
}

/// Whether what follows would be read as part of a tag, a comment or a declaration.
fn is_unclosed(error: Error) -> bool {
    matches!(
        error,
        Error::EofBeforeTagName
            | Error::EofInCdata
            | Error::EofInComment
            | Error::EofInDoctype
            | Error::EofInScriptHtmlCommentLikeText
            | Error::EofInTag
    )
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
                Part::Broken(span) => format!("broken {}", &html[span.clone()]),
            })
            .collect();
        let wanted = ["é", " a <!-- a -->", "<img><IMG src='x' alt=\"\">", "été &amp; b", "</p>"];
        assert_eq!(told, wanted);
    }
    #[test]
    fn what_is_not_closed_goes_on_to_the_end() {
        for (html, broken) in [
            ("a <b title=\"", "<b title=\""),
            ("<p>a</p><!-- b", "<!-- b"),
            ("<p>a <", "<"),
            ("<!doctype html>", "<!doctype html>"),
            ("<p>a <b", "<b"),
        ] {
            let found = parts(html);
            let Some(Part::Broken(span)) =
                found.iter().find(|part| matches!(part, Part::Broken(_)))
            else {
                panic!("{html}: {found:?}")
            };
            assert_eq!(&html[span.clone()], broken);
        }
    }
}
