//! Which question plays which role: what is missing, double or impossible is reported at its place.

use super::{told, told_of};
use crate::definition::{Form, Role, form_version};
use crate::sample::{YAML, catalogue, form, source};
use crate::source::FormSource;

/// The form without any role, as it was written before there were roles.
fn before_roles() -> String {
    let lines = YAML.lines().filter(|line| !line.trim_start().starts_with("role: "));
    lines.collect::<Vec<_>>().join("\n")
}

fn read(yaml: &str) -> FormSource {
    serde_yaml::from_str(yaml).unwrap()
}

fn resolved(yaml: &str) -> Form {
    read(yaml).resolve(&catalogue()).unwrap()
}

#[test]
fn the_form_says_every_role() {
    for role in Role::ALL {
        assert!(form().roles.key(role).is_some_and(|key| form().field(key).is_some()), "{role}");
    }
    assert_eq!(source().assumed_roles(), []);
}

#[test]
fn a_role_that_is_missing() {
    insta::assert_snapshot!(told("        role: given-name\n", ""), @"first_name.role: no question has the role `given-name` (the first name) (write `role: given-name` below the key of that question (`first_name`))");
    insta::assert_snapshot!(told("        role: consent-to-keep\n", ""), @"consent_keep.role: no question has the role `consent-to-keep` (the consent to keep the application) (write `role: consent-to-keep` below the key of that question (`consent_keep`); if the form does not ask for it, write `not_asked: [consent-to-keep]` at the top of the file)");
    insta::assert_snapshot!(told("        role: level\n", ""), @"levels.role: no question has the role `level` (the levels of involvement) (write `role: level` below the key of that question (`levels`); if the form does not ask for it, write `not_asked: [level]` at the top of the file)");
}

#[test]
fn a_role_that_no_question_could_play() {
    let yaml =
        YAML.replacen("        kind: email\n        role: email\n", "        kind: phone\n", 1);
    let yaml = yaml.replace(
        "          too_long:\n            fr: \"L’adresse",
        "          x:\n            fr: \"L’adresse",
    );
    let told = told_of(read(&yaml));
    let line = told.lines().find(|line| line.contains("has the role `email`")).unwrap();
    insta::assert_snapshot!(line, @"parts: no question has the role `email` (the e-mail address) (add a question of `kind: email` with `role: email`; if the form does not ask for it, write `not_asked: [email]` at the top of the file)");
}

#[test]
fn a_role_twice() {
    insta::assert_snapshot!(told("role: consent-to-news", "role: consent-to-keep"), @"
    consent_news.role: the question `consent_keep` has the role `consent-to-keep` already (take `role:` away from one of the two)
    consent_news.role: no question has the role `consent-to-news` (the consent to receive news) (write `role: consent-to-news` below the key of that question (`consent_news`); if the form does not ask for it, write `not_asked: [consent-to-news]` at the top of the file)
    ");
}

#[test]
fn a_role_of_another_kind_of_question() {
    insta::assert_snapshot!(told("role: consent-to-news", "role: partner-type").lines().next().unwrap(), @"consent_news.role: a question of `kind: consent` cannot have the role `partner-type` (give this role to a question of `kind: one-of`)");
    let yaml = YAML.replacen("        role: level\n", "", 1);
    let yaml = yaml.replacen("key: motivation\n", "key: motivation\n        role: level\n", 1);
    insta::assert_snapshot!(told_of(read(&yaml)), @"motivation.role: a question of `kind: long-text` cannot have the role `level` (give this role to a question of `kind: several-of` or `kind: one-of`)");
}

#[test]
fn what_a_form_does_not_ask_it_says() {
    let without = |roles: &[&str]| {
        let yaml = format!("not_asked: [{}]\n{YAML}", roles.join(", "));
        roles
            .iter()
            .fold(yaml, |yaml, role| yaml.replacen(&format!("        role: {role}\n"), "", 1))
    };
    let optional = ["phone", "level", "reply-language", "consent-to-keep", "consent-to-news"];
    let form = resolved(&without(&optional));
    for role in Role::ALL {
        assert_eq!(form.roles.key(role).is_none(), optional.contains(&role.name()), "{role}");
    }
    insta::assert_snapshot!(told_of(read(&without(&["phone", "email"]))), @"not_asked: the form asks for neither a phone number nor an e-mail address: nobody can be contacted (keep a question with `role: phone` or `role: email`)");
    insta::assert_snapshot!(told_of(read(&without(&["given-name"]))), @"
    not_asked.0: every form asks for the first name: the role `given-name` is necessary (take `given-name` out of `not_asked`, and write `role: given-name` at the question)
    first_name.role: no question has the role `given-name` (the first name) (write `role: given-name` below the key of that question (`first_name`))
    ");
    insta::assert_snapshot!(told_of(read(&format!("not_asked: [level]\n{YAML}"))), @"not_asked.0: the question `levels` has the role `level`, so the form does ask (take `level` out of `not_asked`, or `role: level` out of the question)");
}

#[test]
fn a_form_written_before_roles_has_those_of_its_keys() {
    let yaml = before_roles();
    let read_form = resolved(&yaml);
    assert_eq!(read_form, form());
    let assumed = read(&yaml);
    let assumed: Vec<_> =
        assumed.assumed_roles().iter().map(|(role, key)| format!("{key}: {role}")).collect();
    insta::assert_snapshot!(assumed.join(", "), @"first_name: given-name, last_name: family-name, phone: phone, email: email, partner_type: partner-type, levels: level, language: reply-language, consent_keep: consent-to-keep, consent_news: consent-to-news");
}

/// Not read without a word: a consent that nobody reads would be ignored.
#[test]
fn a_form_written_before_roles_whose_keys_are_others_is_refused() {
    let renamed = before_roles().replace("key: first_name", "key: prenom");
    let renamed = renamed.replace("key: consent_keep", "key: garder");
    insta::assert_snapshot!(told_of(read(&renamed)), @"
    prenom.role: no question has the role `given-name` (the first name) (write `role: given-name` below the key of that question (`prenom`))
    garder.role: no question has the role `consent-to-keep` (the consent to keep the application) (write `role: consent-to-keep` below the key of that question (`garder`); if the form does not ask for it, write `not_asked: [consent-to-keep]` at the top of the file)
    ");
    assert_eq!(read(&renamed).assumed_roles().len(), Role::ALL.len() - 2);
}

#[test]
fn roles_are_no_part_of_the_version() {
    assert_eq!(form().version, "5211f262e72e", "as it was before roles: stored records name it");
    assert_eq!(form_version(&form().parts), form().version);
}
