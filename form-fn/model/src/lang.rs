//! Languages and texts in several of them. French is the official language of Québec and the
//! default of every site here, so a text always has its French version and falls back to it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language, as its BCP 47 primary subtag in lower case: `fr`, `en`, `iu`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(String);

impl Lang {
    /// French, the default.
    #[must_use]
    pub fn french() -> Self {
        Self("fr".to_owned())
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The language of messages that an environment asks for, as POSIX has it (Base Definitions, 8.2): the
    /// first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything. French if that is French, else
    /// English.
    #[must_use]
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default();
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::french() } else { Self::english() }
    }

    /// The subtag itself: `fr`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag for `lang` and `hreflang`: `fr-CA`, `en-CA`; other languages without a region.
    #[must_use]
    pub fn tag(&self) -> &str {
        match self.as_str() {
            "fr" => "fr-CA",
            "en" => "en-CA",
            other => other,
        }
    }

    /// The language's name in itself, for switchers; the code where we do not know it.
    #[must_use]
    pub fn endonym(&self) -> &str {
        match self.as_str() {
            "fr" => "Français",
            "en" => "English",
            "es" => "Español",
            "pt" => "Português",
            "it" => "Italiano",
            "ar" => "العربية",
            "zh" => "中文",
            "vi" => "Tiếng Việt",
            "uk" => "Українська",
            "ht" => "Kreyòl ayisyen",
            "cr" => "ᓀᐦᐃᔭᐍᐏᐣ",
            "iu" => "ᐃᓄᒃᑎᑐᑦ",
            other => other,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Not a language subtag; holds what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangError(String);

impl fmt::Display for LangError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a language code: write two or three small letters, such as fr or en",
            self.0
        )
    }
}

impl std::error::Error for LangError {}

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(text: &str) -> Result<Self, LangError> {
        let fits =
            matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if fits { Ok(Self(text.to_owned())) } else { Err(LangError(text.to_owned())) }
    }
}

impl TryFrom<String> for Lang {
    type Error = LangError;

    fn try_from(text: String) -> Result<Self, LangError> {
        text.parse()
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.0
    }
}

/// A text in French and maybe in other languages. In JSON and YAML: `{ "fr": …, "en": … }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Lang, String>", into = "BTreeMap<Lang, String>")]
pub struct Localized {
    french: String,
    others: BTreeMap<Lang, String>,
}

impl Localized {
    /// A text in French alone.
    #[must_use]
    pub fn new(french: impl Into<String>) -> Self {
        Self { french: french.into(), others: BTreeMap::new() }
    }

    /// The same text with one more language; a second time, or for French, it replaces.
    #[must_use]
    pub fn with(mut self, lang: Lang, text: impl Into<String>) -> Self {
        if lang == Lang::french() {
            self.french = text.into();
        } else {
            self.others.insert(lang, text.into());
        }
        self
    }

    /// The text in a language; in French where that language has none.
    #[must_use]
    pub fn get(&self, lang: &Lang) -> &str {
        self.others.get(lang).unwrap_or(&self.french)
    }
}

/// A text without its French version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrenchMissing;

impl fmt::Display for FrenchMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the French text (`fr`) is missing")
    }
}

impl std::error::Error for FrenchMissing {}

impl TryFrom<BTreeMap<Lang, String>> for Localized {
    type Error = FrenchMissing;

    fn try_from(mut texts: BTreeMap<Lang, String>) -> Result<Self, FrenchMissing> {
        let french = texts.remove(&Lang::french()).ok_or(FrenchMissing)?;
        Ok(Self { french, others: texts })
    }
}

impl From<Localized> for BTreeMap<Lang, String> {
    fn from(text: Localized) -> Self {
        let mut texts = text.others;
        texts.insert(Lang::french(), text.french);
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_two_or_three_small_letters() {
        for good in ["fr", "en", "atj"] {
            assert_eq!(good.parse::<Lang>().unwrap().to_string(), good);
        }
        for bad in ["", "f", "FR", "fr-CA", "engl", "f1", "é"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_french_environment_reads_french_and_every_other_english() {
        for (locale, lang) in [
            ("fr_CA.UTF-8", "fr"),
            ("fr", "fr"),
            ("en_CA.UTF-8", "en"),
            ("C", "en"),
            ("frr_DE", "en"),
            ("", "en"),
        ] {
            let of = Lang::of_environment(|name| (name == "LANG").then(|| locale.to_owned()));
            assert_eq!(of.as_str(), lang, "{locale}");
        }
        let both = |name: &str| Some(if name == "LC_ALL" { "fr_CA" } else { "en_CA" }.to_owned());
        assert_eq!(Lang::of_environment(both), Lang::french());
    }

    #[test]
    fn a_text_falls_back_to_french() {
        let text = Localized::new("Bonjour").with(Lang::english(), "Hello");
        assert_eq!(text.get(&Lang::english()), "Hello");
        assert_eq!(text.get(&"es".parse().unwrap()), "Bonjour");
    }

    #[test]
    fn a_text_without_french_is_refused() {
        assert!(serde_json::from_str::<Localized>(r#"{"en":"Hello"}"#).is_err());
        let text: Localized = serde_json::from_str(r#"{"en":"Hello","fr":"Bonjour"}"#).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"en":"Hello","fr":"Bonjour"}"#);
    }
}
