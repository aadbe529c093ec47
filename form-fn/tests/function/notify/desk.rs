//! The post room: `notify` over the engine of a site, with an outbox, and its log.

use std::sync::{Arc, Mutex};

use form_fn::config::NotifyConfig;
use form_fn::notify::{Notifier, post::Post};
use form_fn::store::Times;
use form_fn::table::Table;
use form_model::bundle::Forms;
use form_model::lang::Lang;
use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::letters::Letter;
use super::service::Service;
use super::{stream, wording};
use crate::answers::Answers;
use crate::engine::TABLE;
use crate::site::{Site, now, patient};
use crate::staff::desk::Desk as StaffDesk;

/// The post room of a site.
pub struct Desk {
    pub site: Site,
    pub notifier: Notifier,
    outbox: TempDir,
    log: Arc<Mutex<String>>,
}

impl Desk {
    pub async fn open() -> Self {
        Self::of(Site::open().await, Lang::french())
    }

    pub async fn in_english() -> Self {
        Self::of(Site::open().await, Lang::english())
    }

    pub fn of(site: Site, staff_lang: Lang) -> Self {
        let outbox = tempfile::tempdir().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let lines = Arc::clone(&log);
        let client = site.engine.client_behind(site.engine.address);
        let notifier = Notifier {
            bundle: site.bundle.clone(),
            forms: Forms::default(),
            mail: wording::mail(staff_lang),
            table: Table::new(client, TABLE.to_owned()),
            post: Post::Outbox(outbox.path().join("sent")),
            log: Box::new(move |line| {
                let mut log = lines.lock().unwrap();
                *log += &line.to_json("notify", now());
                log.push('\n');
            }),
        };
        Self { site, notifier, outbox, log }
    }

    /// The same with the mail service in place of the outbox.
    pub fn posting_to(mut self, service: &Service) -> Self {
        // One attempt at the mail service takes longer than any at the table.
        let times = Times { attempt: Times::DEPLOYED.attempt, ..patient() };
        self.notifier.post = Post::through_ses(&NotifyConfig {
            connection: self.site.engine.behind(self.site.engine.address, times),
            mail_endpoint: Some(format!("http://{}", service.address)),
            bundle: self.site.folder.path().to_owned(),
            function: "notify".to_owned(),
        });
        self
    }

    /// Somebody applies: the record that is stored.
    pub async fn receives(&self, answers: &Answers) -> Value {
        let seen = self.site.post("fr").form(answers).await;
        self.site.engine.record(seen.reference()).await
    }

    /// What the function answers to an event.
    pub async fn handles(&self, event: &Value) -> Value {
        Box::pin(self.notifier.handle(event, now())).await.unwrap()
    }

    /// The same at a moment of one's own.
    pub async fn handles_at(&self, event: &Value, at: Timestamp) -> Value {
        Box::pin(self.notifier.handle(event, at)).await.unwrap()
    }

    /// What staff do with an application; the record as it is afterwards.
    pub async fn staff_do(&self, command: &[&str], record: &Value) -> Value {
        let reference = record["reference"].as_str().unwrap();
        let command: Vec<_> =
            command.iter().map(|it| if *it == "REF" { reference } else { it }).collect();
        StaffDesk::of(&self.site).tells(&command).await;
        self.site.engine.record(reference).await
    }

    /// The messages about an application in the outbox, without its reference.
    pub fn names_about(&self, record: &Value) -> Vec<String> {
        let reference = record["reference"].as_str().unwrap();
        let names = self.names().into_iter();
        names.filter_map(|name| Some(name.strip_prefix(reference)?.to_owned())).collect()
    }

    /// What it answers to the news of a record.
    pub async fn hears_of(&self, record: &Value) -> Value {
        self.handles(&stream::batch(&[stream::inserted(record, 1)])).await
    }

    /// The clock asks for the digest.
    pub async fn is_asked_for_the_digest(&self, at: Timestamp) {
        let event = json!({ "detail-type": "Scheduled Event", "source": "aws.scheduler" });
        Box::pin(self.notifier.handle(&event, at)).await.unwrap();
    }

    /// The names of the messages in the outbox, in order.
    pub fn names(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.outbox.path().join("sent")) else {
            return Vec::new();
        };
        let mut names: Vec<_> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn letter(&self, name: &str) -> Letter {
        Letter::of(std::fs::read(self.outbox.path().join("sent").join(name)).unwrap())
    }

    /// The message about an application.
    pub fn letter_about(&self, record: &Value, name: &str) -> Letter {
        self.letter(&format!("{}-{name}.eml", record["reference"].as_str().unwrap()))
    }

    /// What is remembered of the messages, by their keys.
    pub async fn remembered(&self) -> Vec<Value> {
        let mut items = self.site.engine.items().await;
        items.retain(|item| item["sk"].as_str().unwrap().starts_with("MESSAGE#"));
        items
    }

    /// The lines of the log.
    pub fn log(&self) -> Vec<Value> {
        let log = self.log.lock().unwrap();
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What became of what, in order.
    pub fn told(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.log().iter().map(|line| (text(&line["what"]), text(&line["outcome"]))).collect()
    }

    /// The folder of the outbox.
    pub fn outbox(&self) -> std::path::PathBuf {
        self.outbox.path().join("sent")
    }
}
