//! The kinds of pages that a theme knows, and what each kind's front matter holds.
//!
//! A theme declares them in `kinds.yaml`, so that a new kind needs no change here. The schema is small:
//! what an editor can write in a few lines, no more. A field that is `shared` says the same in every
//! language; it stands in the French file alone, so that the languages cannot drift apart.

use std::collections::BTreeMap;

use form_model::lang::Localized;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use crate::diagnostic::{Code, suggest};

/// All kinds of a theme, by name; the name is the front matter's `template`.
pub type Kinds = BTreeMap<String, Kind>;

/// A kind of page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is for, in each language, for editors.
    pub description: Option<Localized>,
    /// Whether templates can list all pages of this kind.
    #[serde(default)]
    pub listed: bool,
    /// Its own front matter.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
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
    pub items: BTreeMap<String, Field>,
    /// What it is for, in each language, for editors.
    pub description: Option<Localized>,
}

/// What a field's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Plain text.
    Text,
    /// Markdown, shown as HTML.
    Markdown,
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
}

/// A mistake in a value: the path of keys to it, what is wrong, how to mend it.
#[derive(Debug, PartialEq, Eq)]
pub struct BadValue {
    /// Keys and item numbers from the field on.
    pub path: Vec<String>,
    /// The rule that it breaks.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Type {
    fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Markdown => "a text in Markdown",
            Self::Boolean => "`true` or `false`",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Date => "a day such as 2027-01-15",
            Self::List => "a list, each item beginning with `- `",
        }
    }
}

/// What is done with the texts of a value while it is read: references and typography, or Markdown.
pub trait Texts {
    /// A plain text in its final form.
    fn text(&mut self, path: &[String], text: &str) -> String;
    /// Markdown as HTML.
    fn markdown(&mut self, path: &[String], text: &str) -> String;
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
            (Type::Markdown, Value::String(text)) => Some(texts.markdown(path, text).into()),
            (Type::Boolean, Value::Bool(value)) => Some((*value).into()),
            (Type::Integer, Value::Number(number)) => number.as_i64().map(Json::from),
            (Type::Number, Value::Number(number)) => number.as_f64().map(Json::from),
            (Type::Date, Value::String(date)) => {
                date.parse::<jiff::civil::Date>().ok().map(|date| date.to_string().into())
            }
            (Type::List, Value::Sequence(items)) => Some(self.read_list(items, path, texts, bad)),
            _ => None,
        };
        let mut complain = |message: String| {
            let help = format!("write {}", self.type_.expected());
            bad.push(BadValue { path: path.clone(), code: Code::WrongValue, message, help });
        };
        let name = path.join(".");
        let Some(read) = read else {
            complain(format!("`{name}` must be {}", self.type_.expected()));
            return Json::Null;
        };
        if let Some(number) = read.as_f64()
            && !(self.min.unwrap_or(f64::MIN)..=self.max.unwrap_or(f64::MAX)).contains(&number)
        {
            let bound =
                |bound: Option<f64>| bound.map_or("…".to_owned(), |bound| bound.to_string());
            complain(format!(
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
                message: format!("each item of `{}` is a group of keys", path[0]),
                help: format!("write the keys {}, one a line", keys.join(", ")),
            });
            return Json::Null;
        };
        for key in item.keys().filter_map(Value::as_str) {
            if !self.items.contains_key(key) {
                path.push(key.to_owned());
                bad.push(BadValue {
                    path: path.clone(),
                    code: Code::UnknownKey,
                    message: format!("there is no key `{key}` here"),
                    help: suggest(key, self.items.keys().map(String::as_str)),
                });
                path.pop();
            }
        }
        let mut read = Map::new();
        for (key, field) in &self.items {
            path.push(key.clone());
            match item.get(key.as_str()) {
                Some(value) => {
                    read.insert(key.clone(), field.read(value, path, texts, bad));
                }
                None if field.required => bad.push(BadValue {
                    path: path.clone(),
                    code: Code::MissingKey,
                    message: format!("`{key}` is missing"),
                    help: format!("add `{key}: …` with {}", field.type_.expected()),
                }),
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
    pub fn expected(&self) -> &'static str {
        self.type_.expected()
    }
}
