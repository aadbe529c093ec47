//! A page's Markdown, read for the rules: one pass over its events, those of raw HTML among them.

use std::ops::Range;

use form_model::lang::Lang;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::{
    accept::Accept,
    block::{Block, TAKEN_OUT},
    places::Places,
    reading::{Found, Heading, Link, Picture, Table},
};
use crate::{
    content::{
        html::{self, Part},
        markdown::extensions,
        page::Page,
    },
    reference::Expanded,
};

/// Reads a page's body.
pub fn read(page: &Page, expanded: &Expanded, found: &mut Found) {
    read_markdown(expanded, &Places::same(page.body.clone()), &page.lang, found);
}

/// Reads a text in Markdown.
pub fn read_markdown(expanded: &Expanded, places: &Places, lang: &Lang, found: &mut Found) {
    let mut reader = Reader {
        expanded,
        places,
        lang,
        found,
        block: Block::default(),
        open: Vec::new(),
        links: Vec::new(),
        alt: None,
        tables: Vec::new(),
        in_head: false,
        waiting: Vec::new(),
        skips: false,
    };
    for (event, range) in Parser::new_ext(&expanded.text, extensions()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.end_block();
    let Reader { waiting, found, .. } = reader;
    found.accepts.extend(waiting);
}

/// What is open while the events go by.
struct Reader<'a> {
    expanded: &'a Expanded,
    places: &'a Places,
    lang: &'a Lang,
    found: &'a mut Found,
    block: Block,
    /// Open tags of raw HTML; whether what stands in each is in another language.
    open: Vec<(String, bool)>,
    links: Vec<Link>,
    /// The alternative of the picture that is open.
    alt: Option<String>,
    /// Numbers of open tables.
    tables: Vec<usize>,
    in_head: bool,
    /// What is accepted in the block that comes next.
    waiting: Vec<Accept>,
    /// Inside code or an address that stands for itself, which are no prose.
    skips: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.skips => self.text(&text, range),
            Event::Code(_) => self.push(&TAKEN_OUT.to_string(), range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range),
            Event::InlineHtml(_) => self.html(range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let is_inline = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if !is_inline {
            self.end_block();
            let is_note = matches!(tag, Tag::HtmlBlock) && self.is_comment(&range);
            if !is_note {
                let scope = self.file(&range);
                let waiting = self.waiting.drain(..);
                self.found.accepts.extend(waiting.map(|accept| accept.over(scope.clone())));
            }
        }
        match tag {
            Tag::Heading { level, id, .. } => {
                self.block.is_heading = true;
                let id = id.map(|id| id.to_string());
                let span = self.file(&range);
                self.found.headings.push(Heading { level: level as u8, id, span });
            }
            Tag::Link { link_type, dest_url, .. } => {
                let is_bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.skips |= is_bare;
                self.open_link(&dest_url, is_bare, range);
            }
            Tag::Image { .. } => {
                self.alt = Some(String::new());
                let span = self.file(&range);
                self.found.pictures.push(Picture { has_alt: false, span });
            }
            Tag::Table(_) => self.open_table(&range),
            Tag::TableHead => self.in_head = true,
            Tag::CodeBlock(_) => self.skips = true,
            Tag::HtmlBlock => self.html(range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return,
            TagEnd::Link => return self.close_link(),
            TagEnd::Image => return self.close_picture(),
            TagEnd::TableCell if self.in_head && !self.block.text.trim().is_empty() => {
                self.has_headers();
            }
            TagEnd::TableHead => self.in_head = false,
            TagEnd::Table => {
                self.tables.pop();
            }
            TagEnd::CodeBlock => self.skips = false,
            _ => {}
        }
        self.end_block();
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(text);
        } else {
            self.push(text, range);
        }
    }

    /// Adds to the block and to the links that are open.
    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.alt.is_some() {
            return;
        }
        let is_foreign = self.open.last().is_some_and(|(_, foreign)| *foreign);
        self.block.push_expanded(text, range, self.expanded, self.places, is_foreign);
        for link in &mut self.links {
            link.text.push_str(text);
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.found.blocks.extend(block.finish(self.lang));
    }

    fn open_link(&mut self, address: &str, is_bare: bool, range: Range<usize>) {
        let written = self.expanded.text[range.clone()].rfind(address);
        let last = written.map_or(range.end, |at| range.start + at + address.len());
        let is_typed = !self.expanded.stretch(last.saturating_sub(1)).is_fact;
        if is_bare {
            self.push(&TAKEN_OUT.to_string(), range.clone());
        }
        let span = self.file(&range);
        let text = String::new();
        self.links.push(Link { address: address.to_owned(), is_typed, is_bare, text, span });
    }

    fn close_link(&mut self) {
        if let Some(link) = self.links.pop() {
            self.skips &= !link.is_bare;
            self.found.links.push(link);
        }
    }

    fn close_picture(&mut self) {
        let alt = self.alt.take().unwrap_or_default();
        if let Some(picture) = self.found.pictures.last_mut() {
            picture.has_alt = !alt.trim().is_empty();
        }
        for link in &mut self.links {
            link.text.push_str(&alt);
        }
    }

    fn open_table(&mut self, range: &Range<usize>) {
        self.tables.push(self.found.tables.len());
        let span = self.file(range);
        self.found.tables.push(Table { has_headers: false, span });
    }

    fn has_headers(&mut self) {
        if let Some(table) = self.tables.last() {
            self.found.tables[*table].has_headers = true;
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let text = &self.expanded.text[range.clone()];
        for part in html::parts(text) {
            let within = |part: Range<usize>| range.start + part.start..range.start + part.end;
            match part {
                Part::Open(tag) => {
                    let place = within(tag.span.clone());
                    self.open_tag(tag, &place);
                }
                Part::Close(name) => self.close_tag(&name),
                Part::Text(part) => self.text(&text[part.clone()], within(part)),
                Part::Comment(comment, part) => {
                    let span = self.file(&within(part));
                    self.waiting.extend(Accept::read(&comment, span));
                }
                Part::Broken(_) => {}
            }
        }
    }

    fn open_tag(&mut self, tag: html::Tag, place: &Range<usize>) {
        if !html::is_inline(&tag.name) {
            self.end_block();
        }
        let span = self.file(place);
        let attribute = |name: &str| tag.attributes.get(name).map(String::as_str);
        if let Some(id) = attribute("id") {
            self.found.ids.push((id.to_owned(), span.clone()));
        }
        match tag.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block.is_heading = true;
                let level = tag.name.as_bytes()[1] - b'0';
                self.found.headings.push(Heading { level, id: None, span });
            }
            "img" => {
                let has_alt = tag.attributes.contains_key("alt");
                self.found.pictures.push(Picture { has_alt, span });
            }
            "a" if attribute("href").is_some() => {
                // Links hold no links: a browser closes the one that is open.
                self.close_link();
                let address = attribute("href").unwrap_or_default().to_owned();
                self.open_link(&address, false, place.clone());
            }
            "table" => self.open_table(place),
            "th" => self.has_headers(),
            _ => {}
        }
        if !tag.is_void() {
            let own = self.lang.as_str();
            let foreign = attribute("lang").map(|lang| lang.split('-').next() != Some(own));
            let around = self.open.last().is_some_and(|(_, foreign)| *foreign);
            let foreign = foreign.unwrap_or(around);
            self.open.push((tag.name, foreign));
        }
    }

    fn close_tag(&mut self, name: &str) {
        if !html::is_inline(name) {
            self.end_block();
        }
        match name {
            "a" => self.close_link(),
            "table" => {
                self.tables.pop();
            }
            _ => {}
        }
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.open.truncate(at);
        }
    }

    /// Whether a block of raw HTML is nothing but comments.
    fn is_comment(&self, range: &Range<usize>) -> bool {
        let text = &self.expanded.text[range.clone()];
        html::parts(text).iter().all(|part| match part {
            Part::Comment(..) => true,
            Part::Text(text_range) => text[text_range.clone()].trim().is_empty(),
            Part::Open(_) | Part::Close(_) | Part::Broken(_) => false,
        })
    }

    /// A range of the expanded text as one of the file, without the line end that closes a block.
    fn file(&self, range: &Range<usize>) -> Range<usize> {
        let place = |offset| self.places.of(self.expanded.written(offset));
        let length = self.expanded.text[range.clone()].trim_end().len();
        place(range.start)..place(range.start + length)
    }
}

#[cfg(test)]
mod tests;
