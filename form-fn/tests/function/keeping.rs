//! Whoever is not confirmed has lost nothing: the page that comes back would post the same answers.

use form_model::bundle::Applications;
use form_model::code::Code;
use form_model::definition::{Field, Requirement};
use form_model::lang::Lang;
use serde_json::json;

use crate::answers::{complete, empty};
use crate::line::State;
use crate::site::{Site, bundle, pages};

#[tokio::test]
async fn an_empty_form_comes_back_with_a_message_for_each_required_answer() {
    let site = Site::open().await;
    for (lang, prefix) in [(Lang::french(), "Erreur :"), (Lang::english(), "Error:")] {
        let seen = site.post(lang.as_str()).form(&empty()).await;
        assert_eq!(seen.status(), 422);
        assert_eq!(seen.header("content-language"), lang.tag());
        let words = seen.words();
        assert!(words.starts_with(prefix), "{words:.60}");
        let always = |requirement: &Requirement| *requirement == Requirement::Always;
        let shown = |field: &&Field| field.shown_when.is_none();
        let form = &site.bundle.form;
        for field in form.fields().filter(shown).filter(|field| always(&field.requirement)) {
            let required = Code::REQUIRED;
            let message = form.error_text(&field.key, &required, &lang);
            // In the summary and beside the field.
            assert_eq!(words.matches(message).count(), 2, "{}: {message}", field.key);
        }
    }
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn every_answer_is_kept_beside_an_error_whatever_was_written() {
    let site = Site::open().await;
    let long = "Longue phrase « citée » & <script>alert('x')</script> \"\"\r\n".repeat(40);
    let answers = complete()
        .with("first_name", "</textarea><script>alert(1)</script>")
        .with("last_name", "\"O'Neil\" &amp; ᐃᓄᒃᑎᑐᑦ עברית 🦊")
        .with("phone", "pas un numéro")
        .with("motivation", &format!("\r\n{long}"));
    let seen = site.post("fr").form(&answers).await;
    assert_eq!(seen.status(), 422);
    assert_eq!(seen.resent().of_questions(), answers.of_questions());
    assert!(!seen.body.contains("<script"), "{}", seen.body);
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn a_corrected_page_can_be_sent_as_it_is() {
    let site = Site::open().await;
    let seen = site.post("fr").form(&complete().without("language")).await;
    assert_eq!(seen.status(), 422);
    let corrected = seen.resent().with("language", "fr");
    let stored = site.post("fr").form(&corrected).await;
    let direct = site.post("fr").form(&complete()).await;
    assert_eq!(stored.status(), 303);
    assert_eq!(stored.header("location"), direct.header("location"));
}

#[tokio::test]
async fn a_program_is_told_each_error_by_field_and_code() {
    let site = Site::open().await;
    let mut answers = complete().without("language").with("phone", "1").json();
    answers["age_14"] = json!(14);
    answers["shoe_size"] = json!("43");
    let seen = site.post("en").json(&answers).await;
    assert_eq!(seen.status(), 422);
    let errors = [
        ("phone", "format"),
        ("language", "required"),
        ("age_14", "wrong_type"),
        ("shoe_size", "unknown_field"),
    ];
    let error = |(field, code): (&str, &str)| {
        let words = Code::named(code.to_owned());
        let message = site.bundle.form.error_text(field, &words, &Lang::english());
        json!({ "field": field, "code": code, "message": message })
    };
    assert_eq!(seen.json(), json!({ "errors": errors.map(error) }));
    assert!(site.log().contains("\"phone.format\""));
    assert!(!site.log().contains("shoe_size"), "{}", site.log());
}

#[tokio::test]
async fn the_language_switch_keeps_the_answers_and_judges_nothing() {
    let site = Site::open().await;
    let written = complete().with("phone", "819").without("language");
    let seen = site.post("en").form(&written.clone().and("_action", "show")).await;
    assert_eq!(seen.status(), 200);
    assert!(seen.words().starts_with("Apply"), "{:.60}", seen.words());
    assert_eq!(seen.resent().of_questions(), written.of_questions());
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn a_page_older_than_the_form_comes_back_with_the_answers_and_the_present_version() {
    let site = Site::open().await;
    let old = complete().and("form_version", "older");
    let seen = site.post("fr").form(&old).await;
    assert_eq!(seen.status(), 422);
    let stale = &site.bundle.form.messages.stale_form;
    assert!(seen.words().contains(stale.get(&Lang::french())), "{}", seen.words());
    assert_eq!(seen.resent().of_questions(), complete().of_questions());
    assert_eq!(seen.resent().get("form_version"), Some(site.bundle.form.version.as_str()));
    assert_eq!(site.post("fr").form(&seen.resent()).await.status(), 303);

    let other = old.with("time_wish", "once");
    let seen = site.post("en").accept("application/json").form(&other).await;
    assert_eq!(seen.status(), 422);
    assert_eq!(seen.json()["errors"][0]["code"], "stale_form");
    assert_eq!(site.engine.records().await.len(), 1);

    // A page of a form that is yet to come, seen while two versions run; a question that is gone.
    for (key, value) in [("form_version", "\u{1F98A}newer"), ("notice_version", "newer")] {
        let other = complete().and(key, value).and("shoe_size", "43").with("time_wish", "once");
        let seen = site.post("en").form(&other).await;
        assert_eq!(seen.status(), 422);
        assert!(seen.words().contains(stale.get(&Lang::english())), "{}", seen.words());
        assert_eq!(seen.resent().get("shoe_size"), None);
        assert_eq!(site.post("en").form(&seen.resent()).await.status(), 303);
    }
    assert_eq!(site.engine.records().await.len(), 2);
}

#[tokio::test]
async fn closed_is_said_until_when_and_reopens_by_itself() {
    let mut bundle = bundle();
    bundle.settings.applications = Applications::ClosedUntil(jiff::civil::date(2027, 1, 15));
    let site = Site::with(bundle, pages(), State::Up).await;
    let seen = site.post("fr").form(&complete()).await;
    assert_eq!(seen.status(), 403);
    assert!(seen.words().contains("15 janvier 2027"), "{}", seen.words());
    assert_eq!(seen.resent().of_questions(), complete().of_questions());

    let seen = site.post("en").json(&complete().json()).await;
    assert_eq!(seen.status(), 403);
    let error = seen.json()["error"].clone();
    assert_eq!(error["code"], "closed");
    assert!(error["message"].as_str().unwrap().contains("January 15, 2027"), "{error}");
    assert!(site.engine.records().await.is_empty());

    let reopened = site.post("fr").at("2027-01-15T05:00:00Z").form(&complete()).await;
    assert_eq!(reopened.status(), 303);
}
