//! Versions as fingerprints of meaning. Nobody has to remember to raise a number, and rewording a
//! question or closing a choice does not turn pages stale that people are filling in.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Condition, Field, Kind, NoticeItem, Part, Requirement};
use crate::lang::Localized;

/// What of a field is meaning.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Meaning<'a> {
    key: &'a str,
    kind: &'static str,
    min: Option<usize>,
    max: Option<usize>,
    choices: BTreeSet<&'a str>,
    requirement: String,
    shown_when: String,
}

impl<'a> Meaning<'a> {
    fn of(field: &'a Field) -> Self {
        let (kind, min, max) = match field.kind {
            Kind::Name { max, .. } => ("name", None, Some(max)),
            Kind::Phone => ("phone", None, None),
            Kind::Email { max } => ("email", None, Some(max)),
            Kind::LongText { min, max } => ("long-text", Some(min), Some(max)),
            Kind::OneOf { .. } => ("one-of", None, None),
            Kind::SeveralOf { max, .. } => ("several-of", None, max),
            Kind::Tick => ("tick", None, None),
            Kind::Consent => ("consent", None, None),
        };
        let requirement = match &field.requirement {
            Requirement::Never => "never".to_owned(),
            Requirement::Always => "always".to_owned(),
            Requirement::When(triggers) => triggers
                .iter()
                .map(|trigger| describe(&trigger.condition))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(" or "),
        };
        Self {
            key: &field.key,
            kind,
            min,
            max,
            choices: field.choices().iter().map(|c| c.value.as_str()).collect(),
            requirement,
            shown_when: field.shown_when.as_ref().map(describe).unwrap_or_default(),
        }
    }
}

fn describe(condition: &Condition) -> String {
    match condition {
        Condition::Chosen { field, any_of } => {
            let values: Vec<_> = any_of.iter().map(String::as_str).collect();
            format!("{field} is {}", values.join("|"))
        }
        Condition::Ticked { field } => format!("{field} is ticked"),
    }
}

/// The version of a form with these parts.
pub(crate) fn form_version(parts: &[Part]) -> String {
    let fields = parts.iter().flat_map(|part| &part.fields);
    fingerprint(&fields.map(Meaning::of).collect::<BTreeSet<_>>())
}

/// The version of the collection notice, in all its languages.
pub(crate) fn notice_version(notice: &[NoticeItem]) -> String {
    fingerprint(&notice)
}

/// The version of a text that a person agreed to, in all its languages.
pub(crate) fn text_version(text: &Localized) -> String {
    fingerprint(text)
}

/// Twelve hexadecimal digits (48 bits): enough to tell the versions of one form apart.
fn fingerprint(meaning: &impl Serialize) -> String {
    // Writing these plain structs to JSON cannot fail; were it to, an empty text is still a version.
    let canonical = serde_json::to_vec(meaning).unwrap_or_default();
    blake3::hash(&canonical).to_hex()[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use crate::bundle::Applications;
    use crate::definition::{Choice, Form, Kind, Requirement, form_version, text_version};
    use crate::lang::Localized;
    use crate::sample::form;

    fn changed(change: impl FnOnce(&mut Form)) -> bool {
        let mut form = form();
        change(&mut form);
        form_version(&form.parts) != form.version
    }

    #[test]
    fn rewording_reordering_and_closing_keep_the_version() {
        assert!(!changed(|form| {
            form.parts[0].fields[0].label = Localized::new("Autrement dit");
            form.parts.reverse();
            form.parts[1].fields.reverse();
            for field in form.parts.iter_mut().flat_map(|part| &mut part.fields) {
                if let Kind::OneOf { choices } = &mut field.kind {
                    choices[0].accepting = Applications::Closed;
                    choices.reverse();
                }
            }
        }));
    }

    #[test]
    fn another_key_kind_rule_limit_or_choice_is_another_version() {
        assert!(changed(|form| form.parts[0].fields[0].key.push('x')));
        assert!(changed(|form| form.parts[0].fields[0].kind = Kind::Tick));
        assert!(changed(|form| {
            form.parts[0].fields[0].requirement = Requirement::Never;
        }));
        assert!(changed(|form| form.parts[0].fields[1].shown_when = None));
        assert!(changed(|form| {
            let field = form.parts.iter_mut().flat_map(|part| &mut part.fields);
            for field in field {
                if let Kind::LongText { max, .. } = &mut field.kind {
                    *max += 1;
                }
            }
        }));
        assert!(changed(|form| {
            if let Kind::OneOf { choices } = &mut form.parts[0].fields[0].kind {
                choices.push(Choice {
                    value: "resource-user".to_owned(),
                    label: Localized::new("Usager ressource"),
                    accepting: Applications::Open,
                });
            }
        }));
    }

    #[test]
    fn a_consent_reworded_in_one_language_is_another_text() {
        let text = Localized::new("Gardez ma candidature");
        let other = text.clone().with("en".parse().unwrap(), "Keep it");
        assert_ne!(text_version(&text), text_version(&other));
    }
}
