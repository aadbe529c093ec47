//! Messages at home: what comes in goes out into the outbox once, also after the system stopped in between.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use dynoxide::Database;
use form_fn::home;
use http::{Method, Request, StatusCode, header};
use jiff::Timestamp;
use local::{form, post::PostOffice};
use serde_json::{Value, json};
use site_gen::{Options, build};
use tempfile::TempDir;

/// A system that starts and stops, over the same data.
struct Home {
    data: TempDir,
    out: TempDir,
    database: Database,
    engine: SocketAddr,
}

impl Home {
    async fn built() -> Self {
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
        let engine = home::serve(database.clone()).await.unwrap();
        Self { data, out, database, engine }
    }

    fn bundle(&self) -> PathBuf {
        self.out.path().join("form-fn")
    }

    fn post_office(&self) -> PostOffice {
        let database = self.database.clone();
        PostOffice::open(self.bundle(), self.data.path(), database, self.engine).unwrap()
    }

    async fn apply(&self, name: &str) {
        let app = form::open(&self.bundle(), self.engine, "a key for tests").unwrap();
        let pairs = [
            ("partner_type", "partner-user"),
            ("service_link", "yes"),
            ("first_name", name),
            ("last_name", "Tremblay"),
            ("contact_method", "email"),
            ("email", "zoe@exemple.ca"),
            ("language", "en"),
            ("motivation", "Je veux aider à améliorer."),
            ("age_14", "true"),
            ("ack_process", "true"),
        ];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/fr/application")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(body))
            .unwrap();
        assert_eq!(app.handle(request, moment()).await.status(), StatusCode::SEE_OTHER);
    }

    /// The items of the table.
    fn items(&self) -> Vec<Value> {
        let all = serde_json::from_value(json!({ "TableName": home::TABLE })).unwrap();
        let all = serde_json::to_value(self.database.scan(all).unwrap()).unwrap();
        all["Items"].as_array().unwrap().clone()
    }

    /// The day of the one application here has passed.
    fn its_day_has_passed(&self) {
        let mut items = self.items();
        items.retain(|item| item["sk"]["S"] == "APPLICATION");
        let mut record = items.pop().unwrap();
        let passed = Timestamp::now().as_second() - 3_600;
        record["destroy_after"]["N"] = passed.to_string().into();
        let put = json!({ "TableName": home::TABLE, "Item": record });
        self.database.put_item(serde_json::from_value(put).unwrap()).unwrap();
    }

    /// Works until nothing is waiting.
    async fn deliver(&self, office: &mut PostOffice, at: Timestamp) {
        while Box::pin(office.turn(at)).await.unwrap() {}
    }

    /// The kinds of messages in the outbox, and how many there are.
    fn outbox(&self) -> (BTreeSet<String>, usize) {
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
fn moment() -> Timestamp {
    "2026-11-24T11:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_application_has_its_messages_once_also_over_a_stop() {
    let home = Home::built().await;
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
async fn the_digest_comes_in_the_morning_once() {
    let home = Home::built().await;
    let mut office = home.post_office();
    home.apply("First").await;
    // Nothing is due on a Tuesday: no digest.
    home.deliver(&mut office, "2026-11-24T13:00:00Z".parse().unwrap()).await;
    assert!(!home.outbox().0.contains("digest.eml"));
    // A Monday: it comes, at seven and not before, and once.
    for (at, count) in
        [("2026-11-30T11:59:00Z", 0), ("2026-11-30T12:00:00Z", 1), ("2026-11-30T20:00:00Z", 1)]
    {
        home.deliver(&mut office, at.parse().unwrap()).await;
        let (kinds, _) = home.outbox();
        assert_eq!(usize::from(kinds.contains("digest.eml")), count, "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_that_fails_holds_up_no_receipt_and_comes_later() {
    let home = Home::built().await;
    let mut office = home.post_office();
    home.apply("First").await;
    // A folder is where the digest has to go.
    let in_the_way = local::post::outbox(home.data.path()).join("2026-11-30-digest.eml");
    std::fs::create_dir_all(&in_the_way).unwrap();
    let turned = Box::pin(office.turn("2026-11-30T12:00:00Z".parse().unwrap())).await;
    assert!(turned.is_err());
    let (kinds, _) = home.outbox();
    assert!(kinds.contains("receipt.eml") && kinds.contains("notice.eml"), "{kinds:?}");
    std::fs::remove_dir(&in_the_way).unwrap();
    home.deliver(&mut office, "2026-11-30T13:00:00Z".parse().unwrap()).await;
    assert!(in_the_way.is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_gone_within_the_hour_and_leaves_its_tombstone() {
    let home = Home::built().await;
    let mut office = home.post_office();
    home.apply("First").await;
    home.deliver(&mut office, moment()).await;
    home.its_day_has_passed();
    home.deliver(&mut office, "2026-11-24T12:00:00Z".parse().unwrap()).await;
    let left = home.items();
    let has = |key: &str, value: &str| left.iter().filter(|item| item[key]["S"] == value).count();
    assert_eq!((has("sk", "APPLICATION"), has("pk", "TOMBSTONE#2026")), (0, 1), "{left:?}");
    assert_eq!(home.outbox().1, 2);
}
