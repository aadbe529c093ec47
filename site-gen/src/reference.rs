//! References to shared facts inside texts: `{{ facts.phone | phone }}`.
//!
//! They look as in templates but are a language of their own, small on purpose: a fact and at most one
//! filter. So an editor cannot write a program by accident, and every mistake has its exact place.
//! They are replaced before Markdown is read, so that they work in tables, links and headings alike.

use std::ops::Range;

use form_model::{format, lang::Lang};
use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, suggest},
    facts::Facts,
};

/// The filters that a reference can name.
const FILTERS: [&str; 4] = ["date", "phone", "tel", "words"];

/// A text with its references replaced, and the way back from it to the text as written.
#[derive(Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The text to read on.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    written: usize,
    expanded: usize,
    is_fact: bool,
}

/// What is wrong with a reference.
#[derive(Debug, PartialEq, Eq)]
pub struct BadReference {
    /// Where it stands in the text as written.
    pub span: Range<usize>,
    /// The rule that it breaks.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Expanded {
    /// Where an offset of the expanded text stands in the text as written.
    #[must_use]
    pub fn written(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.expanded <= offset);
        self.pieces[..after].last().map_or(offset, |piece| {
            if piece.is_fact { piece.written } else { piece.written + offset - piece.expanded }
        })
    }
}

/// Replaces all references of a text by facts in a language.
///
/// # Errors
/// Every reference that cannot be replaced.
pub fn expand(text: &str, lang: &Lang, facts: &Facts) -> Result<Expanded, Vec<BadReference>> {
    let mut expanded = String::with_capacity(text.len());
    let mut pieces = Vec::new();
    let mut bad = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        pieces.push(Piece { written: at, expanded: expanded.len(), is_fact: false });
        expanded.push_str(&text[at..start]);
        let Some(length) = text[start..].find("}}") else {
            bad.push(BadReference {
                span: start..start + 2,
                code: Code::BadReference,
                message: "this reference to a fact is never closed".to_owned(),
                help: "write `{{ facts.name }}`, with `}}` at its end".to_owned(),
            });
            at = text.len();
            break;
        };
        let end = start + length + 2;
        match value(&text[start + 2..end - 2], lang, facts) {
            Ok(value) => {
                pieces.push(Piece { written: start, expanded: expanded.len(), is_fact: true });
                expanded.push_str(&value);
            }
            Err((code, message, help)) => {
                bad.push(BadReference { span: start..end, code, message, help });
            }
        }
        at = end;
    }
    pieces.push(Piece { written: at, expanded: expanded.len(), is_fact: false });
    expanded.push_str(&text[at..]);
    if bad.is_empty() { Ok(Expanded { text: expanded, pieces }) } else { Err(bad) }
}

/// The text that stands for `facts.name | filter`; otherwise the rule, what is wrong, and the mend.
fn value(reference: &str, lang: &Lang, facts: &Facts) -> Result<String, (Code, String, String)> {
    let (path, filter) = match reference.split_once('|') {
        Some((path, filter)) => (path.trim(), Some(filter.trim())),
        None => (reference.trim(), None),
    };
    let Some(name) = path.strip_prefix("facts.") else {
        return Err((
            Code::BadReference,
            format!("`{path}` is not a fact"),
            "a reference names a fact of site.yaml: `{{ facts.name }}`".to_owned(),
        ));
    };
    let fact = facts.get(name, lang).filter(|fact| !fact.is_object()).ok_or_else(|| {
        (
            Code::UnknownFact,
            format!("there is no fact named `{name}`"),
            suggest(name, facts.names()),
        )
    })?;
    let text = match fact {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let wrong_value = |filter: &str| {
        (
            Code::BadReference,
            format!("the fact `{name}` (`{text}`) does not go with the filter `{filter}`"),
            "use another filter, or mend the fact in site.yaml".to_owned(),
        )
    };
    match filter {
        None => Ok(text),
        Some("phone") => Ok(format::phone(lang, &text)),
        Some("tel") => Ok(format::tel(&text)),
        Some("words") => {
            let number = fact.as_u64().ok_or_else(|| wrong_value("words"))?;
            Ok(format::words(lang, number))
        }
        Some("date") => {
            let date = text.parse().map_err(|_| wrong_value("date"))?;
            Ok(format::date(lang, date))
        }
        Some(other) => Err((
            Code::BadReference,
            format!("there is no filter named `{other}`"),
            suggest(other, FILTERS.iter().copied()),
        )),
    }
}
