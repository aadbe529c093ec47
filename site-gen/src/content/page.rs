//! A page in one language: its front matter, typed, every text in its final form.
//!
//! The French file of a page is read first. What its kind marks as shared, its order and its kind itself
//! stand there alone, and every translation takes them from it.

use std::{collections::BTreeMap, ops::Range, path::Path, sync::Arc};

use form_model::bilingual::{Words, words};
use form_model::{bilingual, bilingual::Bilingual, lang::Lang};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use crate::{
    content::{
        file::PageFile,
        period::{EXPIRES_ON, PUBLISH_ON, Period},
    },
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    facts::Facts,
    form,
    kind::{BadValue, Field, Kinds, Texts},
    redirects::{Alias, address::AddressError},
    reference,
    site::{HOME, NOT_FOUND},
    source::Source,
    translation::{self, revision::Revision},
    typography::typeset,
    yaml::{Document, locate},
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
        let texts = FinalTexts { lang: &lang, facts: surroundings.facts, bad: Vec::new() };
        let mut front = FrontMatter { document, french, texts, diagnostics };

        let kind = front.kind();
        let order = front.order();
        let title = front.text("title", words("le nom de la page", "the page’s name"));
        let description =
            front.text("description", words("une phrase sur la page", "one sentence on the page"));
        let slug = front.slug(&id);
        let aliases = front.aliases();
        let summary = front.summary();
        let draft = front
            .take("draft", words("`true` (oui) ou `false` (non)", "`true` or `false`"))
            .unwrap_or(false)
            || french.is_some_and(|french| french.draft);
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

/// A page's front matter while its keys are taken out.
struct FrontMatter<'a> {
    document: Document,
    french: Option<&'a Page>,
    texts: FinalTexts<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl FrontMatter<'_> {
    fn take<T: DeserializeOwned>(&mut self, key: &str, expected: Words) -> Option<T> {
        self.document.take_as(key, expected, self.diagnostics)
    }

    fn kind(&mut self) -> String {
        if let Some(french) = self.french {
            self.refuse_shared("template");
            return french.kind.clone();
        }
        let kind =
            self.take("template", words("le nom d’un genre de page", "the name of a kind of page"));
        kind.unwrap_or_else(|| DEFAULT_KIND.to_owned())
    }

    /// Pages without an order come last.
    fn order(&mut self) -> i64 {
        if let Some(french) = self.french {
            self.refuse_shared("order");
            return french.order;
        }
        self.take("order", words("un nombre entier, comme 10", "a whole number, such as 10"))
            .unwrap_or(i64::MAX)
    }

    fn sample(&mut self) -> bool {
        if let Some(french) = self.french {
            self.refuse_shared("sample");
            return french.sample;
        }
        self.take("sample", words("`true` (oui) ou `false` (non)", "`true` or `false`"))
            .unwrap_or(false)
    }

    /// Pages that the site cannot do without are there every day.
    fn period(&mut self, id: &str, kind: &str) -> Period {
        if let Some(french) = self.french {
            self.refuse_shared(PUBLISH_ON);
            self.refuse_shared(EXPIRES_ON);
            return french.period;
        }
        let period = Period::take(&mut self.document, self.diagnostics);
        let needed = [HOME, NOT_FOUND].contains(&id) || kind == form::KIND;
        if needed { period.refuse(&self.document, self.diagnostics) } else { period }
    }

    fn text(&mut self, key: &str, expected: Words) -> String {
        let text: Option<String> = self.document.require_as(key, expected, self.diagnostics);
        self.texts.text(&[key.to_owned()], &text.unwrap_or_default())
    }

    fn slug(&mut self, id: &str) -> String {
        let stem = || id.rsplit('/').next().unwrap_or(id).to_owned();
        let slug = self
            .take("slug", words("la fin de l’adresse", "the last part of the address"))
            .unwrap_or_else(stem);
        if !is_slug(&slug) {
            self.diagnostics.push(
                self.document
                    .at(Code::BadSlug, &["slug"], bilingual!("`{slug}` ne peut pas faire partie d’une adresse", "`{slug}` cannot stand in an address"))
                    .help(bilingual!("servez-vous de petites lettres sans accents, de chiffres et de `-`, cent au plus", "use small letters without accents, digits and `-`, a hundred at most")),
            );
        }
        slug
    }

    fn aliases(&mut self) -> Vec<Alias> {
        let written: Vec<String> = self
            .take(
                "aliases",
                words(
                    "une liste d’anciennes adresses, comme [/devenir/benevole/]",
                    "a list of old addresses, such as [/devenir/benevole/]",
                ),
            )
            .unwrap_or_default();
        let read = |(item, text): (usize, String)| match text.parse() {
            Ok(address) => Some(Alias { address, item }),
            Err(error) => {
                let message =
                    bilingual!("`{text}` n’est pas une adresse", "`{text}` is no address");
                let at = self.document.at(Code::Alias, &["aliases", &item.to_string()], message);
                self.diagnostics.push(at.help(AddressError::help(error)));
                None
            }
        };
        written.into_iter().enumerate().filter_map(read).collect()
    }

    fn summary(&mut self) -> Vec<String> {
        let points: Vec<String> = self
            .take(
                "summary",
                words(
                    "une liste de phrases courtes, chacune précédée de `- `",
                    "a list of short sentences, each beginning with `- `",
                ),
            )
            .unwrap_or_default();
        let expand = |(index, point): (usize, &String)| {
            self.texts.expand(&["summary".to_owned(), index.to_string()], point)
        };
        points.iter().enumerate().map(expand).collect()
    }

    /// The kind's own fields. Where the kind is unknown its keys cannot be judged: that one mistake is
    /// told, and no other of this file's keys.
    fn data(&mut self, kind: &str, kinds: Option<&Kinds>) -> Map<String, Json> {
        let Some(kinds) = kinds else { return Map::new() };
        let Some(schema) = kinds.get(kind) else {
            if self.french.is_none() {
                let message = bilingual!(
                    "le thème n’a pas de genre de page `{kind}`",
                    "the theme has no kind of page `{kind}`"
                );
                self.diagnostics.push(
                    self.document
                        .at(Code::UnknownKind, &["template"], message)
                        .help(suggest(kind, kinds.keys().map(String::as_str))),
                );
            }
            return Map::new();
        };
        let data = schema
            .fields
            .iter()
            .map(|(key, field)| (key.clone(), self.field(key, field)))
            .collect();
        self.document.finish(self.diagnostics);
        data
    }

    fn field(&mut self, key: &str, field: &Field) -> Json {
        if let Some(french) = self.french.filter(|_| field.shared) {
            self.refuse_shared(key);
            return french.data.get(key).cloned().unwrap_or_default();
        }
        let value: Option<Value> = if field.required {
            self.document.require_as(key, field.expected(), self.diagnostics)
        } else {
            self.document.take(key)
        };
        let Some(value) = value else { return Json::Null };
        let mut bad = Vec::new();
        let read = field.read(&value, &mut vec![key.to_owned()], &mut self.texts, &mut bad);
        for BadValue { path, code, message, help } in bad {
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            self.diagnostics.push(self.document.at(code, &path, message).help(help));
        }
        read
    }

    /// A translation may name the French text it was made from; what follows from that, `site-gen status`
    /// tells.
    fn translation_of(&mut self) {
        let key = translation::KEY;
        if self.french.is_some() {
            let _: Option<Revision> = self.take(
                key,
                words(
                    "12 chiffres de 0 à f entre guillemets, comme `site-gen status` les écrit",
                    "12 digits from 0 to f in quotes, as `site-gen status` writes them",
                ),
            );
            return;
        }
        let diagnostic = self
            .document
            .at(Code::TranslationKey, &[key], bilingual!("`{key}` se trouve dans le fichier français", "`{key}` stands in the French file"))
            .help(bilingual!("retirez-le ici : ce sont les traductions qui nomment le texte français d’où elles viennent", "take it away here: translations name the French text that they were made from"));
        if self.document.take(key).is_some() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A key of the French file does not stand in a translation.
    fn refuse_shared(&mut self, key: &str) {
        if self.document.take(key).is_some() {
            let message = bilingual!(
                "`{key}` est pareil dans toutes les langues",
                "`{key}` is the same in every language"
            );
            self.diagnostics.push(self.document.at(Code::SharedKey, &[key], message).help(
                bilingual!(
                    "retirez-le ici : il s’écrit dans le fichier français seulement",
                    "take it away here: it stands in the French file alone"
                ),
            ));
        }
    }

    /// Tells the mistakes inside texts.
    fn finish(self) {
        for BadText { path, code, message, help } in self.texts.bad {
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            self.diagnostics.push(self.document.at(code, &path, message).help(help));
        }
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

/// Texts of front matter: references replaced, typography set.
struct FinalTexts<'a> {
    lang: &'a Lang,
    facts: &'a Facts,
    bad: Vec<BadText>,
}

struct BadText {
    path: Vec<String>,
    code: Code,
    message: Bilingual,
    help: Bilingual,
}

impl FinalTexts<'_> {
    fn expand(&mut self, path: &[String], text: &str) -> String {
        let (expanded, bad) = reference::expand(text, self.lang, self.facts);
        self.bad.extend(bad.into_iter().map(|bad| BadText {
            path: path.to_vec(),
            code: bad.code,
            message: bad.message,
            help: bad.help,
        }));
        expanded.text
    }
}

impl Texts for FinalTexts<'_> {
    fn text(&mut self, path: &[String], text: &str) -> String {
        typeset(&self.expand(path, text), self.lang)
    }
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
