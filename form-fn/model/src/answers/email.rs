//! E-mail addresses. The syntax is the crate `email_address`'s (RFC 5321 and 5322), narrowed to what a
//! person writes into a form: an address that a message can be sent to from the public network.

use email_address::{EmailAddress, Options};

/// Whether a text is an e-mail address: one `@`, no spaces, a dot in the domain.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let options = Options::default()
        .with_minimum_sub_domains(2)
        .without_domain_literal()
        .without_display_text();
    let plain = text.matches('@').count() == 1 && !text.contains(char::is_whitespace);
    plain && EmailAddress::parse_with_options(text, options).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_people_have_are_taken() {
        for good in [
            "nom@exemple.ca",
            "Prenom.Nom+soins@courriel.exemple.qc.ca",
            "o'brien_7@example.museum",
            "é@accents.example",
            "a@b.co",
        ] {
            assert!(is_email(good), "{good}");
        }
    }

    #[test]
    fn what_is_no_address_is_not() {
        for bad in [
            "",
            "nom",
            "nom@",
            "@exemple.ca",
            "nom@exemple",
            "nom@exemple..ca",
            "nom@.ca",
            "nom@exemple.ca.",
            "no m@exemple.ca",
            "nom@@exemple.ca",
            "nom@autre@exemple.ca",
            "Nom <nom@exemple.ca>",
            "nom@[192.0.2.1]",
            "\"no m\"@exemple.ca",
            "nom@exemple.ca\nBcc: x@y.z",
            "nom,autre@exemple.ca",
            ".nom@exemple.ca",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn plain_addresses_are_taken(text in "[a-z0-9]{1,20}([.+_-][a-z0-9]{1,9})?@[a-z]{1,20}\\.[a-z]{2,6}") {
            prop_assert!(is_email(&text));
        }

        #[test]
        fn no_text_makes_it_panic_or_lets_white_space_in(text in any::<String>()) {
            prop_assert!(!is_email(&text) || !text.contains(char::is_whitespace));
        }
    }
}
