//! The schema of `site.yaml`. Its values may carry `!example`, which editors' tools have to be told of:
//! a schema knows no tags, it sees the value alone.

use form_model::lang::{Lang, Localized};
use serde_json::{Map, Value as Json, json};

use super::{DAY, SLUG, document, wording};
use crate::check;

/// A key of `site.yaml`.
struct Key {
    name: &'static str,
    required: bool,
    french: &'static str,
    english: &'static str,
}

const fn key(name: &'static str, french: &'static str, english: &'static str) -> Key {
    Key { name, required: false, french, english }
}

impl Key {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// Every key, in the order of the file.
const KEYS: [Key; 11] = [
    key(
        "base_url",
        "Adresse publique du site, sans barre finale.",
        "Public address of the site, without a final slash.",
    )
    .required(),
    key("theme", "Apparence : un dossier de themes/.", "Look: a folder of themes/.").required(),
    key(
        "languages",
        "Langues publiées, le français d’abord. Une langue retirée d’ici disparaît du site.",
        "Published languages, French first. A language taken away here is gone from the site.",
    )
    .required(),
    key(
        "navigation",
        "Pages du menu du haut, dans l’ordre : leurs fichiers sous pages/, sans langue ni « .md ».",
        "Pages in the top menu, in order: their files below pages/, without language and “.md”.",
    ),
    key("footer", "Pages du bas de page, dans l’ordre.", "Pages in the footer, in order."),
    key(
        "applications",
        "Candidatures : ouvertes, fermées, ou fermées jusqu’à un jour.",
        "Applications: open, closed, or closed until a day.",
    )
    .required(),
    key(
        "alert",
        "Un avis en haut de chaque page, jusqu’à un jour compris : tempête, grève, panne.",
        "A notice on top of every page, through a day: a storm, a strike, an outage.",
    ),
    key(
        "security",
        "Où signaler une faille de sécurité du site, et jusqu’à quel jour cela vaut : /.well-known/security.txt.",
        "Where to report a security flaw of the site, and through which day that holds: /.well-known/security.txt.",
    ),
    key(
        "mail",
        "D’où partent les messages (from), qui reçoit ceux du programme (staff), et en quelle langue (staff_lang).",
        "Where messages come from (from), who gets the programme’s own (staff), and in which language (staff_lang).",
    )
    .required(),
    key(
        "checks",
        "Gravité des règles de site-gen check, là où elle doit changer (site-gen/RULES.md).",
        "How grave the rules of site-gen check are, where that must change (site-gen/RULES.md).",
    ),
    key(
        "facts",
        "Les faits que les pages partagent. Une page écrit {{ facts.phone | phone }}.",
        "The facts that pages share. A page writes {{ facts.phone | phone }}.",
    ),
];

/// The schema of `site.yaml` for a site in these languages.
pub fn schema(languages: &[Lang], lang: &Lang) -> Json {
    let describe = |key: &Key| {
        let description = Localized::new(key.french).with(Lang::english(), key.english);
        let mut value = value(key.name, languages);
        value["description"] = description.get(lang).into();
        (key.name.to_owned(), value)
    };
    let properties: Map<_, _> = KEYS.iter().map(describe).collect();
    let required: Vec<_> = KEYS.iter().filter(|key| key.required).map(|key| key.name).collect();
    let title = Localized::new("Réglages et faits communs à toutes les langues")
        .with(Lang::english(), "Settings and facts that every language shares");
    let mut schema = document("site.yaml", title.get(lang));
    schema.insert("required".to_owned(), required.into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("$defs".to_owned(), json!({ "fact": fact(), "wording": wording(languages) }));
    schema.into()
}

fn value(key: &str, languages: &[Lang]) -> Json {
    let pages = json!({
        "type": "array",
        "items": { "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)*$" },
        "uniqueItems": true,
    });
    match key {
        "base_url" => json!({ "type": "string", "pattern": "^https?://[^/]+$" }),
        "theme" => json!({ "type": "string", "pattern": SLUG }),
        "languages" => json!({
            "type": "array",
            "items": { "type": "string", "pattern": "^[a-z]{2,3}$" },
            "prefixItems": [{ "const": "fr" }],
            "minItems": 1,
            "uniqueItems": true,
        }),
        "navigation" | "footer" => pages,
        "applications" => json!({
            "type": "object",
            "properties": {
                "open": { "type": "boolean" },
                "closed_until": { "type": "string", "format": "date", "pattern": DAY },
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": false,
        }),
        "alert" => json!({
            "type": "object",
            "properties": {
                "text": { "$ref": "#/$defs/wording" },
                "until": { "type": "string", "format": "date", "pattern": DAY },
                "page": { "type": "string", "pattern": "^[a-z0-9-]+(/[a-z0-9-]+)*$" },
            },
            "required": ["text", "until"],
            "additionalProperties": false,
        }),
        "security" => json!({
            "type": "object",
            "properties": {
                "contact": { "type": "string", "pattern": "^(https://.+|(mailto:)?[^@ ]+@[^@ ]+[.][^@ ]+)$" },
                "expires": { "type": "string", "format": "date", "pattern": DAY },
            },
            "required": ["contact", "expires"],
            "additionalProperties": false,
        }),
        "mail" => {
            let address = json!({ "type": "string", "pattern": "^[^@ ]+@[^@ ]+[.][^@ ]+$" });
            json!({
                "type": "object",
                "properties": {
                    "from": address,
                    "staff": address,
                    "staff_lang": { "enum": languages },
                },
                "required": ["from", "staff", "staff_lang"],
                "additionalProperties": false,
            })
        }
        "checks" => {
            let names = check::RULES.iter().map(|rule| rule.code.as_str());
            let levels = json!({ "enum": ["off", "warning", "error"] });
            let rules: Map<_, _> = names.map(|name| (name.to_owned(), levels.clone())).collect();
            json!({ "type": "object", "properties": rules, "additionalProperties": false })
        }
        "facts" => json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/fact" } }),
        _ => json!({}),
    }
}

/// A text or number, a text for each language, or a group of facts.
fn fact() -> Json {
    json!({
        "anyOf": [
            { "type": ["string", "number", "boolean"] },
            { "$ref": "#/$defs/wording" },
            {
                "type": "object",
                "properties": { "fr": false },
                "additionalProperties": { "$ref": "#/$defs/fact" },
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{diagnostic::Diagnostics, settings::Settings};

    #[test]
    fn the_schema_knows_the_keys_that_are_read_and_no_other() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
        let settings = Settings::read(&content, &mut Diagnostics::default()).unwrap();
        let mut read: Vec<_> = settings.known_keys().collect();
        read.sort_unstable();
        let mut declared: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        declared.sort_unstable();
        assert_eq!(declared, read, "describe each key of `Settings` in `KEYS`");
    }

    #[test]
    fn every_key_has_a_shape() {
        for key in &KEYS {
            assert_ne!(value(key.name, &[Lang::french()]), json!({}), "{}", key.name);
        }
    }
}
