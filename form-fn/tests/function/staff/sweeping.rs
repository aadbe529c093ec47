//! Nothing stays longer than it should.

use super::desk::Desk;
use crate::answers::of_person;
use crate::site::Site;

#[tokio::test]
async fn a_sweep_destroys_what_is_past_its_day_and_nothing_else() {
    let site = Site::open().await;
    let mut references = Vec::new();
    for (person, moment) in [(1, "2026-01-10T15:00:00Z"), (2, "2026-06-10T15:00:00Z")] {
        let seen = site.post("fr").at(moment).form(&of_person(person)).await;
        references.push(seen.reference().to_owned());
    }
    // Twelve months after receipt, to the second.
    let desk = Desk::of(&site);
    let swept = desk.at("2027-01-10T15:00:00Z").json(&["sweep"]).await;
    assert_eq!(swept["destroyed"], 0);
    let later = desk.at("2027-01-10T15:00:01Z").in_english();
    let (code, told) = later.fails(&["sweep", "--dry-run"]).await;
    assert_eq!((code, &*told), (1, "3 to be destroyed: `applications sweep` does it"));
    let told = later.tells(&["sweep"]).await;
    assert_eq!(told, "Applications destroyed: 1. Contact codes deleted: 0. Left to destroy: 0.\n");
    let items = site.engine.items().await;
    let left: Vec<_> = items.iter().filter(|item| item["sk"] == "APPLICATION").collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["reference"], references[1]);
    assert_eq!(items.iter().filter(|item| item["sk"] == "CONTACT").count(), 2);
    assert_eq!(items.iter().filter(|item| item["pk"] == "TOMBSTONE#2026").count(), 1);
    let (_, told) = later.fails(&["show", &references[0]]).await;
    assert!(told.contains("was destroyed on January 10, 2027 by marie"), "{told}");
}

#[tokio::test]
async fn what_cannot_be_read_is_destroyed_all_the_same() {
    use aws_sdk_dynamodb::types::AttributeValue;
    let site = Site::open().await;
    let client = site.engine.client_behind(site.engine.address);
    let text = |text: &str| AttributeValue::S(text.to_owned());
    client
        .put_item()
        .table_name(crate::engine::TABLE)
        .item("pk", text("APPLICATION#nobody-knows"))
        .item("sk", text("APPLICATION"))
        .item("answers", text("canary"))
        .item("destroy_after", AttributeValue::N("1700000000".to_owned()))
        .send()
        .await
        .unwrap();
    let swept = Desk::of(&site).json(&["sweep"]).await;
    assert_eq!(swept, serde_json::json!({ "destroyed": 1, "unread": 1, "notes": 0, "left": 0 }));
    assert!(!serde_json::to_string(&site.engine.items().await).unwrap().contains("canary"));
}
