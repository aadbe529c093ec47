//! Messages at home: what comes in goes out into the outbox once, also after the system stopped in between.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod system;

use form_model::zone;
use serde_json::Value;
use system::{Home, moment, monday, tuesday};

#[tokio::test(flavor = "multi_thread")]
async fn each_application_has_its_messages_once_also_over_a_stop() {
    let home = Home::built();
    home.apply("Before").await;
    // Nobody is written to about what came before there were messages.
    let mut office = home.post_office();
    home.deliver(&mut office, moment()).await;
    assert_eq!(home.outbox().1, 0);
    home.apply("First").await;
    home.deliver(&mut office, moment()).await;
    assert_eq!(home.outbox(), (["notice.eml".to_owned(), "receipt.eml".to_owned()].into(), 2));
    drop(office);
    home.apply("Second").await;
    let mut office = home.post_office();
    home.deliver(&mut office, moment()).await;
    assert_eq!(home.outbox().1, 4);
    let mut again = home.post_office();
    home.deliver(&mut again, moment()).await;
    assert_eq!(home.outbox().1, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_was_taken_for_a_robots_gets_its_messages_once_when_staff_remove_the_mark()
 {
    let home = Home::built();
    let mut office = home.post_office();
    home.apply_with(&[("_seconds", "1")], moment()).await;
    home.deliver(&mut office, moment()).await;
    assert_eq!(home.outbox().1, 0);
    home.is_genuine();
    for _ in 0..2 {
        home.deliver(&mut office, moment()).await;
        assert_eq!(home.outbox(), (["notice.eml".to_owned(), "receipt.eml".to_owned()].into(), 2));
        office = home.post_office();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_digest_comes_in_the_morning_once() {
    let home = Home::built();
    let mut office = home.post_office();
    home.apply("First").await;
    // Nothing is due on a Tuesday: no digest.
    home.deliver(&mut office, tuesday(8, 0)).await;
    assert!(!home.outbox().0.contains("digest.eml"));
    // A Monday: it comes, at seven and not before, and once.
    for (at, count) in [(monday(6, 59), 0), (monday(7, 0), 1), (monday(15, 0), 1)] {
        home.deliver(&mut office, at).await;
        let (kinds, _) = home.outbox();
        assert_eq!(usize::from(kinds.contains("digest.eml")), count, "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_that_fails_holds_up_no_receipt_and_comes_later() {
    let home = Home::built();
    let mut office = home.post_office();
    home.apply("First").await;
    // A folder is where the digest has to go.
    let name = format!("{}-digest.eml", zone::day(monday(7, 0)));
    let in_the_way = local::post::outbox(home.data.path()).join(name);
    std::fs::create_dir_all(&in_the_way).unwrap();
    let turned = Box::pin(office.turn(monday(7, 0))).await;
    assert!(turned.is_err());
    let (kinds, _) = home.outbox();
    assert!(kinds.contains("receipt.eml") && kinds.contains("notice.eml"), "{kinds:?}");
    std::fs::remove_dir(&in_the_way).unwrap();
    home.deliver(&mut office, monday(8, 0)).await;
    assert!(in_the_way.is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_gone_within_the_hour_and_leaves_its_tombstone() {
    let home = Home::built();
    let mut office = home.post_office();
    home.apply("First").await;
    home.deliver(&mut office, moment()).await;
    home.its_day_has_passed();
    home.deliver(&mut office, tuesday(7, 0)).await;
    let left = home.items();
    let has = |key: &str, start: &str| {
        let begins = |value: &Value| value.as_str().is_some_and(|text| text.starts_with(start));
        left.iter().filter(|item| begins(&item[key]["S"])).count()
    };
    assert_eq!((has("sk", "APPLICATION"), has("pk", "TOMBSTONE#")), (0, 1), "{left:?}");
    assert_eq!(home.outbox().1, 0, "its messages go with it");
}
