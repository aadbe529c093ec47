//! Submissions as JSON: the types that each question takes, and all those that none takes.

use crate::answers::Posted;
use crate::sample::{day, form};

fn read_json(body: &str) -> Result<String, String> {
    let outcome = form().validate(&Posted::from_json(body.as_bytes()).unwrap(), day());
    let answers = outcome.map_err(|invalid| invalid.to_string())?;
    Ok(serde_json::to_string(answers.answers()).unwrap())
}

/// A complete application as JSON, with one more member.
fn json_with(member: &str) -> String {
    let needed = r#""partner_type":"citizen-partner","community_link":"live","first_name":"Léo",
        "last_name":"Roy","contact_method":"email","email":"l@roy.ca","language":"fr",
        "motivation":"Aider les autres.","age_14":true,"ack_process":true"#;
    format!("{{{needed},{member}}}")
}

#[test]
fn json_takes_strings_booleans_and_lists() {
    let answers = read_json(&json_with(
        r#""levels":["consultation","information"],"consent_news":false,"phone":null,"interests":[]"#,
    ));
    insta::assert_snapshot!(
        answers.unwrap(),
        @r#"{"ack_process":true,"age_14":true,"community_link":"live","contact_method":"email","email":"l@roy.ca","first_name":"Léo","language":"fr","last_name":"Roy","levels":["consultation","information"],"motivation":"Aider les autres.","partner_type":"citizen-partner"}"#
    );
}

#[test]
fn json_of_a_wrong_type_is_an_error_of_its_field() {
    for (member, error) in [
        (r#""phone":8195550123"#, "phone: wrong_type"),
        (r#""phone":true"#, "phone: wrong_type"),
        (r#""levels":{"a":1}"#, "levels: wrong_type"),
        (r#""levels":["consultation",1]"#, "levels: wrong_type"),
        (r#""levels":true"#, "levels: wrong_type"),
        (r#""consent_keep":1"#, "consent_keep: wrong_type"),
        (r#""consent_keep":["true","true"]"#, "consent_keep: repeated"),
        (r#""accommodations":[["x"]]"#, "accommodations: wrong_type"),
        (r#""opportunity":{}"#, "opportunity: unknown_field"),
    ] {
        assert_eq!(read_json(&json_with(member)), Err(error.to_owned()), "{member}");
    }
}

#[test]
fn json_with_a_key_twice_is_an_error_of_its_field() {
    let body = json_with(r#""first_name":"Léa""#);
    assert_eq!(read_json(&body), Err("first_name: repeated".to_owned()));
}

#[test]
fn json_that_is_no_object_cannot_be_read_and_shows_nothing() {
    for body in ["", "[]", "null", r#""a""#, r#"{"a":"#, "{} {}", r#"{"secret":tru}"#] {
        let error = Posted::from_json(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("not a JSON object") && !error.contains("secret"), "{body}");
    }
    assert!(Posted::from_json(&"[".repeat(60_000).into_bytes()).is_err());
    assert!(Posted::from_json(b"{\"a\":\"\xFF\"}").is_err());
}
