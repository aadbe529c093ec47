//! Markdown to HTML: links to files become addresses, prose gets its typography; headings get ids (`headings`).

use std::ops::Range;

use form_model::lang::Lang;
use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html,
};

use super::{
    allowed_html::{self, Refusal},
    headings::{self, Heading, plain_text},
    raw_html::{self, Raw},
};
use crate::typography::typeset_after;

/// A page's own text as HTML.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// Ids in raw HTML, which links can lead to as well.
    pub anchors: Vec<String>,
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

    /// The address to publish for a video's or a sound's, as written; none where it cannot be played.
    fn media(&mut self, written: &str, span: Range<usize>) -> Option<String> {
        self.link(written, span)
    }

    /// The HTML of a picture, from its address as written and what it shows.
    fn picture(&mut self, written: &str, alt: &str, span: Range<usize>) -> String;

    /// Takes note of HTML that is not published.
    fn refuse(&mut self, refusal: Refusal, span: Range<usize>);

    /// Whether what stands around the text has this id already.
    fn is_taken(&self, id: &str) -> bool;
}

/// Renders a body.
pub fn render(text: &str, lang: &Lang, references: &mut impl References) -> Body {
    let mut setter = Setter::new(lang);
    let mut events = setter.set_all(text, extensions(), references);
    let headings = headings::name(&mut events, &setter.anchors, |id| references.is_taken(id));
    let prose = prose(&events);
    let mut output = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut output, events.into_iter());
    Body { html: output, headings, anchors: setter.anchors, summary: Vec::new(), prose }
}

/// The events of a text that is no page, its prose set, with nothing beyond CommonMark.
pub fn plain_events<'t>(
    text: &'t str,
    lang: &Lang,
    references: &mut impl References,
) -> Vec<Event<'t>> {
    Setter::new(lang).set_all(text, Options::empty(), references)
}

/// The blocks of raw HTML in such a text, but for notes to `check`.
pub fn html_blocks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let blocks = Parser::new(text).into_offset_iter();
    let blocks = blocks.filter(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock)));
    blocks.map(|(_, span)| span).filter(|span| !is_note(&text[span.clone()]))
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
    let events = events_of(text, extensions())
        .filter(|(event, _)| {
            !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
        })
        .filter_map(|(event, span)| setter.set(event, span, references));
    let mut output = String::new();
    html::push_html(&mut output, events);
    output
}

fn events_of(text: &str, options: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(text, options).into_offset_iter())
}

/// Sets one event after the other: typography for prose, addresses for links.
struct Setter<'a> {
    lang: &'a Lang,
    in_code: bool,
    /// What was set of the same block: it decides how its next piece is set.
    before: String,
    /// The picture whose alternative is being read.
    picture: Option<PictureStart>,
    /// Within the words of a link that leads nowhere today; links hold no links.
    unlinked: bool,
    /// The block of raw HTML that is being read, line by line.
    raw: Option<Raw>,
    /// The ids in raw HTML.
    anchors: Vec<String>,
}

/// A picture, before all of what it shows is read.
struct PictureStart {
    address: String,
    span: Range<usize>,
    alt: String,
}

impl<'a> Setter<'a> {
    fn new(lang: &'a Lang) -> Self {
        Self {
            lang,
            in_code: false,
            before: String::new(),
            picture: None,
            unlinked: false,
            raw: None,
            anchors: Vec::new(),
        }
    }

    fn set_all<'e>(
        &mut self,
        text: &'e str,
        options: Options,
        references: &mut impl References,
    ) -> Vec<Event<'e>> {
        events_of(text, options)
            .filter_map(|(event, span)| self.set(event, span, references))
            .collect()
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
        let event = self.set_html(event, &span, references)?;
        let event = self.set_text(event, span, references)?;
        let Some(picture) = &mut self.picture else { return Some(event) };
        picture.alt.push_str(&plain_text(&[event]));
        None
    }

    /// Raw HTML: a block as a whole, once it is read, because a tag may go over several lines.
    fn set_html<'e>(
        &mut self,
        event: Event<'e>,
        span: &Range<usize>,
        references: &mut impl References,
    ) -> Option<Event<'e>> {
        let raw = match event {
            Event::Start(Tag::HtmlBlock) => {
                self.raw = Some(Raw::default());
                return None;
            }
            Event::Html(line) => {
                self.raw.as_mut()?.push(&line, span.clone());
                return None;
            }
            Event::End(TagEnd::HtmlBlock) => self.raw.take()?,
            Event::InlineHtml(tag) => {
                let mut raw = Raw::default();
                raw.push(&tag, span.clone());
                raw
            }
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                let attrs = known(attrs, span, references);
                return Some(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            other => return Some(other),
        };
        if is_note(&raw.html) {
            return None;
        }
        let set = raw_html::set(&raw, self.lang, &mut self.anchors, references);
        Some(Event::InlineHtml(set.into()))
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
                let set = typeset_after(&self.before, &prose, self.lang);
                self.before.push_str(&set);
                Event::Text(set.into())
            }
            Event::Code(code) => {
                self.before.push_str(&code);
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
                    self.before.clear();
                }
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                Event::Start(tag)
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                Event::End(TagEnd::CodeBlock)
            }
            Event::SoftBreak | Event::HardBreak => {
                self.before.push('\n');
                event
            }
            other => other,
        };
        Some(event)
    }
}

/// A heading's attributes, `{#id lang=en}`, without those that pages cannot have.
fn known<'e>(
    attributes: Vec<(CowStr<'e>, Option<CowStr<'e>>)>,
    span: &Range<usize>,
    references: &mut impl References,
) -> Vec<(CowStr<'e>, Option<CowStr<'e>>)> {
    let is_known = |(name, value): &(CowStr<'e>, Option<CowStr<'e>>)| {
        let name = name.to_ascii_lowercase();
        let refusal =
            allowed_html::judge_attribute("h2", &name, value.as_deref().unwrap_or_default());
        let Some(refusal) = refusal else { return true };
        references.refuse(refusal, span.clone());
        false
    };
    attributes.into_iter().filter(is_known).collect()
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

        fn refuse(&mut self, refusal: Refusal, _: Range<usize>) {
            panic!("{refusal:?}");
        }

        fn is_taken(&self, id: &str) -> bool {
            id == "main"
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
    fn an_id_that_stands_elsewhere_is_not_given_again() {
        let body = body("## Ici\n\n## Autre {#ici}\n\n## Là\n\n<p id=\"la\">x</p>\n\n## Main\n");
        let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["ici-2", "ici", "la-2", "main-2"]);
        assert_eq!(body.anchors, ["la"]);
    }

    #[test]
    fn many_equal_headings_get_an_id_each() {
        let body = body(&"## Un\n\n".repeat(100_000));
        let ids: Vec<_> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids[..3], ["un", "un-2", "un-3"]);
        assert_eq!(ids.last(), Some(&"un-100000"));
    }

    #[test]
    fn raw_html_keeps_to_what_markdown_keeps_to() {
        let text = "<table>\n<tr><th>L'été : <a class=x\nhref='a.fr.md?b&amp;c'>l'accueil</a>\n\
            <td><code>l'a : b</code> <img src=i.svg alt=\"l'a\"> <a href=b.fr.md>z</a>\n</table>\n\n\
            > <p title=\"l'a : b\">Un <b>mot</b></p>\n\nVoir <a href=\"a.fr.md\">l'autre</a> <!-- accept x: y -->ici.";
        insta::assert_snapshot!(body(text).html, @r#"
        <table>
        <tr><th>L’été : <a class="x" href="/a/?b&amp;c">l’accueil</a>
        <td><code>l'a : b</code> [i.svg: l’a] <a>z</a>
        </table>
        <blockquote>
        <p title="l'a : b">Un <b>mot</b></p>
        </blockquote>
        <p>Voir <a href="/a/">l’autre</a> ici.</p>
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
