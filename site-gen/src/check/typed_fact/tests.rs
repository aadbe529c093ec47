use super::*;
use crate::{diagnostic::Diagnostics, source::Source, yaml::Document};

const FACTS: &str = "institution: { fr: Centre de l’Exemple, en: Example Centre }\n\
    phone: 819-555-0123\nemail: a.b@exemple.ca\nrelay: \"711\"\n\
    care_within_years: 2\nreply_within_days: 30\nphoto_ids: 2\n\
    kept_months: 12\nunanswered_months: 12\nminimum_age: 14\n";

fn needles(lang: &str) -> Needles {
    let source = Source::new("site.yaml", FACTS);
    let document = Document::parse(&source, 0..FACTS.len()).unwrap_or_else(|_| unreachable!());
    let value = serde_yaml::from_str(FACTS).unwrap_or_default();
    let languages = [Lang::french(), Lang::english()];
    let facts = Facts::read(&value, &languages, &document, &mut Diagnostics::default());
    Needles::new(&facts, &lang.parse().unwrap_or_else(|_| unreachable!()))
}

fn told(text: &str, lang: &str) -> Vec<String> {
    let mut block = Block::default();
    block.push(text, 0..text.len(), Origin::Typed);
    let found = in_block(&block, &needles(lang));
    found.into_iter().map(|finding| text[finding.span].to_owned()).collect()
}

#[test]
fn a_phone_number_is_known_in_any_spelling() {
    for number in [
        "819 555-0123",
        "819-555-0123",
        "(819) 555-0123",
        "819.555.0123",
        "8195550123",
        "+1 819 555 0123",
        "1-819-555-0123",
        "819\u{a0}555-0123",
    ] {
        assert_eq!(told(&format!("Appelez le {number}."), "fr"), [number]);
    }
    assert!(told("Le 819 555-0124, le 711 ou le 98195550123.", "fr").is_empty());
}

#[test]
fn numbers_stand_with_their_noun() {
    assert_eq!(
        told("Dans les 30 jours, au cours des deux dernières années.", "fr"),
        ["30 jours", "deux dernières années"]
    );
    assert_eq!(
        told("Quatorze ans, deux pièces d'identité, 14 ans.", "fr"),
        ["Quatorze ans", "deux pièces d'identité", "14 ans"]
    );
    assert_eq!(
        told("A two-year rule, 30 calendar days, two pieces of photo ID.", "en"),
        ["two-year", "30 calendar days", "two pieces of photo ID"]
    );
    assert!(told("Le 30 mai, 130 jours, de 1 à 2 ans, deux fois.", "fr").is_empty());
    for text in [
        "Dans 1,30 jours ou 2,2 ans.",
        "Vingt-deux ans, cent deux ans.",
        "Deux ans et demi.",
        "Aux 1/30 jours.",
    ] {
        assert!(told(text, "fr").is_empty(), "{text}");
    }
    assert!(told("Twenty-two years, 1.2 years, two years and a half.", "en").is_empty());
    assert!(told("Months of 30 dayss, 1–2 years, one or two years.", "en").is_empty());
}

#[test]
fn names_and_addresses_are_known_as_they_stand() {
    assert_eq!(
        told("Au Centre\u{a0}de l'Exemple : A.B@exemple.ca.", "fr"),
        ["Centre\u{a0}de l'Exemple", "A.B@exemple.ca"]
    );
    assert!(told("An example centre.", "en").is_empty());
}

#[test]
fn the_mend_names_every_fact_that_it_can_be() {
    let text = "We keep it twelve months.";
    let mut block = Block::default();
    block.push(text, 0..text.len(), Origin::Typed);
    let help: Vec<_> = in_block(&block, &needles("en"))
        .into_iter()
        .map(|found| found.help.english().to_owned())
        .collect();
    assert_eq!(
        help,
        ["write `{{ facts.kept_months | words }}` or `{{ facts.unanswered_months | words }}` \
            for “twelve”, so that it changes everywhere at once"]
    );
}

#[test]
fn a_fact_is_not_typed_by_hand() {
    let mut block = Block::default();
    block.push("dans les ", 0..9, Origin::Typed);
    block.push("30", 9..30, Origin::Fact);
    block.push(" jours", 30..36, Origin::Typed);
    assert!(in_block(&block, &needles("fr")).is_empty());
}
