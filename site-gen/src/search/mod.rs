//! Search over the pages of a language: an index that the search page's script loads when it is first used.
//!
//! The index holds the words as they are written, less accents and capitals, and on which pages each stands and
//! how much it weighs there. The script brings words to their stems, those of the index and those asked for
//! alike, so that stemming stands once. A language without a search page has no index.

mod fold;
mod stop_words;
mod words;

use std::collections::{BTreeMap, HashMap};

use form_model::lang::Lang;
use serde::Serialize;

use crate::{
    content::{markdown::Body, page::Page},
    site::{HOME, NOT_FOUND, Site},
};

pub use words::Words;

/// The name of the page kind that searches.
pub const KIND: &str = "search";

/// Reads pages for the index, in the languages that have a search page.
pub struct Reader<'a> {
    site: &'a Site,
    common: BTreeMap<&'a Lang, Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// A reader of a site.
    #[must_use]
    pub fn new(site: &'a Site) -> Self {
        let searching = site.pages.iter().filter(|page| page.kind == KIND);
        let common = searching.map(|page| (&page.lang, stop_words::of(&page.lang))).collect();
        Self { site, common }
    }

    /// The words of a page; none for one that nobody looks for.
    #[must_use]
    pub fn words(&self, page: &Page, body: &Body) -> Option<Words> {
        let common = self.common.get(&page.lang)?;
        let is_looked_for = page.id != NOT_FOUND && page.kind != KIND;
        is_looked_for.then(|| Words::of(page, self.site.theme.kinds.get(&page.kind), body, common))
    }
}

/// Where the index of a language stands; none if it has no search page. The index changes under this name, so an index
/// of another form needs another name: search pages that are open load it with the script that they have.
#[must_use]
pub fn address(site: &Site, lang: &Lang) -> Option<String> {
    let has_page = site.pages.iter().any(|page| page.kind == KIND && page.lang == *lang);
    has_page.then(|| format!("{}search.json", Site::root(lang)))
}

/// What the script reads.
#[derive(Serialize)]
struct Index<'a> {
    pages: Vec<Found<'a>>,
    /// For each word its pages, by number, with what it weighs there: sixteen times the number, and the weight.
    words: BTreeMap<&'a str, Vec<usize>>,
}

/// A page as it is shown among others: address, title, description, titles of the pages above it.
#[derive(Serialize)]
struct Found<'a>(&'a str, &'a str, &'a str, Vec<&'a str>);

/// The index of a language, from the words of every page of the site.
#[must_use]
pub fn index(site: &Site, lang: &Lang, words: &[Option<&Words>]) -> Vec<u8> {
    let mut pages = Vec::new();
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, words) in words.iter().enumerate() {
        let page = &site.pages[index];
        let Some(words) = words.filter(|_| page.lang == *lang) else { continue };
        for (word, weight) in words.iter() {
            by_word.entry(word).or_default().push(pages.len() * 16 + usize::from(weight));
        }
        let above = Site::ancestors(&page.id).into_iter().filter(|id| *id != HOME);
        let above = above.filter_map(|id| Some(site.pages[site.find(id, lang)?].title.as_str()));
        pages.push(Found(site.address(index), &page.title, &page.description, above.collect()));
    }
    let index = Index { pages, words: by_word.into_iter().collect() };
    serde_json::to_vec(&index).unwrap_or_default()
}
