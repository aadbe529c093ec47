//! Raw HTML inside Markdown keeps to what Markdown keeps to: its links follow files, its pictures are made in
//! sizes, its prose gets its typography. Only what pages may hold goes out (`allowed_html`), each tag written anew
//! from what a browser reads in it; comments do not go out.

use std::{fmt::Write as _, ops::Range};

use form_model::lang::Lang;

use super::{
    allowed_html::{self, is_element},
    html::{Part, Tag, parts},
    markdown::References,
};
use crate::typography::typeset;

/// Elements whose text is no prose.
const NO_PROSE: [&str; 4] = ["code", "kbd", "pre", "samp"];

/// Raw HTML, and where each of its lines stands in the text.
#[derive(Debug, Default)]
pub struct Raw {
    /// The HTML, without what stands between its lines in a quotation or a list.
    pub html: String,
    lines: Vec<Line>,
}

/// A line, or a tag that goes over several.
#[derive(Debug)]
struct Line {
    /// Where it stands in the HTML.
    html: Range<usize>,
    /// Where it stands in the text. It is longer there if signs of a quotation or a list stand within it.
    text: Range<usize>,
}

impl Raw {
    /// Adds a line.
    pub fn push(&mut self, line: &str, text: Range<usize>) {
        let start = self.html.len();
        self.html.push_str(line);
        self.lines.push(Line { html: start..self.html.len(), text });
    }

    /// Where a part of the HTML stands in the text.
    fn place(&self, part: &Range<usize>) -> Range<usize> {
        let line = |at: usize| {
            let after = self.lines.partition_point(|line| line.html.start <= at);
            self.lines[..after].last()
        };
        let offset = |at: usize, line: &Line| {
            let is_same = line.html.len() == line.text.len();
            is_same.then(|| line.text.start + at - line.html.start)
        };
        let (Some(first), Some(last)) = (line(part.start), line(part.end.saturating_sub(1))) else {
            return self.lines.first().map(|line| line.text.clone()).unwrap_or_default();
        };
        let start = offset(part.start, first).unwrap_or(first.text.start);
        start..offset(part.end, last).unwrap_or(last.text.end)
    }
}

/// Raw HTML, ready to go out; `ids` gets the ids in it.
pub fn set(
    raw: &Raw,
    lang: &Lang,
    ids: &mut Vec<String>,
    references: &mut impl References,
) -> String {
    let html = &raw.html;
    let mut set = String::with_capacity(html.len());
    let mut closed_by: Option<String> = None;
    for part in parts(html) {
        match part {
            Part::Open(tag) => {
                let place = raw.place(&tag.span);
                let refusals = allowed_html::judge(&tag);
                if !refusals.is_empty() {
                    for refusal in refusals {
                        references.refuse(refusal, place.clone());
                    }
                    continue;
                }
                ids.extend(tag.attributes.get("id").cloned());
                if closed_by.is_none() && NO_PROSE.contains(&tag.name.as_str()) {
                    closed_by = Some(tag.name.clone());
                }
                set.push_str(&followed(tag, &place, lang, references));
            }
            Part::Close(name) => {
                if is_element(&name) {
                    let _ = write!(set, "</{name}>");
                }
                closed_by = closed_by.filter(|waited| *waited != name);
            }
            Part::Text(range) => {
                // A sign that is no tag here must not become one beside what follows.
                let text = html[range].replace('<', "&lt;");
                let is_prose = closed_by.is_none();
                set.push_str(&if is_prose { typeset(&text, lang) } else { text });
            }
            Part::Comment(..) => {}
            Part::Broken(range) => {
                references.refuse(allowed_html::not_closed(), raw.place(&range));
            }
        }
    }
    set
}

/// A tag with what it refers to followed.
fn followed(
    mut tag: Tag,
    place: &Range<usize>,
    lang: &Lang,
    references: &mut impl References,
) -> String {
    if let ("img", Some(src)) = (tag.name.as_str(), tag.attributes.get("src")) {
        let alt = tag.attributes.get("alt").map(String::as_str).unwrap_or_default();
        return references.picture(src, &typeset(alt, lang), place.clone());
    }
    let addresses = tag.attributes.extract_if(.., |name, _| allowed_html::is_address(name));
    let addresses: Vec<_> = addresses.collect();
    for (name, written) in addresses {
        let address = if allowed_html::is_loaded(&name) {
            references.media(&written, place.clone())
        } else {
            references.link(&written, place.clone())
        };
        tag.attributes.extend(address.map(|address| (name, address)));
    }
    // A page that is opened in a new window must not reach back into this one.
    if tag.attributes.contains_key("target") {
        tag.attributes.insert("rel".to_owned(), "noopener".to_owned());
    }
    open(&tag)
}

/// The tag, written out.
fn open(tag: &Tag) -> String {
    let mut open = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let _ = write!(open, " {name}=\"{value}\"");
    }
    open + ">"
}
