//! Applying for an activity: the form says which, and after its deadline nothing is lost.

use form_model::bundle::Applications;
use form_model::definition::Kind;
use serde_json::json;

use crate::answers::complete;
use crate::line::State;
use crate::site::{Site, bundle, pages};

const LAST_MOMENT: &str = "2026-12-01T04:59:59Z";
const TOO_LATE: &str = "2026-12-01T05:00:00Z";

#[tokio::test]
async fn an_activitys_page_leads_to_its_form_and_the_record_names_it() {
    let site = Site::open().await;
    let form = site.get("/api/en/application?opportunity=jardin").send().await;
    assert_eq!(form.status(), 200);
    assert!(form.words().contains("The garden"), "{}", form.words());
    assert_eq!(form.resent().get("opportunity"), Some("jardin"));

    let sent = complete().and("opportunity", "jardin");
    let wrong = site.post("en").form(&sent.clone().without("language")).await;
    assert_eq!(wrong.resent().get("opportunity"), Some("jardin"));
    assert_eq!(site.post("en").at(LAST_MOMENT).form(&sent).await.status(), 303);
    let records = site.engine.records().await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["opportunity"], "jardin");
}

#[tokio::test]
async fn after_its_deadline_the_answers_come_back_and_can_be_sent_without_it() {
    let site = Site::open().await;
    let late = complete().and("opportunity", "jardin");
    let seen = site.post("fr").at(TOO_LATE).form(&late).await;
    assert_eq!(seen.status(), 403);
    assert!(seen.words().contains("« Le jardin » était le 30 novembre 2026"), "{}", seen.words());
    assert_eq!(seen.resent().of_questions(), complete().of_questions());
    assert_eq!(seen.resent().get("opportunity"), None);
    assert!(site.engine.records().await.is_empty());

    let general = site.post("fr").at(TOO_LATE).form(&seen.resent()).await;
    assert_eq!(general.status(), 303);
}

#[tokio::test]
async fn an_activity_that_is_not_there_is_told_in_json_too() {
    let site = Site::open().await;
    let mut answers = complete().json();
    answers["opportunity"] = json!("nowhere");
    let seen = site.post("en").json(&answers).await;
    assert_eq!(seen.status(), 403);
    assert_eq!(seen.json()["error"]["code"], "activity_closed");
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn an_address_without_a_possible_activity_leads_to_the_site() {
    let site = Site::open().await;
    for path in ["/api/fr/application", "/api/fr/application?opportunity=%3Cscript%3E"] {
        let seen = site.get(path).send().await;
        assert_eq!(
            (seen.status().as_u16(), seen.header("location")),
            (303, "/candidature/"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_role_that_is_closed_until_a_day_is_refused_before_it_and_taken_on_it() {
    let mut bundle = bundle();
    if let Kind::OneOf { choices } = &mut bundle.form.parts[0].fields[0].kind {
        choices[0].accepting = Applications::ClosedUntil(jiff::civil::date(2026, 12, 1));
    }
    let site = Site::with(bundle, pages(), State::Up).await;
    let seen = site.post("fr").at(LAST_MOMENT).json(&complete().json()).await;
    assert_eq!(seen.status(), 422);
    assert_eq!(seen.json()["errors"][0]["code"], "closed");
    let page = site.post("fr").at(LAST_MOMENT).form(&complete()).await;
    assert_eq!(page.status(), 422);
    assert_eq!(page.resent().get("motivation"), complete().get("motivation"));
    assert_eq!(site.post("fr").at(TOO_LATE).form(&complete()).await.status(), 303);
}
