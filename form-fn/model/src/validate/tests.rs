//! What validation makes of a whole submission; the rules one by one are in the files beside.

mod json;
mod properties;
mod rules;

use crate::answers::Posted;
use crate::definition::Form;
use crate::sample::{day, form, sheet};

/// No error.
const NOTHING: [&str; 0] = [];

/// The normalised answers as canonical JSON.
fn canonical(form: &Form, posted: &Posted) -> String {
    serde_json::to_string(form.validate(posted, day()).unwrap().answers()).unwrap()
}

#[test]
fn a_complete_application_is_normalised() {
    insta::assert_snapshot!(
        canonical(&form(), &sheet().posted()),
        @r#"{"ack_process":true,"age_14":true,"call_times":["evening","morning"],"consent_keep":true,"contact_method":"phone","email":"Zoe.Anne@exemple.ca","first_name":"Zoé-Anne","interests":["committee"],"language":"fr","last_name":"O’Neil Tremblay","levels":["partnership"],"motivation":"Je veux aider à améliorer l’accueil à l’urgence.","partner_type":"partner-user","phone":"+18195550123;ext=12","service_link":"yes","time_wish":"ongoing"}"#
    );
}

#[test]
fn an_empty_form_breaks_every_necessary_rule_in_form_order() {
    let invalid = form().validate(&Posted::default(), day()).unwrap_err();
    insta::assert_snapshot!(
        invalid.to_string().replace(", ", "\n"),
        @r"
    partner_type: required
    first_name: required
    last_name: required
    contact_method: required
    language: required
    motivation: required
    age_14: required
    ack_process: required
    "
    );
}

#[test]
fn every_error_has_words_in_both_languages() {
    let form = form();
    for field in form.fields() {
        for code in field.codes() {
            for lang in ["fr", "en"] {
                let words = form.error_text(&field.key, &code, &lang.parse().unwrap());
                assert!(words.ends_with('.'), "{}: {code}: {words}", field.key);
            }
        }
    }
}

#[test]
fn nobody_answers_more_than_ten_required_questions() {
    for who in ["partner-user", "family-partner", "citizen-partner", "unsure"] {
        for way in ["phone", "email", "relay"] {
            let mut answered = vec![("partner_type", who), ("contact_method", way)];
            loop {
                let posted = Posted::from_pairs(answered.clone());
                let Err(invalid) = form().validate(&posted, day()) else { break };
                let missing = invalid.errors[0].field.clone();
                let (key, value) = match missing.as_str() {
                    "phone" => ("phone", "819 555-0123"),
                    "email" => ("email", "a@b.ca"),
                    "language" => ("language", "fr"),
                    "service_link" => ("service_link", "yes"),
                    "community_link" => ("community_link", "live"),
                    "first_name" => ("first_name", "A"),
                    "last_name" => ("last_name", "B"),
                    "motivation" => ("motivation", "Aider les autres."),
                    "age_14" => ("age_14", "true"),
                    "ack_process" => ("ack_process", "true"),
                    other => panic!("{other} is required, too"),
                };
                answered.push((key, value));
            }
            assert!(answered.len() <= 10, "{who} by {way}: {answered:?}");
        }
    }
}

#[test]
fn unknown_fields_are_refused_after_all_others() {
    let sheet = sheet().and("birth_date", "1990-01-01").without("language");
    assert_eq!(sheet.errors(), ["language: required", "birth_date: unknown_field"]);
}

#[test]
fn few_of_many_unknown_fields_are_reported() {
    let posted = Posted::from_pairs((0..1000).map(|n| (format!("x{n}"), "")));
    let invalid = form().validate(&posted, day()).unwrap_err();
    let unknown = invalid.errors.iter().filter(|error| error.code.as_str() == "unknown_field");
    assert_eq!(unknown.count(), 20);
}

#[test]
fn two_values_for_one_answer_are_refused() {
    for key in ["partner_type", "first_name", "phone", "motivation", "age_14", "consent_keep"] {
        let value = if key == "partner_type" { "unsure" } else { "true" };
        assert_eq!(sheet().and(key, value).errors()[0], format!("{key}: repeated"));
    }
}

#[test]
fn an_opportunity_is_an_id_or_unknown() {
    let submission = sheet().with("opportunity", "comite-accueil-2027").submission();
    assert_eq!(submission.opportunity().unwrap().to_string(), "comite-accueil-2027");
    assert!(sheet().with("opportunity", "").submission().opportunity().is_none());
    let sheet = sheet().with("opportunity", "<script>");
    assert_eq!(sheet.errors(), ["opportunity: unknown_field"]);
}

#[test]
fn a_robot_is_suspected_but_not_refused() {
    assert!(!sheet().submission().is_suspect());
    assert!(sheet().with("website", "https://spam.example").submission().is_suspect());
    assert!(sheet().with("_seconds", "1").submission().is_suspect());
    assert!(!sheet().with("_seconds", "240").submission().is_suspect());
}

#[test]
fn what_people_wrote_does_not_show_in_debugging_output() {
    let posted = sheet().posted();
    let shown = format!("{posted:?} {:?}", form().validate(&posted, day()));
    assert!(shown.contains("first_name") && !shown.contains("Zoé") && !shown.contains("555"));
}
