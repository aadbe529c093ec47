//! Destroying an application: its record, the notes of its contacts and the memory of its messages go in
//! one transaction, in which a tombstone comes that leads to nobody.

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, Select, TransactWriteItem};
use form_model::application::Application;
use form_model::bundle::FormVersions;
use form_model::definition::Form;
use form_model::history::Event;
use form_model::summary::Tombstone;
use jiff::Timestamp;

use super::item::{self, Item};
use super::{Error, Table};
use crate::store::Unavailable;

/// What a destruction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destruction {
    /// It is gone.
    Done,
    /// It is gone; it could not be read, so statistics do not know of it.
    Unread,
    /// It was gone already, or its day has been set anew.
    NotDue,
}

/// What can be due for destruction: records, the notes of contacts, the places under limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Records.
    Records,
    /// Notes that say whose a contact is.
    Notes,
    /// The places that are taken under limits on messages.
    Limits,
}

impl Kind {
    fn sk(self) -> &'static str {
        match self {
            Self::Records => item::RECORD,
            Self::Notes => item::NOTE,
            Self::Limits => item::LIMIT,
        }
    }
}

impl Table {
    /// The `pk` of what should be gone at a moment and is not. Only that is read, however much there is.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn due(&self, kind: Kind, now: Timestamp) -> Result<Vec<String>, Error> {
        let mut due = Vec::new();
        let mut pages = self.due_query(kind, now).into_paginator().items().send();
        while let Some(item) = pages.next().await {
            due.extend(item::get(&item?, "pk").map(str::to_owned));
        }
        Ok(due)
    }

    /// How much should be gone at a moment and is not.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn count_due(&self, kind: Kind, now: Timestamp) -> Result<u64, Error> {
        let mut count = 0;
        let mut pages = self.due_query(kind, now).select(Select::Count).into_paginator().send();
        while let Some(page) = pages.next().await {
            count += u64::try_from(page?.count()).unwrap_or_default();
        }
        Ok(count)
    }

    fn due_query(
        &self,
        kind: Kind,
        now: Timestamp,
    ) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        let now = AttributeValue::N(now.as_second().to_string());
        self.query()
            .index_name("by-destruction")
            .key_condition_expression("sk = :sk AND destroy_after < :now")
            .expression_attribute_values(":sk", item::text(kind.sk()))
            .expression_attribute_values(":now", now)
    }

    /// Destroys an application, as `event` says, whatever its day; `form` is the one that checked it.
    ///
    /// # Errors
    /// If its day was set anew since it was read; nothing is gone then.
    pub async fn erase(
        &self,
        application: &Application,
        form: &Form,
        event: &Event,
    ) -> Result<(), Error> {
        let pk = item::application(application.reference);
        let day = item::value(application.destroy_after)?;
        let notes = self.notes_of(application).await?;
        let tombstone = Tombstone::of(application, form);
        self.destroy(&pk, day, notes, Some(tombstone), event).await
    }

    /// Destroys a record whose day has passed.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn expire(
        &self,
        pk: &str,
        forms: FormVersions<'_>,
        event: &Event,
    ) -> Result<Destruction, Error> {
        let Some(record) = self.get(pk, item::RECORD).await? else {
            return Ok(Destruction::NotDue);
        };
        let day = record.get("destroy_after").cloned();
        let seconds = day.as_ref().and_then(|day| day.as_n().ok()?.parse::<i64>().ok());
        let (Some(day), Some(true)) = (day, seconds.map(|day| day < event.at.as_second())) else {
            return Ok(Destruction::NotDue);
        };
        // What cannot be read is destroyed all the same: its day has passed.
        let application = item::record(record).ok();
        let (notes, tombstone) = match &application {
            Some(it) => {
                let tombstone = Tombstone::of(it, forms.get(&it.form_version));
                (self.notes_of(it).await?, Some(tombstone))
            }
            None => (Vec::new(), None),
        };
        self.destroy(pk, day, notes, tombstone, event).await?;
        Ok(if application.is_some() { Destruction::Done } else { Destruction::Unread })
    }

    /// Deletes what is not a record and whose day has passed.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn expire_other(&self, kind: Kind, pk: &str, now: Timestamp) -> Result<(), Error> {
        let deleted = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(item::keys(pk, kind.sk())))
            .condition_expression("attribute_not_exists(pk) OR destroy_after < :now")
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .send()
            .await;
        match deleted {
            Err(error) if !is_conditional(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn destroy(
        &self,
        pk: &str,
        day: AttributeValue,
        notes: Vec<Item>,
        tombstone: Option<Tombstone>,
        event: &Event,
    ) -> Result<(), Error> {
        let mut writes = vec![self.delete(item::keys(pk, item::RECORD), Some(day))?];
        for keys in notes.into_iter().chain(self.messages_of(pk).await?) {
            writes.push(self.delete(keys, None)?);
        }
        if let Some(tombstone) = tombstone {
            let put = Put::builder()
                .table_name(&self.name)
                .set_item(Some(item::tombstone(&tombstone, &random_id()?)?))
                .build()
                .map_err(|error| Error::unreadable(pk, &error))?;
            writes.push(TransactWriteItem::builder().put(put).build());
        }
        self.write(pk, event, &writes).await
    }

    fn delete(&self, keys: Item, day: Option<AttributeValue>) -> Result<TransactWriteItem, Error> {
        let condition = day.is_some().then(|| "destroy_after = :day".to_owned());
        let values = day.map(|day| [(":day".to_owned(), day)].into());
        let delete = Delete::builder()
            .table_name(&self.name)
            .set_key(Some(keys))
            .set_condition_expression(condition)
            .set_expression_attribute_values(values)
            .build()
            .map_err(|error| Error::unreadable("?", &error))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    /// The keys of what is remembered of an application's messages.
    async fn messages_of(&self, pk: &str) -> Result<Vec<Item>, Error> {
        let query = self.query().key_condition_expression("pk = :pk AND begins_with(sk, :message)");
        let query = query.expression_attribute_values(":pk", item::text(pk));
        let query = query.expression_attribute_values(":message", item::text("MESSAGE#"));
        let mut messages = Vec::new();
        let mut pages = query.projection_expression("pk, sk").into_paginator().items().send();
        while let Some(item) = pages.next().await {
            messages.push(item?);
        }
        Ok(messages)
    }
}

fn is_conditional(
    error: &aws_sdk_dynamodb::error::SdkError<
        aws_sdk_dynamodb::operation::delete_item::DeleteItemError,
    >,
) -> bool {
    error.as_service_error().is_some_and(
        aws_sdk_dynamodb::operation::delete_item::DeleteItemError::is_conditional_check_failed_exception,
    )
}

/// A name that leads to nothing.
fn random_id() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Unavailable::because("no_randomness"))?;
    Ok(bytes.iter().fold(String::new(), |id, byte| id + &format!("{byte:02x}")))
}
