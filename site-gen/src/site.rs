//! The index of the site: every page, its address, its languages, its family.
//!
//! Made once, serially, after all pages are read; from here on pages only look things up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use form_model::{bilingual, lang::Lang};
use jiff::civil::Date;

use crate::{
    content::page::{Page, is_slug},
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    enclosure::Enclosures,
    redirects::record::Record,
    settings::Settings,
    theme::Theme,
    unpublished::Unpublished,
};

/// Number of a page in [`Site::pages`].
pub type PageIndex = usize;

/// The page that stands at `/`.
pub const HOME: &str = "index";

/// The page that is shown where there is none.
pub const NOT_FOUND: &str = "404";

/// Names at the root that are not for pages.
pub const ROOT_NAMES: [&str; 8] = [
    ".well-known",
    "api",
    "assets",
    "atom.xml",
    "manifest.webmanifest",
    "robots.txt",
    "search.json",
    "sitemap.xml",
];

/// All that is known of the site before anything is drawn.
pub struct Site {
    /// `site.yaml`.
    pub settings: Settings,
    /// The theme.
    pub theme: Theme,
    /// All pages that are published.
    pub pages: Vec<Page>,
    /// The day that "open" and "closed" are reckoned from.
    pub today: Date,
    /// Files beside the pages.
    pub enclosures: Enclosures,
    /// Page files that are not among the pages.
    pub unpublished: Unpublished,
    /// The addresses that visitors know.
    pub record: Record,
    /// The texts of messages.
    pub messages: Vec<Page>,
    addresses: Vec<String>,
    by_id: HashMap<String, BTreeMap<Lang, PageIndex>>,
    by_path: HashMap<String, PageIndex>,
    children: HashMap<(String, Lang), Vec<PageIndex>>,
}

impl Site {
    /// Puts the pages in order and gives each its address.
    #[must_use]
    pub fn new(
        settings: Settings,
        theme: Theme,
        mut pages: Vec<Page>,
        today: Date,
        unpublished: Unpublished,
        record: Record,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        pages.sort_by(|a, b| (&a.id, &a.lang).cmp(&(&b.id, &b.lang)));
        let mut by_id: HashMap<String, BTreeMap<Lang, PageIndex>> = HashMap::new();
        let mut by_path = HashMap::new();
        for (index, page) in pages.iter().enumerate() {
            let twin = by_id.entry(page.id.clone()).or_default().insert(page.lang.clone(), index);
            if let Some(twin) = twin {
                diagnostics.push(same_page(page, &pages[twin]));
            }
            by_path.insert(page.path.clone(), index);
        }
        let addresses = {
            let withheld = unpublished.pages.values().map(|withheld| &withheld.page);
            let slugs = Slugs::of(pages.iter().chain(withheld));
            pages.iter().map(|page| slugs.address(page)).collect::<Vec<_>>()
        };
        report_same_addresses(&pages, &addresses, diagnostics);
        report_unfit_addresses(&pages, &addresses, &settings.languages, diagnostics);
        let children = families(&pages);
        let site = Self {
            enclosures: Enclosures::new(),
            settings,
            theme,
            pages,
            today,
            unpublished,
            record,
            messages: Vec::new(),
            addresses,
            by_id,
            by_path,
            children,
        };
        site.check_listed_ids(diagnostics);
        site
    }

    /// A page by id and language.
    #[must_use]
    pub fn find(&self, id: &str, lang: &Lang) -> Option<PageIndex> {
        self.by_id.get(id)?.get(lang).copied()
    }

    /// A page by its file below `content/pages`.
    #[must_use]
    pub fn find_file(&self, path: &str) -> Option<PageIndex> {
        self.by_path.get(path).copied()
    }

    /// All page files, for suggestions.
    pub fn files(&self) -> impl Iterator<Item = &str> + Clone {
        self.pages.iter().map(|page| page.path.as_str())
    }

    /// A page's address below the site's: `/en/levels-of-involvement/`.
    #[must_use]
    pub fn address(&self, page: PageIndex) -> &str {
        &self.addresses[page]
    }

    /// The file of the output that a page is written to.
    #[must_use]
    pub fn output_path(&self, page: PageIndex) -> String {
        let address = self.address(page).trim_start_matches('/');
        if address.is_empty() || address.ends_with('/') {
            format!("{address}index.html")
        } else {
            address.to_owned()
        }
    }

    /// The languages of a page, in the site's order.
    pub fn languages_of(&self, id: &str) -> impl Iterator<Item = PageIndex> {
        self.settings.languages.iter().filter_map(move |lang| self.find(id, lang))
    }

    /// The pages right below a page, in order.
    #[must_use]
    pub fn children(&self, id: &str, lang: &Lang) -> &[PageIndex] {
        self.children.get(&(id.to_owned(), lang.clone())).map_or(&[], Vec::as_slice)
    }

    /// What the addresses of a language begin with: `/`, or `/en/`.
    #[must_use]
    pub fn root(lang: &Lang) -> String {
        if *lang == Lang::french() { "/".to_owned() } else { format!("/{lang}/") }
    }

    /// The ids of the pages above a page, home first.
    #[must_use]
    pub fn ancestors(id: &str) -> Vec<&str> {
        if id == HOME {
            return Vec::new();
        }
        let parents = id.match_indices('/').map(|(at, _)| &id[..at]);
        std::iter::once(HOME).chain(parents).collect()
    }

    /// Every page id that `site.yaml` lists must be a page.
    fn check_listed_ids(&self, diagnostics: &mut Diagnostics) {
        let Settings { navigation, footer, alert, .. } = &self.settings;
        let listed = |key: &'static str, ids: &[String]| {
            let ids = ids.iter().enumerate();
            ids.map(|(index, id)| (key, index.to_string(), id.clone())).collect::<Vec<_>>()
        };
        let alert = alert.iter().filter_map(|alert| alert.page.clone());
        let alert = alert.map(|id| ("alert", "page".to_owned(), id));
        let named = listed("navigation", navigation).into_iter().chain(listed("footer", footer));
        for (key, at, id) in named.chain(alert) {
            if self.by_id.contains_key(&id) || self.unpublished.has_page(&id) {
                continue;
            }
            let known: BTreeSet<_> = self.by_id.keys().map(String::as_str).collect();
            let message = bilingual!(
                "`{key}` nomme `{id}`, qui n’est pas une page",
                "`{key}` names `{id}`, which is no page"
            );
            diagnostics.push(
                self.settings.at(Code::UnknownPage, &[key, &at], message).help(suggest(&id, known)),
            );
        }
    }
}

/// The last part of every page's address. Pages that are held back have one too: those below such a page
/// stay where they are when it comes or goes.
struct Slugs<'a>(HashMap<(&'a str, &'a Lang), &'a str>);

impl<'a> Slugs<'a> {
    fn of(pages: impl Iterator<Item = &'a Page>) -> Self {
        Self(pages.map(|page| ((page.id.as_str(), &page.lang), page.slug.as_str())).collect())
    }

    /// `/`, the language if it is not French, then a slug for each step of the id.
    fn address(&self, page: &Page) -> String {
        let mut address = Site::root(&page.lang);
        if page.id == NOT_FOUND {
            return address + "404.html";
        }
        for id in Site::ancestors(&page.id).into_iter().skip(1).chain([page.id.as_str()]) {
            if id == HOME {
                continue;
            }
            let folder = || id.rsplit('/').next().unwrap_or(id);
            address.push_str(self.0.get(&(id, &page.lang)).copied().unwrap_or_else(folder));
            address.push('/');
        }
        address
    }
}

fn same_page(page: &Page, twin: &Page) -> Diagnostic {
    page.at(
        Code::DuplicateAddress,
        0..0,
        bilingual!("c’est la même page que `{}`", "this is the same page as `{}`", twin.path),
    )
    .help(bilingual!(
        "une page est `nom.fr.md` ou `nom/index.fr.md` : gardez l’un des deux",
        "a page is either `name.fr.md` or `name/index.fr.md`: keep one of them"
    ))
}

/// Two pages at one address: told at the later one's slug.
fn report_same_addresses(pages: &[Page], addresses: &[String], diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, PageIndex> = HashMap::new();
    for (index, address) in addresses.iter().enumerate() {
        let page = &pages[index];
        if let Some(first) = seen.insert(address, index)
            && pages[first].id != page.id
        {
            diagnostics.push(
                page.at_key(
                    Code::DuplicateAddress,
                    &["slug"],
                    bilingual!(
                        "l’adresse `{address}` est déjà celle de `{}`",
                        "the address `{address}` already belongs to `{}`",
                        pages[first].path
                    ),
                )
                .help(bilingual!(
                    "donnez un autre `slug` à l’une des deux",
                    "give one of the two another `slug`"
                )),
            );
        }
    }
}

/// Parts of an address that cannot stand there: folders without an index page have the names they have,
/// and some names at the root are taken.
fn report_unfit_addresses(
    pages: &[Page],
    addresses: &[String],
    languages: &[Lang],
    diagnostics: &mut Diagnostics,
) {
    for (page, address) in pages.iter().zip(addresses).filter(|(page, _)| page.id != NOT_FOUND) {
        let mut parts = address.split('/').filter(|part| !part.is_empty());
        if page.lang != Lang::french() {
            parts.next();
        }
        let mut parts = parts.peekable();
        let first = parts.peek().copied().unwrap_or_default();
        let is_taken =
            ROOT_NAMES.contains(&first) || languages.iter().any(|lang| lang.as_str() == first);
        if page.lang == Lang::french() && is_taken {
            diagnostics.push(
                page.at_key(
                    Code::BadSlug,
                    &["slug"],
                    bilingual!(
                        "`/{first}/` est pris par le site lui-même",
                        "`/{first}/` is taken by the site itself"
                    ),
                )
                .help(bilingual!(
                    "donnez un autre nom à la page, ou à son dossier",
                    "give the page, or the folder it is in, another name"
                )),
            );
        }
        if let Some(unfit) = parts.find(|part| *part != page.slug && !is_slug(part)) {
            let message = bilingual!(
                "le dossier `{unfit}` ne peut pas faire partie d’une adresse",
                "the folder `{unfit}` cannot stand in an address"
            );
            diagnostics.push(page.at(Code::FileName, 0..0, message).help(
                bilingual!("servez-vous de petites lettres sans accents, de chiffres et de `-`, ou écrivez son `index.fr.md` avec un `slug`", "use small letters without accents, digits and `-`, or write its `index.fr.md` with a `slug`"),
            ));
        }
    }
}

/// Children of each page in each language, by order, then title.
fn families(pages: &[Page]) -> HashMap<(String, Lang), Vec<PageIndex>> {
    let mut children: HashMap<(String, Lang), Vec<PageIndex>> = HashMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(parent) = Site::ancestors(&page.id).last() {
            children.entry(((*parent).to_owned(), page.lang.clone())).or_default().push(index);
        }
    }
    for family in children.values_mut() {
        family.sort_by_key(|index| (pages[*index].order, pages[*index].title.clone()));
    }
    children
}
