//! "Destroyed" is true when it is said: no file of the data folder holds a byte of the person then, while the system
//! runs and others stay as they were.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod system;

use std::path::{Path, PathBuf};

use form_fn::home;
use form_fn::staff::{self, console::Input, output::Output};
use jiff::Timestamp;
use serde_json::{Value, json};
use system::Home;

/// What one person writes and nobody else.
const WRITTEN: [&str; 5] = ["Canari", "canari", "8195550177", "Corrigée", "note-du-canari"];

impl Home {
    async fn staff(&self, arguments: &[&str], typed: &str) -> String {
        let (data, bundle) = (self.data.path().to_str().unwrap(), self.bundle());
        let place = [
            "--local",
            "--data",
            data,
            "--bundle",
            bundle.to_str().unwrap(),
            "--by",
            "marie",
            "--lang",
            "fr",
        ];
        let options = staff::read(["applications"].iter().chain(&place).chain(arguments)).unwrap();
        let mut told = Vec::new();
        let input = Input::of_program(typed.as_bytes());
        Box::pin(staff::run(&options, Timestamp::now(), input, Output::to_program(&mut told)))
            .await
            .unwrap();
        String::from_utf8(told).unwrap()
    }

    async fn canary(&self) -> String {
        let answers =
            [("first_name", "Canari"), ("email", "canari@exemple.ca"), ("phone", "819 555-0177")];
        let reference = self.apply_with(&answers, Timestamp::now()).await;
        let reference = &*reference;
        self.staff(&["note", reference], "note-du-canari").await;
        self.staff(&["correct", reference], "last_name=Corrigée").await;
        reference.to_owned()
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = walkdir::WalkDir::new(self.data.path()).into_iter().map(Result::unwrap);
        files.filter(|file| file.file_type().is_file()).map(|file| file.path().to_owned()).collect()
    }

    /// The files that hold something which the person wrote.
    fn found(&self) -> Vec<(PathBuf, &'static str)> {
        let holds = |file: &Path, text: &str| {
            let bytes = std::fs::read(file).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        };
        let files = self.files();
        let of = |file: &PathBuf| {
            let found: Vec<_> = WRITTEN.into_iter().filter(|text| holds(file, text)).collect();
            found.into_iter().map(|text| (file.clone(), text)).collect::<Vec<_>>()
        };
        files.iter().flat_map(of).collect()
    }

    fn outbox_of(&self, reference: &str) -> usize {
        self.files()
            .iter()
            .filter(|file| file.file_name().unwrap().to_str().unwrap().contains(reference))
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_leaves_no_byte_and_others_stay() {
    let home = Home::built();
    let mut office = home.post_office();
    let stays = home.apply_with(&[("first_name", "Zoé")], Timestamp::now()).await;
    let gone = home.canary().await;
    home.deliver(&mut office, Timestamp::now()).await;
    let outbox = local::post::outbox(home.data.path());
    let refused = outbox.join("refused");
    std::fs::create_dir(&refused).unwrap();
    let receipt = format!("{gone}-receipt.eml");
    std::fs::copy(outbox.join(&receipt), refused.join(&receipt)).unwrap();
    assert!(home.found().len() > 5, "{:?}", home.found());

    home.staff(&["erase", &gone], &gone).await;
    assert_eq!(home.found(), []);
    assert_eq!((home.outbox_of(&gone), home.outbox_of(&stays)), (0, 2));

    // The system goes on: with what comes, and with what nobody has read of the list of changes yet.
    let anne = [("first_name", "Anne"), ("email", "anne@exemple.ca")];
    let later = home.apply_with(&anne, Timestamp::now()).await;
    home.deliver(&mut office, Timestamp::now()).await;
    assert_eq!((home.outbox_of(&gone), home.outbox_of(&later)), (0, 2));
    assert!(home.staff(&["show", &stays], "").await.contains("Zoé"));
    assert_eq!(home.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_after_their_application_was_erased() {
    let home = Home::built();
    let mut office = home.post_office();
    let gone = home.canary().await;
    home.staff(&["erase", &gone], &gone).await;
    home.deliver(&mut office, Timestamp::now()).await;
    assert_eq!(home.outbox_of(&gone), 0);
    assert!(!local::post::outbox(home.data.path()).join("failures.jsonl").exists());
    assert_eq!(home.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_written_meanwhile_goes_too() {
    let home = Home::built();
    let mut office = home.post_office();
    let gone = home.canary().await;
    home.deliver(&mut office, Timestamp::now()).await;
    let receipt = local::post::outbox(home.data.path()).join(format!("{gone}-receipt.eml"));
    let written = std::fs::read(&receipt).unwrap();
    home.staff(&["erase", &gone], &gone).await;
    // The other program had read the application before it was erased.
    std::fs::write(&receipt, written).unwrap();
    home.deliver(&mut office, Timestamp::now()).await;
    assert_eq!(home.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_its_day_leaves_no_byte_either() {
    for swept_by_staff in [true, false] {
        let home = Home::built();
        let mut office = home.post_office();
        home.canary().await;
        home.deliver(&mut office, Timestamp::now()).await;
        home.its_day_has_passed();
        if swept_by_staff {
            home.staff(&["sweep"], "").await;
        } else {
            let in_an_hour = Timestamp::now() + jiff::SignedDuration::from_hours(1);
            home.deliver(&mut office, in_an_hour).await;
        }
        assert_eq!(home.found(), [], "by staff: {swept_by_staff}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expired_keeps_its_trace_until_its_tombstone_is_made() {
    let home = Home::built();
    let mut office = home.post_office();
    home.canary().await;
    home.deliver(&mut office, Timestamp::now()).await;
    home.its_day_has_passed();
    home.database.sweep_ttl().unwrap();
    home::purge(home.data.path(), Timestamp::now()).unwrap();
    home.deliver(&mut office, Timestamp::now()).await;
    let is_tombstone =
        |item: &&Value| item["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with("TOMBSTONE#"));
    let tombstones = home.items().iter().filter(is_tombstone).count();
    assert_eq!(tombstones, 1);
    assert_eq!(home.found(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stopped_purge_left_goes_with_the_next_sweep() {
    let home = Home::built();
    let gone = home.canary().await;
    let outbox = local::post::outbox(home.data.path());
    std::fs::create_dir_all(&outbox).unwrap();
    // The record is gone from the table, and nothing else happened yet.
    for item in home.items() {
        let key =
            json!({ "TableName": home::TABLE, "Key": { "pk": item["pk"], "sk": item["sk"] } });
        home.database.delete_item(serde_json::from_value(key).unwrap()).unwrap();
    }
    for name in [format!("{gone}-notice.eml"), format!(".{gone}-receipt")] {
        std::fs::write(outbox.join(name), "Canari").unwrap();
    }
    std::fs::write(outbox.join("2026-11-30-digest.eml"), "a digest").unwrap();
    assert_ne!(home.found(), []);
    home.staff(&["sweep"], "").await;
    assert_eq!(home.found(), []);
    assert!(outbox.join("2026-11-30-digest.eml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_the_messages_have_not_seen_stays_however_old_it_is() {
    let home = Home::built();
    let mut office = home.post_office();
    let waits = home.apply_with(&[("first_name", "Zoé")], Timestamp::now()).await;
    let anne = [("first_name", "Anne"), ("email", "anne@exemple.ca")];
    home.apply_with(&anne, Timestamp::now()).await;
    let in_two_days = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    home::purge(home.data.path(), in_two_days).unwrap();
    home.deliver(&mut office, Timestamp::now()).await;
    assert_eq!(home.outbox_of(&waits), 2);
}
