//! A mark of a robot is a guess. When staff remove it, the messages go that were held back: once each.

use std::pin::pin;

use serde_json::Value;

use super::desk::Desk;
use super::service::{Reply, Service};
use super::stream;
use crate::answers::{complete, of_person};
use crate::site::now;
use crate::staff::desk::Desk as StaffDesk;

const BOTH: [&str; 2] = ["-notice.eml", "-receipt.eml"];

/// An application with the mark of a robot, which is held back.
async fn marked(desk: &Desk, person: usize) -> Value {
    let record = desk.receives(&of_person(person).with("_seconds", "1")).await;
    assert_eq!(record["suspect"], true);
    desk.hears_of(&record).await;
    assert_eq!(desk.names_about(&record), [""; 0]);
    record
}

#[tokio::test]
async fn cleared_by_staff_it_gets_each_message_once() {
    let desk = Desk::open().await;
    for (person, command) in
        [&["genuine", "REF"][..], &["advance", "REF", "phone-interview"]].into_iter().enumerate()
    {
        let before = marked(&desk, person).await;
        let after = desk.staff_do(command, &before).await;
        assert_eq!(after["suspect"], false);
        // Whatever comes again, in whatever order.
        let told = [stream::modified(&before, &after, 2), stream::inserted(&before, 1)];
        for _ in 0..3 {
            assert_eq!(stream::again(&desk.handles(&stream::batch(&told)).await), [""; 0]);
        }
        assert_eq!(desk.names_about(&before), BOTH);
        let sent = desk.told().into_iter().filter(|(_, outcome)| outcome == "sent").count();
        assert_eq!(sent, 2 * (person + 1));
        let receipt = desk.letter_about(&before, "receipt");
        assert!(receipt.text().contains("22 décembre 2026"), "{}", receipt.text());
    }
}

#[tokio::test]
async fn cleared_by_staff_the_person_is_counted_and_the_log_says_who_did_it() {
    let desk = Desk::open().await;
    let record = marked(&desk, 1).await;
    let reference = record["reference"].as_str().unwrap();
    let staff = StaffDesk::of(&desk.site);
    let counted = async || {
        let numbers = staff.json(&["stats"]).await;
        (numbers["applications"].as_u64().unwrap(), numbers["suspect"].as_u64().unwrap())
    };
    assert_eq!(counted().await, (0, 1));
    let list = staff.tells(&["list"]).await;
    assert!(list.contains("suspecte") && list.contains("applications genuine"), "{list}");
    let told = staff.tells(&["genuine", reference]).await;
    assert!(told.contains("l’accusé de réception et l’avis partent"), "{told}");
    assert_eq!(counted().await, (1, 0));
    assert!(!staff.tells(&["list"]).await.contains("suspecte"));
    let log = staff.tells(&["show", reference, "--history"]).await;
    assert!(log.contains("marie   a retiré la marque « suspecte »"), "{log}");
    // A second time there is nothing to do.
    let (code, told) = staff.in_english().fails(&["genuine", reference]).await;
    assert!(code == 4 && told.contains("not marked"), "{told}");
}

#[tokio::test]
async fn an_application_that_is_declined_or_withdrawn_brings_no_message() {
    let desk = Desk::open().await;
    for (person, end) in ["declined", "withdrawn"].into_iter().enumerate() {
        let before = marked(&desk, person).await;
        let ended = desk.staff_do(&["advance", "REF", end], &before).await;
        assert_eq!(ended["suspect"], true, "a guess stays a guess");
        let cleared = desk.staff_do(&["genuine", "REF"], &ended).await;
        assert_eq!(cleared["suspect"], false);
        let told = [stream::modified(&before, &ended, 2), stream::modified(&ended, &cleared, 3)];
        desk.handles(&stream::batch(&told)).await;
        assert_eq!(desk.names_about(&before), [""; 0]);
    }
}

/// Earlier versions kept the mark when staff called.
#[tokio::test]
async fn a_mark_that_was_left_on_for_weeks_goes_without_a_receipt() {
    let desk = Desk::open().await;
    let mut before = marked(&desk, 1).await;
    before["stage"] = "selected".into();
    desk.site.engine.put(&[before.clone()]).await;
    let after = desk.staff_do(&["advance", "REF", "volunteer-status"], &before).await;
    assert_eq!(after["suspect"], false);
    desk.handles(&stream::batch(&[stream::modified(&before, &after, 2)])).await;
    assert_eq!(desk.names_about(&before), [""; 0]);
}

#[tokio::test]
async fn other_changes_of_an_application_bring_nothing() {
    let desk = Desk::open().await;
    let before = desk.receives(&complete()).await;
    let after = desk.staff_do(&["advance", "REF", "phone-interview"], &before).await;
    let marked = marked(&desk, 1).await;
    let assigned = desk.staff_do(&["assign", "REF", "luc"], &marked).await;
    let told = [stream::modified(&before, &after, 2), stream::modified(&marked, &assigned, 3)];
    desk.handles(&stream::batch(&told)).await;
    assert_eq!(desk.names(), [""; 0]);
}

#[tokio::test]
async fn messages_that_could_not_go_when_the_mark_went_go_with_the_next_digest() {
    let service = Service::start().await;
    let desk = Desk::open().await.posting_to(&service);
    let before = desk.receives(&complete().with("_seconds", "1")).await;
    let after = desk.staff_do(&["advance", "REF", "phone-interview"], &before).await;
    let told = stream::batch(&[stream::modified(&before, &after, 2)]);
    service.always(Reply::Throttled);
    assert_eq!(stream::again(&desk.handles(&told).await), [stream::sequence_number(2)]);
    service.always(Reply::Accepted);
    for _ in 0..2 {
        desk.is_asked_for_the_digest(now()).await;
    }
    let mut to = service.accepted_for();
    to.retain(|to| to == "Zoe.Anne@exemple.ca");
    assert_eq!(to.len(), 1);
}

/// Polls a future so many times, unless it ends before; whether it did.
async fn ends_within(polls: usize, future: impl Future) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return std::task::Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[tokio::test]
async fn wherever_it_stops_a_replay_sends_each_message_once() {
    let mut polls = 0;
    loop {
        let desk = Desk::open().await;
        let before = marked(&desk, polls).await;
        let after = desk.staff_do(&["genuine", "REF"], &before).await;
        let told = stream::batch(&[stream::modified(&before, &after, 2)]);
        let is_done = ends_within(polls, Box::pin(desk.notifier.handle(&told, now()))).await;
        for _ in 0..2 {
            assert_eq!(stream::again(&desk.handles(&told).await), [""; 0]);
        }
        assert_eq!(desk.names_about(&before), BOTH, "{polls}");
        let states: Vec<_> = desk.remembered().await.iter().map(|it| it["state"].clone()).collect();
        assert_eq!(states, ["sent", "sent"], "{polls}");
        if is_done {
            break;
        }
        polls += 1;
    }
    assert!(polls >= 4, "{polls}");
}
