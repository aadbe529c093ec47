//! Answers are corrected by the form's rules.

use super::desk::Desk;
use crate::answers::complete;
use crate::site::Site;

#[tokio::test]
async fn a_correction_is_judged_written_and_logged() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    let told = desk
        .tells(&["correct", reference, "phone=(819) 555-0199", "levels=consultation, information"])
        .await;
    assert_eq!(told, format!("{reference} · corrigé : phone, levels\n"));
    let record = site.engine.record(reference).await;
    assert_eq!(record["answers"]["phone"], "+18195550199");
    assert_eq!(record["answers"]["levels"], serde_json::json!(["consultation", "information"]));
    let items = site.engine.items().await;
    let event = items.iter().find(|item| item["what"] == "corrected").unwrap();
    assert_eq!(event["fields"], serde_json::json!(["phone", "levels"]));
    assert!(!event.to_string().contains("555"), "{event}");
}

#[tokio::test]
async fn what_is_wrong_is_told_in_the_forms_words_and_nothing_changes() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let before = site.engine.record(reference).await;
    let desk = Desk::of(&site).in_english();
    let wrong = ["correct", reference, "fone=1", "phone=12", "first_name="];
    let (code, told) = desk.fails(&wrong).await;
    assert_eq!(code, 4);
    insta::assert_snapshot!(told);
    assert_eq!(desk.fails(&["correct", reference, "phone"]).await.0, 2);
    assert_eq!(desk.fails(&["correct", reference, "first_name=Zoé-Anne"]).await.0, 4);
    assert_eq!(site.engine.record(reference).await, before);
}
