//! A text as editors write it: `{ fr: …, en: … }`. Whether a language is missing is checked when the
//! site's languages are known, so that one run tells all that is missing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::problem::{Findings, Place};
use super::unique;
use crate::bilingual;
use crate::bilingual::Bilingual;
use crate::lang::{Lang, Localized};

/// A text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Wording(
    #[serde(deserialize_with = "unique::map")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, String>"))]
    BTreeMap<Lang, String>,
);

impl Wording {
    /// Hands each text to `change`.
    pub(super) fn change(&mut self, change: &mut impl FnMut(&Lang, &mut String)) {
        for (lang, text) in &mut self.0 {
            change(lang, text);
        }
    }

    /// The text in the form's languages. `blanks` are the names in braces that it has to leave open.
    pub(super) fn resolve(
        self,
        languages: &[Lang],
        blanks: &[&str],
        place: Place<'_>,
        findings: &mut Findings,
    ) -> Localized {
        let wanted: BTreeSet<&str> = blanks.iter().copied().collect();
        let mut resolved = Localized::new("");
        for lang in languages {
            let text = self.0.get(lang).map_or("", |text| text.trim());
            if text.is_empty() {
                let message =
                    bilingual!("le texte en `{lang}` manque", "the text in `{lang}` is missing");
                let help = bilingual!(
                    "ajoutez `{lang}: …` à côté des autres langues",
                    "add `{lang}: …` beside the other languages"
                );
                findings.add(place, message, help);
                continue;
            }
            let found = blanks_of(text);
            for blank in found.difference(&wanted) {
                let message = bilingual!(
                    "`{{{blank}}}`, dans le texte en `{lang}`, n’est jamais rempli",
                    "`{{{blank}}}` in the text in `{lang}` is never filled in"
                );
                findings.add(place, message, open_blanks(blanks));
            }
            for blank in wanted.difference(&found) {
                let message = bilingual!(
                    "`{{{blank}}}` manque au texte en `{lang}`",
                    "`{{{blank}}}` is missing from the text in `{lang}`"
                );
                findings.add(place, message, open_blanks(blanks));
            }
            resolved = resolved.with(lang.clone(), text);
        }
        resolved
    }
}

fn open_blanks(blanks: &[&str]) -> Bilingual {
    if blanks.is_empty() {
        return bilingual!(
            "pour un fait du site, écrivez `{{{{ facts.… }}}}`",
            "for a fact of the site write `{{{{ facts.… }}}}`"
        );
    }
    let names: Vec<_> = blanks.iter().map(|blank| format!("{{{blank}}}")).collect();
    bilingual!("ce texte se remplit à : {}", "this text is filled in at: {}", names.join(", "))
}

/// The names in single braces; double braces are facts, which are not our concern.
fn blanks_of(text: &str) -> BTreeSet<&str> {
    let mut blanks = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        if let Some(fact) = rest.strip_prefix('{') {
            rest = fact.find("}}").map_or("", |end| &fact[end + 2..]);
        } else if let Some(end) = rest.find('}') {
            blanks.insert(rest[..end].trim());
            rest = &rest[end + 1..];
        }
    }
    blanks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_names_in_single_braces() {
        let text = "{ref} le {date}, {{ facts.phone | phone }} {ref} {";
        assert_eq!(blanks_of(text), BTreeSet::from(["ref", "date"]));
    }
}
