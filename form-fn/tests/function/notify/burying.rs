//! What the table destroys by itself stays in the statistics, once; what staff destroy they count themselves.

use super::desk::Desk;
use super::stream;
use crate::answers::complete;

#[tokio::test]
async fn what_has_expired_leaves_one_tombstone_however_often_it_is_told() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    let event = stream::batch(&[stream::expired(&record, 7)]);
    for _ in 0..3 {
        assert_eq!(stream::again(&desk.handles(&event).await), [""; 0]);
    }
    let mut items = desk.site.engine.items().await;
    items.retain(|item| item["pk"] == "TOMBSTONE#2026");
    assert_eq!(items.len(), 1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&items[0]).unwrap());
    assert_eq!(desk.names(), [""; 0]);
    let reference = record["reference"].as_str().unwrap();
    let log = serde_json::to_string(&desk.log()).unwrap();
    assert!(log.contains("buried") && !log.contains(reference), "{log}");
}

#[tokio::test]
async fn each_of_several_has_its_own() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    let changes = [stream::expired(&record, 7), stream::expired(&record, 8)];
    desk.handles(&stream::batch(&changes)).await;
    let items = desk.site.engine.items().await;
    assert_eq!(items.iter().filter(|item| item["pk"] == "TOMBSTONE#2026").count(), 2);
}

#[tokio::test]
async fn what_staff_destroy_leaves_none_here() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    let before = desk.site.engine.items().await;
    let reply = desk.handles(&stream::batch(&[stream::removed(&record, 7)])).await;
    assert_eq!(stream::again(&reply), [""; 0]);
    assert_eq!(desk.site.engine.items().await, before);
    assert!(desk.log().is_empty());
}
