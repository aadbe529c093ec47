//! The front matter of a page, key by key: typed, every text in its final form, each misfit told at its place.
//!
//! What its kind marks as shared, its order and its kind itself stand in the French file alone, and every
//! translation takes them from it.

use form_model::bilingual::{Words, words};
use form_model::{bilingual, bilingual::Bilingual, lang::Lang};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use crate::{
    content::{
        page::{DEFAULT_KIND, Page, is_slug},
        period::{EXPIRES_ON, PUBLISH_ON, Period},
    },
    diagnostic::{Code, Diagnostics, suggest},
    facts::Facts,
    form,
    kind::{BadValue, Field, Kinds, Texts},
    redirects::{Alias, address::AddressError},
    reference,
    site::{HOME, NOT_FOUND},
    translation::{self, revision::Revision},
    typography::typeset,
    yaml::Document,
};

/// A page's front matter while its keys are taken out.
pub(super) struct FrontMatter<'a> {
    document: Document,
    french: Option<&'a Page>,
    texts: FinalTexts<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> FrontMatter<'a> {
    /// Of a page in a language; `french` is the same page in French, for its translations.
    pub(super) fn new(
        document: Document,
        lang: &'a Lang,
        french: Option<&'a Page>,
        facts: &'a Facts,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let texts = FinalTexts { lang, facts, bad: Vec::new() };
        Self { document, french, texts, diagnostics }
    }

    fn take<T: DeserializeOwned>(&mut self, key: &str, expected: Words) -> Option<T> {
        self.document.take_as(key, expected, self.diagnostics)
    }

    pub(super) fn kind(&mut self) -> String {
        if let Some(french) = self.french {
            self.refuse_shared("template");
            return french.kind.clone();
        }
        let kind =
            self.take("template", words("le nom d’un genre de page", "the name of a kind of page"));
        kind.unwrap_or_else(|| DEFAULT_KIND.to_owned())
    }

    /// Pages without an order come last.
    pub(super) fn order(&mut self) -> i64 {
        if let Some(french) = self.french {
            self.refuse_shared("order");
            return french.order;
        }
        self.take("order", words("un nombre entier, comme 10", "a whole number, such as 10"))
            .unwrap_or(i64::MAX)
    }

    /// A translation of a draft is one, too.
    pub(super) fn draft(&mut self) -> bool {
        self.take("draft", words("`true` (oui) ou `false` (non)", "`true` or `false`"))
            .unwrap_or(false)
            || self.french.is_some_and(|french| french.draft)
    }

    pub(super) fn sample(&mut self) -> bool {
        if let Some(french) = self.french {
            self.refuse_shared("sample");
            return french.sample;
        }
        self.take("sample", words("`true` (oui) ou `false` (non)", "`true` or `false`"))
            .unwrap_or(false)
    }

    /// Pages that the site cannot do without are there every day.
    pub(super) fn period(&mut self, id: &str, kind: &str) -> Period {
        if let Some(french) = self.french {
            self.refuse_shared(PUBLISH_ON);
            self.refuse_shared(EXPIRES_ON);
            return french.period;
        }
        let period = Period::take(&mut self.document, self.diagnostics);
        let needed = [HOME, NOT_FOUND].contains(&id) || kind == form::KIND;
        if needed { period.refuse(&self.document, self.diagnostics) } else { period }
    }

    pub(super) fn text(&mut self, key: &str, expected: Words) -> String {
        let text: Option<String> = self.document.require_as(key, expected, self.diagnostics);
        self.texts.text(&[key.to_owned()], &text.unwrap_or_default())
    }

    pub(super) fn slug(&mut self, id: &str) -> String {
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

    pub(super) fn aliases(&mut self) -> Vec<Alias> {
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

    pub(super) fn summary(&mut self) -> Vec<String> {
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
    pub(super) fn data(&mut self, kind: &str, kinds: Option<&Kinds>) -> Map<String, Json> {
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
    pub(super) fn translation_of(&mut self) {
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
    pub(super) fn finish(self) {
        for BadText { path, code, message, help } in self.texts.bad {
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            self.diagnostics.push(self.document.at(code, &path, message).help(help));
        }
    }
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
