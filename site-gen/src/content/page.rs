//! A page in one language: what its file holds, every text in its final form.
//!
//! The French file of a page is read first: what all languages share stands there alone.

use std::{collections::BTreeMap, ops::Range, path::Path, sync::Arc};

use form_model::bilingual::words;
use form_model::{bilingual, bilingual::Bilingual, lang::Lang};
use rayon::prelude::*;
use serde_json::{Map, Value as Json};

use crate::{
    content::{file::PageFile, front_matter::FrontMatter, period::Period},
    diagnostic::{Code, Diagnostic, Diagnostics},
    facts::Facts,
    kind::Kinds,
    redirects::Alias,
    source::Source,
    yaml::locate,
};

/// The kind of a page that names none.
pub const DEFAULT_KIND: &str = "page";

/// A page in one language.
#[derive(Debug)]
pub struct Page {
    /// Path without language: the same for all languages of a page.
    pub id: String,
    /// The language of this text.
    pub lang: Lang,
    /// Path of its file below `content/pages`.
    pub path: String,
    /// The file it came from.
    pub source: Arc<Source>,
    /// The front matter in that file.
    pub front_matter: Range<usize>,
    /// The Markdown in that file.
    pub body: Range<usize>,
    /// Name in headings and menus.
    pub title: String,
    /// One sentence for the head of the page and for search engines.
    pub description: String,
    /// Last part of its address.
    pub slug: String,
    /// Its old addresses.
    pub aliases: Vec<Alias>,
    /// Place among its siblings, lowest first.
    pub order: i64,
    /// Its kind: the template that draws it.
    pub kind: String,
    /// The points of the « En bref » box, in Markdown.
    pub summary: Vec<String>,
    /// Not published unless asked for.
    pub draft: bool,
    /// Invented: shown as such, and not fit for release.
    pub sample: bool,
    /// The days on which it is published.
    pub period: Period,
    /// The kind's own data.
    pub data: Map<String, Json>,
}

/// What reading a page needs to know of the site.
pub struct Surroundings<'a> {
    /// The theme's kinds; none where they could not be read.
    pub kinds: Option<&'a Kinds>,
    /// The shared facts.
    pub facts: &'a Facts,
    /// Whether drafts are published too: then they must be whole.
    pub drafts: bool,
}

impl Page {
    /// Reads a page file; `french` is the same page in French, for its translations.
    pub fn read(
        file: PageFile,
        french: Option<&Page>,
        surroundings: &Surroundings<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let PageFile { id, lang, path, source, document, body } = file;
        let front_matter = document.part();
        let mut front = FrontMatter::new(document, &lang, french, surroundings.facts, diagnostics);

        let kind = front.kind();
        let order = front.order();
        let title = front.text("title", words("le nom de la page", "the page’s name"));
        let description =
            front.text("description", words("une phrase sur la page", "one sentence on the page"));
        let slug = front.slug(&id);
        let aliases = front.aliases();
        let summary = front.summary();
        let draft = front.draft();
        let sample = front.sample();
        let period = front.period(&id, &kind);
        front.translation_of();
        let data = front.data(&kind, surroundings.kinds);
        front.finish();
        Self {
            id,
            lang,
            path,
            source,
            front_matter,
            body,
            title,
            description,
            slug,
            aliases,
            order,
            kind,
            summary,
            draft,
            sample,
            period,
            data,
        }
    }

    /// The last part of its id: what form choices and applications call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// An error at a key of the front matter.
    #[must_use]
    pub fn at_key(&self, code: Code, path: &[&str], message: impl Into<Bilingual>) -> Diagnostic {
        self.at(code, self.key_span(path), message)
    }

    /// Where a key of the front matter stands.
    #[must_use]
    pub fn key_span(&self, path: &[&str]) -> Range<usize> {
        let start = self.front_matter.start;
        let span = locate(self.source.text(), self.front_matter.clone(), path);
        span.unwrap_or_else(|| self.source.to_line_end(start))
    }

    /// An error at a place of the file.
    #[must_use]
    pub fn at(&self, code: Code, span: Range<usize>, message: impl Into<Bilingual>) -> Diagnostic {
        Diagnostic::new(code, &self.source, span, message)
    }
}

/// Whether a text can be a part of an address.
#[must_use]
pub fn is_slug(slug: &str) -> bool {
    (1..=100).contains(&slug.len())
        && slug
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Reads all files as pages, French first; a translation without its French page is an error.
#[must_use]
pub fn read_all(
    files: Vec<PageFile>,
    surroundings: &Surroundings<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
    let (french, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.lang == Lang::french());
    let read = |file: PageFile, french: Option<&Page>| {
        let mut told = Diagnostics::default();
        let page = Page::read(file, french, surroundings, &mut told);
        if page.draft && !surroundings.drafts {
            told.forgive(Code::MissingKey);
        }
        (page, told)
    };
    let french: Vec<_> = french.into_par_iter().map(|file| read(file, None)).collect();
    let by_id: BTreeMap<&str, &Page> =
        french.iter().map(|(page, _)| (page.id.as_str(), page)).collect();
    let others: Vec<_> = others
        .into_par_iter()
        .filter_map(|file| match by_id.get(file.id.as_str()) {
            Some(french) => Some(Ok(read(file, Some(french)))),
            None => missing_french(&file).map(Err),
        })
        .collect();
    let mut pages = Vec::with_capacity(french.len() + others.len());
    let others: Vec<_> = others.into_iter().filter_map(|other| diagnostics.keep(other)).collect();
    for (page, told) in french.into_iter().chain(others) {
        diagnostics.extend(told);
        pages.push(page);
    }
    pages
}

/// A page without its French file. One that is there but cannot be read has been told of already.
fn missing_french(file: &PageFile) -> Option<Diagnostic> {
    let in_french = |path: &str| path.replace(&format!(".{}.md", file.lang), ".fr.md");
    if Path::new(&in_french(file.source.name())).exists() {
        return None;
    }
    let french = in_french(&file.path);
    let message = bilingual!(
        "cette page n’a pas de texte français : `{french}` n’existe pas",
        "this page has no French text: `{french}` does not exist"
    );
    Some(Diagnostic::new(Code::MissingFrench, &file.source, 0..0, message).help(bilingual!(
        "écrivez `{french}` à côté; chaque page existe d’abord en français",
        "write `{french}` beside it; every page exists in French first"
    )))
}
