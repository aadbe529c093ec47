//! The language of who reads the terminal.

use std::env;

use clap::Args;
use form_model::lang::Lang;

/// The option that says it.
#[derive(Debug, Args)]
pub struct Reader {
    /// Language of what is printed [default: the environment's]
    #[arg(long, global = true, value_name = "fr|en")]
    lang: Option<Lang>,
}

impl Reader {
    /// What was asked for, else what the environment says.
    #[must_use]
    pub fn language(&self) -> Lang {
        self.lang.clone().unwrap_or_else(language)
    }
}

/// The language of messages that the environment asks for, as POSIX has it (Base Definitions, 8.2): the
/// first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything. French if that is French, else English.
fn language() -> Lang {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    of_locale(&locale.unwrap_or_default())
}

fn of_locale(locale: &str) -> Lang {
    let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("fr") { Lang::french() } else { Lang::english() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_locale_reads_french_and_every_other_english() {
        for (locale, lang) in [
            ("fr_CA.UTF-8", "fr"),
            ("fr", "fr"),
            ("en_CA.UTF-8", "en"),
            ("C", "en"),
            ("frr_DE", "en"),
            ("", "en"),
        ] {
            assert_eq!(of_locale(locale), lang.parse().unwrap(), "{locale}");
        }
    }
}
