//! One question as editors write it: a flat list of keys, of which each kind of question takes some.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::problem::{Findings, Place};
use super::{Catalogue, RuleSource, Wording, unique};
use crate::bilingual;
use crate::bundle::Applications;
use crate::definition::{Choice, Field, Kind, NamePart, Requirement, Role};
use crate::suggestion::suggest;

/// The most characters of a name, unless the form says otherwise.
const NAME_MAX: usize = 80;
/// The longest address that can be written to (RFC 5321, 4.5.3.1.3, less the angle brackets).
const EMAIL_MAX: usize = 254;
/// Ids that the page gives to other things: a choice's id is `<field>-<value>`.
const TAKEN_VALUES: [&str; 3] = ["hint", "error", "group"];

/// One question.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldSource {
    /// The key under which the answer is stored: small letters, digits, underscores.
    pub key: String,
    /// What an answer looks like.
    pub kind: KindName,
    /// What the programs use the answer for.
    pub role: Option<Role>,
    /// The question.
    pub label: Wording,
    /// A word of help.
    pub hint: Option<Wording>,
    /// Whether an answer is always necessary (if the question is shown).
    #[serde(default)]
    pub required: bool,
    /// Rules by which an answer is necessary.
    #[serde(default)]
    pub required_when: Vec<RuleSource>,
    /// The rule by which the question is put at all.
    pub shown_when: Option<RuleSource>,
    /// The fewest characters.
    pub min: Option<usize>,
    /// The most characters, or choices.
    pub max: Option<usize>,
    /// The name of choices made from content; they come before the form's own.
    pub choices_from: Option<String>,
    /// The form's own choices.
    #[serde(default)]
    pub choices: Vec<ChoiceSource>,
    /// Words for errors, by code.
    #[serde(default, deserialize_with = "unique::map")]
    pub errors: BTreeMap<String, Wording>,
}

/// The kinds of question by the names that editors give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KindName {
    /// A first name.
    GivenName,
    /// A last name.
    FamilyName,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Several lines of text.
    LongText,
    /// One of several choices.
    OneOf,
    /// Any of several choices.
    SeveralOf,
    /// A box that states something.
    Tick,
    /// A box that allows something.
    Consent,
}

/// One choice.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceSource {
    /// What is stored.
    pub value: String,
    /// What the person reads.
    pub label: Wording,
}

impl KindName {
    /// The name that editors write.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::GivenName => "given-name",
            Self::FamilyName => "family-name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::LongText => "long-text",
            Self::OneOf => "one-of",
            Self::SeveralOf => "several-of",
            Self::Tick => "tick",
            Self::Consent => "consent",
        }
    }

    /// Which of the keys `min`, `max`, `choices` and `choices_from` this kind takes.
    fn takes(self, key: &str) -> bool {
        match key {
            "min" => self == Self::LongText,
            "max" => !matches!(self, Self::Phone | Self::OneOf | Self::Tick | Self::Consent),
            _ => matches!(self, Self::OneOf | Self::SeveralOf),
        }
    }
}

impl FieldSource {
    /// Every text of the question.
    pub(super) fn wordings_mut(&mut self) -> impl Iterator<Item = &mut Wording> {
        let choices = self.choices.iter_mut().map(|choice| &mut choice.label);
        std::iter::once(&mut self.label)
            .chain(&mut self.hint)
            .chain(choices)
            .chain(self.errors.values_mut())
    }

    /// The question as the programs know it; what is wrong with it by itself goes to `findings`.
    pub(super) fn resolve(self, catalogue: &Catalogue, findings: &mut Findings) -> Field {
        let key = self.key.clone();
        let at = |name| Place::field(&key, name);
        let languages = &catalogue.languages;
        self.check_keys(findings);
        let kind = self.kind(catalogue, findings);
        let label = self.label.resolve(languages, &[], at("label"), findings);
        let hint = self.hint.map(|hint| hint.resolve(languages, &[], at("hint"), findings));
        let triggers: Vec<_> = self
            .required_when
            .into_iter()
            .map(|rule| rule.trigger(at("required_when"), findings))
            .collect();
        let requirement = match (self.required, triggers.is_empty()) {
            (true, _) => Requirement::Always,
            (false, true) => Requirement::Never,
            (false, false) => Requirement::When(triggers),
        };
        let errors = super::resolve::errors(self.errors, Some(&key), languages, findings);
        Field {
            label,
            hint,
            kind,
            requirement,
            shown_when: self.shown_when.map(|rule| rule.condition(at("shown_when"), findings)),
            errors,
            key,
        }
    }

    fn check_keys(&self, findings: &mut Findings) {
        let at = |name| Place::field(&self.key, name);
        let given = [
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("choices", !self.choices.is_empty()),
            ("choices_from", self.choices_from.is_some()),
        ];
        for (name, _) in given.iter().filter(|(name, given)| *given && !self.kind.takes(name)) {
            let message = bilingual!(
                "`{name}` ne veut rien dire pour ce genre de question",
                "`{name}` means nothing for this kind of question"
            );
            findings.add(
                at(name),
                message,
                bilingual!(
                    "retirez-le, ou choisissez un autre `kind`",
                    "take it out, or choose another `kind`"
                ),
            );
        }
        if self.required && !self.required_when.is_empty() {
            let message = bilingual!(
                "la question est à la fois toujours et parfois obligatoire",
                "the question is both always and sometimes required"
            );
            findings.add(
                at("required_when"),
                message,
                bilingual!(
                    "gardez `required` ou `required_when`",
                    "keep `required` or `required_when`"
                ),
            );
        }
        if self.kind == KindName::Consent && (self.required || !self.required_when.is_empty()) {
            let message = bilingual!(
                "un accord doit être libre (A-2.1, art. 53.1)",
                "a consent has to be free (A-2.1, s. 53.1)"
            );
            findings.add(
                at("required"),
                message,
                bilingual!(
                    "retirez la règle, ou écrivez `kind: tick`",
                    "take out the rule, or write `kind: tick`"
                ),
            );
        }
        let (min, max) = (self.min.unwrap_or(0), self.max.unwrap_or(usize::MAX));
        if min > max || max == 0 {
            let help = bilingual!(
                "faites de `max` le plus grand des deux, et au moins 1",
                "make `max` the larger of the two and at least 1"
            );
            findings.add(
                at("max"),
                bilingual!(
                    "aucune réponse n’a de {min} à {max} caractères",
                    "no answer has {min} to {max} characters"
                ),
                help,
            );
        }
        if self.kind == KindName::Email && self.max.is_some_and(|max| max > EMAIL_MAX) {
            let message = bilingual!(
                "aucun serveur ne prend une adresse aussi longue (RFC 5321)",
                "no mail server takes so long an address (RFC 5321)"
            );
            findings.add(
                at("max"),
                message,
                bilingual!("écrivez {EMAIL_MAX} ou moins", "write {EMAIL_MAX} or fewer"),
            );
        }
        if self.kind == KindName::LongText && self.max.is_none() {
            let help = bilingual!(
                "ajoutez `max:` avec le plus grand nombre de caractères",
                "add `max:` with the most characters"
            );
            findings.add(
                at("max"),
                bilingual!("un long texte a besoin d’une limite", "a long text needs a limit"),
                help,
            );
        }
    }

    fn kind(&self, catalogue: &Catalogue, findings: &mut Findings) -> Kind {
        let name = |part| Kind::Name { part, max: self.max.unwrap_or(NAME_MAX) };
        match self.kind {
            KindName::GivenName => name(NamePart::Given),
            KindName::FamilyName => name(NamePart::Family),
            KindName::Phone => Kind::Phone,
            KindName::Email => Kind::Email { max: self.max.unwrap_or(EMAIL_MAX) },
            KindName::LongText => {
                Kind::LongText { min: self.min.unwrap_or(0), max: self.max.unwrap_or(usize::MAX) }
            }
            KindName::OneOf => Kind::OneOf { choices: self.choices(catalogue, findings) },
            KindName::SeveralOf => {
                Kind::SeveralOf { choices: self.choices(catalogue, findings), max: self.max }
            }
            KindName::Tick => Kind::Tick,
            KindName::Consent => Kind::Consent,
        }
    }

    fn choices(&self, catalogue: &Catalogue, findings: &mut Findings) -> Vec<Choice> {
        let at = |name| Place::field(&self.key, name);
        let mut choices = Vec::new();
        if let Some(name) = &self.choices_from {
            if let Some(found) = catalogue.choices.get(name) {
                choices.extend(found.iter().cloned());
            } else {
                let message = bilingual!(
                    "le site n’a pas de choix nommés `{name}`",
                    "the site has no choices called `{name}`"
                );
                let names = catalogue.choices.keys().map(String::as_str);
                findings.add(at("choices_from"), message, suggest(name, names));
                return choices;
            }
        }
        for choice in &self.choices {
            let key = format!("choices.{}", choice.value);
            let label = choice.label.clone();
            let at = Place::field(&self.key, &key);
            let label = label.resolve(&catalogue.languages, &[], at, findings);
            choices.push(Choice {
                value: choice.value.clone(),
                label,
                accepting: Applications::Open,
            });
        }
        self.check_values(&choices, findings);
        choices
    }

    fn check_values(&self, choices: &[Choice], findings: &mut Findings) {
        let at = Place::field(&self.key, "choices");
        if choices.is_empty() {
            findings.add(
                at,
                bilingual!("la question n’a pas de choix", "the question has no choices"),
                bilingual!(
                    "ajoutez `choices:` ou `choices_from:`",
                    "add `choices:` or `choices_from:`"
                ),
            );
        }
        let mut seen = BTreeSet::new();
        for value in choices.iter().map(|choice| choice.value.as_str()) {
            if !seen.insert(value) {
                let message = bilingual!(
                    "le choix `{value}` est là deux fois",
                    "the choice `{value}` is there twice"
                );
                findings.add(
                    at,
                    message,
                    bilingual!(
                        "retirez-en un, ou donnez-lui une autre valeur",
                        "take one out or give it another value"
                    ),
                );
            }
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
            if value.is_empty() || !value.chars().all(plain) || TAKEN_VALUES.contains(&value) {
                let message = bilingual!(
                    "`{value}` ne peut pas être la valeur d’un choix",
                    "`{value}` cannot be the value of a choice"
                );
                let help = bilingual!(
                    "servez-vous de petites lettres, de chiffres et de traits d’union; mais pas hint, error ou group",
                    "use small letters, digits and dashes; not hint, error or group"
                );
                findings.add(at, message, help);
            }
        }
    }
}
