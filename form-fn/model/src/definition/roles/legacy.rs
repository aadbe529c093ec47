//! Forms that were written before questions had roles: `form.yaml` of an institution that has not added them yet,
//! and the stored versions of forms. Until then the programs found these questions by the keys of the form that
//! the project came with. This file is the only place that names a key of a question.

use super::{Role, Roles};

/// The key that had a role.
pub(super) const fn key(role: Role) -> &'static str {
    match role {
        Role::GivenName => "first_name",
        Role::FamilyName => "last_name",
        Role::Phone => "phone",
        Role::Email => "email",
        Role::PartnerType => "partner_type",
        Role::Level => "levels",
        Role::ReplyLanguage => "language",
        Role::ConsentToKeep => "consent_keep",
        Role::ConsentToNews => "consent_news",
    }
}

/// The roles of a stored form, from the keys of its questions. A key that the form lacks stands for a question
/// that nobody answered, as it did when the form was stored: the records of that form are read all the same.
pub(super) fn roles(has: impl Fn(&str) -> bool) -> Option<Roles> {
    Roles::collect(|role| {
        let key = key(role);
        (!role.is_optional() || has(key)).then(|| key.to_owned())
    })
}
