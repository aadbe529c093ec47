//! An application is stored exactly once, whole, and confirmed by its reference.

use serde_json::{Value, json};

use crate::answers::complete;
use crate::site::Site;

#[tokio::test]
async fn a_complete_application_is_stored_with_all_its_attributes_and_nothing_else() {
    let site = Site::open().await;
    let seen = site.post("fr").form(&complete()).await;
    assert_eq!(seen.status(), 303);
    assert_eq!(seen.body, "");

    let location = seen.header("location");
    let (path, query) = location.split_once('?').unwrap();
    let reference = path.strip_prefix("/api/fr/application/").unwrap();
    assert_eq!(query, "contact_by=2026-12-22");

    let form = &site.bundle.form;
    let text_version = &site.engine.records().await[0]["consents"]["consent_keep"]["text_version"];
    let expected = json!([{
        "pk": format!("APPLICATION#{reference}"),
        "sk": "APPLICATION",
        "reference": reference,
        "digest": "64",
        "form_version": form.version,
        "notice_version": form.notice_version,
        "build": "build-1",
        "lang": "fr",
        "received_at": "2026-11-22T15:00:00Z",
        "contact_by": "2026-12-22",
        "stage": "received",
        "suspect": false,
        "answers": {
            "partner_type": "partner-user",
            "service_link": "yes",
            "first_name": "Zoé-Anne",
            "last_name": "O’Neil Tremblay",
            "contact_method": "phone",
            "phone": "+18195550123;ext=12",
            "email": "Zoe.Anne@exemple.ca",
            "call_times": ["evening", "morning"],
            "language": "fr",
            "motivation": "Je veux aider à améliorer l’accueil à l’urgence.",
            "levels": ["partnership"],
            "interests": ["committee"],
            "time_wish": "ongoing",
            "age_14": true,
            "ack_process": true,
            "consent_keep": true,
        },
        "consents": { "consent_keep": {
            "given_at": "2026-11-22T15:00:00Z",
            "text_version": text_version,
        } },
        "contacts": ["64", "64"],
        "mailbox": "64",
        "destroy_after": 1_826_895_600,
    }]);
    let mut records = json!(site.engine.records().await);
    // Of codes, their length.
    let length = |code: &mut Value| *code = code.as_str().unwrap().len().to_string().into();
    length(&mut records[0]["digest"]);
    length(&mut records[0]["mailbox"]);
    records[0]["contacts"].as_array_mut().unwrap().iter_mut().for_each(length);
    assert_eq!(records, expected);
}

#[tokio::test]
async fn the_same_again_gets_the_same_confirmation_and_no_second_record() {
    let site = Site::open().await;
    let first = site.post("fr").form(&complete()).await;
    let spaced = complete().with("first_name", "  Zoé-Anne ").with("phone", "(819) 555.0123 x12");
    let later = "2027-02-03T10:00:00Z";
    let again = [
        site.post("fr").form(&complete()).await,
        site.post("fr").form(&spaced).await,
        site.post("fr").at(later).form(&complete()).await,
    ];
    for seen in &again {
        assert_eq!(seen.status(), 303);
        assert_eq!(seen.header("location"), first.header("location"));
    }
    assert_eq!(site.engine.records().await.len(), 1);
    let outcomes = site.log().matches("\"outcome\":\"repeated\"").count();
    assert_eq!(outcomes, again.len());
}

#[tokio::test]
async fn a_changed_answer_is_another_application() {
    let site = Site::open().await;
    let first = site.post("fr").form(&complete()).await;
    let changed = site.post("fr").form(&complete().with("time_wish", "once")).await;
    assert_eq!(changed.status(), 303);
    assert_ne!(changed.header("location"), first.header("location"));
    assert_eq!(site.engine.records().await.len(), 2);
}

#[tokio::test]
async fn a_program_gets_json_and_the_same_json_again() {
    let site = Site::open().await;
    let page = site.post("fr").form(&complete()).await;
    for accept in ["application/json", "*/*"] {
        let seen = site.post("en").accept(accept).json(&complete().json()).await;
        assert_eq!(seen.status(), 201);
        assert_eq!(seen.header("content-language"), "en-CA");
        let reference = seen.json()["reference"].as_str().unwrap().to_owned();
        assert!(page.header("location").contains(&reference));
        assert_eq!(seen.json(), json!({ "reference": reference, "contact_by": "2026-12-22" }));
    }
    assert_eq!(site.engine.records().await.len(), 1);
}

#[tokio::test]
async fn a_robot_is_marked_and_never_discarded() {
    let site = Site::open().await;
    let trapped = complete().and("website", "https://spam.example");
    let hurried = complete().with("time_wish", "once").and("_seconds", "1");
    for answers in [trapped, hurried] {
        assert_eq!(site.post("fr").form(&answers).await.status(), 303);
    }
    let mut by_program = complete().with("time_wish", "short").json();
    by_program["_seconds"] = json!(0);
    assert_eq!(site.post("fr").json(&by_program).await.status(), 201);
    let records = site.engine.records().await;
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|record| record["suspect"] == true));
}

#[tokio::test]
async fn a_time_that_was_not_measured_makes_nobody_suspect() {
    let site = Site::open().await;
    for seconds in ["", "240", "-1", "0.5", "soon", "99999999999999999999999"] {
        let answers = complete().with("accommodations", seconds).and("_seconds", seconds);
        assert_eq!(site.post("fr").form(&answers).await.status(), 303);
    }
    let records = site.engine.records().await;
    assert!(records.len() >= 6 && records.iter().all(|record| record["suspect"] == false));
}
