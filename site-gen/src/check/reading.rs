//! A page as the rules read it: its prose in blocks, its headings, links, pictures and tables, each with
//! its place in the file. Made once; every rule looks at the same.

use std::ops::Range;

use super::{
    accept::{self, Accept},
    block::Block,
    body, front_matter,
    typed_fact::Needles,
};
use crate::{content::page::Page, reference, site::Site, theme::Reach};
use form_model::bilingual::Bilingual;

/// A page, read.
pub struct Reading<'a> {
    /// The page itself.
    pub page: &'a Page,
    /// The site's shared facts, as they look where they are typed by hand.
    pub needles: &'a Needles,
    /// What stands around its text; none if its kind is unknown.
    pub around: Option<&'a Reach>,
    /// What was found on it.
    pub found: Found,
}

/// What stands on a page, in the order of the file.
#[derive(Debug, Default)]
pub struct Found {
    /// Its prose: texts of the front matter, then the body.
    pub blocks: Vec<Block>,
    /// Its headings, those in raw HTML too.
    pub headings: Vec<Heading>,
    /// Its links.
    pub links: Vec<Link>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Ids in raw HTML.
    pub ids: Vec<(String, Range<usize>)>,
    /// What is accepted on it.
    pub accepts: Vec<Accept>,
}

/// A heading.
#[derive(Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id written with it.
    pub id: Option<String>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// Where it leads, as written, facts in place.
    pub address: String,
    /// Whether its address is typed, not a fact.
    pub is_typed: bool,
    /// Whether it is nothing but its address: `<https://…>`.
    pub is_bare: bool,
    /// What is read aloud of it.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A picture.
#[derive(Debug)]
pub struct Picture {
    /// Whether it has a text alternative, or says in HTML that it needs none.
    pub has_alt: bool,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Whether any header says something.
    pub has_headers: bool,
    /// Where it stands.
    pub span: Range<usize>,
}

impl<'a> Reading<'a> {
    /// Reads a page.
    #[must_use]
    pub fn new(site: &'a Site, page: &'a Page, needles: &'a Needles) -> Self {
        let facts = &site.settings.facts;
        let text = page.source.text();
        let mut found = Found::default();
        front_matter::read(page, site, &mut found);
        found.accepts.extend(accept::in_front_matter(text, page.front_matter.clone()));
        let (expanded, _) = reference::expand(&text[page.body.clone()], &page.lang, facts);
        body::read(page, &expanded, &mut found);
        Self { page, needles, around: site.theme.reach(&page.kind), found }
    }

    /// Blocks in the page's own language.
    pub fn own_blocks(&self) -> impl Iterator<Item = &Block> {
        self.found.blocks.iter().filter(|block| block.other_language.is_none())
    }

    /// The line where the page's title stands: the place of what concerns the page as a whole.
    #[must_use]
    pub fn title(&self) -> Range<usize> {
        self.page.key_span(&["title"])
    }

    /// Line and column of a place.
    #[must_use]
    pub fn line(&self, place: usize) -> usize {
        self.page.source.place(place).line
    }
}

/// What a rule has to say about one place.
#[derive(Debug)]
pub struct Finding {
    /// The place in the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub help: Bilingual,
    /// Whether it is worse than its rule usually is.
    pub is_grave: bool,
}

impl Finding {
    /// A finding as grave as its rule.
    #[must_use]
    pub fn new(
        span: Range<usize>,
        message: impl Into<Bilingual>,
        help: impl Into<Bilingual>,
    ) -> Self {
        Self { span, message: message.into(), help: help.into(), is_grave: false }
    }

    /// Makes it an error where its rule warns.
    #[must_use]
    pub fn grave(mut self) -> Self {
        self.is_grave = true;
        self
    }
}
