//! The schema of a kind's front matter.
//!
//! A page's French file and its translations hold different keys: what is shared stands in the French file
//! alone. The two are told apart by `template`, which every French file has unless it is a plain page, and
//! no translation has.

use form_model::lang::Lang;
use serde_json::{Map, Value as Json, json};

use super::{DAY, SLUG, WRITTEN, document};
use crate::{
    content::page::DEFAULT_KIND,
    front_matter_keys::{KEYS, Key, Stands},
    kind::{Field, IMAGE_KEYS, Kind, Type},
};

/// The schema of this kind's front matter.
pub fn schema(name: &str, kind: &Kind, lang: &Lang) -> Json {
    let mut properties: Map<_, _> =
        KEYS.iter().map(|key| (key.name.to_owned(), common(key, name, lang))).collect();
    properties.extend(kind.fields.iter().map(|(key, field)| (key.clone(), described(field, lang))));

    let keys = || {
        let common = KEYS.iter().map(|key| (key.name, key.stands, key.required));
        common.chain(kind.fields.iter().map(|(key, field)| {
            let stands = if field.shared { Stands::InFrench } else { Stands::Everywhere };
            (key.as_str(), stands, field.required)
        }))
    };
    let required = |stands| -> Vec<&str> {
        keys().filter(|key| key.1 == stands && key.2).map(|key| key.0).collect()
    };
    let refused = |stands| -> Map<String, Json> {
        keys().filter(|key| key.1 == stands).map(|key| (key.0.to_owned(), false.into())).collect()
    };

    let description = kind.description.as_ref().map_or(name, |text| text.get(lang));
    let mut schema = document(name, description);
    schema.insert("required".to_owned(), required(Stands::Everywhere).into());
    if name != DEFAULT_KIND {
        schema.insert("if".to_owned(), json!({ "required": ["template"] }));
        schema.insert(
            "then".to_owned(),
            json!({
                "required": required(Stands::InFrench),
                "properties": refused(Stands::InTranslations),
            }),
        );
        schema.insert("else".to_owned(), json!({ "properties": refused(Stands::InFrench) }));
    }
    schema.insert("properties".to_owned(), properties.into());
    schema.into()
}

fn common(key: &Key, kind: &str, lang: &Lang) -> Json {
    let mut value = value(key.type_, key.required);
    match key.name {
        "template" => {
            value.insert("const".to_owned(), kind.into());
        }
        "slug" => {
            value.insert("pattern".to_owned(), SLUG.into());
        }
        "aliases" => {
            value.insert("items".to_owned(), json!({ "type": "string", "pattern": "^/" }));
        }
        _ => {}
    }
    value.insert("description".to_owned(), key.description().get(lang).into());
    value.into()
}

fn described(field: &Field, lang: &Lang) -> Json {
    let mut value = value(field.type_, field.required);
    for (bound, number) in [("minimum", field.min), ("maximum", field.max)] {
        if let Some(number) = number {
            value.insert(bound.to_owned(), number.into());
        }
    }
    if field.type_ == Type::List {
        value.insert("items".to_owned(), group(field, lang));
    }
    if let Some(description) = &field.description {
        value.insert("description".to_owned(), description.get(lang).into());
    }
    value.into()
}

/// An item of a list.
fn group(list: &Field, lang: &Lang) -> Json {
    let properties: Map<_, _> =
        list.items.iter().map(|(key, field)| (key.clone(), described(field, lang))).collect();
    let required: Vec<_> =
        list.items.iter().filter(|(_, field)| field.required).map(|(key, _)| key).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn value(type_: Type, required: bool) -> Map<String, Json> {
    let value = match type_ {
        Type::Text if required => json!({ "type": "string", "pattern": WRITTEN }),
        Type::Text => json!({ "type": "string" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Integer => json!({ "type": "integer" }),
        Type::Number => json!({ "type": "number" }),
        Type::Date => json!({ "type": "string", "format": "date", "pattern": DAY }),
        Type::List => json!({ "type": "array" }),
        Type::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Type::Page => json!({ "type": "string", "pattern": SLUG }),
        Type::Pages => json!({ "type": "array", "items": { "type": "string", "pattern": SLUG } }),
        Type::Image => {
            let written = json!({ "type": "string", "pattern": WRITTEN });
            let keys: Map<_, _> =
                IMAGE_KEYS.iter().map(|key| ((*key).to_owned(), written.clone())).collect();
            json!({
                "type": "object",
                "properties": keys,
                "required": IMAGE_KEYS,
                "additionalProperties": false,
            })
        }
    };
    match value {
        Json::Object(value) => value,
        _ => Map::new(),
    }
}
