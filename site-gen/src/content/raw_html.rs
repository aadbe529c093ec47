//! Raw HTML inside Markdown keeps to what Markdown keeps to: its links follow files, its pictures are drawn in
//! sizes, its prose gets its typography. The rest goes out as it was written.

use std::{fmt::Write as _, ops::Range};

use form_model::lang::Lang;

use super::{
    html::{Part, Tag, parts},
    markdown::References,
};
use crate::typography::typeset;

/// Elements whose text is no prose.
const NO_PROSE: [&str; 7] = ["code", "kbd", "pre", "samp", "script", "style", "svg"];

/// Raw HTML that begins at a place of the text, ready to go out; `ids` gets the ids in it.
pub fn set(
    html: &str,
    span: &Range<usize>,
    lang: &Lang,
    ids: &mut Vec<String>,
    references: &mut impl References,
) -> String {
    // In a quotation or a list, the text has signs between the lines that the HTML does not.
    let place = |part: &Range<usize>| {
        if span.len() == html.len() {
            span.start + part.start..span.start + part.end
        } else {
            span.clone()
        }
    };
    let mut set = String::with_capacity(html.len());
    let mut written = 0;
    let mut closed_by: Option<String> = None;
    for part in parts(html) {
        let (range, new) = match part {
            Part::Open(tag) => {
                ids.extend(tag.attributes.get("id").cloned());
                if closed_by.is_none() && NO_PROSE.contains(&tag.name.as_str()) {
                    closed_by = Some(tag.name.clone());
                }
                let place = place(&tag.span);
                let Some(new) = followed(&tag, place, lang, references) else { continue };
                (tag.span, new)
            }
            Part::Close(name) => {
                closed_by = closed_by.filter(|waited| *waited != name);
                continue;
            }
            Part::Text(range) if closed_by.is_none() => {
                let prose = typeset(&html[range.clone()], lang);
                (range, prose)
            }
            Part::Text(_) | Part::Comment(..) => continue,
        };
        set.push_str(&html[written..range.start]);
        set.push_str(&new);
        written = range.end;
    }
    set.push_str(&html[written..]);
    set
}

/// A tag that refers to something, with its reference followed.
fn followed(
    tag: &Tag,
    place: Range<usize>,
    lang: &Lang,
    references: &mut impl References,
) -> Option<String> {
    let attribute = |name: &str| tag.attributes.get(name).map(String::as_str);
    match (tag.name.as_str(), attribute("href"), attribute("src")) {
        ("a", Some(href), _) => {
            let address = references.link(href, place);
            Some(open(tag, "href", address.as_deref()))
        }
        ("img", _, Some(src)) => {
            let alt = typeset(attribute("alt").unwrap_or_default(), lang);
            Some(references.picture(src, &alt, place))
        }
        _ => None,
    }
}

/// The tag with another value of an attribute; without it, if there is none.
fn open(tag: &Tag, name: &str, value: Option<&str>) -> String {
    let own = tag.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = own.filter(|(own, _)| *own != name).chain(value.map(|value| (name, value)));
    let mut open = format!("<{}", tag.name);
    for (name, value) in kept {
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        let _ = write!(open, " {name}=\"{value}\"");
    }
    open + ">"
}
