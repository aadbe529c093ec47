//! Whom to call, and by when.

use super::desk::Desk;
use crate::answers::{complete, of_person};
use crate::site::Site;

/// Applications on three days, the latest first, and one of them called already.
async fn three(site: &Site) -> [String; 3] {
    let mut references = Vec::new();
    for (person, moment) in
        [(1, "2026-11-20T15:00:00Z"), (2, "2026-11-10T15:00:00Z"), (3, "2026-10-22T15:00:00Z")]
    {
        let seen = site.post("fr").at(moment).form(&of_person(person)).await;
        references.push(seen.reference().to_owned());
    }
    references.try_into().unwrap()
}

#[tokio::test]
async fn the_most_urgent_comes_first_and_late_ones_are_marked() {
    let site = Site::open().await;
    let references = three(&site).await;
    let suspect = complete().with("website", "https://spam.example");
    let suspect = site.post("fr").at("2026-11-21T15:00:00Z").form(&suspect).await;
    let suspect = suspect.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["advance", &references[1], "phone-interview"]).await;
    desk.tells(&["assign", &references[2], "luc"]).await;
    let named = |text: String| {
        let names = [
            (&references[0], "AAAA-AAAA"),
            (&references[1], "BBBB-BBBB"),
            (&references[2], "CCCC-CCCC"),
            (&suspect, "DDDD-DDDD"),
        ];
        names.iter().fold(text, |text, (from, to)| text.replace(*from, to))
    };
    let french = named(desk.tells(&["list"]).await);
    let english = named(desk.in_english().tells(&["list"]).await);
    insta::assert_snapshot!(format!("{french}\n{english}"));
    let due = named(desk.in_english().tells(&["list", "--due", "7"]).await);
    insta::assert_snapshot!(due);
    let json = serde_json::to_string_pretty(&desk.json(&["list", "--due", "7"]).await).unwrap();
    insta::assert_snapshot!(named(json));
    let luc = named(desk.tells(&["list", "--assigned", "luc"]).await);
    assert!(luc.contains("CCCC-CCCC") && !luc.contains("AAAA-AAAA"), "{luc}");
}

#[tokio::test]
async fn a_list_shows_nobodys_name_unless_asked_and_then_it_is_logged() {
    let site = Site::open().await;
    let references = three(&site).await;
    let desk = Desk::of(&site);
    let told = desk.tells(&["list"]).await + &desk.json(&["list"]).await.to_string();
    assert!(!told.contains("Personne") && !told.contains('@'), "{told}");
    let events =
        |items: &[serde_json::Value]| items.iter().filter(|item| item["what"] == "listed").count();
    assert_eq!(events(&site.engine.items().await), 0);
    let told = desk.tells(&["list", "--names"]).await;
    assert!(told.contains("Personne\u{A0}1") || told.contains("Personne 1"), "{told}");
    assert_eq!(events(&site.engine.items().await), references.len());
}

#[tokio::test]
async fn nothing_to_do_is_said() {
    let site = Site::open().await;
    assert_eq!(Desk::of(&site).tells(&["list"]).await, "Aucune candidature.\n");
    assert_eq!(Desk::of(&site).json(&["list"]).await, serde_json::json!([]));
}

#[tokio::test]
async fn possible_duplicates_are_listed_with_the_earlier_one() {
    let site = Site::open().await;
    let first = site.post("fr").form(&complete()).await.reference().to_owned();
    let changed = complete().with("motivation", "Je veux aider, et je le dis autrement.");
    let second = site.post("fr").form(&changed).await.reference().to_owned();
    let pairs = Desk::of(&site).json(&["duplicates"]).await;
    assert_eq!(pairs[0]["reference"], second);
    assert_eq!(pairs[0]["earlier"], first);
    assert_eq!(pairs[0]["earlier_stage"], "received");
    assert_eq!(pairs.as_array().unwrap().len(), 1);
}
