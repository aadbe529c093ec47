//! A system at home over a folder of its own, for the tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use bytes::Bytes;
use dynoxide::Database;
use form_fn::home;
use form_model::reference::ReferenceKey;
use form_model::zone;
use http::{Method, Request, StatusCode, header};
use jiff::{Timestamp, ToSpan as _, Zoned, civil::Weekday};
use local::{form, post::PostOffice};
use serde_json::{Value, json};
use site_gen::{Options, build};
use tempfile::TempDir;

/// A system that starts and stops, over the same data.
pub struct Home {
    pub data: TempDir,
    out: TempDir,
    pub database: Database,
}

impl Home {
    pub fn built() -> Self {
        let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let options = Options {
            content: root.join("content"),
            themes: root.join("themes"),
            out: out.path().to_owned(),
            today: Some("2026-11-22".parse().unwrap()),
            base_url: None,
            drafts: false,
        };
        build::build(&options).unwrap();
        let database = home::open(data.path()).unwrap();
        Self { data, out, database }
    }

    pub fn bundle(&self) -> PathBuf {
        self.out.path().join("form-fn")
    }

    pub fn post_office(&self) -> PostOffice {
        PostOffice::open(self.bundle(), self.data.path(), self.database.clone()).unwrap()
    }

    pub async fn apply(&self, name: &str) {
        self.apply_with(&[("first_name", name)], moment()).await;
    }

    /// Sends the form with these answers at a moment; the reference.
    pub async fn apply_with(&self, answers: &[(&str, &str)], at: Timestamp) -> String {
        let key = ReferenceKey::new(b"a key for tests").unwrap();
        let app = form::open(&self.bundle(), self.database.clone(), key).unwrap();
        let usual = [
            ("partner_type", "partner-user"),
            ("service_link", "yes"),
            ("first_name", "Zoé"),
            ("last_name", "Tremblay"),
            ("contact_method", "email"),
            ("email", "zoe@exemple.ca"),
            ("language", "en"),
            ("motivation", "Je veux aider à améliorer."),
            ("age_14", "true"),
            ("ack_process", "true"),
        ];
        let is_usual = |(key, _): &&(&str, &str)| answers.iter().all(|(given, _)| given != key);
        let pairs = usual.iter().filter(is_usual).chain(answers);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/fr/application")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Bytes::from(body))
            .unwrap();
        let answer = app.handle(request, at).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let answer: Value = serde_json::from_slice(answer.body().as_ref()).unwrap();
        answer["reference"].as_str().unwrap().to_owned()
    }

    /// The items of the table.
    pub fn items(&self) -> Vec<Value> {
        let all = serde_json::from_value(json!({ "TableName": home::TABLE })).unwrap();
        let all = serde_json::to_value(self.database.scan(all).unwrap()).unwrap();
        all["Items"].as_array().unwrap().clone()
    }

    /// The day of the one application here has passed.
    pub fn its_day_has_passed(&self) {
        let mut items = self.items();
        items.retain(|item| item["sk"]["S"] == "APPLICATION");
        let mut record = items.pop().unwrap();
        let passed = Timestamp::now().as_second() - 3_600;
        record["destroy_after"]["N"] = passed.to_string().into();
        let put = json!({ "TableName": home::TABLE, "Item": record });
        self.database.put_item(serde_json::from_value(put).unwrap()).unwrap();
    }

    /// Staff remove the mark of a robot from the one application here.
    pub fn is_genuine(&self) {
        let mut items = self.items();
        items.retain(|item| item["sk"]["S"] == "APPLICATION");
        let mut record = items.pop().unwrap();
        assert_eq!(record["suspect"]["BOOL"], true);
        record["suspect"]["BOOL"] = false.into();
        let put = json!({ "TableName": home::TABLE, "Item": record });
        self.database.put_item(serde_json::from_value(put).unwrap()).unwrap();
    }

    /// Works until nothing is waiting.
    pub async fn deliver(&self, office: &mut PostOffice, at: Timestamp) {
        while Box::pin(office.turn(at)).await.unwrap() {}
    }

    /// The kinds of messages in the outbox, and how many there are.
    pub fn outbox(&self) -> (BTreeSet<String>, usize) {
        let Ok(files) = std::fs::read_dir(local::post::outbox(self.data.path())) else {
            return (BTreeSet::new(), 0);
        };
        let names: Vec<_> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let kind = |name: &String| name.rsplit('-').next().unwrap().to_owned();
        (names.iter().map(kind).collect(), names.len())
    }
}

/// A Tuesday, at six in the morning in Québec: too early for the digest.
pub fn moment() -> Timestamp {
    tuesday(6, 0)
}

/// A time on the Tuesday that comes next. The engine deletes by the machine's clock: in a test of a day that is long
/// past, it would delete applications that the test has just sent.
pub fn tuesday(hour: i8, minute: i8) -> Timestamp {
    at(next_tuesday(), hour, minute)
}

/// A time on the Monday after that, for which there is always a digest.
pub fn monday(hour: i8, minute: i8) -> Timestamp {
    at(&next_tuesday().checked_add(6.days()).unwrap(), hour, minute)
}

fn at(day: &Zoned, hour: i8, minute: i8) -> Timestamp {
    day.date().at(hour, minute, 0, 0).to_zoned(day.time_zone().clone()).unwrap().timestamp()
}

/// The clock is read once, so that midnight changes nothing.
fn next_tuesday() -> &'static Zoned {
    static TUESDAY: OnceLock<Zoned> = OnceLock::new();
    let after_now = || zone::at(Timestamp::now()).nth_weekday(1, Weekday::Tuesday).unwrap();
    TUESDAY.get_or_init(after_now)
}
