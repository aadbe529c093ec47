//! Old addresses of pages, and where each leads now.
//!
//! They come from `aliases` in front matter and from the record of addresses that visitors know. Every
//! redirect leads straight to a page, never to another redirect, so there are no chains and no loops.

pub mod address;
pub mod record;

use std::collections::{BTreeMap, HashMap};

use form_model::{bilingual, bilingual::Bilingual};
use serde::Serialize;

use self::address::Address;
use crate::{
    content::page::Page,
    diagnostic::{Code, Diagnostic},
    site::{NOT_FOUND, PageIndex, ROOT_NAMES, Site},
};

/// The template of the page at an old address.
pub const TEMPLATE: &str = "redirect.html";

/// The list of redirects, beside the site.
pub const LIST: &str = "redirects.json";

/// An old address of a page, as its front matter names it.
#[derive(Debug)]
pub struct Alias {
    /// The address.
    pub address: Address,
    /// Its number in the list.
    pub item: usize,
}

/// An old address and the page that it leads to.
#[derive(Debug)]
pub struct Redirect {
    /// The old address.
    pub from: Address,
    /// The page.
    pub to: PageIndex,
}

/// A redirect as a content delivery network reads it.
#[derive(Serialize)]
struct Row<'a> {
    from: String,
    to: &'a str,
    status: u16,
}

/// Every redirect, sorted by the old address. Aliases go before the record; a page goes before both.
#[must_use]
pub fn all(site: &Site) -> Vec<Redirect> {
    let pages = Pages::of(site);
    let aliases =
        site.pages.iter().enumerate().flat_map(|(to, page)| {
            page.aliases.iter().map(move |alias| (alias.address.clone(), to))
        });
    let recorded = site
        .record
        .iter()
        .filter_map(|(address, name)| Some((address.clone(), site.find(&name.id, &name.lang)?)));
    let mut by_file = BTreeMap::new();
    for (from, to) in aliases.chain(recorded) {
        if pages.at(&from).is_none() && !is_the_sites_own(&from) {
            by_file.entry(key(&from)).or_insert(Redirect { from, to });
        }
    }
    let mut redirects: Vec<_> = by_file.into_values().collect();
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    redirects
}

/// The list for a content delivery network, which so answers without loading a page.
#[must_use]
pub fn list(site: &Site, redirects: &[Redirect]) -> Vec<u8> {
    let rows: Vec<_> = redirects
        .iter()
        .map(|redirect| Row {
            from: redirect.from.url(),
            to: site.address(redirect.to),
            status: 301,
        })
        .collect();
    serde_json::to_vec_pretty(&rows).unwrap_or_default()
}

/// Aliases that cannot be: an address that is a page's, the site's own, or claimed twice.
#[must_use]
pub fn mistakes(site: &Site) -> Vec<Diagnostic> {
    let pages = Pages::of(site);
    let mut claimed: HashMap<String, PageIndex> = HashMap::new();
    let mut told = Vec::new();
    for (index, page) in site.pages.iter().enumerate() {
        for Alias { address, item } in &page.aliases {
            let owner = pages.at(address);
            let is_no_page = |owner: PageIndex| site.pages[owner].id == NOT_FOUND;
            let mistake = if is_the_sites_own(address) || owner.is_some_and(is_no_page) {
                Some(taken_by_the_site(address))
            } else if let Some(owner) = owner {
                Some(taken_by_a_page(address, (owner != index).then(|| &site.pages[owner])))
            } else {
                let first = *claimed.entry(key(address)).or_insert(index);
                (first != index).then(|| claimed_twice(address, &site.pages[first]))
            };
            told.extend(mistake.map(|(message, help)| {
                page.at_key(Code::Alias, &["aliases", &item.to_string()], message).help(help)
            }));
        }
    }
    told
}

/// Published pages by the files that they are.
struct Pages(HashMap<String, PageIndex>);

impl Pages {
    fn of(site: &Site) -> Self {
        let file = |index| (site.output_path(index).to_lowercase(), index);
        Self((0..site.pages.len()).map(file).collect())
    }

    fn at(&self, address: &Address) -> Option<PageIndex> {
        self.0.get(&key(address)).copied()
    }
}

/// Two addresses with the same key would be one file, at least where capitals do not count.
fn key(address: &Address) -> String {
    address.file().to_lowercase()
}

/// Whether something other than pages stands there.
fn is_the_sites_own(address: &Address) -> bool {
    let first = address.as_str().split('/').nth(1).unwrap_or_default().to_lowercase();
    ROOT_NAMES.contains(&first.as_str())
}

fn taken_by_the_site(address: &Address) -> (Bilingual, Bilingual) {
    (
        bilingual!("`{address}` sert au site lui-même", "`{address}` is used by the site itself"),
        bilingual!("retirez cette adresse", "take this address away"),
    )
}

fn taken_by_a_page(address: &Address, other: Option<&Page>) -> (Bilingual, Bilingual) {
    match other {
        None => (
            bilingual!(
                "`{address}` est déjà l’adresse de cette page",
                "`{address}` is this page’s address already"
            ),
            bilingual!(
                "retirez-la : `aliases` nomme les anciennes adresses",
                "take it away: `aliases` names old addresses"
            ),
        ),
        Some(Page { path, .. }) => (
            bilingual!(
                "`{address}` est l’adresse de la page `{path}`",
                "`{address}` is the address of the page `{path}`"
            ),
            bilingual!(
                "retirez-la d’ici, ou donnez à l’autre page un autre `slug`",
                "take it away here, or give the other page another `slug`"
            ),
        ),
    }
}

fn claimed_twice(address: &Address, first: &Page) -> (Bilingual, Bilingual) {
    let path = &first.path;
    (
        bilingual!("`{address}` mène déjà à `{path}`", "`{address}` leads to `{path}` already"),
        bilingual!(
            "gardez cette adresse dans un seul des deux fichiers",
            "keep this address in one of the two files"
        ),
    )
}
