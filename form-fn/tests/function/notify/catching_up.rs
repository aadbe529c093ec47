//! A mail service that was away for long: what it could not take goes with the next digest, once, if it is still news.

use form_fn::table::{Message, State};
use serde_json::{Value, json};

use super::desk::Desk;
use super::service::{Reply, Service};
use crate::answers::{complete, of_person};
use crate::site::now;

const STAFF: &str = "equipe@partenaires.example";
const PERSON: &str = "personne.1@exemple.ca";

/// Somebody has applied, the mail service took nothing, and the stream has given up.
async fn after_an_outage(service: &Service) -> (Desk, Value) {
    let desk = Desk::open().await.posting_to(service);
    let record = desk.receives(&of_person(1)).await;
    service.always(Reply::Throttled);
    for _ in 0..3 {
        desk.hears_of(&record).await;
    }
    assert_eq!(states(&desk).await, ["waiting", "waiting"]);
    (desk, record)
}

async fn states(desk: &Desk) -> Vec<String> {
    let remembered = desk.remembered().await;
    remembered.iter().map(|it| it["state"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_next_digest_brings_what_waited_and_the_one_after_nothing() {
    let service = Service::start().await;
    let (desk, _) = after_an_outage(&service).await;
    service.always(Reply::Accepted);
    // The second is a Monday, on which a digest always goes.
    for at in ["2026-11-22T18:00:00Z", "2026-11-23T18:00:00Z"] {
        desk.is_asked_for_the_digest(at.parse().unwrap()).await;
    }
    let mut sent = service.accepted_for();
    assert_eq!(sent.pop().unwrap(), STAFF, "the Monday's digest");
    sent.sort();
    assert_eq!(sent, [STAFF, PERSON]);
    let (_, digest) = service.accepted().pop().unwrap();
    assert!(!digest.text().contains("réessayé"), "{}", digest.text());
}

#[tokio::test]
async fn one_that_still_waits_is_told_and_holds_up_no_digest() {
    let service = Service::start().await;
    let (desk, record) = after_an_outage(&service).await;
    service.follows(|to| if to == STAFF { Reply::Accepted } else { Reply::Broken });
    desk.is_asked_for_the_digest(now()).await;
    let (_, digest) = service.accepted().pop().unwrap();
    let line = format!(
        "- {} · accusé de réception · 22 novembre 2026 · InternalServiceErrorException · sera réessayé\n",
        record["reference"].as_str().unwrap()
    );
    assert!(digest.text().contains(&line), "{}", digest.text());
}

#[tokio::test]
async fn what_staff_have_moved_on_is_not_announced_any_more() {
    let service = Service::start().await;
    let (desk, mut record) = after_an_outage(&service).await;
    record["stage"] = json!("phone-interview");
    desk.site.engine.put(&[record.clone()]).await;
    service.always(Reply::Accepted);
    desk.is_asked_for_the_digest(now()).await;
    assert_eq!(service.accepted_for(), [STAFF], "the digest, which tells of it");
    desk.site.engine.delete(&record).await;
    desk.is_asked_for_the_digest("2026-11-23T18:00:00Z".parse().unwrap()).await;
    assert_eq!(service.accepted_for(), [STAFF, STAFF]);
}

#[tokio::test]
async fn one_that_cannot_be_read_holds_up_no_other() {
    let service = Service::start().await;
    let (desk, mut record) = after_an_outage(&service).await;
    // Before it in the index, by its key.
    let another = desk.receives(&complete()).await;
    desk.hears_of(&another).await;
    record["lang"] = json!(7);
    desk.site.engine.put(&[record]).await;
    service.always(Reply::Accepted);
    desk.is_asked_for_the_digest(now()).await;
    assert_eq!(service.accepted_for().len(), 3, "receipt and notice of the other; the digest");
}

#[tokio::test]
async fn what_is_settled_does_not_wait_again() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    desk.hears_of(&record).await;
    let waiting = Message {
        name: "receipt".to_owned(),
        state: State::Waiting { code: "slow".to_owned() },
        at: now(),
        destroy_after: 2_000_000_000,
    };
    desk.notifier.table.remember(record["pk"].as_str().unwrap(), &waiting).await.unwrap();
    assert_eq!(states(&desk).await, ["sent", "sent"]);
}
