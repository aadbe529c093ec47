//! Markdown to HTML: links to files become addresses, headings get ids, prose gets its typography.

use std::{collections::BTreeSet, ops::Range};

use form_model::lang::Lang;
use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html,
};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::typography::typeset;

/// A heading of a page, for its table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its id, what `#…` in an address names.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 to 6.
    pub level: u8,
}

/// A body as HTML.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
}

/// Markdown beyond CommonMark that pages can use.
fn extensions() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH
}

/// Renders a body. `link` turns the address of a link or picture, as written, into the one to publish;
/// it is told where in the text the link stands.
pub fn render(text: &str, lang: &Lang, mut link: impl FnMut(&str, Range<usize>) -> String) -> Body {
    let mut ids = BTreeSet::new();
    let mut headings: Vec<Heading> = Vec::new();
    let mut events = Vec::new();
    let mut heading_start = None;
    let mut in_code = false;
    let parser = TextMergeWithOffset::new(Parser::new_ext(text, extensions()).into_offset_iter());
    for (event, span) in parser {
        let event = match event {
            Event::Text(prose) if !in_code => Event::Text(typeset(&prose, lang).into()),
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                Event::Start(Tag::CodeBlock(kind))
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                Event::End(TagEnd::CodeBlock)
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id })
                if link_type != LinkType::Email =>
            {
                let dest_url = CowStr::from(link(&dest_url, span));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(link(&dest_url, span));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Heading { .. }) => {
                heading_start = Some(events.len());
                event
            }
            Event::End(TagEnd::Heading(level)) => {
                if let Some(start) = heading_start.take() {
                    let title = plain_text(&events[start..]);
                    if let Event::Start(Tag::Heading { id, .. }) = &mut events[start] {
                        let wanted = id.as_deref().map_or_else(|| slug(&title), str::to_owned);
                        let unique = unique(&wanted, &mut ids);
                        *id = Some(unique.clone().into());
                        headings.push(Heading { id: unique, title, level: level as u8 });
                    }
                }
                Event::End(TagEnd::Heading(level))
            }
            other => other,
        };
        events.push(event);
    }
    let mut output = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut output, events.into_iter());
    Body { html: output, headings }
}

/// Renders one line of Markdown without a paragraph around it.
#[must_use]
pub fn inline(text: &str, lang: &Lang) -> String {
    let events = TextMergeWithOffset::new(Parser::new_ext(text, extensions()).into_offset_iter())
        .map(|(event, _)| event)
        .filter(|event| {
            !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
        })
        .map(|event| match event {
            Event::Text(prose) => Event::Text(typeset(&prose, lang).into()),
            other => other,
        });
    let mut output = String::new();
    html::push_html(&mut output, events);
    output
}

fn plain_text(events: &[Event<'_>]) -> String {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect()
}

/// A title as an id: small letters without accents, digits, `-`.
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for letter in title.nfd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty()
            && !slug.ends_with('-')
            && !('\u{300}'..'\u{370}').contains(&letter)
        {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

/// An id that the page does not have yet.
fn unique(wanted: &str, ids: &mut BTreeSet<String>) -> String {
    let mut id = wanted.to_owned();
    let mut count = 2;
    while !ids.insert(id.clone()) {
        id = format!("{wanted}-{count}");
        count += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        render(text, &Lang::french(), |address, _| address.replace("a.fr.md", "/a/"))
    }

    #[test]
    fn headings_get_ids_without_accents() {
        let body = body("## L’équipe & « vous »\n\n## Autre {#autre-id}\n\n## Autre {#autre-id}\n");
        let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["l-equipe-vous", "autre-id", "autre-id-2"]);
        insta::assert_snapshot!(body.html, @r#"
        <h2 id="l-equipe-vous">L’équipe &amp; « vous »</h2>
        <h2 id="autre-id">Autre</h2>
        <h2 id="autre-id-2">Autre</h2>
        "#);
    }

    #[test]
    fn prose_gets_typography_and_code_does_not() {
        insta::assert_snapshot!(
            body("Voir : `a : b`, [l'accueil](a.fr.md) et <a@b.ca>.").html,
            @r#"<p>Voir : <code>a : b</code>, <a href="/a/">l’accueil</a> et <a href="mailto:a@b.ca">a@b.ca</a>.</p>"#
        );
    }

    #[test]
    fn one_line_has_no_paragraph() {
        assert_eq!(inline("**Un** appel", &Lang::french()), "<strong>Un</strong> appel");
    }
}
