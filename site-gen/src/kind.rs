//! The kinds of pages that a theme knows, and what each kind's front matter holds.
//!
//! A theme declares them in `kinds.yaml`, so that a new kind needs no change here. The schema is small:
//! what an editor can write in a few lines, no more. A field that is `shared` says the same in every
//! language; it stands in the French file alone, so that the languages cannot drift apart.

mod image;
mod machines;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use form_model::{
    bilingual,
    bilingual::{Bilingual, Words, words},
    lang::Localized,
};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use serde_yaml::{Mapping, Value};

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    source::Source,
    yaml,
};

pub use image::IMAGE_KEYS;
pub use machines::Thing;

/// The file of a theme that declares its kinds.
pub const FILE: &str = "kinds.yaml";

/// All kinds of a theme, by name; the name is the front matter's `template`.
pub type Kinds = BTreeMap<String, Kind>;

/// Fields in the order in which the theme declares them: so an editor gets to see them.
pub type Fields = IndexMap<String, Field>;

/// A kind of page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is for, in each language, for editors.
    pub description: Option<Localized>,
    /// Whether templates can list all pages of this kind.
    #[serde(default)]
    pub listed: bool,
    /// The day that dates its pages in the feed: `publish_on` or a field. Without it they are in no feed.
    pub feed: Option<String>,
    /// What its pages are to machines.
    pub schema_org: Option<Thing>,
    /// Its own front matter.
    #[serde(default)]
    pub fields: Fields,
}

/// A field of a kind's front matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What its value is.
    #[serde(rename = "type")]
    pub type_: Type,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
    /// Whether it stands in the French file alone.
    #[serde(default)]
    pub shared: bool,
    /// Lowest number.
    pub min: Option<f64>,
    /// Highest number.
    pub max: Option<f64>,
    /// The fields of a list's items.
    #[serde(default)]
    pub items: Fields,
    /// For a list that each language writes for itself: the key of its items that pairs the languages.
    pub paired_by: Option<String>,
    /// For `page` and `pages`: the kind that the named pages are of.
    pub of: Option<String>,
    /// What it is for, in each language, for editors.
    pub description: Option<Localized>,
}

/// What a field's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Plain text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A day, `2027-01-15`.
    Date,
    /// A list of groups of fields.
    List,
    /// A list of plain texts.
    Texts,
    /// A page, by the last part of its file's name: `partnership`.
    Page,
    /// A list of pages.
    Pages,
    /// A picture: its file, and what it shows for who does not see it.
    Image,
}

/// A mistake in a value: the path of keys to it, what is wrong, how to mend it.
#[derive(Debug, PartialEq, Eq)]
pub struct BadValue {
    /// Keys and item numbers from the field on.
    pub path: Vec<String>,
    /// The rule that it breaks.
    pub code: Code,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub help: Bilingual,
}

impl Type {
    fn expected(self) -> Words {
        match self {
            Self::Text => words("un texte", "a text"),
            Self::Boolean => words("`true` (oui) ou `false` (non)", "`true` or `false`"),
            Self::Integer => words("un nombre entier", "a whole number"),
            Self::Number => words("un nombre", "a number"),
            Self::Date => words("un jour, comme 2027-01-15", "a day such as 2027-01-15"),
            Self::List | Self::Texts => words(
                "une liste, chaque élément précédé de `- `",
                "a list, each item beginning with `- `",
            ),
            Self::Page => words(
                "le nom du fichier d’une page, sans dossier, langue ni `.md`",
                "the name of a page’s file, without folder, language and `.md`",
            ),
            Self::Pages => words(
                "une liste de noms de fichiers de pages, comme [une, autre]",
                "a list of names of pages’ files, such as [one, other]",
            ),
            Self::Image => words("les deux clés `file` et `alt`", "the two keys `file` and `alt`"),
        }
    }
}

/// Whether nothing is written: no value, or a text of spaces alone.
#[must_use]
pub fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What is done with the texts of a value while it is read: references and typography.
pub trait Texts {
    /// A plain text in its final form.
    fn text(&mut self, path: &[String], text: &str) -> String;
}

impl Field {
    /// Reads a value of this field; mistakes go into `bad`.
    pub fn read(
        &self,
        value: &Value,
        path: &mut Vec<String>,
        texts: &mut impl Texts,
        bad: &mut Vec<BadValue>,
    ) -> Json {
        let read = match (self.type_, value) {
            (Type::Text, Value::String(text)) => Some(texts.text(path, text).into()),
            (Type::Boolean, Value::Bool(value)) => Some((*value).into()),
            (Type::Integer, Value::Number(number)) => number.as_i64().map(Json::from),
            (Type::Number, Value::Number(number)) => number.as_f64().map(Json::from),
            (Type::Date, Value::String(date)) => {
                date.parse::<jiff::civil::Date>().ok().map(|date| date.to_string().into())
            }
            (Type::List, Value::Sequence(items)) => Some(self.read_list(items, path, texts, bad)),
            (Type::Texts, Value::Sequence(items)) => read_texts(items, path, texts),
            (Type::Page, Value::String(name)) => Some(name.trim().into()),
            (Type::Pages, Value::Sequence(items)) => {
                items.iter().map(|item| item.as_str().map(|name| Json::from(name.trim()))).collect()
            }
            (Type::Image, Value::Mapping(_)) => Some(image::read(value, path, texts, bad)),
            _ => None,
        };
        let Words { fr, en } = self.type_.expected();
        let mut complain = |message: Bilingual| {
            let help = bilingual!("écrivez {fr}", "write {en}");
            bad.push(BadValue { path: path.clone(), code: Code::WrongValue, message, help });
        };
        let name = path.join(".");
        let Some(read) = read else {
            complain(bilingual!("`{name}` doit être {fr}", "`{name}` must be {en}"));
            return Json::Null;
        };
        if let Some(number) = read.as_f64()
            && !(self.min.unwrap_or(f64::MIN)..=self.max.unwrap_or(f64::MAX)).contains(&number)
        {
            let bound =
                |bound: Option<f64>| bound.map_or("…".to_owned(), |bound| bound.to_string());
            complain(bilingual!(
                "`{name}` vaut {number}, hors de {} à {}",
                "`{name}` is {number}, outside of {} to {}",
                bound(self.min),
                bound(self.max)
            ));
        }
        read
    }

    fn read_list(
        &self,
        items: &[Value],
        path: &mut Vec<String>,
        texts: &mut impl Texts,
        bad: &mut Vec<BadValue>,
    ) -> Json {
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            list.push(self.read_item(item, path, texts, bad));
            path.pop();
        }
        Json::Array(list)
    }

    fn read_item(
        &self,
        item: &Value,
        path: &mut Vec<String>,
        texts: &mut impl Texts,
        bad: &mut Vec<BadValue>,
    ) -> Json {
        let Value::Mapping(item) = item else {
            let keys: Vec<_> = self.items.keys().map(|key| format!("`{key}`")).collect();
            bad.push(BadValue {
                path: path.clone(),
                code: Code::WrongValue,
                message: bilingual!(
                    "chaque élément de `{}` est un groupe de clés",
                    "each item of `{}` is a group of keys",
                    path[0]
                ),
                help: bilingual!(
                    "écrivez les clés {}, une par ligne",
                    "write the keys {}, one a line",
                    keys.join(", ")
                ),
            });
            return Json::Null;
        };
        refuse_unknown(item, &self.items.keys().map(String::as_str), path, bad);
        let mut read = Map::new();
        for (key, field) in &self.items {
            path.push(key.clone());
            match item.get(key.as_str()).filter(|value| !is_blank(value)) {
                Some(value) => {
                    read.insert(key.clone(), field.read(value, path, texts, bad));
                }
                None if field.required => bad.push(missing(key, field.type_.expected(), path)),
                None => {
                    read.insert(key.clone(), Json::Null);
                }
            }
            path.pop();
        }
        Json::Object(read)
    }

    /// What to write here, in a few words.
    #[must_use]
    pub fn expected(&self) -> Words {
        self.type_.expected()
    }
}

fn read_texts(items: &[Value], path: &mut Vec<String>, texts: &mut impl Texts) -> Option<Json> {
    let mut read = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        path.push(index.to_string());
        read.push(item.as_str().map(|text| Json::from(texts.text(path, text))));
        path.pop();
    }
    read.into_iter().collect()
}

fn refuse_unknown<'a>(
    group: &Mapping,
    known: &(impl Iterator<Item = &'a str> + Clone),
    path: &[String],
    bad: &mut Vec<BadValue>,
) {
    for key in group.keys().filter_map(Value::as_str) {
        if !known.clone().any(|known| known == key) {
            bad.push(BadValue {
                path: path.iter().cloned().chain([key.to_owned()]).collect(),
                code: Code::UnknownKey,
                message: bilingual!(
                    "il n’y a pas de clé `{key}` ici",
                    "there is no key `{key}` here"
                ),
                help: suggest(key, known.clone()),
            });
        }
    }
}

fn missing(key: &str, Words { fr, en }: Words, path: &[String]) -> BadValue {
    BadValue {
        path: path.to_vec(),
        code: Code::MissingKey,
        message: bilingual!("`{key}` manque", "`{key}` is missing"),
        help: bilingual!("ajoutez `{key}: …` avec {fr}", "add `{key}: …` with {en}"),
    }
}

/// Reads kinds from the file that declares them, and that file; no kinds where anything in it is wrong, for
/// then what pages say cannot be judged.
pub fn read(file: &Path, diagnostics: &mut Diagnostics) -> (Option<Arc<Source>>, Option<Kinds>) {
    let file = diagnostics.keep(Source::read(file));
    let kinds = file.as_ref().and_then(|source| {
        yaml::read_as(source).whole().map_err(|mistakes| diagnostics.extend(mistakes)).ok()
    });
    (file, kinds)
}
