//! What a record says in answer to the questions that play a role. A record is read with the form that checked it:
//! see [`crate::bundle::FormVersions`].

use std::collections::BTreeSet;

use super::Application;
use crate::answers::Answer;
use crate::definition::Form;
use crate::lang::Lang;

impl Application {
    /// The person's first name.
    #[must_use]
    pub fn given_name(&self, form: &Form) -> Option<&str> {
        self.answers.text(&form.roles.given_name)
    }

    /// The person's last name.
    #[must_use]
    pub fn family_name(&self, form: &Form) -> Option<&str> {
        self.answers.text(&form.roles.family_name)
    }

    /// The person's name, first name first; empty if they gave none.
    #[must_use]
    pub fn full_name(&self, form: &Form) -> String {
        let names = [self.given_name(form), self.family_name(form)];
        names.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The phone number on which staff call; see [`crate::answers::Phone`].
    #[must_use]
    pub fn phone(&self, form: &Form) -> Option<&str> {
        self.answers.text(form.roles.phone.as_ref()?)
    }

    /// The e-mail address that gets the receipt.
    #[must_use]
    pub fn email(&self, form: &Form) -> Option<&str> {
        self.answers.text(form.roles.email.as_ref()?)
    }

    /// The type of partner that the person wants to be; an id.
    #[must_use]
    pub fn partner_type(&self, form: &Form) -> Option<&str> {
        self.answers.text(&form.roles.partner_type)
    }

    /// The levels of involvement that interest the person; ids.
    #[must_use]
    pub fn levels(&self, form: &Form) -> BTreeSet<String> {
        let answer = form.roles.level.as_ref().and_then(|key| self.answers.get(key));
        answer.map(Answer::values).unwrap_or_default()
    }

    /// The language that the person wants our answers in, if they chose one.
    #[must_use]
    pub fn reply_language(&self, form: &Form) -> Option<Lang> {
        self.answers.text(form.roles.reply_language.as_ref()?)?.parse().ok()
    }

    /// Whether the person agreed that the application is kept for other activities.
    #[must_use]
    pub fn agreed_to_keep(&self, form: &Form) -> bool {
        self.has_consent(form.roles.consent_to_keep.as_deref())
    }

    /// Whether the person agreed to receive news of the programme.
    #[must_use]
    pub fn agreed_to_news(&self, form: &Form) -> bool {
        self.has_consent(form.roles.consent_to_news.as_deref())
    }

    fn has_consent(&self, key: Option<&str>) -> bool {
        key.is_some_and(|key| self.consents.contains_key(key))
    }
}
