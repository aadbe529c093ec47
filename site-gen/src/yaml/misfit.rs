//! What the typed reader finds wrong, in words for editors: it speaks of types of a program.

use form_model::{
    bilingual,
    bilingual::{Bilingual, Words, words},
};

use crate::diagnostic::{Code, suggest};

/// A value that does not fit its type.
#[derive(Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A key that nothing knows.
    Unknown {
        /// The key.
        key: String,
        /// Those that are known.
        known: Vec<String>,
    },
    /// A key that must be there is not.
    Missing {
        /// The key.
        key: String,
    },
    /// A word that is none of those to choose from.
    NoChoice {
        /// The word.
        word: String,
        /// Those to choose from.
        known: Vec<String>,
    },
    /// A value of another sort.
    Sort(Words),
}

/// What a type is called in a message of the reader, by a part of it, and what an editor is to write.
const SORTS: [(&str, Words); 14] = [
    ("expected a boolean", words("`true` (oui) ou `false` (non)", "`true` or `false`")),
    // What the reader of days says, of a text and of a text that is no day.
    ("expected a date", words("un jour, comme 2027-01-15", "a day such as 2027-01-15")),
    ("parse", words("un jour, comme 2027-01-15", "a day such as 2027-01-15")),
    ("expected a string", words("un texte", "a text")),
    ("expected a sequence", words("une liste", "a list")),
    ("expected lines of", words("un texte dans chaque langue", "a text in each language")),
    ("expected a map", words("une suite de lignes `clé: valeur`", "a list of `key: value` lines")),
    ("expected struct", words("un groupe de clés", "a group of keys")),
    ("expected f64", words("un nombre", "a number")),
    ("expected usize", words("un nombre entier", "a whole number")),
    (
        "language code",
        words("un code de langue, comme `fr` ou `en`", "a language code, such as `fr` or `en`"),
    ),
    (
        "e-mail address, or",
        words("un courriel ou une adresse https", "an e-mail address or an https address"),
    ),
    (
        "e-mail address alone",
        words(
            "un courriel, comme partenaires@exemple.ca",
            "an e-mail address, such as partenaires@exemple.ca",
        ),
    ),
    ("French text", words("un texte en français (`fr`)", "a text in French (`fr`)")),
];

/// Where nothing better is known.
const OTHER: Words = words("du genre attendu ici", "of the kind wanted here");

impl Misfit {
    /// Reads what the reader says.
    #[must_use]
    pub fn of(message: &str) -> Self {
        let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
        let starts = |lead: &str| message.contains(lead);
        if starts("unknown field `") {
            return Self::Unknown {
                key: quoted.next().unwrap_or_default(),
                known: quoted.collect(),
            };
        }
        if starts("missing field `") {
            return Self::Missing { key: quoted.next().unwrap_or_default() };
        }
        if starts("unknown variant `") {
            let word = quoted.next().unwrap_or_default();
            return Self::NoChoice { word, known: quoted.collect() };
        }
        let known = SORTS.iter().find(|(part, _)| message.contains(part));
        Self::Sort(known.map_or(OTHER, |(_, sort)| *sort))
    }

    /// The rule, what is wrong at a key of this name (a number in a list, none for the whole), and how to
    /// mend it.
    #[must_use]
    pub fn told(&self, name: Option<&str>) -> (Code, Bilingual, Bilingual) {
        match self {
            Self::Unknown { key, known } => (
                Code::UnknownKey,
                bilingual!("il n’y a pas de clé `{key}` ici", "there is no key `{key}` here"),
                suggest(key, known.iter().map(String::as_str)),
            ),
            Self::Missing { key } => (
                Code::MissingKey,
                bilingual!("`{key}` manque", "`{key}` is missing"),
                bilingual!("ajoutez une ligne `{key}: …` ici", "add a line `{key}: …` here"),
            ),
            Self::NoChoice { word, known } => (
                Code::WrongValue,
                bilingual!("`{word}` n’est pas un choix ici", "`{word}` is no choice here"),
                suggest(word, known.iter().map(String::as_str)),
            ),
            Self::Sort(Words { fr, en }) => {
                let is_key = |name: &&str| !name.bytes().all(|byte| byte.is_ascii_digit());
                let message = match name.filter(is_key) {
                    Some(name) => bilingual!("`{name}` doit être {fr}", "`{name}` must be {en}"),
                    None => bilingual!("ceci doit être {fr}", "this must be {en}"),
                };
                (Code::WrongValue, message, bilingual!("écrivez {fr}", "write {en}"))
            }
        }
    }
}
