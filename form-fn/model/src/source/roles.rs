//! Roles: each is played by one question of a kind that fits, or the form says that it does not ask.

use std::collections::BTreeMap;

use super::problem::{Findings, Place};
use super::{FieldSource, FormSource, KindName};
use crate::bilingual;
use crate::bilingual::Words;
use crate::definition::{Role, Roles};

/// The question that plays each role.
type Players<'a> = BTreeMap<Role, &'a FieldSource>;

impl FormSource {
    /// Questions whose role follows from their key alone, because no question of the form names a role: the
    /// form was written before roles. None otherwise.
    #[must_use]
    pub fn assumed_roles(&self) -> Vec<(Role, &str)> {
        if self.says_roles() {
            return Vec::new();
        }
        assumed(self).into_iter().map(|(role, field)| (role, field.key.as_str())).collect()
    }

    fn says_roles(&self) -> bool {
        !self.not_asked.is_empty() || self.questions().any(|field| field.role.is_some())
    }

    fn questions(&self) -> impl Iterator<Item = &FieldSource> {
        self.parts.iter().flat_map(|part| &part.fields)
    }
}

/// The roles of the form; none if something is wrong with them, which goes to `findings`.
pub(super) fn resolve(source: &FormSource, findings: &mut Findings) -> Option<Roles> {
    // A form without questions is reported as such.
    source.questions().next()?;
    let players = if source.says_roles() { named(source, findings) } else { assumed(source) };
    check_not_asked(source, &players, findings);
    let is_left_out = |role: Role| role.is_optional() && source.not_asked.contains(&role);
    for role in Role::ALL {
        if !players.contains_key(&role) && !is_left_out(role) {
            missing(role, &candidates(role, source, &players), findings);
        }
    }
    if is_left_out(Role::Phone) && is_left_out(Role::Email) {
        findings.add(
            Place::form("not_asked"),
            bilingual!(
                "le formulaire ne demande ni téléphone ni courriel : personne ne peut être joint",
                "the form asks for neither a phone number nor an e-mail address: nobody can be contacted"
            ),
            bilingual!(
                "gardez une question avec `role: phone` ou `role: email`",
                "keep a question with `role: phone` or `role: email`"
            ),
        );
    }
    Roles::collect(|role| players.get(&role).map(|field| field.key.clone()))
}

/// The roles that questions name.
fn named<'a>(source: &'a FormSource, findings: &mut Findings) -> Players<'a> {
    let mut players = Players::new();
    for field in source.questions() {
        let Some(role) = field.role else { continue };
        let at = Place::field(&field.key, "role");
        let kinds = kinds(role);
        if !kinds.contains(&field.kind) {
            let wanted: Vec<_> =
                kinds.iter().map(|kind| format!("`kind: {}`", kind.name())).collect();
            let (french, english) = (wanted.join(" ou "), wanted.join(" or "));
            let kind = field.kind.name();
            findings.add(
                at,
                bilingual!(
                    "une question `kind: {kind}` ne peut pas avoir le rôle `{role}`",
                    "a question of `kind: {kind}` cannot have the role `{role}`"
                ),
                bilingual!(
                    "donnez ce rôle à une question {french}",
                    "give this role to a question of {english}"
                ),
            );
        }
        if let Some(first) = players.get(&role) {
            let first = &first.key;
            findings.add(
                at,
                bilingual!(
                    "la question `{first}` a déjà le rôle `{role}`",
                    "the question `{first}` has the role `{role}` already"
                ),
                bilingual!(
                    "retirez `role:` de l’une des deux",
                    "take `role:` away from one of the two"
                ),
            );
        } else {
            players.insert(role, field);
        }
    }
    players
}

/// The roles that questions have by the keys of forms that were written before roles.
fn assumed(source: &FormSource) -> Players<'_> {
    let player = |role: Role| {
        let is_it = |field: &&FieldSource| {
            field.key == Roles::legacy_key(role) && kinds(role).contains(&field.kind)
        };
        source.questions().find(is_it).map(|field| (role, field))
    };
    Role::ALL.into_iter().filter_map(player).collect()
}

/// `not_asked` names roles that can be left out and that no question plays, each once.
fn check_not_asked(source: &FormSource, players: &Players<'_>, findings: &mut Findings) {
    for (index, role) in source.not_asked.iter().enumerate() {
        let key = format!("not_asked.{index}");
        let at = Place::form(&key);
        if !role.is_optional() {
            let Words { fr, en } = role.words();
            findings.add(
                at,
                bilingual!(
                    "tout formulaire demande {fr} : le rôle `{role}` est nécessaire",
                    "every form asks for {en}: the role `{role}` is necessary"
                ),
                bilingual!(
                    "retirez `{role}` de `not_asked`, et écrivez `role: {role}` à la question",
                    "take `{role}` out of `not_asked`, and write `role: {role}` at the question"
                ),
            );
        } else if let Some(field) = players.get(role) {
            let key = &field.key;
            findings.add(
                at,
                bilingual!(
                    "la question `{key}` a le rôle `{role}` : le formulaire le demande donc",
                    "the question `{key}` has the role `{role}`, so the form does ask"
                ),
                bilingual!(
                    "retirez `{role}` de `not_asked`, ou `role: {role}` de la question",
                    "take `{role}` out of `not_asked`, or `role: {role}` out of the question"
                ),
            );
        }
    }
}

/// Reports a role that no question plays, at a question that could.
fn missing(role: Role, candidates: &[&FieldSource], findings: &mut Findings) {
    let place = match candidates.first() {
        Some(field) => Place::field(&field.key, "role"),
        None => Place::form("parts"),
    };
    let Words { fr, en } = role.words();
    let message = bilingual!(
        "aucune question n’a le rôle `{role}` ({fr})",
        "no question has the role `{role}` ({en})"
    );
    let keys: Vec<_> = candidates.iter().map(|field| format!("`{}`", field.key)).collect();
    let (french, english) = if keys.is_empty() {
        let kind = kinds(role)[0].name();
        (
            format!("ajoutez une question `kind: {kind}` avec `role: {role}`"),
            format!("add a question of `kind: {kind}` with `role: {role}`"),
        )
    } else {
        (
            format!("écrivez `role: {role}` sous la clé de cette question ({})", keys.join(" ou ")),
            format!("write `role: {role}` below the key of that question ({})", keys.join(" or ")),
        )
    };
    let help = if role.is_optional() {
        bilingual!(
            "{french}; si le formulaire ne le demande pas, écrivez en haut du fichier `not_asked: [{role}]`",
            "{english}; if the form does not ask for it, write `not_asked: [{role}]` at the top of the file"
        )
    } else {
        bilingual!("{french}", "{english}")
    };
    findings.add(place, message, help);
}

/// The questions that could play a role. Types and levels are pages of the site, so that a question whose choices
/// come from pages is the more likely one.
fn candidates<'a>(
    role: Role,
    source: &'a FormSource,
    players: &Players<'_>,
) -> Vec<&'a FieldSource> {
    let is_free = |field: &FieldSource| players.values().all(|player| player.key != field.key);
    let fits = |field: &&FieldSource| kinds(role).contains(&field.kind) && is_free(field);
    let mut candidates: Vec<_> = source.questions().filter(fits).collect();
    if candidates.iter().any(|field| field.choices_from.is_some()) {
        candidates.retain(|field| field.choices_from.is_some());
    }
    candidates
}

/// The kinds of question that can play a role.
const fn kinds(role: Role) -> &'static [KindName] {
    match role {
        Role::GivenName => &[KindName::GivenName],
        Role::FamilyName => &[KindName::FamilyName],
        Role::Phone => &[KindName::Phone],
        Role::Email => &[KindName::Email],
        Role::PartnerType | Role::ReplyLanguage => &[KindName::OneOf],
        Role::Level => &[KindName::SeveralOf, KindName::OneOf],
        Role::ConsentToKeep | Role::ConsentToNews => &[KindName::Consent],
    }
}
