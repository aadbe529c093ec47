//! What the people who keep a site are told, in both of their languages.
//!
//! Both stand side by side where something is told, so that neither can be forgotten; which one is shown
//! is decided when it is printed. What applicants read is content, not this: see [`crate::messages`].

use crate::lang::Lang;

/// One text in French and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bilingual {
    fr: Box<str>,
    en: Box<str>,
}

/// A [`Bilingual`] from two format strings, French first; both can name what stands around them.
#[macro_export]
macro_rules! bilingual {
    ($fr:literal, $en:literal $(,)?) => {
        $crate::bilingual::Bilingual::new(format!($fr), format!($en))
    };
}

impl Bilingual {
    /// A text in both languages.
    #[must_use]
    pub fn new(fr: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The text for a reader of a language: French in French, else English.
    #[must_use]
    pub fn in_lang(&self, lang: &Lang) -> &str {
        if *lang == Lang::french() { &self.fr } else { &self.en }
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

/// The same in both languages: names, addresses, what another program says.
impl From<String> for Bilingual {
    fn from(text: String) -> Self {
        Self::new(text.as_str(), text.as_str())
    }
}

impl From<&str> for Bilingual {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_gets_one_language() {
        let count = 3;
        let told = bilingual!("{count} pages", "{count} whole pages");
        assert_eq!(told.in_lang(&Lang::french()), "3 pages");
        assert_eq!(told.in_lang(&"iu".parse().unwrap()), "3 whole pages");
    }
}
