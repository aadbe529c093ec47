//! What templates are given.
//!
//! What all pages of a language share is prepared once and shared by reference; a page adds only what
//! is its own. Other pages appear as summaries, never whole.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use blake3::{Hash, Hasher};

use form_model::{bundle::Applications, lang::Lang};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use tera::{Context, Value};

use crate::{
    alert::Alert,
    content::{headings::Heading, markdown::Body, page::Page},
    form,
    render::{feed::Feed, structured, tree::tree, web_manifest},
    search,
    site::{HOME, NOT_FOUND, PageIndex, Site},
};

/// A link with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Link<'a> {
    id: &'a str,
    title: &'a str,
    url: &'a str,
}

/// What a page shows of another.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    id: &'a str,
    sample: bool,
    title: &'a str,
    url: &'a str,
    description: &'a str,
    data: &'a Map<String, Json>,
}

/// A page as its template gets it.
#[derive(Debug, Serialize)]
pub struct PageContext<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    title: &'a str,
    sample: bool,
    description: &'a str,
    url: &'a str,
    canonical: String,
    robots: &'static str,
    structured: String,
    content: &'a str,
    summary: &'a [String],
    toc: Vec<&'a Heading>,
    breadcrumbs: Vec<Link<'a>>,
    ancestors: Vec<&'a str>,
    alternates: Vec<Alternate<'a>>,
    x_default: String,
    children: Vec<Value>,
    data: &'a Map<String, Json>,
}

/// A page in one of its languages.
#[derive(Debug, Serialize)]
struct Alternate<'a> {
    lang: &'a Lang,
    tag: &'a str,
    name: &'a str,
    url: &'a str,
    href: String,
    current: bool,
    data: &'a Map<String, Json>,
}

/// What pages share, ready for templates.
pub struct Contexts<'a> {
    site: &'a Site,
    base_url: &'a str,
    shared: HashMap<(&'a Lang, &'a str), Shared>,
    summaries: Vec<Value>,
}

/// What all pages of a language and a kind are given.
#[derive(Default)]
struct Shared {
    context: Context,
    digest: OnceLock<Hash>,
}

/// What pages share. Each is given what the template of its kind names, and depends on that alone.
const SHARED: [&str; 14] = [
    "lang",
    "lang_tag",
    "today",
    "t",
    "facts",
    "site",
    "assets",
    "nav",
    "footer",
    "links",
    "applications",
    "alert",
    "collections",
    "tree",
];

/// What of it only the site shows. The function gives its templates the rest, and its own day.
const ON_SITE: [&str; 3] = ["today", "collections", "tree"];

impl Shared {
    /// What a kind is given of all that there is. The function draws more templates around the page with the
    /// form: that one is given what they are.
    fn of(all: &Context, site: &Site, kind: &str) -> Self {
        let reach = site.theme.reach(kind);
        let is_given = |key: &&str| {
            let is_frame = kind == form::KIND && !ON_SITE.contains(key);
            is_frame || reach.is_some_and(|reach| reach.names(key))
        };
        let mut context = Context::new();
        for key in SHARED.into_iter().filter(is_given) {
            if let Some(value) = all.get(key) {
                context.insert_value(key, value.clone());
            }
        }
        Self { context, digest: OnceLock::new() }
    }

    fn digest(&self) -> &Hash {
        self.digest.get_or_init(|| {
            let mut hasher = Hasher::new();
            hash_json(&mut hasher, &SHARED.map(|key| self.context.get(key)));
            hasher.finalize()
        })
    }
}

/// Hashes what a template is given. Its maps have no order of their own, those of JSON do.
fn hash_json(hasher: &mut Hasher, value: &impl Serialize) {
    // A hasher takes all that it is given; what cannot be JSON is none of ours.
    let _ = serde_json::to_value(value).and_then(|json| serde_json::to_writer(hasher, &json));
}

impl<'a> Contexts<'a> {
    /// Prepares what all pages share.
    #[must_use]
    pub fn new(site: &'a Site, base_url: &'a str) -> Self {
        let summaries: Vec<_> = (0..site.pages.len()).map(|index| summary(site, index)).collect();
        let mut by_kind = HashMap::new();
        for lang in &site.settings.languages {
            let all = shared(site, base_url, lang, &summaries);
            for kind in site.theme.kinds.keys() {
                by_kind.insert((lang, kind.as_str()), Shared::of(&all, site, kind));
            }
        }
        Self { site, base_url, shared: by_kind, summaries }
    }

    fn shared(&self, index: PageIndex) -> Option<&Shared> {
        let page = &self.site.pages[index];
        self.shared.get(&(&page.lang, page.kind.as_str()))
    }

    /// The digest of all that a page's template is given but its text.
    #[must_use]
    pub fn digest(&self, index: PageIndex) -> Hash {
        let mut hasher = Hasher::new();
        if let Some(shared) = self.shared(index) {
            hasher.update(shared.digest().as_bytes());
        }
        hash_json(&mut hasher, &self.page_context(index, &Body::default()));
        hasher.finalize()
    }

    /// The context of a page.
    #[must_use]
    pub fn page(&self, index: PageIndex, body: &Body) -> Context {
        let shared = self.shared(index);
        let mut own = shared.map(|shared| shared.context.clone()).unwrap_or_default();
        own.insert("page", &self.page_context(index, body));
        own
    }

    /// The context of an old address of a page.
    #[must_use]
    pub fn redirect(&self, to: PageIndex) -> Context {
        let page = &self.site.pages[to];
        let mut context = Context::new();
        context.insert("lang_tag", page.lang.tag());
        context.insert("t", &self.site.theme.strings.get(&page.lang));
        context.insert(
            "page",
            &serde_json::json!({
                "title": page.title,
                "url": self.site.address(to),
                "canonical": self.absolute(to),
            }),
        );
        context
    }

    /// The context of a page as the form's function keeps it: without what only the site shows.
    #[must_use]
    pub fn chrome(&self, index: PageIndex, body: &Body) -> Json {
        let own = self.page(index, body);
        let kept = SHARED.into_iter().filter(|key| !ON_SITE.contains(key)).chain(["page"]);
        let values = kept
            .filter_map(|key| Some((key.to_owned(), serde_json::to_value(own.get(key)?).ok()?)));
        Json::Object(values.collect())
    }

    fn page_context<'b>(&'b self, index: PageIndex, body: &'b Body) -> PageContext<'b> {
        let site = self.site;
        let page = &site.pages[index];
        let ancestors = Site::ancestors(&page.id);
        // From a page that is not there, the other language leads home.
        let twins = if page.id == NOT_FOUND { HOME } else { &page.id };
        let alternates: Vec<_> =
            site.languages_of(twins).map(|other| self.alternate(other, &page.lang)).collect();
        PageContext {
            id: &page.id,
            name: page.name(),
            kind: &page.kind,
            title: &page.title,
            sample: page.sample,
            description: &page.description,
            url: site.address(index),
            canonical: self.absolute(index),
            robots: if page.id == NOT_FOUND { "noindex" } else { "index" },
            structured: structured::block(site, self.base_url, index, body),
            content: &body.html,
            summary: &body.summary,
            toc: body.headings.iter().filter(|heading| heading.level == 2).collect(),
            breadcrumbs: ancestors
                .iter()
                .filter_map(|id| site.find(id, &page.lang))
                .map(|ancestor| link(site, ancestor))
                .collect(),
            ancestors,
            x_default: alternates.first().map(|first| first.href.clone()).unwrap_or_default(),
            alternates,
            children: site
                .children(&page.id, &page.lang)
                .iter()
                .map(|child| self.summaries[*child].clone())
                .collect(),
            data: &page.data,
        }
    }

    fn alternate(&self, other: PageIndex, current: &Lang) -> Alternate<'_> {
        let Page { lang, data, .. } = &self.site.pages[other];
        Alternate {
            lang,
            tag: lang.tag(),
            name: lang.endonym(),
            url: self.site.address(other),
            href: self.absolute(other),
            current: lang == current,
            data,
        }
    }

    fn absolute(&self, index: PageIndex) -> String {
        format!("{}{}", self.base_url, self.site.address(index))
    }
}

fn link(site: &Site, index: PageIndex) -> Link<'_> {
    let page = &site.pages[index];
    Link { id: &page.id, title: &page.title, url: site.address(index) }
}

fn summary(site: &Site, index: PageIndex) -> Value {
    let page = &site.pages[index];
    Value::from_serializable(&Summary {
        id: &page.id,
        sample: page.sample,
        title: &page.title,
        url: site.address(index),
        description: &page.description,
        data: &page.data,
    })
}

fn shared(site: &Site, base_url: &str, lang: &Lang, summaries: &[Value]) -> Context {
    let settings = &site.settings;
    let links = |ids: &'_ [String]| -> Vec<Value> {
        ids.iter()
            .filter_map(|id| site.find(id, lang))
            .map(|index| Value::from_serializable(&link(site, index)))
            .collect()
    };
    let top: BTreeMap<&str, Link<'_>> = std::iter::once(HOME)
        .filter_map(|home| site.find(home, lang))
        .chain(site.children(HOME, lang).iter().copied())
        .map(|index| (site.pages[index].id.as_str(), link(site, index)))
        .collect();
    let mut context = Context::new();
    context.insert("lang", lang);
    context.insert("lang_tag", lang.tag());
    context.insert("today", &site.today.to_string());
    context.insert("t", &site.theme.strings.get(lang));
    context.insert("facts", &settings.facts.all(lang));
    context.insert(
        "site",
        &serde_json::json!({
            "name": settings.facts.get("programme", lang),
            "base_url": base_url,
            "languages": settings.languages,
            "feed": Feed::of(site, lang).map(|feed| feed.address()),
            "manifest": web_manifest::address(site, lang),
            "search": search::address(site, lang),
        }),
    );
    context.insert("assets", site.theme.assets.addresses());
    context.insert("nav", &links(&settings.navigation));
    context.insert("footer", &links(&settings.footer));
    context.insert("links", &top);
    context.insert(
        "applications",
        &serde_json::json!({
            "open": settings.applications.is_open_on(site.today),
            "closed_until": match settings.applications {
                Applications::ClosedUntil(day) => Some(day),
                Applications::Open | Applications::Closed => None,
            },
        }),
    );
    let alert = settings.alert.as_ref();
    context.insert("alert", &alert.map(|alert| alert_context(site, alert, lang)));
    context.insert("collections", &collections(site, lang, summaries));
    context.insert("tree", &tree(site, lang));
    context
}

/// The notice; templates show it while `today` is not past `until`, in the function as on the site.
fn alert_context(site: &Site, alert: &Alert, lang: &Lang) -> Json {
    let page = alert.page.as_ref().and_then(|id| site.find(id, lang));
    serde_json::json!({
        "text": alert.text(lang),
        "until": alert.until,
        "page": page.map(|page| link(site, page)),
    })
}

/// The pages of each listed kind, in order.
fn collections<'a>(
    site: &'a Site,
    lang: &Lang,
    summaries: &[Value],
) -> BTreeMap<&'a str, Vec<Value>> {
    site.theme
        .kinds
        .iter()
        .filter(|(_, kind)| kind.listed)
        .map(|(name, _)| {
            let mut pages: Vec<_> = (0..site.pages.len())
                .filter(|index| {
                    site.pages[*index].kind == *name && site.pages[*index].lang == *lang
                })
                .collect();
            pages.sort_by_key(|index| (site.pages[*index].order, &site.pages[*index].title));
            (name.as_str(), pages.into_iter().map(|index| summaries[index].clone()).collect())
        })
        .collect()
}
