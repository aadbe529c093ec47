//! Markdown to HTML: links to files become addresses, headings get ids, prose gets its typography.

use std::{collections::BTreeSet, ops::Range};

use form_model::lang::Lang;
use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html,
};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::typography::typeset_after;

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

/// A page's own text as HTML.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// The points of the box above it, each as HTML.
    pub summary: Vec<String>,
    /// Its plain text: what stands before the first heading, then what follows each.
    pub prose: Vec<String>,
}

/// Markdown beyond CommonMark that pages can use.
#[must_use]
pub fn extensions() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH
}

/// What a text refers to. Each is told where in the text the reference stands.
pub trait References {
    /// The address to publish for a link's, as written; none where only the link's words are to stay.
    fn link(&mut self, written: &str, span: Range<usize>) -> Option<String>;

    /// The HTML of a picture, from its address as written and what it shows.
    fn picture(&mut self, written: &str, alt: &str, span: Range<usize>) -> String;
}

/// Renders a body.
pub fn render(text: &str, lang: &Lang, references: &mut impl References) -> Body {
    let mut ids = BTreeSet::new();
    let mut headings: Vec<Heading> = Vec::new();
    let mut events = Vec::new();
    let mut heading_start = None;
    let mut setter = Setter::new(lang);
    for (event, span) in events_of(text) {
        let Some(event) = setter.set(event, span, references) else { continue };
        let event = match event {
            start @ Event::Start(Tag::Heading { .. }) => {
                heading_start = Some(events.len());
                start
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
            Event::Html(html) if is_note(&html) => continue,
            other => other,
        };
        events.push(event);
    }
    let prose = prose(&events);
    let mut output = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut output, events.into_iter());
    Body { html: output, headings, summary: Vec::new(), prose }
}

/// The plain text between headings; blocks are a space apart.
fn prose(events: &[Event<'_>]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut in_heading = false;
    for event in events {
        let part = parts.last_mut();
        match (event, part) {
            (Event::Start(Tag::Heading { .. }), _) => in_heading = true,
            (Event::End(TagEnd::Heading(_)), _) => {
                in_heading = false;
                parts.push(String::new());
            }
            (Event::Text(text) | Event::Code(text), Some(part)) if !in_heading => {
                part.push_str(text);
            }
            (Event::SoftBreak | Event::HardBreak | Event::End(_), Some(part))
                if !in_heading
                    && !part.is_empty()
                    && !part.ends_with(' ')
                    && !ends_inline(event) =>
            {
                part.push(' ');
            }
            _ => {}
        }
    }
    parts
}

fn ends_inline(event: &Event<'_>) -> bool {
    use TagEnd::{Emphasis, Link, Strikethrough, Strong};
    matches!(event, Event::End(Emphasis | Strong | Strikethrough | Link))
}

/// Renders one line of Markdown without a paragraph around it.
pub fn inline(text: &str, lang: &Lang, references: &mut impl References) -> String {
    let mut setter = Setter::new(lang);
    let events = events_of(text)
        .filter(|(event, _)| {
            !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
        })
        .filter_map(|(event, span)| setter.set(event, span, references));
    let mut output = String::new();
    html::push_html(&mut output, events);
    output
}

fn events_of(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(text, extensions()).into_offset_iter())
}

/// Sets one event after the other: typography for prose, addresses for links.
struct Setter<'a> {
    lang: &'a Lang,
    in_code: bool,
    /// The last letter of the same block: a quote after a word in bold closes.
    last: Option<char>,
    /// The picture whose alternative is being read.
    picture: Option<PictureStart>,
    /// Within the words of a link that leads nowhere today; links hold no links.
    unlinked: bool,
}

/// A picture, before all of what it shows is read.
struct PictureStart {
    address: String,
    span: Range<usize>,
    alt: String,
}

impl<'a> Setter<'a> {
    fn new(lang: &'a Lang) -> Self {
        Self { lang, in_code: false, last: None, picture: None, unlinked: false }
    }

    /// The event to write; none for what goes into a picture's alternative.
    fn set<'e>(
        &mut self,
        event: Event<'e>,
        span: Range<usize>,
        references: &mut impl References,
    ) -> Option<Event<'e>> {
        if let Event::End(TagEnd::Image) = event {
            let PictureStart { address, span, alt } = self.picture.take()?;
            return Some(Event::InlineHtml(references.picture(&address, &alt, span).into()));
        }
        if let Event::Start(Tag::Image { dest_url, .. }) = &event {
            let address = dest_url.to_string();
            self.picture.get_or_insert(PictureStart { address, span, alt: String::new() });
            return None;
        }
        let event = self.set_text(event, span, references)?;
        let Some(picture) = &mut self.picture else { return Some(event) };
        picture.alt.push_str(&plain_text(&[event]));
        None
    }

    /// The same for what is no picture; none for the ends of a link that leads nowhere today.
    fn set_text<'e>(
        &mut self,
        event: Event<'e>,
        span: Range<usize>,
        references: &mut impl References,
    ) -> Option<Event<'e>> {
        let event = match event {
            Event::Text(prose) if !self.in_code => {
                let set = typeset_after(self.last, &prose, self.lang);
                self.last = set.chars().next_back();
                Event::Text(set.into())
            }
            Event::Code(code) => {
                self.last = code.chars().next_back();
                Event::Code(code)
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id })
                if link_type != LinkType::Email =>
            {
                let Some(address) = references.link(&dest_url, span) else {
                    self.unlinked = true;
                    return None;
                };
                let dest_url = CowStr::from(address);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::End(TagEnd::Link) if self.unlinked => {
                self.unlinked = false;
                return None;
            }
            Event::Start(tag) => {
                if !is_inline(&tag) {
                    self.last = None;
                }
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                Event::Start(tag)
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                Event::End(TagEnd::CodeBlock)
            }
            Event::SoftBreak | Event::HardBreak => {
                self.last = None;
                event
            }
            other => other,
        };
        Some(event)
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
}

/// A comment to `site-gen check`; visitors do not get it.
#[must_use]
pub fn is_note(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--").and_then(|html| html.strip_suffix("-->"));
    inside.is_some_and(|note| note.trim_start().starts_with("accept "))
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

    struct Plain;

    impl References for Plain {
        fn link(&mut self, written: &str, _: Range<usize>) -> Option<String> {
            (written != "b.fr.md").then(|| written.replace("a.fr.md", "/a/"))
        }

        fn picture(&mut self, written: &str, alt: &str, _: Range<usize>) -> String {
            format!("[{written}: {alt}]")
        }
    }

    fn body(text: &str) -> Body {
        render(text, &Lang::french(), &mut Plain)
    }

    #[test]
    fn a_picture_says_what_it_shows_in_plain_words() {
        let html = body("Voici ![l'accueil, *bien* « clair »](a.jpg) ici.").html;
        assert_eq!(html.trim(), "<p>Voici [a.jpg: l’accueil, bien «\u{a0}clair\u{a0}»] ici.</p>");
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
    fn the_plain_text_is_kept_by_headings() {
        let body = body(
            "Un **mot**, [un lien](a.fr.md).\n\n## Titre `code`\n\n- Un\n- Deux\n\n### Sous\n",
        );
        assert_eq!(body.prose, ["Un mot, un lien. ", "Un Deux ", ""]);
    }

    #[test]
    fn prose_gets_typography_and_code_does_not() {
        insta::assert_snapshot!(
            body("Voir : `a : b`, [l'accueil](a.fr.md) et <a@b.ca>.").html,
            @r#"<p>Voir : <code>a : b</code>, <a href="/a/">l’accueil</a> et <a href="mailto:a@b.ca">a@b.ca</a>.</p>"#
        );
    }

    #[test]
    fn a_quote_after_words_in_bold_closes() {
        let html = inline("\"Quoted **bold**\" and `code`'s", &Lang::english(), &mut Plain);
        assert_eq!(html, "“Quoted <strong>bold</strong>” and <code>code</code>’s");
    }

    #[test]
    fn a_link_that_leads_nowhere_today_leaves_its_words() {
        insta::assert_snapshot!(
            body("Un [**bon** départ](b.fr.md) et [un autre](a.fr.md), puis [![image](i.svg)](b.fr.md).").html,
            @r#"<p>Un <strong>bon</strong> départ et <a href="/a/">un autre</a>, puis [i.svg: image].</p>"#
        );
    }

    #[test]
    fn one_line_has_no_paragraph() {
        let html = inline("**Un** appel", &Lang::french(), &mut Plain);
        assert_eq!(html, "<strong>Un</strong> appel");
    }
}
