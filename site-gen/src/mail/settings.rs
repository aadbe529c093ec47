//! Where messages come from and go to: `mail:` in `site.yaml`.

use form_model::{bilingual, bilingual::words, lang::Lang, mail::Address};
use serde::Deserialize;

use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    yaml::Document,
};

/// Addresses of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The address that messages come from.
    pub from: Address,
    /// The address that the programme's own messages go to.
    pub staff: Address,
    /// The language of those.
    pub staff_lang: Lang,
}

/// As editors write them. A key that is wrong is none, so that it is told where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: Option<Address>,
    staff: Option<Address>,
    staff_lang: Option<Lang>,
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
        let mut told = Diagnostics::default();
        let written: Option<Written> = document.require_as("mail", expected, &mut told);
        let is_told = !told.is_empty();
        diagnostics.extend(told);
        let Written { from, staff, staff_lang } = written?;
        let missing = [
            ("from", from.is_none()),
            ("staff", staff.is_none()),
            ("staff_lang", staff_lang.is_none()),
        ];
        for (key, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing && !is_told) {
            let message = bilingual!("`{key}` manque", "`{key}` is missing");
            let at = document.at(Code::MissingKey, &["mail"], message);
            diagnostics.push(at.help(bilingual!(
                "ajoutez une ligne `{key}: …` ici",
                "add a line `{key}: …` here"
            )));
        }
        if let Some(lang) = staff_lang.as_ref().filter(|lang| !languages.contains(lang)) {
            let message = bilingual!(
                "`{lang}` n’est pas une langue du site",
                "`{lang}` is not among the site’s languages"
            );
            let at = document.at(Code::WrongValue, &["mail", "staff_lang"], message);
            diagnostics.push(at.help(suggest(lang.as_str(), languages.iter().map(Lang::as_str))));
            return None;
        }
        Some(Self { from: from?, staff: staff?, staff_lang: staff_lang? })
    }
}
