//! Messages at home: the function `notify` follows the table's stream, and what it would send goes into a
//! folder. Beside it the clock: the digest each morning, and what has expired is destroyed each hour.
//!
//! Nothing here can keep the form from answering: whatever fails is told, and tried again.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use dynoxide::Database;
use form_fn::{
    bundle,
    home::{self, Stream},
    notify::{Notifier, log::Outcome, post::Post},
    private,
    table::Table,
};
use form_model::zone;
use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};

use crate::failure::Failure;

/// How long the stream is left alone when nothing comes.
const PAUSE: Duration = Duration::from_secs(1);
/// How often changes are tried that cannot be worked on.
const TRIES: u32 = 5;
/// The hour of the digest, in Québec.
const MORNING: i8 = 7;

/// What works on messages.
pub struct PostOffice {
    /// The bundle of the built site, read anew for each batch.
    bundle: PathBuf,
    data: PathBuf,
    outbox: PathBuf,
    database: Database,
    table: Table,
    stream: Stream,
    /// How often the changes at hand were tried.
    tries: u32,
    /// Whether something was destroyed, of which messages and earlier writes are to go as well.
    is_purge_due: bool,
    /// The day whose digest is made, or need not be.
    digest: Option<Date>,
    /// The hour since 1970 that the clock has struck.
    hour: Option<i64>,
}

impl PostOffice {
    /// The post office of a system whose database is open.
    ///
    /// # Errors
    /// If the data folder cannot be used.
    pub fn open(bundle: PathBuf, data: &Path, database: Database) -> Result<Self, Failure> {
        Ok(Self {
            bundle,
            data: data.to_owned(),
            outbox: outbox(data),
            stream: Stream::open(database.clone(), data)?,
            table: Table::new(home::client(database.clone()), home::TABLE.to_owned()),
            database,
            tries: 0,
            // A system that stopped may have left some.
            is_purge_due: true,
            digest: None,
            hour: None,
        })
    }

    /// Works until the process ends.
    pub async fn work(mut self) {
        loop {
            let now = Timestamp::now();
            let pause = match self.turn(now).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => PAUSE,
                Err(why) => {
                    eprintln!("messages: {why}");
                    PAUSE * 2_u32.pow(self.tries.min(TRIES))
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Does what is to be done at a moment; says whether more is waiting. Neither clock nor stream waits for the other.
    ///
    /// # Errors
    /// What could not be done; it is done on a later turn.
    pub async fn turn(&mut self, now: Timestamp) -> Result<bool, String> {
        let clock = self.keep_time(now).await;
        let stream = self.follow(now).await;
        clock.and(stream)
    }

    /// Works on the next changes of the stream; says whether more may be waiting.
    async fn follow(&mut self, now: Timestamp) -> Result<bool, String> {
        let changes = self.stream.changes().map_err(|failure| failure.to_string())?;
        let Some(last) = changes.last().map(|change| home::number(change).to_owned()) else {
            self.purge(now).await?;
            return Ok(false);
        };
        let answer = self.notify(&json!({ "Records": changes }), now).await?;
        let again: Vec<_> = answer["batchItemFailures"].as_array().cloned().unwrap_or_default();
        if !again.is_empty() {
            self.tries += 1;
            if self.tries < TRIES {
                return Err(format!("{} to be tried again", again.len()));
            }
            self.set_aside(&again, now).map_err(|error| error.to_string())?;
        }
        self.tries = 0;
        self.stream.passed(&last).map_err(|failure| failure.to_string())?;
        self.is_purge_due |= changes.iter().any(is_destruction);
        Ok(true)
    }

    /// Removes what is left of destroyed applications, once no change waits: a message may have been written while its
    /// application was destroyed, and what has expired is needed until its tombstone is made.
    async fn purge(&mut self, now: Timestamp) -> Result<(), String> {
        if !self.is_purge_due {
            return Ok(());
        }
        let data = self.data.clone();
        let purged = tokio::task::spawn_blocking(move || home::purge(&data, now)).await;
        purged.map_err(|error| error.to_string())?.map_err(|failure| failure.to_string())?;
        self.is_purge_due = false;
        Ok(())
    }

    /// Each hour, what has expired is destroyed; from the digest's hour on, it is made if the day has none.
    async fn keep_time(&mut self, now: Timestamp) -> Result<(), String> {
        let hour = now.as_second() / 3_600;
        if self.hour == Some(hour) {
            return Ok(());
        }
        self.hour = Some(hour);
        let swept = self.sweep().await;
        let digest = self.digest(now).await;
        swept.and(digest)
    }

    async fn sweep(&self) -> Result<(), String> {
        let database = self.database.clone();
        let swept = tokio::task::spawn_blocking(move || database.sweep_ttl()).await;
        swept.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
        Ok(())
    }

    async fn digest(&mut self, now: Timestamp) -> Result<(), String> {
        let here = zone::at(now);
        if here.hour() >= MORNING && self.digest != Some(here.date()) {
            self.notify(&json!({ "digest": true }), now).await?;
            self.digest = Some(here.date());
        }
        Ok(())
    }

    async fn notify(&self, event: &Value, now: Timestamp) -> Result<Value, String> {
        let open = || -> Result<Notifier, bundle::BundleError> {
            let bundle = bundle::read(&self.bundle)?;
            Ok(Notifier {
                mail: bundle::mail(&self.bundle, &bundle)?,
                forms: bundle::forms(&self.bundle, &bundle)?,
                bundle,
                table: self.table.clone(),
                post: Post::Outbox(self.outbox.clone()),
                log: Box::new(|line| {
                    if line.outcome == Outcome::Sent {
                        println!("message: {}", line.what);
                    }
                }),
            })
        };
        let notifier = open().map_err(|error| error.to_string())?;
        Box::pin(notifier.handle(event, now)).await
    }

    /// Notes the changes that could not be worked on, by their numbers; the queue of failures in the cloud.
    fn set_aside(&self, changes: &[Value], now: Timestamp) -> std::io::Result<()> {
        private::create_folder(&self.outbox)?;
        let file = self.outbox.join("failures.jsonl");
        let mut file = private::new_file().append(true).open(file)?;
        for change in changes {
            writeln!(file, "{}", json!({ "at": now, "change": change["itemIdentifier"] }))?;
        }
        Ok(())
    }
}

/// Whether a change took an application out of the table.
fn is_destruction(change: &Value) -> bool {
    change["eventName"] == "REMOVE" && change["dynamodb"]["Keys"]["sk"]["S"] == "APPLICATION"
}

/// Where messages lie.
#[must_use]
pub fn outbox(data: &Path) -> PathBuf {
    data.join(home::OUTBOX)
}
