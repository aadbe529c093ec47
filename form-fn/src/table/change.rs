//! Changing: the record and its entry in the access log in one transaction, on the condition that the
//! record is as it was seen.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use form_model::application::Application;
use form_model::history::Event;
use form_model::reference::Reference;

use super::item::{self, Item};
use super::{Error, Table};
use crate::store::Unavailable;

/// How many events of one application can fall into one microsecond.
const AT_ONCE: u32 = 8;

/// The attributes of a record that staff change.
const CHANGED: [&str; 6] =
    ["stage", "suspect", "follow_up", "destroy_after", "answers", "consents"];

impl Table {
    /// Writes a record as it has become, with the entry that says so. `after` is `before` with changes.
    ///
    /// # Errors
    /// If somebody has changed it since `before` was read; nothing is written then.
    pub async fn change(
        &self,
        before: &Application,
        mut after: Application,
        event: &Event,
    ) -> Result<Application, Error> {
        after.follow_up.revision = before.follow_up.revision + 1;
        let mut writes = vec![self.update(before, &after)?];
        if after.destroy_after != before.destroy_after {
            for note in self.notes_of(before).await? {
                writes.push(self.move_note(&note, &after)?);
            }
        }
        self.write(&item::application(before.reference), event, &writes).await?;
        Ok(after)
    }

    /// Writes an entry of the access log alone.
    ///
    /// # Errors
    /// If the table does not answer. Who reads without an entry must not be shown anything.
    pub async fn log(&self, reference: Reference, event: &Event) -> Result<(), Error> {
        self.write(&item::application(reference), event, &[]).await
    }

    /// Whatever is to be written, with its entry in the log, or nothing.
    pub(super) async fn write(
        &self,
        pk: &str,
        event: &Event,
        writes: &[TransactWriteItem],
    ) -> Result<(), Error> {
        for n in 0..AT_ONCE {
            let entry = Put::builder()
                .table_name(&self.name)
                .set_item(Some(item::event(pk, event, n)?))
                .condition_expression("attribute_not_exists(pk)")
                .build()
                .map_err(|error| Error::unreadable(pk, &error))?;
            let entry = TransactWriteItem::builder().put(entry).build();
            let all = std::iter::once(entry).chain(writes.iter().cloned()).collect();
            let sent = self.client.transact_write_items().set_transact_items(Some(all)).send();
            let Err(error) = Box::pin(sent).await else { return Ok(()) };
            match HeldUp::by(&error) {
                Some(HeldUp::Entry) => {}
                Some(HeldUp::Change) => return Err(Error::conflict(pk)),
                Some(HeldUp::Traffic) => {
                    return Err(Unavailable::because("ThrottlingException").into());
                }
                None => return Err(error.into()),
            }
        }
        Err(Unavailable::because("no_free_event").into())
    }

    fn update(
        &self,
        before: &Application,
        after: &Application,
    ) -> Result<TransactWriteItem, Error> {
        let values = [
            item::value(after.stage)?,
            item::value(after.suspect)?,
            item::value(&after.follow_up)?,
            item::value(after.destroy_after)?,
            item::value(&after.answers)?,
            item::value(&after.consents)?,
        ];
        let sets = CHANGED.map(|name| format!("#{name} = :{name}"));
        let mut update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(item::keys(&item::application(before.reference), item::RECORD)))
            .update_expression(format!("SET {}", sets.join(", ")))
            .condition_expression(as_seen(before));
        for (name, value) in CHANGED.into_iter().zip(values) {
            update = update
                .expression_attribute_names(format!("#{name}"), name)
                .expression_attribute_values(format!(":{name}"), value);
        }
        if let Some((name, value)) = seen(before) {
            update = update.expression_attribute_values(name, value);
        }
        let update = update.build().map_err(|error| Error::unreadable("?", &error))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    /// Lets the note of a contact live as long as its application.
    fn move_note(&self, keys: &Item, after: &Application) -> Result<TransactWriteItem, Error> {
        let update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(keys.clone()))
            .update_expression("SET destroy_after = :until")
            .condition_expression("#reference = :reference")
            .expression_attribute_names("#reference", "reference")
            .expression_attribute_values(":until", item::value(after.destroy_after)?)
            .expression_attribute_values(":reference", item::text(&after.reference.to_string()))
            .build()
            .map_err(|error| Error::unreadable("?", &error))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    /// The keys of those notes of an application's contacts that are its own, and not of an earlier one.
    pub(super) async fn notes_of(&self, application: &Application) -> Result<Vec<Item>, Error> {
        let mut notes = Vec::new();
        for contact in &application.contacts {
            let pk = item::contact(*contact);
            let note = self.get(&pk, item::NOTE).await?;
            let whose = note.as_ref().and_then(|note| item::get(note, "reference"));
            if whose == Some(&*application.reference.to_string()) {
                notes.push(item::keys(&pk, item::NOTE));
            }
        }
        Ok(notes)
    }
}

/// The condition that a record is as it was seen.
fn as_seen(before: &Application) -> &'static str {
    if before.follow_up.is_empty() {
        "attribute_exists(pk) AND attribute_not_exists(follow_up)"
    } else {
        "follow_up.revision = :revision"
    }
}

/// The values in that condition.
fn seen(before: &Application) -> Option<(String, AttributeValue)> {
    let revision = before.follow_up.revision.to_string();
    (!before.follow_up.is_empty()).then(|| (":revision".to_owned(), AttributeValue::N(revision)))
}

/// What held a transaction up. Its first write is always the entry of the log.
enum HeldUp {
    /// There is an entry of the same moment.
    Entry,
    /// The record, or what belongs to it, is not as it was seen.
    Change,
    /// The table has too much to do.
    Traffic,
}

impl HeldUp {
    fn by(error: &SdkError<TransactWriteItemsError>) -> Option<Self> {
        let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
            error.as_service_error()
        else {
            return None;
        };
        let reasons = cancelled.cancellation_reasons().iter();
        let codes: Vec<_> = reasons.map(|reason| reason.code().unwrap_or_default()).collect();
        let is = |held: &[&str], among: &[&str]| among.iter().any(|code| held.contains(code));
        let (entry, changes) = codes.split_first()?;
        if is(&["ThrottlingError", "ProvisionedThroughputExceeded"], &codes) {
            Some(Self::Traffic)
        } else if is(&["ConditionalCheckFailed", "TransactionConflict"], changes) {
            Some(Self::Change)
        } else {
            (*entry == "ConditionalCheckFailed").then_some(Self::Entry)
        }
    }
}
