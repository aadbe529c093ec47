//! The revision of a French text: a hash of what a translator reads in it.
//!
//! It changes with the body and with the texts of the front matter, and with nothing else: not with the
//! order of keys, comments, quotes, line ends or spaces at the end of a line, nor with what translations take from the
//! French file (order, kind, shared fields) or have of their own (slug, draft).

use std::{
    fmt::{self, Write as _},
    str::FromStr,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_yaml::Value;
use unicode_normalization::UnicodeNormalization;

use crate::{
    content::{file, markdown, page::DEFAULT_KIND},
    diagnostic::Diagnostic,
    kind::Kinds,
    source::Source,
    yaml::Document,
};

/// Front matter of every page that is written in each language.
const TEXTS: [&str; 3] = ["title", "description", "summary"];

/// A French text's revision: 12 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Revision(String);

impl Revision {
    /// Digits of a revision.
    const LENGTH: usize = 12;

    /// The revision of a page's text.
    #[must_use]
    pub fn of(front_matter: &Document, body: &str, kinds: &Kinds) -> Self {
        let kind = front_matter.get("template").and_then(Value::as_str).unwrap_or(DEFAULT_KIND);
        let own = kinds.get(kind).into_iter().flat_map(|kind| &kind.fields);
        let own = own.filter(|(_, field)| !field.shared).map(|(key, _)| key.as_str());
        let mut keys: Vec<_> = TEXTS.into_iter().chain(own).collect();
        keys.sort_unstable();
        let mut meaning = "revision 1\n".to_owned();
        for key in keys {
            if let Some(value) = front_matter.get(key) {
                write_text(key, &mut meaning);
                write_value(value, &mut meaning);
            }
        }
        write_text(body, &mut meaning);
        Self(blake3::hash(meaning.as_bytes()).to_hex()[..Self::LENGTH].to_owned())
    }

    /// The revision of a page file.
    ///
    /// # Errors
    /// A file without front matter, or whose front matter cannot be read.
    pub fn of_file(source: &Arc<Source>, kinds: &Kinds) -> Result<Self, Diagnostic> {
        let (front_matter, body) = file::split(source)?;
        let front_matter = Document::parse(source, front_matter)?;
        Ok(Self::of(&front_matter, &source.text()[body], kinds))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes a value so that two values that say the same are written the same, and no others.
fn write_value(value: &Value, meaning: &mut String) {
    match value {
        Value::Null => meaning.push_str("null\n"),
        Value::Bool(value) => meaning.push_str(if *value { "true\n" } else { "false\n" }),
        Value::Number(number) => {
            meaning.push_str(&number.to_string());
            meaning.push('\n');
        }
        Value::String(text) => write_text(text, meaning),
        Value::Sequence(items) => {
            meaning.push_str("[\n");
            for item in items {
                write_value(item, meaning);
            }
            meaning.push_str("]\n");
        }
        Value::Mapping(mapping) => {
            let mut entries: Vec<_> = mapping
                .iter()
                .map(|(key, value)| {
                    let mut entry = String::new();
                    write_value(key, &mut entry);
                    write_value(value, &mut entry);
                    entry
                })
                .collect();
            entries.sort_unstable();
            meaning.push_str("{\n");
            meaning.extend(entries);
            meaning.push_str("}\n");
        }
        Value::Tagged(tagged) => write_value(&tagged.value, meaning),
    }
}

/// Writes a text with its length before it, without what no reader sees.
fn write_text(text: &str, meaning: &mut String) {
    let lines = text.split('\n').map(str::trim_end).filter(|line| !markdown::is_note(line));
    let lines: Vec<_> = lines.collect();
    let text: String = lines.join("\n").trim_matches('\n').nfc().collect();
    let _ = write!(meaning, "{} bytes\n{text}\n", text.len());
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Not a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARevision;

impl fmt::Display for NotARevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a revision has 12 digits from 0 to f")
    }
}

impl std::error::Error for NotARevision {}

impl FromStr for Revision {
    type Err = NotARevision;

    fn from_str(text: &str) -> Result<Self, NotARevision> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let fits = text.len() == Self::LENGTH && text.bytes().all(digit);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotARevision) }
    }
}

impl TryFrom<String> for Revision {
    type Error = NotARevision;

    fn try_from(text: String) -> Result<Self, NotARevision> {
        text.parse()
    }
}

impl From<Revision> for String {
    fn from(revision: Revision) -> Self {
        revision.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINDS: &str = "page: {}\nlevel:\n  fields:\n    overlap: { type: number, shared: true }\n    \
                         role: { type: text }\n    steps: { type: list }\n";
    const PAGE: &str = "---\ntitle: \"Été\"\ndescription: Une page.\nslug: ete\norder: 3\n\
                        template: level\noverlap: 0.5\nrole: Décider\nsteps:\n  - name: Un\n    \
                        who: Vous\n---\n\nPremière ligne.\n\n- liste\n";

    fn revision(text: &str) -> Revision {
        let kinds = serde_yaml::from_str(KINDS).unwrap();
        let source = Source::from_bytes("a.fr.md", text.as_bytes().to_vec()).unwrap();
        Revision::of_file(&source, &kinds).unwrap()
    }

    fn edited(from: &str, to: &str) -> Revision {
        assert!(PAGE.contains(from), "{from}");
        revision(&PAGE.replacen(from, to, 1))
    }

    #[test]
    fn what_a_translator_reads_changes_it() {
        for (from, to) in [
            ("Été", "Hiver"),
            ("Une page.", "Une autre page."),
            ("Décider", "Choisir"),
            ("who: Vous", "who: Nous"),
            ("name: Un\n    who: Vous", "name: Vous\n    who: Un"),
            ("Première ligne.", "Première phrase."),
            ("- liste", "- liste\n- suite"),
            ("role: Décider\n", ""),
            ("order: 3\n", "summary: [Nouveau]\n"),
        ] {
            assert_ne!(edited(from, to), revision(PAGE), "{from} → {to}");
        }
    }

    #[test]
    fn what_a_translator_does_not_read_leaves_it() {
        for (from, to) in [
            ("slug: ete", "slug: ete-2"),
            ("order: 3", "order: 4"),
            ("order: 3\n", "order: 3\ndraft: true\n# À revoir\n"),
            ("overlap: 0.5", "overlap: 0.6"),
            ("\"Été\"", "'Été'"),
            ("title: \"Été\"\ndescription: Une page.\n", "description: Une page.\ntitle: Été\n"),
            ("name: Un\n    who: Vous", "who: Vous\n    name: Un"),
            ("Première ligne.\n", "Première ligne.  \n"),
            ("- liste\n", "- liste\n\n\n"),
            ("Été", "E\u{301}te\u{301}"),
        ] {
            assert_eq!(edited(from, to), revision(PAGE), "{from} → {to}");
        }
        let noted = format!("{PAGE}<!-- accept long-sentence: titre officiel -->\n");
        assert_eq!(revision(&noted), revision(PAGE));
        assert_eq!(revision(&format!("\u{feff}{}", PAGE.replace('\n', "\r\n"))), revision(PAGE));
    }

    /// Translations all over the site name revisions: a new way of reckoning would make all of them out
    /// of date.
    #[test]
    fn the_way_of_reckoning_stays() {
        assert_eq!(revision(PAGE).as_str(), "b504cbdce30e");
    }

    #[test]
    fn a_revision_has_twelve_digits() {
        assert_eq!(
            "0123456789ab".parse().map(|revision: Revision| revision.0).as_deref(),
            Ok("0123456789ab")
        );
        for wrong in
            ["", "0123456789a", "0123456789abc", "0123456789AB", "0123456789ag", "é0123456789"]
        {
            assert_eq!(wrong.parse::<Revision>(), Err(NotARevision), "{wrong}");
        }
    }

    proptest! {
        /// Where one text ends and the next begins is part of the meaning.
        #[test]
        fn texts_do_not_run_together(a in "[a-z ]{1,8}", b in "[a-z ]{1,8}", c in "[a-z ]{1,8}") {
            let page = |title: &str, description: &str, body: &str| {
                revision(&format!("---\ntitle: \"{title}\"\ndescription: \"{description}\"\n---\n{body}"))
            };
            let (x, y, z) = (a.trim_end(), b.trim_end(), c.trim_end());
            let moved = page(&format!("{a}{b}"), "", &c);
            prop_assert_eq!(moved == page(&a, &b, &c), y.is_empty() && format!("{a}{b}").trim_end() == x);
            let moved = page(&a, "", &format!("{b}{c}"));
            prop_assert_eq!(moved == page(&a, &b, &c), y.is_empty() && format!("{b}{c}").trim_end() == z);
        }
    }
}
