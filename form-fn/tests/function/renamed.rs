//! The keys of the questions belong to `form.yaml`: with other keys, what the applicant is answered, what is stored and
//! for how long, the messages, the lists and the exports are the same.

use std::collections::BTreeMap;

use form_model::bundle::{Bundle, Forms};
use form_model::lang::Lang;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::answers::{Answers, complete, of_person};
use crate::line::State;
use crate::notify::desk::Desk as PostRoom;
use crate::site::{Site, bundle, form_after, pages};
use crate::staff::desk::Desk;

/// Other keys, by those of the form.
type Keys = BTreeMap<String, String>;

/// Keys that nobody has seen before, or the form's own in another order: then `phone` may be the key of the
/// question for the e-mail address.
fn keys() -> impl Strategy<Value = Keys> {
    let own: Vec<_> = bundle().form.fields().map(|field| field.key.clone()).collect();
    let new = (0..own.len()).map(|n| format!("question_{n}")).collect::<Vec<_>>();
    let others = prop_oneof![Just(new).prop_shuffle(), Just(own.clone()).prop_shuffle()];
    others.prop_map(move |others| own.iter().cloned().zip(others).collect())
}

fn people() -> impl Strategy<Value = Vec<Answers>> {
    let chosen = proptest::sample::select;
    let consent = any::<bool>();
    let who = chosen(vec!["partner-user", "family-partner", "unsure"]);
    let levels = proptest::sample::subsequence(vec!["information", "partnership"], 0..=2);
    let person = (who, chosen(vec!["phone", "email"]), chosen(vec!["fr", "en"]), levels, consent);
    proptest::collection::vec(person, 1..4).prop_map(|people| {
        let people = people.into_iter().enumerate();
        let answers = people.map(|(number, (who, way, lang, levels, keep))| {
            let answers = of_person(number)
                .with("partner_type", who)
                .with("contact_method", way)
                .with("language", lang)
                .with("consent_keep", &keep.to_string())
                .without("levels");
            levels.into_iter().fold(answers, |answers, level| answers.and("levels", level))
        });
        answers.collect()
    })
}

/// A site whose form has other keys.
async fn site(keys: &Keys) -> Site {
    Site::with(with_keys(keys), pages(), State::Up).await
}

fn with_keys(keys: &Keys) -> Bundle {
    let form = form_after(|source| {
        for field in source.parts.iter_mut().flat_map(|part| &mut part.fields) {
            field.key.clone_from(&keys[&field.key]);
            for rule in field.required_when.iter_mut().chain(&mut field.shown_when) {
                rule.field.clone_from(&keys[&rule.field]);
            }
        }
    });
    Bundle { form, ..bundle() }
}

/// JSON with the form's own keys, and without what is computed from keys.
fn under_own_keys(json: &Value, own: &Keys) -> Value {
    match json {
        Value::Object(object) => {
            let entries = object.iter().map(|(name, value)| {
                let value = match (name.as_str(), value) {
                    ("answers" | "consents", Value::Object(answers)) => {
                        let answers = answers.iter();
                        let renamed: Map<_, _> = answers
                            .map(|(key, answer)| (own[key].clone(), answer.clone()))
                            .collect();
                        renamed.into()
                    }
                    ("field", Value::String(key)) => own[key].clone().into(),
                    ("digest" | "form_version", _) => Value::Null,
                    _ => under_own_keys(value, own),
                };
                (name.clone(), value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(items) => items.iter().map(|item| under_own_keys(item, own)).collect(),
        other => other.clone(),
    }
}

/// All that people see who apply, who work on it and who are written to, under the form's own keys.
async fn seen(people: &[Answers], keys: &Keys) -> Vec<String> {
    let own: Keys = keys.iter().map(|(own, other)| (other.clone(), own.clone())).collect();
    let room = PostRoom::of(site(keys).await, Lang::french());
    let mut seen = Vec::new();
    let mut references = Vec::new();
    for (number, answers) in people.iter().enumerate() {
        // A day each, so that lists have an order.
        let at = format!("2026-11-{}T15:00:00Z", 20 + number);
        let sent = room.site.post("fr").at(&at).form(&answers.clone().under(keys)).await;
        let reference = sent.reference().to_owned();
        let record = room.site.engine.record(&reference).await;
        room.hears_of(&record).await;
        let letters = room.names().into_iter().filter(|name| name.starts_with(&reference));
        seen.extend(letters.map(|name| room.letter(&name).whole()));
        seen.push(under_own_keys(&record, &own).to_string());
        references.push(reference);
    }
    let refused = complete().without("last_name").with("phone", "12").under(keys);
    let refused = room.site.post("fr").accept("application/json").form(&refused).await;
    seen.push(under_own_keys(&refused.json(), &own).to_string());

    let desk = Desk::of(&room.site);
    for told in [&["list"][..], &["list", "--names"], &["export"], &["show", &references[0]]] {
        seen.push(desk.tells(told).await);
    }
    for told in [&["list"][..], &["list", "--names"], &["export", "--format", "json"], &["stats"]] {
        seen.push(under_own_keys(&desk.json(told).await, &own).to_string());
    }
    for reference in &references {
        desk.tells(&["advance", reference, "declined"]).await;
        seen.push(room.site.engine.record(reference).await["destroy_after"].to_string());
    }
    let late = "2027-02-01T15:00:00Z".parse().unwrap();
    room.is_asked_for_the_digest(late).await;
    let digest = room.names().into_iter().find(|name| name.contains("digest")).unwrap();
    seen.push(room.letter(&digest).whole());
    let first = &*references[0];
    desk.tells(&["erase", first, "--confirm", first]).await;
    seen.push(desk.json(&["stats"]).await.to_string());
    // Another form gives another reference; nothing else of it shows.
    for text in &mut seen {
        for (number, reference) in references.iter().enumerate() {
            let name = format!("REFERENC{number}");
            *text = text.replace(reference, &name).replace(&reference.replace('-', "_"), &name);
        }
    }
    seen
}

/// Keys change while applications are there: each is read with the form that checked it.
#[tokio::test]
async fn applications_from_before_and_after_a_change_of_keys_are_read_alike() {
    let keys = |key: &str| (key.to_owned(), format!("{key}_2"));
    let keys: Keys = bundle().form.fields().map(|field| keys(&field.key)).collect();
    let site = Site::open().await;
    let earlier = site.post("fr").form(&of_person(1)).await.reference().to_owned();
    let mut forms = Forms::default();
    forms.insert(site.bundle.form.clone());
    let site = site.rebuilt(with_keys(&keys));
    let later = site.post("fr").form(&of_person(2).under(&keys)).await.reference().to_owned();
    let mut desk = Desk::of(&site);
    desk.forms = forms;
    let listed = desk.json(&["list", "--names"]).await;
    for (reference, name) in [(&earlier, "Personne 1"), (&later, "Personne 2")] {
        let lines = listed.as_array().unwrap();
        let line = lines.iter().find(|line| line["reference"] == **reference).unwrap();
        assert_eq!(line["name"], format!("{name} O’Neil Tremblay"));
        assert_eq!(line["partner_type"], "partner-user");
        assert_eq!(line["levels"], serde_json::json!(["partnership"]));
        desk.tells(&["advance", reference, "declined"]).await;
        let record = site.engine.record(reference).await;
        // Kept for twelve months, as both agreed, and not for six.
        let kept_until: jiff::Timestamp = "2027-11-23T15:00:00Z".parse().unwrap();
        assert_eq!(record["destroy_after"], kept_until.as_second());
    }
    let summaries = desk.json(&["list", "--stage", "declined"]).await;
    let types = summaries.as_array().unwrap().iter().map(|line| line["partner_type"].clone());
    assert_eq!(types.collect::<Vec<_>>(), ["partner-user", "partner-user"]);
    assert_eq!(desk.json(&["stats"]).await["partner_types"]["partner-user"], 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_form_with_other_keys_behaves_the_same(keys in keys(), people in people()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let same: Keys = keys.keys().map(|key| (key.clone(), key.clone())).collect();
        let ours = runtime.block_on(Box::pin(seen(&people, &same)));
        let theirs = runtime.block_on(Box::pin(seen(&people, &keys)));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            prop_assert_eq!(ours, theirs);
        }
        prop_assert_eq!(ours.len(), theirs.len());
    }
}
