//! JSON Schemas of what editors write, so that their tools complete and check while they type.
//!
//! Each is made from what the generator itself reads by: front matter from the theme's kinds and the common
//! keys, `form.yaml` from the types of the form's model, `site.yaml` from a table that a test compares with
//! what is read, `theme.yaml` from the themes that are there. Descriptions come in the language of who edits.

mod form;
mod front_matter;
mod site;
mod theme;

use form_model::{bilingual, bilingual::words, lang::Lang};
use serde_json::{Map, Value as Json, json};

use crate::{
    Options,
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    kind::{self, Kinds},
    mail,
    settings::Settings,
    theme::lineage::{self, Lineage},
};

/// The files that have a schema besides front matter.
pub const FILES: [&str; 4] = ["site.yaml", "form.yaml", mail::KIND, lineage::FILE];

/// Every address part: small letters, digits, dashes.
const SLUG: &str = "^[a-z0-9-]+$";

/// A text that is more than spaces.
const WRITTEN: &str = r"\S";

/// A day, as `2027-01-15`.
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";

/// The schema of a kind's front matter, of a `message`'s, of `site.yaml`, of `form.yaml` or of a theme's
/// `theme.yaml`.
///
/// # Errors
/// A name that is none of them; settings or kinds that cannot be read.
pub fn schema(options: &Options, name: &str, lang: &Lang) -> Result<Json, Diagnostics> {
    // Mistakes in the settings are for `check` to tell; here only the theme and the languages are needed.
    let settings = Settings::read(&options.content, &mut Diagnostics::default())?;
    match name {
        "site.yaml" => Ok(site::schema(&settings.languages, lang)),
        "form.yaml" => Ok(form::schema(&settings.languages, lang)),
        mail::KIND => Ok(message(lang)),
        lineage::FILE => Ok(theme::schema(&lineage::names(&options.themes), lang)),
        name => {
            let file = Lineage::find(&options.themes, &settings)?.file(kind::FILE);
            let mut wrong = Diagnostics::default();
            let (_, kinds) = kind::read(&file, &mut wrong);
            let kinds = kinds.ok_or(wrong)?;
            match kinds.get(name) {
                Some(kind) => Ok(front_matter::schema(name, kind, lang)),
                None => Err(unknown_kind(&file, name, &kinds, &FILES).into()),
            }
        }
    }
}

/// A name that is no kind of page, nor one of these other names.
#[must_use]
pub fn unknown_kind(
    file: &std::path::Path,
    name: &str,
    kinds: &Kinds,
    others: &[&str],
) -> Diagnostic {
    let known = kinds.keys().map(String::as_str).chain(others.iter().copied());
    let message = bilingual!(
        "le thème n’a pas de genre de page `{name}`",
        "the theme has no kind of page `{name}`"
    );
    Diagnostic::at_file(Code::UnknownKind, &file.display().to_string(), message)
        .help(suggest(name, known))
}

/// The head of every schema.
fn document(title: &str, description: &str) -> Map<String, Json> {
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": false,
    });
    match head {
        Json::Object(head) => head,
        _ => Map::new(),
    }
}

/// The front matter of a message.
fn message(lang: &Lang) -> Json {
    let title = words("Un message du dossier messages/", "A message in the folder messages/");
    let subject = words(
        "L’objet du message, sur une ligne; rien n’y dit qui est la personne.",
        "The message’s subject, on one line; nothing in it says who the person is.",
    );
    let subject =
        json!({ "type": "string", "pattern": WRITTEN, "description": subject.in_lang(lang) });
    let mut schema = document(mail::KIND, title.in_lang(lang));
    schema.insert("required".to_owned(), json!([mail::SUBJECT]));
    schema.insert("properties".to_owned(), json!({ mail::SUBJECT: subject }));
    schema.into()
}

/// A text in the languages of the site; French must be there.
fn wording(languages: &[Lang]) -> Json {
    let texts: Map<_, _> = languages
        .iter()
        .map(|lang| (lang.to_string(), json!({ "type": "string", "description": lang.endonym() })))
        .collect();
    json!({
        "type": "object",
        "properties": texts,
        "required": [Lang::french()],
        "additionalProperties": { "type": "string" },
    })
}
