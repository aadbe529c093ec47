//! What is erased is gone: nothing that the person wrote is left, and nothing that leads to them.

use super::desk::Desk;
use crate::answers::complete;
use crate::site::Site;

#[tokio::test]
async fn erasing_leaves_a_log_and_an_anonymous_tombstone() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["note", reference, "canary of the staff"]).await;
    desk.tells(&["advance", reference, "phone-interview"]).await;
    let told = desk.tells(&["erase", reference, "--confirm", reference]).await;
    assert!(told.starts_with(&format!("{reference} · détruite")), "{told}");
    let items = site.engine.items().await;
    let text = serde_json::to_string(&items).unwrap();
    for written in ["Zoé", "O’Neil", "8195550123", "exemple.ca", "urgence", "canary"] {
        assert!(!text.contains(written), "{written} is left: {text}");
    }
    assert!(items.iter().all(|item| item["sk"] != "APPLICATION" && item["sk"] != "CONTACT"));
    let tombstone = items.iter().find(|item| item["pk"] == "TOMBSTONE#2026").unwrap();
    assert!(!tombstone.to_string().contains(reference));
    assert_eq!(tombstone["stage"], "phone-interview");
    assert_eq!(tombstone["month"], "2026-11-01");
    assert_eq!(tombstone["days_to_call"], 1);
    let (code, told) = desk.in_english().fails(&["show", reference]).await;
    assert_eq!(code, 3);
    insta::assert_snapshot!(told.replace(reference, "0000-0000"));
    let log = desk.in_english().tells(&["show", reference, "--history"]).await;
    insta::assert_snapshot!(log);
}

#[tokio::test]
async fn without_the_right_confirmation_nothing_is_erased() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    for wrong in ["yes", "", "0000-0000"] {
        let (code, told) = Desk::of(&site).fails(&["erase", reference, "--confirm", wrong]).await;
        assert_eq!(code, 4, "{told}");
        assert!(told.contains(reference), "{told}");
    }
    assert_eq!(site.engine.records().await.len(), 1);
}

#[tokio::test]
async fn an_earlier_applications_notes_stay_when_a_later_one_goes() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let changed = complete().with("motivation", "Je veux aider, et je le dis autrement.");
    let later = &*site.post("fr").form(&changed).await.reference().to_owned();
    Desk::of(&site).tells(&["erase", later, "--confirm", later]).await;
    let items = site.engine.items().await;
    assert_eq!(items.iter().filter(|item| item["sk"] == "CONTACT").count(), 2);
    assert_eq!(items.iter().filter(|item| item["sk"] == "APPLICATION").count(), 1);
}
