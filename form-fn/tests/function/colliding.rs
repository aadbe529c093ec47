//! Two applications never share a reference, and none is taken for another's repetition, even where
//! there are hardly any references. A key cut to a few bits sees to that; the way is the same.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answers::{complete, of_person};
use crate::site::{Parts, Site, key};

/// A site with so many bits of references, and the count of its puts of applications.
async fn cut_to(bits: u32) -> (Site, Arc<AtomicUsize>) {
    let site = Site::of(Parts { key: key().cut_to(bits), ..Parts::default() }).await;
    let puts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&puts);
    site.line.follows(move |wish| {
        count.fetch_add(usize::from(wish.is_application()), Ordering::Relaxed);
        None
    });
    (site, puts)
}

#[tokio::test]
async fn hundreds_on_a_thousand_references_each_get_and_keep_their_own() {
    const PEOPLE: usize = 400;
    let (site, puts) = cut_to(10).await;
    let mut owners = BTreeMap::new();
    for person in 0..PEOPLE {
        let seen = site.post("fr").form(&of_person(person)).await;
        let other = owners.insert(seen.reference().to_owned(), person);
        assert_eq!(other, None, "{} went to two", seen.reference());
    }
    let collisions = puts.load(Ordering::Relaxed) - PEOPLE;
    assert!(collisions > 50, "only {collisions} collisions");

    for person in (0..PEOPLE).rev() {
        let again = site.post("en").form(&of_person(person)).await;
        assert_eq!(owners.get(again.reference()), Some(&person));
    }
    let records = site.engine.records().await;
    assert_eq!(records.len(), PEOPLE);
    for record in records {
        let person = owners[record["reference"].as_str().unwrap()];
        assert_eq!(record["answers"]["first_name"], format!("Personne {person}"));
    }
}

#[tokio::test]
async fn an_application_noted_under_a_reference_that_was_taken_is_named_by_its_own() {
    let (site, _) = cut_to(8).await;
    for person in 0..60 {
        let first = site.post("fr").form(&of_person(person)).await;
        let changed = of_person(person).with("time_wish", "once");
        site.post("fr").form(&changed).await.reference();
        let records = site.engine.records().await;
        let name = format!("Personne {person}");
        let mut of_person = records.iter().filter(|record| {
            record["answers"]["first_name"] == *name && record["answers"]["time_wish"] == "once"
        });
        let record = of_person.next().unwrap();
        assert_eq!(record["possible_duplicate_of"], first.reference(), "{name}");
    }
}

#[tokio::test]
async fn when_every_reference_is_taken_nothing_is_confirmed() {
    let (site, puts) = cut_to(0).await;
    let first = site.post("fr").form(&complete()).await;
    let other = site.post("fr").form(&of_person(1)).await;
    assert_eq!(other.status(), 503);
    assert_eq!(other.resent().of_questions(), of_person(1).of_questions());
    assert!(site.log().contains("no_free_reference"), "{}", site.log());
    assert_eq!(puts.load(Ordering::Relaxed), 1 + 8);
    assert_eq!(site.engine.records().await.len(), 1);
    assert_eq!(site.post("fr").form(&complete()).await.reference(), first.reference());
}
