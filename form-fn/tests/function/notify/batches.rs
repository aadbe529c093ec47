//! Nobody waits for another: in one batch, what can be sent is, and exactly what may yet succeed comes again.

use super::desk::Desk;
use super::service::{Reply, Service};
use super::stream;
use crate::answers::of_person;
use crate::site::now;

const STAFF: &str = "equipe@partenaires.example";

fn address(person: usize) -> String {
    format!("personne.{person}@exemple.ca")
}

#[tokio::test]
async fn good_ones_go_poison_and_throttled_ones_come_again_a_rejected_one_is_told() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    let mut changes = Vec::new();
    let mut records = Vec::new();
    for person in 1..=4 {
        let record = desk.receives(&of_person(person)).await;
        changes.push(stream::inserted(&record, person));
        records.push(record);
    }
    changes.insert(1, stream::poison(9));
    service.follows(|to| match to {
        "personne.2@exemple.ca" => Reply::Throttled,
        "personne.3@exemple.ca" => Reply::Rejected,
        _ => Reply::Accepted,
    });
    let reply = desk.handles(&stream::batch(&changes)).await;
    assert_eq!(stream::again(&reply), [stream::sequence_number(9), stream::sequence_number(2)]);
    let sent = [&address(1), STAFF, STAFF, STAFF, &address(4), STAFF];
    assert_eq!(service.accepted_for(), sent);
    let mut failed = desk.remembered().await;
    failed.retain(|it| it["state"] == "failed");
    assert_eq!(failed.len(), 1);
    let rejected = records[2]["reference"].as_str().unwrap();
    assert_eq!(failed[0]["pk"], format!("APPLICATION#{rejected}"));
    assert_eq!(
        (&failed[0]["sk"], &failed[0]["state"]),
        (&"MESSAGE#receipt".into(), &"failed".into())
    );
    assert_eq!(failed[0]["code"], "MessageRejected");

    // Lambda hands over again all that comes after the first failure.
    service.always(Reply::Accepted);
    let reply = desk.handles(&stream::batch(&changes[1..])).await;
    assert_eq!(stream::again(&reply), [stream::sequence_number(9)]);
    assert_eq!(service.accepted_for()[sent.len()..], [address(2)]);
    assert_eq!(service.asked().iter().filter(|to| **to == address(3)).count(), 1);

    desk.is_asked_for_the_digest(now()).await;
    let (to, digest) = service.accepted().pop().unwrap();
    assert_eq!(to, STAFF);
    let line = format!("- {rejected} · accusé de réception · 22 novembre 2026 · MessageRejected\n");
    assert!(digest.text().contains(&line), "{}", digest.text());
}

#[tokio::test]
async fn what_the_service_says_decides_whether_a_message_comes_again() {
    for (reply, code, comes_again) in [
        (Reply::Rejected, "MessageRejected", false),
        (Reply::Throttled, "TooManyRequestsException", true),
        (Reply::Broken, "InternalServiceErrorException", true),
    ] {
        let service = Service::start().await;
        service.always(reply);
        let desk = Desk::open().await.posting_to(&service);
        let record = desk.receives(&of_person(1)).await;
        let event = stream::batch(&[stream::inserted(&record, 1)]);
        let again = desk.handles(&event).await;
        let expected: &[_] = if comes_again { &[stream::sequence_number(1)] } else { &[] };
        assert_eq!(stream::again(&again), expected, "{reply:?}");
        let states: Vec<_> = desk.remembered().await.iter().map(|it| it["state"].clone()).collect();
        let state = if comes_again { "waiting" } else { "failed" };
        assert_eq!(states, [state, state], "{reply:?}");
        let log = desk.log();
        assert!(log.iter().all(|line| line["code"] == code), "{log:?}");
        assert!(!format!("{log:?}").contains("canary"), "{log:?}");
    }
}

/// Whoever gave up early would send again what is being sent.
#[tokio::test]
async fn a_slow_service_is_waited_for() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    let record = desk.receives(&of_person(1)).await;
    service.follows(|to| if to == STAFF { Reply::Accepted } else { Reply::AcceptedSlowly });
    assert_eq!(stream::again(&desk.hears_of(&record).await), [""; 0]);
    assert_eq!(service.accepted_for(), [&address(1), STAFF]);
}

#[tokio::test]
async fn a_service_that_says_nothing_is_asked_again_later() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    let record = desk.receives(&of_person(1).without("email")).await;
    service.always(Reply::Held);
    assert_eq!(stream::again(&desk.hears_of(&record).await), [stream::sequence_number(1)]);
    assert_eq!(desk.log().pop().unwrap()["code"], "timeout");
    // Once: it may have been taking it.
    assert_eq!(service.asked(), [STAFF]);
    service.always(Reply::Accepted);
    assert_eq!(stream::again(&desk.hears_of(&record).await), [""; 0]);
    assert_eq!(service.accepted_for(), [STAFF]);
}

/// The other half of "at least once": nobody can know whether it was taken.
#[tokio::test]
async fn after_a_lost_reply_it_is_sent_again_under_the_same_name() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    let record = desk.receives(&of_person(1)).await;
    let mut first = Some(Reply::AcceptedReplyCut);
    service.follows(move |_| first.take().unwrap_or(Reply::Accepted));
    assert_eq!(stream::again(&desk.hears_of(&record).await), [""; 0]);
    assert_eq!(service.accepted_for(), [&address(1), &address(1), STAFF]);
    let [first, second] = [0, 1].map(|at| service.accepted()[at].1.id());
    assert_eq!(first, second);
    assert_eq!(desk.remembered().await.len(), 2);
}

#[tokio::test]
async fn a_record_with_nothing_to_do_is_done() {
    let desk = Desk::open().await;
    let record = desk.receives(&of_person(1)).await;
    let mut changed = stream::inserted(&record, 1);
    changed["eventName"] = "MODIFY".into();
    let mut note = record.clone();
    (note["pk"], note["sk"]) = ("CONTACT#1".into(), "CONTACT".into());
    let reply = desk.handles(&stream::batch(&[changed, stream::inserted(&note, 2)])).await;
    assert_eq!(stream::again(&reply), [""; 0]);
    assert_eq!(desk.names(), [""; 0]);
    assert!(desk.log().is_empty());
}
