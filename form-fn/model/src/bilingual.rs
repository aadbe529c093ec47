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

/// A [`Bilingual`] from two format strings, French first; both are given the same arguments and can name
/// what stands around them.
#[macro_export]
macro_rules! bilingual {
    ($fr:literal, $en:literal $(, $value:expr)* $(,)?) => {
        $crate::bilingual::Bilingual::new(format!($fr $(, $value)*), format!($en $(, $value)*))
    };
}

/// Words known beforehand, in French and in English: a [`Bilingual`] that costs nothing until it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

/// [`Words`], French first.
#[must_use]
pub const fn words(fr: &'static str, en: &'static str) -> Words {
    Words { fr, en }
}

impl Words {
    /// The words for a reader of a language: French in French, else English.
    #[must_use]
    pub fn in_lang(self, lang: &Lang) -> &'static str {
        if *lang == Lang::french() { self.fr } else { self.en }
    }
}

impl From<Words> for Bilingual {
    fn from(Words { fr, en }: Words) -> Self {
        Self::new(fr, en)
    }
}

impl Bilingual {
    /// A text in both languages.
    #[must_use]
    pub fn new(fr: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The same in both languages: what another program says.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }

    /// The text for a reader of a language: French in French, else English.
    #[must_use]
    pub fn in_lang(&self, lang: &Lang) -> &str {
        if *lang == Lang::french() { &self.fr } else { &self.en }
    }

    /// The French text, to be part of another.
    #[must_use]
    pub fn french(&self) -> &str {
        &self.fr
    }

    /// The English text, to be part of another.
    #[must_use]
    pub fn english(&self) -> &str {
        &self.en
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
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
