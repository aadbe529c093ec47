//! Where messages come from and go to: `mail:` in `site.yaml`.

use form_model::{bilingual, bilingual::words, lang::Lang, mail::Address};
use serde::Deserialize;

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    yaml::Document,
};

/// Addresses of messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The address that messages come from.
    pub from: Address,
    /// The address that the programme's own messages go to.
    pub staff: Address,
    /// The language of those.
    pub staff_lang: Lang,
}

impl MailSettings {
    /// Takes them out of `site.yaml`.
    pub fn read(
        document: &mut Document,
        languages: &[Lang],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let expected = words(
            "trois clés : `from` et `staff`, deux courriels, et `staff_lang`, une langue du site",
            "three keys: `from` and `staff`, two e-mail addresses, and `staff_lang`, a language of the site",
        );
        let settings: Self = document.require_as("mail", expected, diagnostics)?;
        let lang = &settings.staff_lang;
        if !languages.contains(lang) {
            let message = bilingual!(
                "`{lang}` n’est pas une langue du site",
                "`{lang}` is not among the site’s languages"
            );
            let at = document.at(Code::WrongValue, &["mail", "staff_lang"], message);
            diagnostics.push(at.help(suggest(lang.as_str(), languages.iter().map(Lang::as_str))));
        }
        Some(settings)
    }
}
