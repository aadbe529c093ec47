//! DynamoDB returns the whole item when a conditional put is refused. Nothing of it reaches a visitor or the log, but for the
//! promised day of an application whose every answer was sent again.

use serde_json::{Value, json};

use crate::answers::{complete, of_person};
use crate::site::{Parts, Seen, Site, key};

const STORED: &str = "canari";
/// A moment after the last day of the form.
const TOO_LATE: &str = "2030-12-01T05:00:00Z";

/// Puts a canary in every field of what is stored, and in fields that later versions may add.
async fn fill_with_canaries(site: &Site, contact_by: &str) {
    let mut items = site.engine.items().await;
    for item in &mut items {
        let keys = ["pk", "sk", "digest", "reference", "destroy_after", "stage", "contact_by"];
        for (name, value) in item.as_object_mut().unwrap() {
            if !keys.contains(&name.as_str()) {
                *value = filled(value);
            }
        }
        if item["sk"] == "APPLICATION" {
            item["contact_by"] = json!(contact_by);
            item["follow_up"] = json!({ "notes": [{ "text": STORED, "by": STORED }] });
            item["of_tomorrow"] = json!(STORED);
        } else {
            item["reference"] = json!(STORED);
        }
    }
    site.engine.put(&items).await;
}

fn filled(value: &Value) -> Value {
    match value {
        Value::Object(parts) => {
            parts.iter().map(|(name, part)| (name.clone(), filled(part))).collect()
        }
        Value::Array(parts) => parts.iter().map(filled).collect(),
        _ => json!(STORED),
    }
}

fn is_silent(seen: &Seen) {
    let all = format!("{seen:?}").to_lowercase();
    assert!(!all.contains(STORED), "{all}");
}

#[tokio::test]
async fn an_application_that_is_sent_again_gets_its_day_and_nothing_else_of_the_record() {
    for (contact_by, promised) in
        [("2026-12-30", true), ("canari", false), ("2026-12-30 canari", false)]
    {
        let site = Site::open().await;
        let answers = complete();
        let reference = &*site.post("fr").form(&answers).await.reference().to_owned();
        fill_with_canaries(&site, contact_by).await;
        for moment in ["2026-11-22T15:00:00Z", TOO_LATE] {
            let page = site.post("fr").at(moment).form(&answers).await;
            is_silent(&page);
            assert_eq!(page.reference(), reference);
            assert_eq!(page.header("location").contains("contact_by=2026-12-30"), promised);
            let program =
                site.post("en").at(moment).accept("application/json").form(&answers).await;
            is_silent(&program);
            assert_eq!(program.json()["reference"], json!(reference));
            // Somebody who knows the contact, or a part of the answers, and nothing more.
            let other = answers.clone().with("motivation", "Une autre raison de vouloir aider.");
            is_silent(&site.post("fr").at(moment).form(&other).await);
            is_silent(&site.post("fr").at(moment).accept("application/json").form(&other).await);
        }
        is_silent(&site.get(&format!("/api/fr/application/{reference}")).send().await);
        assert!(!site.log().to_lowercase().contains(STORED), "{}", site.log());
    }
}

#[tokio::test]
async fn an_application_that_meets_the_reference_of_another_learns_nothing_of_it() {
    let site = Site::of(Parts { key: key().cut_to(1), ..Parts::default() }).await;
    site.post("fr").form(&of_person(0)).await.reference();
    fill_with_canaries(&site, STORED).await;
    for person in 1..6 {
        is_silent(&site.post("fr").form(&of_person(person)).await);
        is_silent(&site.post("en").accept("application/json").form(&of_person(person)).await);
    }
    assert!(!site.log().to_lowercase().contains(STORED), "{}", site.log());
}
