//! The schema of a theme's `theme.yaml`.

use form_model::bilingual::words;
use form_model::lang::Lang;
use serde_json::{Value as Json, json};

use super::document;

pub(super) fn schema(themes: &[String], lang: &Lang) -> Json {
    let theme = words("Un thème du site.", "A theme of the site.").in_lang(lang);
    let extends = words(
        "Le thème dont viennent les fichiers que celui-ci n’a pas.",
        "The theme that the files come from which this one does not have.",
    );
    let mut schema = document("theme.yaml", theme);
    let properties = json!({ "extends": { "enum": themes, "description": extends.in_lang(lang) } });
    schema.insert("properties".to_owned(), properties);
    Json::Object(schema)
}
