//! Drawing: every page through its template, in parallel, and the files that stand beside them.
//!
//! A page's body lives only within its own step; what is kept of it is what others may link to.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use blake3::{Hash, Hasher};
use form_model::{
    bilingual,
    bundle::Settings as FunctionSettings,
    definition::Form,
    lang::Lang,
    render::{Filled, FormView},
};
use rayon::prelude::*;
use serde_json::Value as Json;

use crate::{
    Options,
    content::{markdown::Body, page::Page},
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    enclosure::Used,
    form,
    form_history::FormHistory,
    function::{FunctionBundle, Parts},
    mail,
    redirects::{self, Redirect},
    render::{
        context::Contexts,
        machines,
        page::{self, AnchorLink, Noted},
    },
    search, security,
    site::{PageIndex, Site},
};

/// Takes a file of the output: its path and its bytes.
pub type Put<'a> = &'a (dyn Fn(&str, &[u8]) -> Result<(), Diagnostic> + Sync);

/// Gives a page as it was drawn before, if that was from the same and its file stands at the path.
pub type Recall<'a> = &'a (dyn Fn(&Page, &str, Hash) -> Option<Arc<Drawn>> + Sync);

/// Where drawings go, and where they may come from.
#[derive(Clone, Copy)]
pub struct Hands<'a> {
    /// Takes what is drawn.
    pub put: Put<'a>,
    /// Spares drawing: the digest of what every page is drawn from, and earlier drawings.
    pub recall: Option<(Hash, Recall<'a>)>,
}

/// What drawing leaves.
pub struct DrawnSite {
    /// The function's bundle, which waits for the build's id; none if the form is not sound.
    pub bundle: Option<FunctionBundle>,
    /// Every page, in the site's order.
    pub pages: Vec<Arc<Drawn>>,
    /// How many of them were not recalled.
    pub anew: usize,
    /// The files beside pages that pages refer to.
    pub files: Used,
}

/// Draws every page and the files that stand beside them.
pub fn draw(
    options: &Options,
    site: &Site,
    hands: Hands<'_>,
    diagnostics: &mut Diagnostics,
) -> DrawnSite {
    let Hands { put, .. } = hands;
    let base_url = options.base_url.as_ref().unwrap_or(&site.settings.base_url).as_str();
    let form = form::read(&options.content, site, diagnostics);
    let settings = form::settings(site, base_url, diagnostics);
    let form = form.zip(settings);
    let drawing = Drawing {
        site,
        contexts: Contexts::new(site, base_url),
        form: form.as_ref(),
        reader: search::Reader::new(site),
        hands,
    };

    let pages: Vec<_> =
        (0..site.pages.len()).into_par_iter().map(|index| drawing.page(index)).collect();
    let anew = pages.iter().filter(|(_, is_new)| *is_new).count();
    let pages: Vec<_> = pages.into_iter().map(|(page, _)| page).collect();
    let mut chrome = BTreeMap::new();
    let mut files = Used::new();
    let mut failures = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        diagnostics.extend(page.noted.diagnostics.iter().cloned());
        files.extend(page.noted.files.iter().cloned());
        let path = site.pages[index].path.as_str();
        failures.extend(page.failure.clone().map(|failure| (path, failure)));
        chrome.extend(page.chrome.clone());
    }
    let redirects = redirects::all(site);
    let redirected: Vec<_> =
        redirects.par_iter().map(|redirect| (redirect.to, drawing.redirect(redirect))).collect();
    for (to, outcome) in redirected {
        failures.extend(outcome.err().map(|failure| (site.pages[to].path.as_str(), failure)));
    }
    // A gap in one page's data fails every template that shows it: the gap is told, and no more.
    let gap = |told: &Diagnostic| matches!(told.code(), Code::MissingKey | Code::WrongValue);
    if site.theme.kinds_are_known && !diagnostics.iter().any(gap) {
        diagnostics.extend(template_failures(failures));
    }
    let ids: Vec<HashSet<&str>> =
        pages.iter().map(|page| page.ids.iter().map(String::as_str).collect()).collect();
    let anchors = pages.iter().flat_map(|page| &page.noted.anchors);
    diagnostics.extend(anchors.filter_map(|link| broken_anchor(site, link, &ids[link.to])));
    let words: Vec<_> = pages.iter().map(|page| page.words.as_ref()).collect();
    let machines = machines::files(site, base_url, &words);
    let assets = site.theme.assets.files();
    let written = assets
        .map(|(address, bytes)| put(&format!("public{address}"), bytes))
        .chain([
            put(redirects::LIST, &redirects::list(site, &redirects)),
            put(security::LIST, &security::list(site.theme.assets.scripts())),
        ])
        .chain(machines.iter().map(|(path, bytes)| put(path, bytes)));
    diagnostics.extend(written.filter_map(Result::err));

    let history = FormHistory::read(&options.content, diagnostics);
    let mail = mail::draw(&options.content, site, base_url, diagnostics);
    let bundle = form.zip(mail).map(|((form, settings), mail)| {
        FunctionBundle::new(site, Parts { form, settings, chrome, mail, history })
    });
    if let Some(bundle) = bundle.as_ref().filter(|_| !diagnostics.has_errors()) {
        diagnostics.extend(bundle.rehearse(site));
    }
    DrawnSite { bundle, pages, anew, files }
}

/// Drawing pages: what all of them need.
struct Drawing<'a> {
    site: &'a Site,
    contexts: Contexts<'a>,
    form: Option<&'a (Form, FunctionSettings)>,
    reader: search::Reader<'a>,
    hands: Hands<'a>,
}

impl Drawn {
    /// Whether it was drawn from the same.
    #[must_use]
    pub fn is_from(&self, digest: Hash) -> bool {
        self.from == Some(digest)
    }
}

/// What is kept of a page once it is written: no body.
#[derive(Default)]
pub struct Drawn {
    from: Option<Hash>,
    ids: Vec<String>,
    noted: Noted,
    words: Option<search::Words>,
    chrome: Option<(Lang, Json)>,
    failure: Option<Diagnostic>,
}

impl Drawing<'_> {
    /// A page, and whether it was drawn anew.
    fn page(&self, index: PageIndex) -> (Arc<Drawn>, bool) {
        let path = format!("public/{}", self.site.output_path(index));
        let from = self.hands.recall.map(|(around, _)| self.from(index, around));
        let recalled = self.hands.recall.zip(from);
        let recalled =
            recalled.and_then(|((_, recall), from)| recall(&self.site.pages[index], &path, from));
        match recalled {
            Some(drawn) => (drawn, false),
            None => (Arc::new(Drawn { from, ..self.draw(index, &path) }), true),
        }
    }

    /// The digest of all that a page is drawn from: its file, what surrounds all pages, what its template is
    /// given.
    fn from(&self, index: PageIndex, around: Hash) -> Hash {
        let page = &self.site.pages[index];
        let mut hasher = Hasher::new();
        hasher.update(around.as_bytes()).update(self.contexts.digest(index).as_bytes());
        if page.kind == form::KIND {
            // A hasher takes all that it is given.
            let _ = serde_json::to_writer(&mut hasher, &self.form);
        }
        hasher.update(page.source.text().as_bytes());
        hasher.finalize()
    }

    fn draw(&self, index: PageIndex, path: &str) -> Drawn {
        let mut drawn = Drawn::default();
        let body = page::body(self.site, index, &mut drawn.noted);
        drawn.words = self.reader.words(&self.site.pages[index], &body);
        match self.fill(index, &body, &mut drawn.chrome) {
            Ok(None) => {}
            Ok(Some(html)) => {
                drawn.noted.diagnostics.extend((self.hands.put)(path, html.as_bytes()).err());
            }
            Err(failure) => drawn.failure = Some(failure),
        }
        let headings = body.headings.into_iter().map(|heading| heading.id);
        drawn.ids = headings.chain(body.anchors).collect();
        drawn
    }

    /// Draws the page at an old address.
    fn redirect(&self, Redirect { from, to }: &Redirect) -> Result<(), Diagnostic> {
        let theme = &self.site.theme;
        let context = self.contexts.redirect(*to);
        let html = theme.engine.render(redirects::TEMPLATE, &context);
        let html = html.map_err(|error| theme.failure(redirects::TEMPLATE, &error))?;
        (self.hands.put)(&format!("public/{}", from.file()), html.as_bytes())
    }

    /// Fills the page's template. A page whose kind or form is not sound has been told of already.
    fn fill(
        &self,
        index: PageIndex,
        body: &Body,
        chrome: &mut Option<(Lang, Json)>,
    ) -> Result<Option<String>, Diagnostic> {
        let page = &self.site.pages[index];
        let template = format!("{}.html", page.kind);
        let engine = &self.site.theme.engine;
        if !engine.contains_template(&template) {
            return Ok(None);
        }
        let mut context = self.contexts.page(index, body);
        if [form::KIND, form::ON_PAPER].contains(&page.kind.as_str()) {
            let Some((form, settings)) = self.form else { return Ok(None) };
            let blank = Filled::default();
            let view = FormView::new(form, settings, &page.lang, self.site.today, &blank);
            context.insert("form", &view);
        }
        if page.kind == form::KIND {
            *chrome = Some((page.lang.clone(), self.contexts.chrome(index, body)));
        }
        let html = engine.render(&template, &context);
        html.map(Some).map_err(|error| self.site.theme.failure(&template, &error))
    }
}

/// One diagnostic for each mistake of a template, however many pages it shows on.
fn template_failures<'a>(
    failures: impl IntoIterator<Item = (&'a str, Diagnostic)>,
) -> impl Iterator<Item = Diagnostic> {
    let mut by_place: BTreeMap<String, (Diagnostic, Vec<&str>)> = BTreeMap::new();
    for (page, failure) in failures {
        let place = failure.to_string();
        by_place.entry(place).or_insert_with(|| (failure, Vec::new())).1.push(page);
    }
    by_place.into_values().map(|(failure, pages)| failure.while_drawing(&pages))
}

fn broken_anchor(site: &Site, link: &AnchorLink, known: &HashSet<&str>) -> Option<Diagnostic> {
    if known.contains(link.anchor.as_str()) {
        return None;
    }
    let help = if known.is_empty() {
        bilingual!(
            "cette page n’a pas de titres : retirez le `#…`",
            "that page has no headings: take the `#…` away"
        )
    } else {
        let mut known: Vec<_> = known.iter().copied().collect();
        known.sort_unstable();
        suggest(&link.anchor, known)
    };
    let message = bilingual!(
        "`{}` n’a pas de titre nommé `{}`",
        "`{}` has no heading with the id `{}`",
        site.pages[link.to].path,
        link.anchor
    );
    Some(site.pages[link.from].at(Code::BrokenAnchor, link.span.clone(), message).help(help))
}
