//! A changed application of the same person is a new record that names the earlier one. The function
//! reads nothing for it, and nothing that goes wrong with it costs an application.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use form_fn::store::Times;
use serde_json::{Value, json};

use crate::answers::{complete, of_person};
use crate::fault::Fault;
use crate::line::State;
use crate::site::{Parts, Seen, Site, patient};

/// What the record of a confirmed application names as its earlier one.
async fn named(site: &Site, seen: &Seen) -> Value {
    let records = site.engine.records().await;
    let record = records.iter().find(|record| record["reference"] == seen.reference());
    record.unwrap()["possible_duplicate_of"].clone()
}

#[tokio::test]
async fn a_changed_application_names_the_first_one_with_its_phone_or_address() {
    let site = Site::open().await;
    let first = site.post("fr").form(&complete()).await;
    assert_eq!(named(&site, &first).await, Value::Null);
    let changes = [
        complete().with("time_wish", "once"),
        complete().with("motivation", "Je veux aider, et je le dis autrement."),
        complete().with("phone", "613 555-0199").with("email", " zoe.anne@EXEMPLE.CA"),
        complete().with("phone", "+1 819-555-0123 x12").without("email"),
    ];
    for changed in changes {
        let seen = site.post("en").form(&changed).await;
        assert_eq!(named(&site, &seen).await, first.reference());
    }
    let other = site.post("fr").form(&of_person(1)).await;
    assert_eq!(named(&site, &other).await, Value::Null);
    assert_eq!(site.engine.records().await.len(), 6);

    let again = site.post("fr").form(&complete()).await;
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(named(&site, &first).await, Value::Null);
}

#[tokio::test]
async fn what_is_noted_of_a_contact_is_no_personal_data_and_is_destroyed_with_the_application() {
    let site = Site::open().await;
    let seen = site.post("fr").form(&complete()).await;
    let items = site.engine.items().await;
    let record = items.iter().find(|item| item["sk"] == "APPLICATION").unwrap();
    let notes: Vec<_> = items.iter().filter(|item| item["sk"] == "CONTACT").collect();
    let mut contacts: Vec<String> = serde_json::from_value(record["contacts"].clone()).unwrap();
    contacts.sort();
    assert_eq!(contacts.len(), 2);
    let expected: Vec<_> = contacts
        .iter()
        .map(|contact| {
            json!({
                "pk": format!("CONTACT#{contact}"),
                "sk": "CONTACT",
                "reference": seen.reference(),
                "digest": record["digest"],
                "destroy_after": record["destroy_after"],
            })
        })
        .collect();
    assert_eq!(json!(notes), json!(expected));
}

#[tokio::test]
async fn a_stop_between_note_and_record_leaves_neither_a_doubled_nor_a_lost_application() {
    let site = Site::open().await;
    site.line.follows(|wish| wish.is_application().then_some(Fault::Reset));
    let seen = site.post("fr").form(&complete()).await;
    assert_eq!(seen.status(), 503);
    assert!(site.engine.records().await.is_empty());
    assert_eq!(site.engine.items().await.len(), 2);

    // The same again is not taken for a change of itself.
    site.line.is_now(State::Up);
    let again = site.post("fr").form(&seen.resent()).await;
    assert_eq!(named(&site, &again).await, Value::Null);
    assert_eq!(site.engine.records().await.len(), 1);
    assert_eq!(site.engine.items().await.len(), 3);
}

#[tokio::test]
async fn no_fault_while_contacts_are_noted_costs_the_application() {
    for fault in Fault::ALL {
        let hasty = Times { contacts: Duration::from_millis(200), ..patient() };
        let site = Site::of(Parts { times: hasty, ..Parts::default() }).await;
        site.line.follows(move |wish| wish.pk.starts_with("CONTACT#").then_some(fault));
        let seen = site.post("fr").form(&complete()).await;
        assert_eq!(seen.status(), 303, "{fault}");
        let records = site.engine.records().await;
        assert_eq!(records.len(), 1, "{fault}");
        assert_eq!(records[0]["reference"], seen.reference(), "{fault}");
        // Whoever runs the function hears that the record may lack a name.
        assert!(site.log().contains("\"contacts."), "{fault}: {}", site.log());
    }
}

#[tokio::test]
async fn a_note_that_needs_a_second_attempt_is_still_made() {
    let site = Site::open().await;
    let first = site.post("fr").form(&complete()).await;
    let mut once = Some(Fault::Throttled);
    site.line.follows(move |_| once.take());
    let changed = site.post("fr").form(&complete().with("time_wish", "once")).await;
    assert_eq!(named(&site, &changed).await, first.reference());
}

#[tokio::test]
async fn the_common_path_is_one_request_for_each_contact_and_one_for_the_record() {
    let site = Site::open().await;
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    site.line.follows(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        None
    });
    for (answers, expected) in [(of_person(1), 3), (of_person(2).without("email"), 2)] {
        assert_eq!(site.post("fr").form(&answers).await.status(), 303);
        assert_eq!(requests.swap(0, Ordering::Relaxed), expected);
    }
}
