//! Answers as they came, from the page or as JSON. Decoding refuses nothing but what cannot be read:
//! judging is validation's task, and whatever was written goes back onto the page.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{Controls, is_control};

/// A submission as it came: the answers, and apart from them the controls.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Posted {
    values: BTreeMap<String, Vec<Raw>>,
    controls: Controls,
}

/// One posted value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Raw {
    /// A text.
    Text(String),
    /// A JSON boolean.
    Bool(bool),
    /// JSON of a type that no question takes.
    Unreadable,
}

/// The body is not a JSON object.
#[derive(Debug)]
pub struct DecodeError(serde_json::Error);

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Where, but not what: the body may hold personal data.
        let (line, column) = (self.0.line(), self.0.column());
        write!(f, "not a JSON object (line {line}, column {column})")
    }
}

impl std::error::Error for DecodeError {}

impl Posted {
    /// From the pairs of an HTML form; a key may come several times.
    pub fn from_pairs<K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: AsRef<str>,
        V: Into<String>,
    {
        let mut posted = Self::default();
        for (key, value) in pairs {
            posted.push(key.as_ref(), Raw::Text(value.into()));
        }
        posted
    }

    /// From a JSON object: strings, `true` and `false` for boxes, arrays of strings for several choices,
    /// `null` for no answer. A value of another type is kept as unreadable, a key that comes twice as
    /// two values; validation refuses both by the name of the field.
    ///
    /// # Errors
    /// If the body is no JSON, or no object.
    pub fn from_json(body: &[u8]) -> Result<Self, DecodeError> {
        serde_json::from_slice(body).map_err(DecodeError)
    }

    /// What came besides the answers.
    #[must_use]
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    /// The values of a key, as they came.
    pub(crate) fn values(&self, key: &str) -> &[Raw] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }

    /// The texts of a key, as they came; a JSON boolean as `true` or `false`.
    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = &str> {
        self.values(key).iter().filter_map(|value| match value {
            Raw::Text(text) => Some(text.as_str()),
            Raw::Bool(true) => Some("true"),
            Raw::Bool(false) => Some("false"),
            Raw::Unreadable => None,
        })
    }

    /// The keys that came, controls left out.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn push(&mut self, key: &str, value: Raw) {
        if let Raw::Text(text) = &value
            && self.controls.take(key, text)
        {
            return;
        }
        self.values.entry(key.to_owned()).or_default().push(value);
    }

    fn push_json(&mut self, key: &str, value: Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.push(key, Raw::Text(text)),
            Value::Bool(ticked) => self.push(key, Raw::Bool(ticked)),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                // An empty list is an answer of no choices; the key is still known to have come.
                self.values.entry(key.to_owned()).or_default();
                for item in items {
                    self.push_json(key, item);
                }
            }
            Value::Number(number) if is_control(key) => {
                self.push(key, Raw::Text(number.to_string()));
            }
            Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.push(key, Raw::Unreadable);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Posted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Posted;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of answers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Posted, A::Error> {
                let mut posted = Posted::default();
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    posted.push_json(&key, value);
                }
                Ok(posted)
            }
        }

        deserializer.deserialize_map(Object)
    }
}

impl fmt::Debug for Posted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Posted")
            .field("keys", &self.values.keys())
            .field("controls", &self.controls)
            .finish()
    }
}
