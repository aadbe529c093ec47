//! Applications move through their stages, one step at a time and by one person at a time.

use form_fn::staff::failure::Failure;
use form_fn::table::Table;
use form_model::application::Application;
use form_model::history::{Deed, Event};
use form_model::stage::Stage;
use serde_json::json;

use super::desk::Desk;
use crate::answers::complete;
use crate::engine::TABLE;
use crate::site::Site;

#[tokio::test]
async fn from_receipt_to_active_each_step_is_written_and_logged() {
    let site = Site::open().await;
    let reference = site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    let steps =
        ["phone-interview", "joint-interview", "selected", "volunteer-status", "orientation"];
    for (week, step) in steps.into_iter().chain(["active"]).enumerate() {
        let day = format!("2026-12-{:02}T15:00:00Z", week + 1);
        desk.at(&day).tells(&["advance", &reference, step, "--note", "vu"]).await;
        assert_eq!(site.engine.record(&reference).await["stage"], step);
    }
    let record = site.engine.record(&reference).await;
    // 30 days after December 6.
    assert_eq!(record["destroy_after"], json!(1_799_161_200));
    assert_eq!(record["follow_up"]["revision"], 6);
    assert_eq!(record["follow_up"]["called_at"], "2026-12-01T15:00:00Z");
    let history = desk.at("2026-12-07T15:00:00Z").json(&["show", &reference, "--history"]).await;
    let moves: Vec<_> = history["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["what"] == "advanced")
        .map(|event| event["to"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(moves, [&steps[..], &["active"]].concat());
}

#[tokio::test]
async fn a_move_that_is_not_possible_says_what_is() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    let (code, french) = desk.fails(&["advance", reference, "active"]).await;
    let (_, english) = desk.in_english().fails(&["advance", reference, "active"]).await;
    assert_eq!(code, 4);
    let told = [french, english].join("\n").replace(reference, "REF");
    insta::assert_snapshot!(told);
    desk.tells(&["advance", reference, "withdrawn"]).await;
    let (_, told) = desk.fails(&["advance", reference, "phone-interview"]).await;
    insta::assert_snapshot!(told.replace(reference, "REF"));
    assert_eq!(site.engine.record(reference).await["stage"], "withdrawn");
}

#[tokio::test]
async fn of_two_people_at_once_one_is_told() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let table = Table::new(site.engine.client_behind(site.engine.address), TABLE.to_owned());
    let seen = table.application(reference.parse().unwrap()).await.unwrap().unwrap();
    let event = |by: &str, to| Event {
        at: "2026-11-23T15:00:00Z".parse().unwrap(),
        by: by.to_owned(),
        deed: Deed::Advanced { from: Stage::Received, to },
        destroy_after: 2_000_000_000,
    };
    let moved = |to| {
        let mut after: Application = seen.clone();
        let at = "2026-11-23T15:00:00Z".parse().unwrap();
        let bundle = &site.bundle;
        after.advance(to, at, &bundle.form, &bundle.settings.retention).unwrap();
        after
    };
    let (phone, declined) = (moved(Stage::PhoneInterview), moved(Stage::Declined));
    let marie = event("marie", Stage::PhoneInterview);
    table.change(&seen, phone, &marie).await.unwrap();
    let late = table.change(&seen, declined, &event("luc", Stage::Declined)).await.unwrap_err();
    let late = Failure::from(late);
    assert_eq!(late.exit_code(), 4);
    insta::assert_snapshot!(late.to_string().replace(reference, "REF"));
    let items = site.engine.items().await;
    let events: Vec<_> = items.iter().filter(|item| item["what"] == "advanced").collect();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["by"], "marie");
    // The same again after a look is allowed, also within the same microsecond.
    let seen = table.application(reference.parse().unwrap()).await.unwrap().unwrap();
    let mut after = seen.clone();
    after.follow_up.assigned_to = Some("luc".to_owned());
    table.change(&seen, after, &marie).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_is_behind_changes_nothing() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site).at("2020-01-01T00:00:00Z").in_english();
    let (code, told) = desk.fails(&["advance", reference, "phone-interview"]).await;
    assert_eq!(code, 4);
    insta::assert_snapshot!(told.replace(reference, "REF"));
    assert_eq!(site.engine.record(reference).await["stage"], "received");
}

#[tokio::test]
async fn notes_and_assignments_stand_in_the_record() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["note", reference, "préfère les soirs"]).await;
    desk.tells(&["assign", reference, "luc"]).await;
    let record = site.engine.record(reference).await;
    assert_eq!(record["follow_up"]["notes"][0]["text"], "préfère les soirs");
    assert_eq!(record["follow_up"]["notes"][0]["by"], "marie");
    assert_eq!(record["follow_up"]["assigned_to"], "luc");
    desk.tells(&["assign", reference, "--nobody"]).await;
    assert!(site.engine.record(reference).await["follow_up"].get("assigned_to").is_none());
    assert_eq!(desk.fails(&["note", reference, "  "]).await.0, 2);
}

#[tokio::test]
async fn a_step_moves_the_notes_of_contacts_with_the_record() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    Desk::of(&site).tells(&["advance", reference, "declined"]).await;
    let until = site.engine.record(reference).await["destroy_after"].clone();
    let items = site.engine.items().await;
    let notes: Vec<_> = items.iter().filter(|item| item["sk"] == "CONTACT").collect();
    assert_eq!(notes.len(), 2);
    assert!(notes.iter().all(|note| note["destroy_after"] == until), "{notes:?}");
}
