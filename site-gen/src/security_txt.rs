//! `/.well-known/security.txt` (RFC 9116): where people tell that the site has a security flaw. `security:` in
//! `site.yaml`.
//!
//! Its last day is written by hand, so that a build does not depend on the clock; `check` tells when it is near.

use std::{fmt, str::FromStr};

use axum::http::Uri;
use form_model::{answers::Address, bilingual, bilingual::Bilingual, bilingual::words, lang::Lang};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{diagnostic::Diagnostics, yaml::Document};

/// Where it stands.
pub const ADDRESS: &str = "/.well-known/security.txt";

/// Whom to tell, and through which day this is to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityContact {
    contact: Contact,
    /// The last day on which what it says is to be trusted.
    pub expires: Date,
}

/// An e-mail address or a page of the web, as an address of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Contact(String);

/// Neither an e-mail address nor a page.
#[derive(Debug)]
struct ContactError;

impl SecurityContact {
    /// Takes it out of `site.yaml`.
    pub fn read(document: &mut Document, diagnostics: &mut Diagnostics) -> Option<Self> {
        let expected = words(
            "deux clés : `contact`, un courriel ou une adresse https, et `expires`, un jour comme 2027-01-15",
            "two keys: `contact`, an e-mail address or an https address, and `expires`, a day such as 2027-01-15",
        );
        document.take_as("security", expected, diagnostics)
    }

    /// The file, for a site in these languages.
    #[must_use]
    pub fn text(&self, base_url: &str, languages: &[Lang]) -> String {
        let Self { contact: Contact(contact), expires } = self;
        let languages: Vec<_> = languages.iter().map(Lang::as_str).collect();
        format!(
            "Contact: {contact}\nExpires: {expires}T23:59:59Z\nPreferred-Languages: {}\n\
             Canonical: {base_url}{ADDRESS}\n",
            languages.join(", ")
        )
    }
}

impl FromStr for Contact {
    type Err = ContactError;

    fn from_str(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        // In an address of the web these would have to be written otherwise.
        let fits =
            |letter: char| letter.is_ascii_graphic() && !"<>\"(),:;[]\\?&#%".contains(letter);
        let is_mail = address.parse::<Address>().is_ok() && address.chars().all(fits);
        if is_mail {
            return Ok(Self(format!("mailto:{address}")));
        }
        let uri: Uri = text.parse().map_err(|_| ContactError)?;
        if uri.scheme_str() == Some("https") {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContactError)
        }
    }
}

impl TryFrom<String> for Contact {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        text.parse()
    }
}

impl fmt::Display for ContactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write an e-mail address, or the https address of a page")
    }
}

/// How it stands with the last day on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is far enough away, and not too far.
    Good,
    /// It is near.
    Near,
    /// It is over: programs no longer use the file.
    Over,
    /// It is more than a year away: the contact may be long gone by then (RFC 9116, 2.5.5).
    Far,
}

/// Days before the last one on which it is called near.
const NEAR: i32 = 30;

impl SecurityContact {
    /// How far to trust it on a day.
    #[must_use]
    pub fn trust(&self, today: Date) -> Trust {
        let left = (self.expires - today).get_days();
        match left {
            ..0 => Trust::Over,
            0..=NEAR => Trust::Near,
            366.. => Trust::Far,
            _ => Trust::Good,
        }
    }
}

impl Trust {
    /// What is wrong, and how to mend it; nothing where all is well.
    #[must_use]
    pub fn told(self, contact: &SecurityContact) -> Option<(Bilingual, Bilingual)> {
        let day = contact.expires;
        let renew = bilingual!(
            "vérifiez que quelqu’un lit encore ce contact, puis écrivez un jour de l’an prochain, au plus dans un an",
            "make sure that somebody still reads this contact, then write a later day, a year from now at most"
        );
        let message = match self {
            Self::Good => return None,
            Self::Near => bilingual!(
                "le contact de sécurité ne vaut plus après le {day}",
                "the security contact is not to be trusted after {day}"
            ),
            Self::Over => bilingual!(
                "le contact de sécurité ne vaut plus depuis le {day} : les outils ne s’en servent plus",
                "the security contact is out of date since {day}: programs no longer use it"
            ),
            Self::Far => bilingual!(
                "le contact de sécurité vaudrait plus d’un an, jusqu’au {day}",
                "the security contact would hold for more than a year, until {day}"
            ),
        };
        Some((message, renew))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(yaml: &str) -> Option<SecurityContact> {
        serde_yaml::from_str(yaml).ok()
    }

    #[test]
    fn the_file_says_what_the_standard_asks_for() {
        let contact = contact("{ contact: securite@exemple.ca, expires: 2027-09-30 }").unwrap();
        let languages = [Lang::french(), Lang::english()];
        insta::assert_snapshot!(contact.text("https://partenaires.exemple.ca", &languages), @"
        Contact: mailto:securite@exemple.ca
        Expires: 2027-09-30T23:59:59Z
        Preferred-Languages: fr, en
        Canonical: https://partenaires.exemple.ca/.well-known/security.txt
        ");
    }

    #[test]
    fn a_contact_is_an_address_and_no_line_of_its_own() {
        for good in ["a@b.ca", "mailto:a@b.ca", "https://exemple.ca/securite"] {
            assert!(good.parse::<Contact>().is_ok(), "{good}");
        }
        for bad in
            ["", "819-555-0123", "http://exemple.ca", "a@b", "a@b.ca\nExpires: x", "a b@c.ca"]
        {
            assert!(bad.parse::<Contact>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn its_last_day_is_neither_near_nor_over_nor_too_far() {
        let contact = contact("{ contact: a@b.ca, expires: 2027-06-30 }").unwrap();
        let on = |day: &str| contact.trust(day.parse().unwrap());
        assert_eq!(on("2027-07-01"), Trust::Over);
        assert_eq!(on("2027-06-30"), Trust::Near);
        assert_eq!(on("2027-05-31"), Trust::Near);
        assert_eq!(on("2027-05-30"), Trust::Good);
        assert_eq!(on("2026-06-30"), Trust::Good);
        assert_eq!(on("2026-06-29"), Trust::Far);
    }
}
