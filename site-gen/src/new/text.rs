//! What stands in a new page's file: every key of its kind, explained in the language of the file.
//!
//! Keys that must be there have an empty value, which a build refuses once the page is no draft any more;
//! the others are commented out.

use std::fmt::Write as _;

use form_model::lang::{Lang, Localized};

use super::choices::Choices;
use crate::{
    content::page::DEFAULT_KIND,
    front_matter_keys::{KEYS, Key, Stands},
    kind::{Field, Kind, Type},
};

/// Where comments are broken.
const WIDTH: usize = 100;

/// A page that is about to be written.
pub struct Draft<'a> {
    /// The name of its kind.
    pub kind_name: &'a str,
    /// Its kind.
    pub kind: &'a Kind,
    /// The name of its French file.
    pub french_file: &'a str,
    /// The pages that its fields can name.
    pub choices: &'a Choices,
}

impl Draft<'_> {
    /// The file of a language.
    pub fn text(&self, lang: &Lang) -> String {
        let mut lines = Lines { lang, choices: self.choices, text: "---\n".to_owned() };
        self.head(&mut lines);
        for key in KEYS.iter().filter(|key| key.required) {
            lines.common(key);
        }
        self.kind_fields(&mut lines, true);
        self.kind_fields(&mut lines, false);
        for key in KEYS.iter().filter(|key| !key.required && key.name != "draft") {
            let here = match key.stands {
                Stands::Everywhere => true,
                Stands::InFrench => *lang == Lang::french(),
                Stands::InTranslations => *lang != Lang::french(),
            };
            if here && key.name != "template" {
                lines.common(key);
            }
        }
        let text = lines.text.trim_end();
        format!("{text}\n---\n\n<!-- {} -->\n", body_hint().get(lang))
    }

    /// What is so of the file as a whole: its kind, what stands elsewhere, that it is a draft.
    fn head(&self, lines: &mut Lines<'_>) {
        if let Some(description) = &self.kind.description {
            lines.comment(description.get(lines.lang));
        }
        if *lines.lang == Lang::french() {
            if self.kind_name != DEFAULT_KIND {
                let _ = writeln!(lines.text, "template: {}", self.kind_name);
            }
        } else {
            lines.comment(shared_hint(self.french_file, &self.shared_keys()).get(lines.lang));
        }
        lines.text.push('\n');
        lines.comment(draft_hint().get(lines.lang));
        lines.text.push_str("draft: true\n\n");
    }

    fn shared_keys(&self) -> Vec<&str> {
        let common = KEYS.iter().filter(|key| key.stands == Stands::InFrench).map(|key| key.name);
        let own = self.kind.fields.iter().filter(|(_, field)| field.shared);
        common.chain(own.map(|(name, _)| name.as_str())).collect()
    }

    fn kind_fields(&self, lines: &mut Lines<'_>, required: bool) {
        let french = *lines.lang == Lang::french();
        for (name, field) in &self.kind.fields {
            if field.required == required && (french || !field.shared) {
                lines.field(name, field);
            }
        }
    }
}

/// Front matter on its way.
struct Lines<'a> {
    lang: &'a Lang,
    choices: &'a Choices,
    text: String,
}

impl Lines<'_> {
    fn comment(&mut self, comment: &str) {
        let mut line = "#".to_owned();
        for word in comment.split(' ') {
            if line.chars().count() + word.chars().count() >= WIDTH && line != "#" {
                let _ = writeln!(self.text, "{line}");
                "#".clone_into(&mut line);
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(self.text, "{line}");
    }

    fn common(&mut self, key: &Key) {
        let description = key.description();
        let value = if key.required { blank(key.type_) } else { key.example(self.lang).to_owned() };
        self.key(
            key.required,
            description.get(self.lang),
            &format!("{}:{}", key.name, after(&value)),
        );
    }

    fn field(&mut self, name: &str, field: &Field) {
        let description = field.description.as_ref().map_or("", |text| text.get(self.lang));
        let mut comment = description.to_owned();
        let hint = hint(field.type_);
        let named = field.of.as_deref().map(|kind| self.choices.of(kind)).unwrap_or_default();
        for more in [hint.get(self.lang).to_owned(), one_of(&named).get(self.lang).to_owned()] {
            if !more.is_empty() {
                comment = format!("{comment} {more}");
            }
        }
        let lines = if field.type_ == Type::List {
            self.list(name, field)
        } else {
            let value = if field.required { blank(field.type_) } else { example(field, &named) };
            format!("{name}:{}", after(&value))
        };
        self.key(field.required, comment.trim(), &lines);
    }

    /// A list with one item to begin with.
    fn list(&self, name: &str, list: &Field) -> String {
        let mut lines = format!("{name}:");
        for (index, (key, field)) in list.items.iter().enumerate() {
            if let Some(description) = &field.description {
                let _ = write!(lines, "\n    # {}", description.get(self.lang));
            }
            let dash = if index == 0 { "-" } else { " " };
            let value = if field.required { blank(field.type_) } else { example(field, &[]) };
            let _ = write!(lines, "\n  {dash} {key}:{}", after(&value));
        }
        lines
    }

    /// A key with what explains it; commented out where it may be left away.
    fn key(&mut self, required: bool, comment: &str, lines: &str) {
        if required {
            self.comment(comment);
            let _ = writeln!(self.text, "{lines}\n");
        } else {
            self.comment(&format!("{} {comment}", optional().get(self.lang)));
            for line in lines.lines() {
                let _ = writeln!(self.text, "# {line}");
            }
            self.text.push('\n');
        }
    }
}

/// A value after its key: in the same line, if there is one.
fn after(value: &str) -> String {
    if value.is_empty() || value.starts_with('\n') { value.to_owned() } else { format!(" {value}") }
}

/// Nothing yet.
fn blank(type_: Type) -> String {
    match type_ {
        Type::Text | Type::Page => "\"\"",
        Type::Image => "\n  file: \"\"\n  alt: \"\"",
        _ => "",
    }
    .to_owned()
}

/// A value as it may be written.
fn example(field: &Field, named: &[String]) -> String {
    match field.type_ {
        Type::Text => "\"…\"".to_owned(),
        Type::Texts => "[\"…\", \"…\"]".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Integer => field.min.unwrap_or(10.0).to_string(),
        Type::Number => field.min.unwrap_or(0.5).to_string(),
        Type::Date => "2027-01-15".to_owned(),
        Type::Page => named.first().cloned().unwrap_or_else(|| "page".to_owned()),
        Type::Pages => format!("[{}]", named.join(", ")),
        Type::Image => "\n  file: photo.jpg\n  alt: \"…\"".to_owned(),
        Type::List => String::new(),
    }
}

fn words(french: &str, english: &str) -> Localized {
    Localized::new(french).with(Lang::english(), english)
}

fn optional() -> Localized {
    words("(facultatif)", "(optional)")
}

/// What the value looks like, where the key alone does not say it.
fn hint(type_: Type) -> Localized {
    match type_ {
        Type::Boolean => words("Écrivez true (oui) ou false (non).", "Write true or false."),
        Type::Integer => words("Un nombre entier.", "A whole number."),
        Type::Number => words("Un nombre, avec un point : 0.5.", "A number, such as 0.5."),
        Type::Date => words("Un jour : 2027-01-15.", "A day: 2027-01-15."),
        Type::Text | Type::List | Type::Texts | Type::Page | Type::Pages | Type::Image => {
            words("", "")
        }
    }
}

fn one_of(named: &[String]) -> Localized {
    if named.is_empty() {
        return words("", "");
    }
    let named = named.join(", ");
    words(&format!("Au choix : {named}."), &format!("One of: {named}."))
}

fn draft_hint() -> Localized {
    words(
        "Un brouillon n’est pas publié. Effacez cette ligne quand la page est prête : ce qui manque encore est alors signalé.",
        "A draft is not published. Delete this line when the page is ready: what is still missing is told then.",
    )
}

fn shared_hint(french_file: &str, keys: &[&str]) -> Localized {
    let keys = keys.join(", ");
    words(
        &format!(
            "Ce qui est pareil dans toutes les langues ({keys}) s’écrit dans {french_file} seulement."
        ),
        &format!("What is the same in every language ({keys}) is written in {french_file} alone."),
    )
}

fn body_hint() -> Localized {
    words(
        "Écrivez ici le texte de la page, en Markdown. Une section commence par « ## » et son titre. Effacez cette ligne.",
        "Write the page’s text here, in Markdown. A section begins with “##” and its title. Delete this line.",
    )
}
