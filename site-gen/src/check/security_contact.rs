//! `security-contact`: the site says where to report a security flaw, until a day that is neither near nor far.

use form_model::bilingual;

use crate::{
    diagnostic::{Code, Diagnostic},
    site::Site,
};

/// What is wrong with the contact on the day of the build.
#[must_use]
pub fn look(site: &Site) -> Option<Diagnostic> {
    let at = |path: &[&str], message, help| {
        Some(site.settings.at(Code::SecurityContact, path, message).help(help))
    };
    let Some(contact) = &site.settings.security else {
        let message = bilingual!(
            "le site ne dit pas où signaler une faille de sécurité",
            "the site does not say where to report a security flaw"
        );
        let help = bilingual!(
            "ajoutez `security: {{ contact: securite@exemple.ca, expires: … }}`, avec un jour dans moins d’un an",
            "add `security: {{ contact: security@example.ca, expires: … }}`, with a day less than a year from now"
        );
        return at(&["security"], message, help);
    };
    let (message, help) = contact.trust(site.today).told(contact)?;
    at(&["security", "expires"], message, help)
}
