//! Rules between questions: shown when, required when. They name other fields and their choices, so
//! they are checked once all fields are known.

use serde::Deserialize;

use super::problem::{Findings, Place};
use crate::bilingual;
use crate::code::Code;
use crate::definition::{Condition, Field, Part, Requirement, Trigger};
use crate::suggestion::suggest;

/// A rule about the answer to another field: `{ field: contact_method, is: [phone, relay] }` or
/// `{ field: consent_news, ticked: true }`, with the code of its error if that is not `required`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSource {
    /// The key of the other field.
    pub field: String,
    /// The choices that make the rule hold.
    #[serde(default)]
    pub is: Vec<String>,
    /// For a box: the rule holds when it is ticked.
    #[serde(default)]
    pub ticked: bool,
    /// The error if the answer is missing then; only in `required_when`.
    pub error: Option<String>,
}

impl RuleSource {
    /// The rule as `shown_when`.
    pub(super) fn condition(self, place: Place<'_>, findings: &mut Findings) -> Condition {
        if self.error.is_some() {
            let help = bilingual!(
                "mettez `error` dans une règle sous `required_when`",
                "move `error` to a rule under `required_when`"
            );
            findings.add(
                place,
                bilingual!(
                    "une question cachée ne donne pas d’erreur",
                    "a hidden question gives no error"
                ),
                help,
            );
        }
        self.into_condition(place, findings)
    }

    /// The rule as an item of `required_when`.
    pub(super) fn trigger(mut self, place: Place<'_>, findings: &mut Findings) -> Trigger {
        let code = self.error.take().map_or(Code::REQUIRED, Code::named);
        Trigger { condition: self.into_condition(place, findings), code }
    }

    fn into_condition(self, place: Place<'_>, findings: &mut Findings) -> Condition {
        if self.is.is_empty() != self.ticked {
            findings.add(
                place,
                bilingual!(
                    "la règle ne dit pas quelle doit être la réponse à `{}`",
                    "the rule does not say what the answer to `{}` has to be",
                    self.field
                ),
                bilingual!(
                    "écrivez `is: [choix, …]` ou `ticked: true`",
                    "write either `is: [choice, …]` or `ticked: true`"
                ),
            );
        }
        let field = self.field;
        if self.ticked {
            Condition::Ticked { field }
        } else {
            let any_of = self.is.into_iter().collect();
            Condition::Chosen { field, any_of }
        }
    }
}

/// Checks every rule against the fields and choices that it names.
pub(super) fn check(parts: &[Part], findings: &mut Findings) {
    let fields: Vec<&Field> = parts.iter().flat_map(|part| &part.fields).collect();
    for (position, field) in fields.iter().enumerate() {
        let place = |key| Place::field(&field.key, key);
        if let Some(condition) = &field.shown_when {
            check_condition(condition, &fields, place("shown_when"), findings);
            let comes_before =
                fields[..position].iter().any(|other| other.key == condition.field());
            let exists = fields.iter().any(|other| other.key == condition.field());
            if exists && !comes_before {
                findings.add(
                    place("shown_when"),
                    bilingual!(
                        "`{}` vient après la question qu’elle fait paraître",
                        "`{}` comes after the question that it shows",
                        condition.field()
                    ),
                    bilingual!(
                        "mettez d’abord la question qui décide",
                        "put the deciding question first"
                    ),
                );
            }
        }
        if let Requirement::When(triggers) = &field.requirement {
            for trigger in triggers {
                check_condition(&trigger.condition, &fields, place("required_when"), findings);
                if trigger.condition.field() == field.key {
                    let help = bilingual!("nommez une autre question", "name another field");
                    findings.add(
                        place("required_when"),
                        bilingual!(
                            "la règle regarde sa propre question",
                            "the rule looks at its own field"
                        ),
                        help,
                    );
                }
            }
        }
    }
}

fn check_condition(
    condition: &Condition,
    fields: &[&Field],
    place: Place<'_>,
    findings: &mut Findings,
) {
    let key = condition.field();
    let Some(other) = fields.iter().find(|field| field.key == key) else {
        let keys = fields.iter().map(|field| field.key.as_str());
        findings.add(
            place,
            bilingual!("il n’y a pas de question `{key}`", "there is no field `{key}`"),
            suggest(key, keys),
        );
        return;
    };
    match condition {
        Condition::Ticked { .. } if !other.is_box() => {
            let help = bilingual!(
                "pour une question à choix, écrivez `is: [choix, …]`",
                "for a question with choices write `is: [choice, …]`"
            );
            findings.add(
                place,
                bilingual!("`{key}` n’est pas une case à cocher", "`{key}` is no box to tick"),
                help,
            );
        }
        Condition::Chosen { .. } if other.choices().is_empty() => {
            let help = bilingual!(
                "pour une case, écrivez `ticked: true`",
                "for a box write `ticked: true`"
            );
            findings.add(
                place,
                bilingual!("`{key}` n’a pas de choix", "`{key}` has no choices"),
                help,
            );
        }
        Condition::Chosen { any_of, .. } => {
            let known: Vec<&str> = other.choices().iter().map(|c| c.value.as_str()).collect();
            for value in any_of.iter().filter(|value| !known.contains(&value.as_str())) {
                let message = bilingual!(
                    "`{value}` n’est pas un choix de `{key}`",
                    "`{value}` is no choice of `{key}`"
                );
                findings.add(place, message, suggest(value, known.iter().copied()));
            }
        }
        Condition::Ticked { .. } => {}
    }
}
