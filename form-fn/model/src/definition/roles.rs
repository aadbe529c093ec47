//! Which question plays which role. The programs use the answers of some questions: they call the phone number,
//! write to the e-mail address, keep the record for as long as a consent allows. `form.yaml` says which questions
//! those are, so that no program depends on the key of a question.

mod legacy;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Field, Part};
use crate::bilingual::{Words, words};

/// What the programs use the answer to a question for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The person's first name.
    GivenName,
    /// The person's last name.
    FamilyName,
    /// The phone number on which staff call.
    Phone,
    /// The e-mail address that gets the receipt.
    Email,
    /// The type of partner that the person wants to be.
    PartnerType,
    /// The levels of involvement that interest the person.
    Level,
    /// The language of our answers; each choice is a language code.
    ReplyLanguage,
    /// The consent to keep the application for other activities.
    ConsentToKeep,
    /// The consent to receive news of the programme.
    ConsentToNews,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 9] = [
        Self::GivenName,
        Self::FamilyName,
        Self::Phone,
        Self::Email,
        Self::PartnerType,
        Self::Level,
        Self::ReplyLanguage,
        Self::ConsentToKeep,
        Self::ConsentToNews,
    ];

    /// The name that editors write.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GivenName => "given-name",
            Self::FamilyName => "family-name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::PartnerType => "partner-type",
            Self::Level => "level",
            Self::ReplyLanguage => "reply-language",
            Self::ConsentToKeep => "consent-to-keep",
            Self::ConsentToNews => "consent-to-news",
        }
    }

    /// What the question asks for.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::GivenName => words("le prénom", "the first name"),
            Self::FamilyName => words("le nom de famille", "the last name"),
            Self::Phone => words("le numéro de téléphone", "the phone number"),
            Self::Email => words("l’adresse courriel", "the e-mail address"),
            Self::PartnerType => words("le type de partenaire", "the type of partner"),
            Self::Level => words("les niveaux de participation", "the levels of involvement"),
            Self::ReplyLanguage => {
                words("la langue de nos réponses", "the language of our answers")
            }
            Self::ConsentToKeep => {
                words("l’accord pour garder la candidature", "the consent to keep the application")
            }
            Self::ConsentToNews => {
                words("l’accord pour recevoir les nouvelles", "the consent to receive news")
            }
        }
    }

    /// Whether a form can leave the question out, by naming the role under `not_asked`.
    #[must_use]
    pub const fn is_optional(self) -> bool {
        !matches!(self, Self::GivenName | Self::FamilyName | Self::PartnerType)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The key of the question that plays each role; none where the form does not ask it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Roles {
    /// The key of the question with the role [`Role::GivenName`].
    pub given_name: String,
    /// The key of the question with the role [`Role::FamilyName`].
    pub family_name: String,
    /// The key of the question with the role [`Role::Phone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The key of the question with the role [`Role::Email`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The key of the question with the role [`Role::PartnerType`].
    pub partner_type: String,
    /// The key of the question with the role [`Role::Level`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The key of the question with the role [`Role::ReplyLanguage`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_language: Option<String>,
    /// The key of the question with the role [`Role::ConsentToKeep`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_to_keep: Option<String>,
    /// The key of the question with the role [`Role::ConsentToNews`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_to_news: Option<String>,
}

impl Roles {
    /// The roles that `key_of` finds a question for; none if a role that every form needs is not among them.
    pub(crate) fn collect(key_of: impl Fn(Role) -> Option<String>) -> Option<Self> {
        Some(Self {
            given_name: key_of(Role::GivenName)?,
            family_name: key_of(Role::FamilyName)?,
            phone: key_of(Role::Phone),
            email: key_of(Role::Email),
            partner_type: key_of(Role::PartnerType)?,
            level: key_of(Role::Level),
            reply_language: key_of(Role::ReplyLanguage),
            consent_to_keep: key_of(Role::ConsentToKeep),
            consent_to_news: key_of(Role::ConsentToNews),
        })
    }

    /// The key of the question that plays a role.
    #[must_use]
    pub fn key(&self, role: Role) -> Option<&str> {
        match role {
            Role::GivenName => Some(&self.given_name),
            Role::FamilyName => Some(&self.family_name),
            Role::Phone => self.phone.as_deref(),
            Role::Email => self.email.as_deref(),
            Role::PartnerType => Some(&self.partner_type),
            Role::Level => self.level.as_deref(),
            Role::ReplyLanguage => self.reply_language.as_deref(),
            Role::ConsentToKeep => self.consent_to_keep.as_deref(),
            Role::ConsentToNews => self.consent_to_news.as_deref(),
        }
    }

    /// The key that had a role before `form.yaml` said so; see [`legacy`].
    pub(crate) const fn legacy_key(role: Role) -> &'static str {
        legacy::key(role)
    }

    /// The roles of a stored form: as it says, else those of its keys.
    pub(super) fn of_stored(stored: Option<Self>, parts: &[Part]) -> Result<Self, RolesError> {
        let has = |key: &str| fields(parts).any(|field| field.key == key);
        let Some(roles) = stored else {
            return legacy::roles(has).ok_or(RolesError::Missing);
        };
        let astray =
            Role::ALL.into_iter().find(|role| roles.key(*role).is_some_and(|key| !has(key)));
        astray.map_or(Ok(roles), |role| Err(RolesError::NoQuestion(role)))
    }
}

fn fields(parts: &[Part]) -> impl Iterator<Item = &Field> {
    parts.iter().flat_map(|part| &part.fields)
}

/// Why the roles of a stored form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolesError {
    /// A role that every form needs is not there.
    Missing,
    /// A role names a question that the form does not have.
    NoQuestion(Role),
}

impl fmt::Display for RolesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("a role that every form needs is missing"),
            Self::NoQuestion(role) => {
                write!(f, "the role `{role}` names a question that the form does not have")
            }
        }
    }
}

impl std::error::Error for RolesError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Form;
    use crate::sample::form;

    #[test]
    fn a_role_is_stored_by_the_name_that_editors_write() {
        let stored = serde_json::to_value(form().roles).unwrap();
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
            assert_eq!(stored[role.name()].as_str(), form().roles.key(role), "{role}");
        }
    }

    #[test]
    fn a_form_that_was_stored_before_roles_is_read_with_the_keys_that_had_them() {
        let mut stored = serde_json::to_value(form()).unwrap();
        stored.as_object_mut().unwrap().remove("roles").unwrap();
        assert_eq!(serde_json::from_value::<Form>(stored.clone()).unwrap(), form());
        let text = stored.to_string();
        let renamed = text
            .replace(r#""key":"consent_keep""#, r#""key":"garder""#)
            .replace(r#""key":"first_name""#, r#""key":"prenom""#);
        assert_ne!(renamed, text);
        let renamed: Form = serde_json::from_str(&renamed).unwrap();
        assert_eq!(renamed.roles.consent_to_keep, None, "as the programs of that time read it");
        assert!(renamed.field(&renamed.roles.given_name).is_none(), "nor was there a first name");
        assert_eq!(renamed.roles.email, form().roles.email);
    }

    #[test]
    fn a_stored_role_names_a_question_of_the_form() {
        let mut stored = serde_json::to_value(form()).unwrap();
        stored["roles"]["consent-to-keep"] = "garder".into();
        let error = serde_json::from_value::<Form>(stored).unwrap_err().to_string();
        assert!(error.contains("`consent-to-keep` names a question"), "{error}");
    }
}
