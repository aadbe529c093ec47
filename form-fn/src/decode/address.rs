//! The function's addresses: `/api/health`, `/api/{lang}/application` and, under it, one page for
//! each reference. Whatever else is asked for still has a language to be answered in.

use form_model::answers::{Controls, Opportunity};
use form_model::lang::Lang;
use form_model::reference::Reference;
use form_model::render::CONTACT_BY;
use jiff::civil::Date;

use super::text;

/// What an address stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Whether the function runs.
    Health,
    /// The form: where applications are posted.
    Form,
    /// The confirmation of a reference, whose check character is right.
    Confirmation(Reference),
    /// Nothing of ours.
    Nowhere,
}

impl Address {
    /// What `Allow` says of it.
    #[must_use]
    pub const fn allow(&self) -> &'static str {
        match self {
            Self::Form => "GET, HEAD, POST",
            Self::Health | Self::Confirmation(_) | Self::Nowhere => "GET, HEAD",
        }
    }

    /// A word for the log, which never holds an address.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Form => "form",
            Self::Confirmation(_) => "confirmation",
            Self::Nowhere => "nowhere",
        }
    }
}

/// The language of a path and what stands there. French where the path names no language that
/// the site has: it is the site's default.
#[must_use]
pub fn of_path(path: &str, languages: &[Lang]) -> (Lang, Address) {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let lang = parts.get(1).and_then(|named| languages.iter().find(|lang| lang.as_str() == *named));
    let address = match (parts.as_slice(), lang) {
        (["api", "health"], _) => Address::Health,
        (["api", _, "application"], Some(_)) => Address::Form,
        (["api", _, "application", reference], Some(_)) => {
            text::decode(reference.as_bytes(), false)
                .and_then(|reference| reference.parse().ok())
                .map_or(Address::Nowhere, Address::Confirmation)
        }
        _ => Address::Nowhere,
    };
    let lang = lang.filter(|_| parts.first() == Some(&"api")).cloned();
    (lang.unwrap_or_else(Lang::french), address)
}

/// The date in a confirmation's address, which spares the function a read of the table. A
/// missing or odd one is none: the page then says so without a date.
#[must_use]
pub fn contact_by(query: Option<&str>) -> Option<Date> {
    let value = parameter(query?, CONTACT_BY)?;
    // The parser takes other spellings too; one date has one address.
    value.parse::<Date>().ok().filter(|date| date.to_string() == value)
}

/// The activity in the form's address, which its page links to.
#[must_use]
pub fn opportunity(query: Option<&str>) -> Option<Opportunity> {
    parameter(query?, Controls::OPPORTUNITY)?.parse().ok()
}

fn parameter<'a>(query: &'a str, wanted: &str) -> Option<&'a str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find_map(|(name, value)| (name == wanted).then_some(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn languages() -> [Lang; 2] {
        [Lang::french(), Lang::english()]
    }

    #[test]
    fn the_path_tells_the_language_and_the_place() {
        let at = |path| of_path(path, &languages());
        assert_eq!(at("/api/health"), (Lang::french(), Address::Health));
        assert_eq!(at("/api/fr/application"), (Lang::french(), Address::Form));
        assert_eq!(at("/api/en/application"), (Lang::english(), Address::Form));
    }

    #[test]
    fn nowhere_has_the_language_of_its_path_if_it_names_one() {
        let at = |path| of_path(path, &languages());
        assert_eq!(at("/api/en/nothing"), (Lang::english(), Address::Nowhere));
        assert_eq!(at("/api/en/application/ABCD-EFGH/more"), (Lang::english(), Address::Nowhere));
        for french in [
            "",
            "/",
            "/api",
            "/en/application",
            "/api/de/application",
            "/api/EN/application",
            "//api/health",
        ] {
            assert_eq!(at(french), (Lang::french(), Address::Nowhere), "{french}");
        }
    }

    #[test]
    fn a_date_is_taken_in_one_spelling_alone() {
        let date = "2026-12-06".parse().unwrap();
        assert_eq!(contact_by(Some("contact_by=2026-12-06")), Some(date));
        assert_eq!(contact_by(Some("a=1&contact_by=2026-12-06&b")), Some(date));
        for odd in [
            "",
            "contact_by=",
            "contact_by=20261206",
            "contact_by=2026-13-06",
            "contact_by=2026-12-06T10:00",
            "contact_by=<b>",
        ] {
            assert_eq!(contact_by(Some(odd)), None, "{odd}");
        }
        assert_eq!(contact_by(None), None);
    }

    proptest! {
        #[test]
        fn no_path_or_query_makes_it_panic(text in any::<String>()) {
            for path in [text.clone(), format!("/api/en/application/{text}")] {
                let (lang, address) = of_path(&path, &languages());
                prop_assert!(languages().contains(&lang));
                prop_assert!(!address.allow().is_empty());
            }
            let date = contact_by(Some(&format!("contact_by={text}")));
            prop_assert!(date.is_none_or(|date| text.starts_with(&date.to_string())));
            let named = opportunity(Some(&format!("opportunity={text}")));
            prop_assert!(named.is_none_or(|named| text.starts_with(&named.to_string())));
        }
    }
}
