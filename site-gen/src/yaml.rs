//! YAML that editors write, read key by key so that one file tells all its mistakes at once.
//!
//! `serde_yaml` says where the syntax breaks, but its values do not know their place, and its typed
//! reading stops at the first mistake. So a document is read into plain values, keys are taken out one
//! after the other, and only where something is wrong is its place looked for.

mod misfit;
mod place;
mod quote;
mod scalars;
mod told;
mod twice;
mod typed;

use std::{ops::Range, sync::Arc};

use form_model::bilingual::Words;
use form_model::{bilingual, bilingual::Bilingual};
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

pub use place::locate;
pub use scalars::{Scalar, scalars};
pub use typed::{Read, read_as};

use misfit::Misfit;
use typed::fit;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    kind::is_blank,
    source::Source,
};

/// The most unknown keys of one mapping that are told one by one: each has its place looked for.
const UNKNOWN: usize = 100;

/// A mapping in a part of a file, whose keys are taken one by one.
pub struct Document {
    source: Arc<Source>,
    part: Range<usize>,
    keys: Mapping,
    taken: Vec<String>,
}

impl Document {
    /// Reads a part of a file, which must hold a mapping (or nothing).
    ///
    /// # Errors
    /// YAML that cannot be read, or that is not a mapping.
    pub fn parse(source: &Arc<Source>, part: Range<usize>) -> Result<Self, Diagnostic> {
        let value = parse(source, part.clone())?;
        let keys = match value {
            Value::Mapping(keys) => keys,
            Value::Null => Mapping::new(),
            _ => {
                return Err(Diagnostic::new(
                    Code::WrongValue,
                    source,
                    source.to_line_end(part.start),
                    bilingual!(
                        "ceci doit être une suite de lignes `clé: valeur`",
                        "this must be a list of `key: value` lines"
                    ),
                ));
            }
        };
        Ok(Self { source: Arc::clone(source), part, keys, taken: Vec::new() })
    }

    /// Takes the tag `!name` off every value that carries it; the paths of keys to those.
    pub fn strip_tag(&mut self, name: &str) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        for (key, value) in &mut self.keys {
            let mut path = vec![as_text(key)];
            strip(value, name, &mut path, &mut paths);
        }
        paths
    }

    /// A key's value, if it is there and was not taken.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.keys.get(key).filter(|value| !value.is_null())
    }

    /// Takes a key out, if it is there.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.taken.push(key.to_owned());
        self.keys.remove(key).filter(|value| !value.is_null())
    }

    /// Takes a key out as a type, as far as its value fits; what does not is a diagnostic each.
    pub fn take_as<T: DeserializeOwned>(
        &mut self,
        key: &str,
        expected: Words,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let (read, misfits) = fit(self.take(key)?);
        let within = |(path, misfit): (Vec<String>, Misfit)| {
            let path: Vec<_> =
                std::iter::once(key).chain(path.iter().map(String::as_str)).collect();
            let (code, message, help) = misfit.told(path.last().copied());
            self.at(code, &path, message).help(help)
        };
        if misfits.iter().any(|(path, _)| path.is_empty()) {
            let Words { fr, en } = expected;
            let message = bilingual!("`{key}` doit être {fr}", "`{key}` must be {en}");
            let help = bilingual!("écrivez {fr}", "write {en}");
            diagnostics.push(self.at(Code::WrongValue, &[key], message).help(help));
        } else {
            diagnostics.extend(misfits.into_iter().map(within));
        }
        read
    }

    /// As [`Self::take_as`], and a missing key is a diagnostic too.
    pub fn require_as<T: DeserializeOwned>(
        &mut self,
        key: &str,
        expected: Words,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let written = self.keys.get(key);
        if written.is_none_or(is_blank) {
            let Words { fr, en } = expected;
            diagnostics.push(if written.is_some() {
                let message = bilingual!("`{key}` est vide", "`{key}` is empty");
                self.at(Code::MissingKey, &[key], message)
                    .help(bilingual!("écrivez `{key}: …` avec {fr}", "write `{key}: …` with {en}"))
            } else {
                let message = bilingual!("`{key}` manque", "`{key}` is missing");
                Diagnostic::new(Code::MissingKey, &self.source, self.start(), message).help(
                    bilingual!(
                        "ajoutez une ligne `{key}: …` avec {fr}",
                        "add a line `{key}: …` with {en}"
                    ),
                )
            });
            self.keys.remove(key);
            self.taken.push(key.to_owned());
            return None;
        }
        self.take_as(key, expected, diagnostics)
    }

    /// The keys that were asked for, whether they were there or not.
    pub fn known_keys(&self) -> impl Iterator<Item = &str> {
        self.taken.iter().map(String::as_str)
    }

    /// Reports every key that nobody took; of very many, the first and how many more there are.
    pub fn finish(&self, diagnostics: &mut Diagnostics) {
        if let Some(more) = self.keys.len().checked_sub(UNKNOWN).filter(|more| *more > 0) {
            let message = bilingual!(
                "{more} autres clés ne sont pas connues ici",
                "{more} other keys are not known here"
            );
            diagnostics.push(
                Diagnostic::new(Code::UnknownKey, &self.source, self.start(), message)
                    .help(bilingual!("retirez-les", "remove them")),
            );
        }
        for key in self.keys.keys().take(UNKNOWN).map(as_text) {
            let known = self.taken.iter().map(String::as_str);
            diagnostics.push(
                self.at(
                    Code::UnknownKey,
                    &[&key],
                    bilingual!("il n’y a pas de clé `{key}` ici", "there is no key `{key}` here"),
                )
                .help(suggest(&key, known)),
            );
        }
    }

    /// An error at a key.
    #[must_use]
    pub fn at(&self, code: Code, path: &[&str], message: impl Into<Bilingual>) -> Diagnostic {
        Diagnostic::new(code, &self.source, self.span(path), message)
    }

    /// The part of the file that it was read from.
    #[must_use]
    pub fn part(&self) -> Range<usize> {
        self.part.clone()
    }

    /// Where a key stands, or its nearest parent that could be found.
    #[must_use]
    pub fn span(&self, path: &[&str]) -> Range<usize> {
        locate(self.source.text(), self.part.clone(), path).unwrap_or_else(|| self.start())
    }

    fn start(&self) -> Range<usize> {
        self.source.to_line_end(self.part.start)
    }
}

/// An error at a key of a whole file, or at its beginning where not even the first step can be found.
#[must_use]
pub fn at_key(
    source: &Arc<Source>,
    code: Code,
    path: &[&str],
    message: impl Into<Bilingual>,
) -> Diagnostic {
    let text = source.text();
    let span = locate(text, 0..text.len(), path).unwrap_or(0..0);
    Diagnostic::new(code, source, span, message)
}

/// Reads a part of a file as a plain value.
///
/// # Errors
/// YAML that cannot be read: where, and why.
pub fn parse(source: &Arc<Source>, part: Range<usize>) -> Result<Value, Diagnostic> {
    serde_yaml::from_str(&source.text()[part.clone()])
        .map_err(|error| syntax_error(source, part, &error))
}

fn syntax_error(source: &Arc<Source>, part: Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
    let (start, failed) = (part.start, error.location().map_or(0, |location| location.index()));
    if let Some(open) = quote::missing(&source.text()[part.clone()], failed) {
        let at = start + open.start..start + open.end;
        return Diagnostic::new(
            Code::YamlSyntax,
            source,
            at,
            bilingual!(
                "le guillemet qui s’ouvre ici n’est pas fermé",
                "the quotation mark that opens here is not closed"
            ),
        )
        .help(bilingual!(
            "écrivez le même guillemet à la fin du texte",
            "write the same mark at the end of the text"
        ));
    }
    if let Some(twice) = twice::second(&source.text()[part]) {
        let at = start + twice.second.start..start + twice.second.end;
        let (key, first) = (twice.key, source.place(start + twice.first).line);
        let message = bilingual!(
            "la clé `{key}` est déjà à la ligne {first}",
            "the key `{key}` stands on line {first} already"
        );
        return Diagnostic::new(Code::YamlSyntax, source, at, message)
            .help(bilingual!("gardez l’une des deux", "keep one of the two"));
    }
    let at = start + failed;
    let full = error.to_string();
    // The library ends its messages with a place counted from the part's first line: ours is better.
    let message = full.split(" at line ").next().unwrap_or(&full);
    Diagnostic::new(Code::YamlSyntax, source, at..at + 1, told::told(message))
        .help(bilingual!("regardez cette ligne et celle d’avant : un guillemet qui manque, un deux-points dans un texte, ou des espaces inégaux; un texte qui contient `: ` se met entre guillemets", "look at this line and the one above: a missing quote, a colon inside a text, or uneven spaces; a text with `: ` needs quotes around it"))
}

fn strip(value: &mut Value, name: &str, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if let Value::Tagged(tagged) = value
        && tagged.tag == name
    {
        found.push(path.clone());
        *value = std::mem::take(&mut tagged.value);
    }
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                path.push(as_text(key));
                strip(value, name, path, found);
                path.pop();
            }
        }
        Value::Sequence(items) => {
            for (index, value) in items.iter_mut().enumerate() {
                path.push(index.to_string());
                strip(value, name, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A key or a plain value as text.
fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(
        || serde_yaml::to_string(value).unwrap_or_default().trim().to_owned(),
        str::to_owned,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_taken_off_and_its_place_told() {
        let text = "facts:\n  phone: !example 819-555-0123\n  name: !example\n    fr: A\n";
        let source = Source::new("site.yaml", text);
        let mut document =
            Document::parse(&source, 0..text.len()).unwrap_or_else(|_| unreachable!());
        let paths = document.strip_tag("example");
        let place = |path: &Vec<String>| {
            &text[document.span(&path.iter().map(String::as_str).collect::<Vec<_>>())]
        };
        let places: Vec<_> = paths.iter().map(place).collect();
        assert_eq!(places, ["phone: !example 819-555-0123", "name: !example"]);
        let facts = document.take("facts").unwrap_or_default();
        assert_eq!(facts["phone"], Value::from("819-555-0123"));
        assert_eq!(facts["name"]["fr"], Value::from("A"));
    }
}
