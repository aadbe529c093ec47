//! The promise over simulated days: a thousand applications, each due date and each day of destruction
//! reckoned here by hand, apart from the program.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use super::desk::Desk;
use crate::answers::of_person;
use crate::site::Site;

/// Applications a day.
const A_DAY: usize = 10;
/// Days on which they come.
const DAYS: usize = 100;

/// What has become of one of them by the last day.
struct Expected {
    reference: String,
    received: Date,
    called: Option<Date>,
    is_declined: bool,
}

#[tokio::test]
async fn a_thousand_applications_over_simulated_days() {
    let site = Site::open().await;
    let first: Date = "2026-09-01".parse().unwrap();
    let mut all = Vec::new();
    for day in 0..DAYS {
        let received = first + i64::try_from(day).unwrap().days();
        for person in 0..A_DAY {
            let answers = of_person(day * A_DAY + person);
            // Without the agreement to be kept in mind: six months after a refusal.
            let answers = answers.without("consent_keep");
            // Half past ten in the evening in Québec is the next day already in UTC.
            let moment = format!("{}T02:30:00Z", received + 1.day());
            let seen = site.post("fr").at(&moment).form(&answers).await;
            let reference = seen.reference().to_owned();
            all.push(Expected { reference, received, called: None, is_declined: false });
        }
    }
    let desk = Desk::of(&site);
    // Of ten, seven are called: on the day of receipt and on the six after it; then one is declined.
    for (number, it) in all.iter_mut().enumerate() {
        let person = i64::try_from(number % A_DAY).unwrap();
        if person < 7 {
            let called = it.received + person.days();
            let moment = format!("{}T03:00:00Z", called + 1.day());
            desk.at(&moment).tells(&["advance", &it.reference, "phone-interview"]).await;
            it.called = Some(called);
            if person == 6 {
                desk.at(&moment).tells(&["advance", &it.reference, "declined"]).await;
                it.is_declined = true;
            }
        }
    }

    let today: Date = "2026-12-01".parse().unwrap();
    let now = desk.at("2026-12-01T17:00:00Z");
    let listed = now.json(&["list", "--due", "7"]).await;
    let listed: BTreeSet<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let due = line["due_in_days"].as_i64().unwrap();
            (line["reference"].as_str().unwrap().to_owned(), due)
        })
        .collect();
    let expected: BTreeSet<_> = all
        .iter()
        .filter(|it| it.called.is_none())
        .map(|it| {
            let left = i64::from((it.received - today).get_days()) + 30;
            (it.reference.clone(), left)
        })
        .filter(|(_, left)| *left <= 7)
        .collect();
    assert_eq!(listed, expected);
    assert!(listed.iter().any(|(_, left)| *left < 0) && listed.iter().any(|(_, left)| *left == 7));

    // On June 1, 2027 the declined ones of up to November 30 are past their six months; no other is.
    let later = desk.at("2027-06-01T17:00:00Z");
    let gone = all.iter().filter(|it| {
        let declined = it.called.filter(|_| it.is_declined);
        declined.is_some_and(|day| day < "2026-12-01".parse().unwrap())
    });
    let gone: BTreeSet<_> = gone.map(|it| it.reference.clone()).collect();
    let swept = later.json(&["sweep"]).await;
    assert_eq!(swept["destroyed"], gone.len());
    assert_eq!(swept["left"], 0);
    let left: BTreeSet<_> = site
        .engine
        .records()
        .await
        .iter()
        .map(|record| record["reference"].as_str().unwrap().to_owned())
        .collect();
    let all: BTreeSet<_> = all.into_iter().map(|it| it.reference).collect();
    assert_eq!(left, all.difference(&gone).cloned().collect());
}

#[tokio::test]
async fn the_numbers_stay_right_when_applications_are_destroyed() {
    let site = Site::open().await;
    let desk = Desk::of(&site);
    for person in 0..6 {
        let seen = site.post("fr").at("2026-11-02T15:00:00Z").form(&of_person(person)).await;
        let reference = seen.reference().to_owned();
        let called = format!("2026-11-{:02}T15:00:00Z", 3 + person);
        desk.at(&called).tells(&["advance", &reference, "phone-interview"]).await;
        if person % 2 == 0 {
            desk.tells(&["erase", &reference, "--confirm", &reference]).await;
        }
    }
    let numbers = desk.json(&["stats"]).await;
    assert_eq!(numbers["applications"], 6);
    let stage = &numbers["stages"]["phone-interview"];
    assert_eq!((&stage["living"], &stage["destroyed"]), (&3.into(), &3.into()));
    // Days to the call: 1 to 6.
    assert_eq!(numbers["first_call"]["median_days"], 3);
    assert_eq!(numbers["first_call"]["ninetieth_days"], 6);
    let french = desk.tells(&["stats"]).await;
    let english = desk.in_english().tells(&["stats"]).await;
    insta::assert_snapshot!(format!("{french}\n{english}"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    let path = file.to_str().unwrap();
    desk.tells(&["report", "--public", "--out", path]).await;
    let public = std::fs::read_to_string(&file).unwrap();
    assert!(public.starts_with("<!doctype html>") || public.starts_with("<!DOCTYPE html>"));
    desk.tells(&["report", "--format", "markdown", "--replace", "--out", path]).await;
    assert!(std::fs::read_to_string(&file).unwrap().contains('|'));
}
