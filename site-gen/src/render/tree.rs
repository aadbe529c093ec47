//! All pages of a language, each with those below it: for the map of the site.

use std::collections::HashMap;

use form_model::lang::Lang;
use serde::Serialize;

use crate::site::{HOME, NOT_FOUND, PageIndex, Site};

/// A page with those below it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Branch<'a> {
    id: &'a str,
    title: &'a str,
    url: &'a str,
    children: Vec<Self>,
}

/// The pages of a language. Home stands first, beside those that are right below it; a page whose parents do
/// not exist in this language stands where the nearest one that does would have it.
#[must_use]
pub fn tree<'a>(site: &'a Site, lang: &Lang) -> Vec<Branch<'a>> {
    let mut below: HashMap<Option<PageIndex>, Vec<PageIndex>> = HashMap::new();
    for (index, page) in site.pages.iter().enumerate() {
        if page.lang != *lang || page.id == NOT_FOUND {
            continue;
        }
        let mut parents = Site::ancestors(&page.id).into_iter().skip(1).rev();
        below.entry(parents.find_map(|id| site.find(id, lang))).or_default().push(index);
    }
    branches(site, None, &mut below)
}

fn branches<'a>(
    site: &'a Site,
    parent: Option<PageIndex>,
    below: &mut HashMap<Option<PageIndex>, Vec<PageIndex>>,
) -> Vec<Branch<'a>> {
    let mut family = below.remove(&parent).unwrap_or_default();
    family.sort_by_key(|index| {
        let page = &site.pages[*index];
        (page.id != HOME, page.order, &page.title)
    });
    let branch = |index: PageIndex| Branch {
        id: &site.pages[index].id,
        title: &site.pages[index].title,
        url: site.address(index),
        children: branches(site, Some(index), below),
    };
    family.into_iter().map(branch).collect()
}
