//! Nobody can have us write to one person as often as they like. What is beyond a limit is stored all the same, and
//! the digest reports it.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use serde_json::Value;

use super::desk::Desk;
use super::stream;
use crate::answers::{Answers, complete, of_person};
use crate::site::now;
use crate::staff::desk::Desk as StaffDesk;

/// An application of one of many, all with one person's address.
fn with_her_address(number: usize) -> Answers {
    of_person(number).with("email", "zoe@exemple.ca")
}

/// How many messages of each kind came to each state.
async fn states(desk: &Desk) -> BTreeMap<(String, String), usize> {
    let mut states = BTreeMap::new();
    for item in desk.remembered().await {
        let text = |name: &str| item[name].as_str().unwrap().to_owned();
        *states.entry((text("name"), text("state"))).or_default() += 1;
    }
    states
}

fn sent(desk: &Desk, name: &str) -> usize {
    desk.names().iter().filter(|file| file.ends_with(&format!("-{name}.eml"))).count()
}

#[tokio::test]
async fn thirty_applications_with_one_address_bring_three_receipts() {
    let desk = Desk::open().await;
    let mut told = Vec::new();
    for number in 0..30 {
        let record = desk.receives(&with_her_address(number)).await;
        desk.hears_of(&record).await;
        told.push(stream::inserted(&record, number));
    }
    assert_eq!(desk.site.engine.records().await.len(), 30, "each is stored and confirmed");
    assert_eq!((sent(&desk, "receipt"), sent(&desk, "notice")), (3, 3));
    // The stream comes again.
    assert_eq!(stream::again(&desk.handles(&stream::batch(&told)).await), [""; 0]);
    let expected = [
        (("notice", "sent"), 3),
        (("notice", "withheld"), 27),
        (("receipt", "sent"), 3),
        (("receipt", "withheld"), 27),
    ];
    let expected = expected.map(|((name, state), n)| ((name.to_owned(), state.to_owned()), n));
    assert_eq!(states(&desk).await, expected.into());
    desk.is_asked_for_the_digest(now() + 15.hours()).await;
    let digest = desk.letter("2026-11-23-digest.eml").text();
    let lines = |part: &str| digest.lines().filter(|line| line.contains(part)).count();
    assert_eq!(lines("accusé de réception · 22 novembre 2026 · retenu, trop de candidatures"), 27);
    assert_eq!(
        lines("27 avis retenus, la limite atteinte\u{A0}: applications list"),
        1,
        "{digest}"
    );
    assert_eq!((sent(&desk, "receipt"), sent(&desk, "notice")), (3, 3));
    let withheld =
        desk.remembered().await.into_iter().find(|it| it["state"] == "withheld").unwrap();
    let reference = withheld["pk"].as_str().unwrap().strip_prefix("APPLICATION#").unwrap();
    let log = StaffDesk::of(&desk.site).tells(&["show", reference, "--history"]).await;
    assert!(log.contains("accusé de réception · retenu, trop de messages en 24 heures"), "{log}");
}

#[tokio::test]
async fn a_day_later_there_is_room_again() {
    let desk = Desk::open().await;
    for (hours, person) in [(0, 0), (8, 1), (16, 2), (23, 3), (24, 4), (25, 5), (32, 6), (33, 7)] {
        let record = desk.receives(&with_her_address(person)).await;
        desk.handles_at(
            &stream::batch(&[stream::inserted(&record, person)]),
            now() + hours.hours(),
        )
        .await;
        let goes = [0, 1, 2, 4, 6].contains(&person);
        assert_eq!(desk.names_about(&record).len(), if goes { 2 } else { 0 }, "{person}");
    }
}

#[tokio::test]
async fn one_mailbox_has_one_limit_however_its_address_is_written_and_others_have_theirs() {
    let desk = Desk::open().await;
    let spelled = [
        "zoe@exemple.ca",
        "ZOE@exemple.ca",
        "zoe+1@Exemple.ca",
        "z.o.e@exemple.ca",
        "zoe+2@exemple.ca",
    ];
    for (person, email) in spelled.into_iter().enumerate() {
        desk.hears_of(&desk.receives(&of_person(person).with("email", email)).await).await;
    }
    assert_eq!(sent(&desk, "receipt"), 3);
    desk.hears_of(&desk.receives(&of_person(9)).await).await;
    assert_eq!(sent(&desk, "receipt"), 4);
}

#[tokio::test]
async fn the_same_application_again_takes_no_second_place() {
    let desk = Desk::open().await;
    let first = desk.receives(&with_her_address(0)).await;
    for _ in 0..5 {
        desk.hears_of(&first).await;
        // As if the run had ended before it remembered what it did.
        for message in desk.remembered().await {
            desk.site.engine.delete(&message).await;
        }
    }
    for number in 1..4 {
        desk.hears_of(&desk.receives(&with_her_address(number)).await).await;
    }
    assert_eq!(sent(&desk, "receipt"), 3);
}

#[tokio::test]
async fn at_once_there_are_not_more() {
    let desk = Desk::open().await;
    let mut told = Vec::new();
    for number in 0..12 {
        let record = desk.receives(&with_her_address(number)).await;
        told.push(stream::batch(&[stream::inserted(&record, number)]));
    }
    let mut left = told;
    while !left.is_empty() {
        let answers = left.iter().map(|event| async {
            (event.clone(), stream::again(&desk.handles(event).await).is_empty())
        });
        let answers = together(answers.collect()).await;
        left = answers.into_iter().filter(|(_, done)| !done).map(|(event, _)| event).collect();
    }
    assert_eq!(sent(&desk, "receipt"), 3);
}

/// The results of futures that run at once.
async fn together<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, result) in &mut running {
            if result.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                *result = Some(output);
            }
        }
        if running.iter().all(|(_, result)| result.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    running.into_iter().filter_map(|(_, result)| result).collect()
}

#[tokio::test]
async fn a_rush_of_people_brings_each_a_receipt_and_the_programme_twenty_notices() {
    let desk = Desk::open().await;
    for person in 0..25 {
        desk.hears_of(&desk.receives(&of_person(person)).await).await;
    }
    assert_eq!((sent(&desk, "receipt"), sent(&desk, "notice")), (25, 20));
    desk.is_asked_for_the_digest(now() + 15.hours()).await;
    let digest = desk.letter("2026-11-23-digest.eml").text();
    assert!(digest.contains("5 avis retenus"), "{digest}");
}

#[tokio::test]
async fn a_record_of_an_earlier_version_is_limited_by_its_contacts() {
    let desk = Desk::open().await;
    for number in 0..5 {
        let answers = with_her_address(number).with("phone", "819 555-0123");
        let mut record = desk
            .receives(&answers.with("motivation", &format!("Je veux aider, fois {number}.")))
            .await;
        record.as_object_mut().unwrap().remove("mailbox");
        desk.hears_of(&record).await;
    }
    assert_eq!(sent(&desk, "receipt"), 3);
    let mut oldest = desk.receives(&complete()).await;
    oldest.as_object_mut().unwrap().remove("mailbox");
    oldest["contacts"] = Value::Array(Vec::new());
    desk.hears_of(&oldest).await;
    assert_eq!(sent(&desk, "receipt"), 4);
}

#[tokio::test]
async fn what_counts_the_messages_says_nothing_of_the_person_and_is_gone_in_a_day() {
    let desk = Desk::open().await;
    desk.hears_of(&desk.receives(&complete()).await).await;
    let mut items = desk.site.engine.items().await;
    items.retain(|item| item["sk"] == "LIMIT");
    assert_eq!(items.len(), 2);
    for item in &items {
        for written in ["exemple", "Zoe", "Tremblay", "555"] {
            assert!(!item.to_string().contains(written), "{item}");
        }
        assert_eq!(item["destroy_after"], (now() + 24.hours()).as_second());
    }
    let staff = StaffDesk::of(&desk.site);
    let left = async || {
        let items = desk.site.engine.items().await;
        items.iter().filter(|item| item["sk"] == "LIMIT").count()
    };
    staff.at("2026-11-23T14:59:00Z").tells(&["sweep"]).await;
    assert_eq!(left().await, 2);
    staff.at("2026-11-23T15:01:00Z").tells(&["sweep"]).await;
    assert_eq!(left().await, 0);
}
