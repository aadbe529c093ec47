//! The whole function without Lambda: an event in, a report out.

use std::time::{Duration, Instant};

use form_model::application::Application;
use form_model::bilingual::words;
use form_model::bundle::{Bundle, FormVersions, Forms};
use form_model::definition::Form;
use form_model::lang::Lang;
use form_model::mail::{self, Address, Filled, Mail};
use form_model::reference::{Contact, Reference};
use form_model::summary::Tombstone;
use form_model::zone;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::digest::{Digest, unsent_since};
use super::event::{Change, Event, Record};
use super::letter::Letter;
use super::log::{Line, Outcome};
use super::post::{Post, Undelivered};
use crate::table::{Error, Limit, Message, Reason, State, Table};

/// For how long messages of before are sent ahead of the digest: what is left then goes with the next one.
const CATCH_UP: Duration = Duration::from_mins(2);

/// The function: what it says, how it goes, and where it is remembered.
pub struct Notifier {
    /// The form and its settings.
    pub bundle: Bundle,
    /// The form in all its versions.
    pub forms: Forms,
    /// The messages.
    pub mail: Mail,
    /// The table.
    pub table: Table,
    /// The way for messages.
    pub post: Post,
    /// Where the log's lines go.
    pub log: Box<dyn Fn(&Line<'_>) + Send + Sync>,
}

/// What is not done, and has to come again.
struct Again {
    code: String,
}

/// A message that is to go.
struct Errand<'a> {
    name: mail::Name,
    /// The `pk` of what it is about.
    of: &'a str,
    /// Where it goes, if that can be written to.
    to: Option<&'a Address>,
    filled: Filled,
    room: Room,
}

/// Which limit a message falls under.
enum Room {
    /// None.
    Free,
    /// A limit, under which an application takes a place.
    Limited(Limit, Reference),
    /// Another message about the same application is beyond its limit, so this one is too.
    None,
}

/// The code by which receipts to an application's address are limited. Records of earlier versions have the codes of
/// their contacts alone, the e-mail address last.
fn mailbox_of(application: &Application) -> Option<Contact> {
    application.mailbox.or_else(|| application.contacts.last().copied())
}

impl From<Error> for Again {
    fn from(error: Error) -> Self {
        Self {
            code: match error {
                Error::Unavailable(unavailable) => unavailable.code,
                Error::Unreadable { .. } => "unreadable".to_owned(),
                Error::Conflict { .. } => "conflict".to_owned(),
            },
        }
    }
}

impl Notifier {
    /// Does what an event asks for. The answer names the records that have to come again, as Lambda expects it
    /// of a function that reports failures one by one.
    ///
    /// # Errors
    /// If the digest could not be made or sent: whoever asked for it asks again.
    pub async fn handle(&self, event: &Value, now: Timestamp) -> Result<Value, String> {
        match Event::read(event) {
            Event::Digest => {
                self.digest(now).await.map_err(|again| again.code)?;
                Ok(json!({}))
            }
            Event::Changes(records) => {
                let mut again = Vec::new();
                for record in &records {
                    if !self.is_done(record, now).await {
                        again.push(json!({ "itemIdentifier": record.sequence_number }));
                    }
                }
                Ok(json!({ "batchItemFailures": again }))
            }
        }
    }

    /// Does what a change asks for; says whether that is done for good.
    async fn is_done(&self, record: &Record, now: Timestamp) -> bool {
        let done = match &record.change {
            Change::Other => Ok(()),
            Change::Received(application) | Change::Cleared(application) => {
                self.received(application, now).await
            }
            Change::Expired(application) => {
                let tombstone = Tombstone::of(application, self.form_of(application));
                let buried = self.table.bury(&tombstone, &record.id).await;
                buried.map(|()| self.tell("tombstone", Outcome::Buried)).map_err(Again::from)
            }
            Change::Unreadable => Err(Again { code: "unreadable".to_owned() }),
        };
        if let Err(Again { code }) = &done {
            self.tell("record", Outcome::Again { code });
        }
        done.is_ok()
    }

    /// The receipt and the notice of an application; neither waits for the other. An application whose receipt is
    /// beyond the limit brings no notice either: the digest reports it.
    async fn received(&self, application: &Application, now: Timestamp) -> Result<(), Again> {
        if !application.takes_first_messages() {
            let why = if application.suspect { "suspect" } else { "called" };
            self.tell(why, Outcome::Withheld);
            return Ok(());
        }
        let receipt = self.receipt(application, now).await;
        let is_beyond = matches!(&receipt, Ok(Some(State::Withheld { .. })));
        let notice = self.notice(application, is_beyond, now).await;
        receipt.map(drop).and(notice)
    }

    /// What became of the receipt; nothing if there is no address.
    async fn receipt(
        &self,
        application: &Application,
        now: Timestamp,
    ) -> Result<Option<State>, Again> {
        let Some(written) = application.email(self.form_of(application)) else { return Ok(None) };
        let lang = self.language_of(application);
        let message = self.mail.receipt.get(&lang);
        let filled = message.fill(&mail::Receipt {
            reference: application.reference,
            contact_by: application.contact_by,
        });
        let room = match mailbox_of(application) {
            Some(mailbox) => Room::Limited(Limit::Receipts(mailbox), application.reference),
            None => Room::Free,
        };
        let of = format!("APPLICATION#{}", application.reference);
        // Earlier versions of the form accepted addresses that cannot be written to.
        let to = written.parse().ok();
        let errand = Errand { name: mail::Name::Receipt, of: &of, to: to.as_ref(), filled, room };
        self.deliver(errand, now).await.map(Some)
    }

    async fn notice(
        &self,
        application: &Application,
        is_beyond: bool,
        now: Timestamp,
    ) -> Result<(), Again> {
        let lang = &self.mail.staff_lang;
        let form = &self.bundle.form;
        let partner_type = match application.partner_type(self.form_of(application)) {
            Some(id) => form.partner_type_name(id, lang),
            None => words("non précisé", "not given").in_lang(lang),
        };
        let filled = self.mail.notice.fill(&mail::Notice {
            reference: application.reference,
            partner_type,
            contact_by: application.contact_by,
        });
        let room = if is_beyond {
            Room::None
        } else {
            Room::Limited(Limit::Notices, application.reference)
        };
        let of = format!("APPLICATION#{}", application.reference);
        let to = Some(&self.mail.staff);
        let errand = Errand { name: mail::Name::Notice, of: &of, to, filled, room };
        self.deliver(errand, now).await.map(drop)
    }

    /// Sends what the mail service could not take when its time was: the stream has given up by now, or will. If it still
    /// takes nothing, the rest waits too.
    async fn catch_up(&self, now: Timestamp) -> Result<(), Again> {
        let started = Instant::now();
        let unsent = self.table.unsent_messages(unsent_since(zone::day(now))).await?;
        for (of, message) in unsent.read {
            if !message.state.is_settled() && started.elapsed() < CATCH_UP {
                self.send_late(&of, &message.name, now).await?;
            }
        }
        Ok(())
    }

    /// Sends a message about an application, unless staff have moved that on meanwhile.
    async fn send_late(&self, of: &str, name: &str, now: Timestamp) -> Result<(), Again> {
        let reference = of.strip_prefix("APPLICATION#").and_then(|text| text.parse().ok());
        let Some(reference) = reference else { return Ok(()) };
        match self.table.application(reference).await {
            Ok(Some(application)) if application.takes_first_messages() => {
                if name == mail::Name::Receipt.as_str() {
                    self.receipt(&application, now).await.map(drop)
                } else {
                    self.notice(&application, false, now).await
                }
            }
            // One that cannot be read holds up no other; the digest tells of it.
            Ok(_) | Err(Error::Unreadable { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The digest of the day, once, if there is a reason for it. Before that, what is still to go.
    async fn digest(&self, now: Timestamp) -> Result<(), Again> {
        if let Err(Again { code }) = self.catch_up(now).await {
            self.tell("waiting", Outcome::Again { code: &code });
        }
        let (lang, day) = (&self.mail.staff_lang, zone::day(now));
        let digest = Digest::gather(&self.table, self.form_versions(), lang, now).await?;
        if !digest.goes_out_on(day) {
            self.tell(mail::Name::Digest.as_str(), Outcome::Withheld);
            return Ok(());
        }
        let filled = self.mail.digest.fill(&digest.values(day, lang));
        let of = format!("DIGEST#{day}");
        let to = Some(&self.mail.staff);
        let errand = Errand { name: mail::Name::Digest, of: &of, to, filled, room: Room::Free };
        self.deliver(errand, now).await.map(drop)
    }

    /// The forms that stored applications are read with.
    fn form_versions(&self) -> FormVersions<'_> {
        FormVersions::new(&self.bundle.form, &self.forms)
    }

    /// The form that an application was checked with.
    fn form_of(&self, application: &Application) -> &Form {
        self.form_versions().get(&application.form_version)
    }

    /// The language that the person chose for our answers, if there are messages in it; else that of the page.
    fn language_of(&self, application: &Application) -> Lang {
        let chosen = application.reply_language(self.form_of(application));
        let chosen = chosen.filter(|lang| self.bundle.settings.languages.contains(lang));
        chosen.unwrap_or_else(|| application.lang.clone())
    }

    /// Sends a message unless it is settled what became of it, and remembers that. Returns what became of it.
    async fn deliver(&self, errand: Errand<'_>, now: Timestamp) -> Result<State, Again> {
        let Errand { name, of, .. } = errand;
        let before = self.table.message(of, name.as_str()).await?;
        if let Some(Message { state, .. }) = before.filter(|message| message.state.is_settled()) {
            self.tell(name.as_str(), Outcome::Repeated);
            return Ok(state);
        }
        let state = if self.has_room(&errand.room, now).await? {
            self.send(errand, now).await
        } else {
            State::Withheld { reason: Reason::Limit }
        };
        let kept = self.bundle.settings.retention.of_event(now);
        let kept = kept.map_err(|_| Again { code: "calendar".to_owned() })?;
        let name = name.as_str().to_owned();
        let message = Message { name, state, at: now, destroy_after: kept.as_second() };
        self.table.remember(of, &message).await?;
        let outcome = match &message.state {
            State::Sent => Outcome::Sent,
            State::Failed { code } => Outcome::Failed { code },
            State::Withheld { .. } => Outcome::Withheld,
            State::Waiting { code } => return Err(Again { code: code.clone() }),
        };
        self.tell(&message.name, outcome);
        Ok(message.state)
    }

    /// Whether a message may go, as far as limits are concerned.
    async fn has_room(&self, room: &Room, now: Timestamp) -> Result<bool, Again> {
        Ok(match room {
            Room::Free => true,
            Room::None => false,
            Room::Limited(limit, reference) => {
                self.table.take_place(*limit, *reference, now).await?
            }
        })
    }

    async fn send(&self, errand: Errand<'_>, now: Timestamp) -> State {
        let Errand { name, of, to, filled, .. } = errand;
        let file = format!("{}-{}", of.split_once('#').map_or(of, |(_, id)| id), name.as_str());
        let letter = to.and_then(|to| Letter::new(file, &self.mail, to, filled, now).ok());
        let Some(letter) = letter else {
            return State::Failed { code: "unwritable".to_owned() };
        };
        match self.post.send(&letter).await {
            Ok(()) => State::Sent,
            Err(Undelivered::Refused { code }) => State::Failed { code },
            Err(Undelivered::Later { code }) => State::Waiting { code },
        }
    }

    fn tell(&self, what: &str, outcome: Outcome<'_>) {
        (self.log)(&Line { what, outcome });
    }
}
