//! What people post: a complete application, and changes to it.

use form_model::answers::Posted;
use serde_json::{Map, Value};

/// A submission as pairs of an HTML form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers(Vec<(String, String)>);

/// A complete application for a partner user who wants to be called.
pub fn complete() -> Answers {
    let pairs = [
        ("partner_type", "partner-user"),
        ("service_link", "yes"),
        ("first_name", "Zoé-Anne"),
        ("last_name", "O’Neil Tremblay"),
        ("contact_method", "phone"),
        ("phone", "819 555-0123, poste 12"),
        ("email", "Zoe.Anne@exemple.ca"),
        ("call_times", "morning"),
        ("call_times", "evening"),
        ("language", "fr"),
        ("motivation", "Je veux aider à améliorer l’accueil à l’urgence."),
        ("levels", "partnership"),
        ("interests", "committee"),
        ("time_wish", "ongoing"),
        ("age_14", "true"),
        ("ack_process", "true"),
        ("consent_keep", "true"),
    ];
    Answers::of(pairs)
}

/// A complete application of one of many people, each with a phone and an address of their own.
pub fn of_person(number: usize) -> Answers {
    complete()
        .with("first_name", &format!("Personne {number}"))
        .with("phone", &format!("819 {:03}-{:04}", 200 + number / 10_000, number % 10_000))
        .with("email", &format!("personne.{number}@exemple.ca"))
}

/// Nothing at all: somebody pressed the button at once.
pub fn empty() -> Answers {
    Answers(Vec::new())
}

impl Answers {
    pub fn of<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// The same with another answer to one question.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.0.retain(|(other, _)| other != key);
        self.and(key, value)
    }

    /// The same with one more pair.
    pub fn and(mut self, key: &str, value: &str) -> Self {
        self.0.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The same without an answer.
    pub fn without(mut self, key: &str) -> Self {
        self.0.retain(|(other, _)| other != key);
        self
    }

    /// The same with each answer written in another way.
    pub fn map(mut self, rewrite: impl Fn(&str, &str) -> String) -> Self {
        for (key, value) in &mut self.0 {
            *value = rewrite(key, value);
        }
        self
    }

    /// The same under other keys.
    pub fn under(mut self, keys: &std::collections::BTreeMap<String, String>) -> Self {
        for (key, _) in &mut self.0 {
            if let Some(other) = keys.get(key) {
                key.clone_from(other);
            }
        }
        self
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str())
    }

    /// As the form reads them.
    pub fn posted(&self) -> Posted {
        Posted::from_pairs(self.0.iter().map(|(key, value)| (key, value.as_str())))
    }

    /// As a browser sends them.
    pub fn urlencoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// As a program sends them.
    pub fn json(&self) -> Value {
        const SEVERAL: [&str; 3] = ["call_times", "levels", "interests"];
        let mut object = Map::new();
        for (key, value) in &self.0 {
            if SEVERAL.contains(&key.as_str()) {
                let list = object.entry(key.clone()).or_insert_with(|| Value::Array(Vec::new()));
                list.as_array_mut().unwrap().push(value.clone().into());
            } else {
                object.insert(key.clone(), value.clone().into());
            }
        }
        Value::Object(object)
    }

    /// The questions' answers alone, without what belongs to the form, in a settled order.
    pub fn of_questions(&self) -> Self {
        let controls = ["form_version", "notice_version", "website", "_action", "_seconds"];
        let mut pairs = self.0.clone();
        pairs.retain(|(key, value)| !controls.contains(&key.as_str()) && !value.is_empty());
        pairs.sort();
        Self(pairs)
    }
}
