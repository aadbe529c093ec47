//! Reading: one record, those at a stage, what happened to one.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use form_model::application::Application;
use form_model::bundle::FormVersions;
use form_model::history::Event;
use form_model::reference::Reference;
use form_model::stage::Stage;
use form_model::summary::{Summary, SummaryParts, Tombstone};
use jiff::civil::Date;
use serde::Serialize;

use super::item::{self, Item};
use super::{Error, Message, Table};

/// Records that could be read, and those that could not.
#[derive(Debug)]
pub struct Found<T> {
    /// Those that could.
    pub read: Vec<T>,
    /// Those that could not: a list goes on without them, and says so.
    pub unread: Vec<Unread>,
}

/// A record that is not as this program knows records.
#[derive(Debug, Serialize)]
pub struct Unread {
    /// Its key.
    pub record: String,
    /// What is wrong with it.
    pub error: String,
}

/// Something that happened to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Moment {
    /// A member of the staff did something.
    Event(Event),
    /// A message was sent, or could not be.
    Message(Message),
}

impl Moment {
    /// When it was.
    #[must_use]
    pub fn at(&self) -> jiff::Timestamp {
        match self {
            Self::Event(event) => event.at,
            Self::Message(message) => message.at,
        }
    }
}

impl Table {
    /// The record of an application, if there is one.
    ///
    /// # Errors
    /// If the table does not answer, or the record cannot be read.
    pub async fn application(&self, reference: Reference) -> Result<Option<Application>, Error> {
        let record = self.get(&item::application(reference), item::RECORD).await?;
        record.map(item::record).transpose()
    }

    /// Which of some references have an application.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn those_there(&self, near: Vec<Reference>) -> Result<Vec<Reference>, Error> {
        let mut there = Vec::new();
        for reference in near {
            if self.get(&item::application(reference), item::RECORD).await?.is_some() {
                there.push(reference);
            }
        }
        Ok(there)
    }

    /// What happened to an application, in order.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn history(&self, reference: Reference) -> Result<Found<Moment>, Error> {
        let query = self.query().key_condition_expression("pk = :pk");
        let query =
            query.expression_attribute_values(":pk", item::text(&item::application(reference)));
        let mut found = found(query, |item| {
            let kind = item::get(&item, "sk").and_then(|sk| sk.split_once('#'));
            match kind {
                Some(("EVENT", _)) => item::read(item).map(Moment::Event).map(Some),
                Some(("MESSAGE", _)) => item::read(item).map(Moment::Message).map(Some),
                _ => Ok(None),
            }
        })
        .await?;
        let mut moments: Vec<_> = found.read.drain(..).flatten().collect();
        moments.sort_by_key(Moment::at);
        Ok(Found { read: moments, unread: found.unread })
    }

    /// Applications at a stage, the earliest promised call first: all, or those promised by a day. Of the
    /// answers only those that a summary holds are read.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn summaries(
        &self,
        stage: Stage,
        by: Option<Date>,
        forms: FormVersions<'_>,
    ) -> Result<Found<Summary>, Error> {
        let mut query = self.at_stage(stage, by);
        let mut paths = Vec::new();
        for part in SummaryParts::paths(forms).into_iter().chain(["pk".to_owned()]) {
            let names: Vec<_> = part.split('.').map(|name| format!("#{name}")).collect();
            for name in &names {
                query = query.expression_attribute_names(name, name.trim_start_matches('#'));
            }
            paths.push(names.join("."));
        }
        found(query.projection_expression(paths.join(", ")), |item| {
            item::read::<SummaryParts>(item).map(|parts| parts.summary(forms))
        })
        .await
    }

    /// The whole records of the applications at a stage.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn records(
        &self,
        stage: Stage,
        by: Option<Date>,
    ) -> Result<Found<Application>, Error> {
        found(self.at_stage(stage, by), item::record).await
    }

    /// What is left of the applications of a year.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn tombstones(&self, year: i16) -> Result<Found<Tombstone>, Error> {
        let query = self.query().key_condition_expression("pk = :pk");
        found(
            query.expression_attribute_values(":pk", item::text(&item::tombstones(year))),
            item::read,
        )
        .await
    }

    fn at_stage(&self, stage: Stage, by: Option<Date>) -> QueryFluentBuilder {
        let query = self
            .query()
            .index_name("by-stage")
            .expression_attribute_names("#stage", "stage")
            .expression_attribute_values(":stage", item::text(stage.name()));
        match by {
            None => query.key_condition_expression("#stage = :stage"),
            Some(day) => query
                .key_condition_expression("#stage = :stage AND #contact_by <= :day")
                .expression_attribute_names("#contact_by", "contact_by")
                .expression_attribute_values(":day", item::text(&day.to_string())),
        }
    }

    pub(super) fn query(&self) -> QueryFluentBuilder {
        self.client.query().table_name(&self.name)
    }

    pub(super) async fn get(&self, pk: &str, sk: &str) -> Result<Option<Item>, Error> {
        let get = self.client.get_item().table_name(&self.name).consistent_read(true);
        let got = get.set_key(Some(item::keys(pk, sk))).send().await?;
        Ok(got.item)
    }
}

pub(super) async fn found<T>(
    query: QueryFluentBuilder,
    read: impl Fn(Item) -> Result<T, Error>,
) -> Result<Found<T>, Error> {
    let mut found = Found { read: Vec::new(), unread: Vec::new() };
    let mut pages = query.into_paginator().items().send();
    while let Some(item) = pages.next().await {
        let item = item?;
        let record = item.get("pk").and_then(|pk: &AttributeValue| pk.as_s().ok()).cloned();
        match read(item) {
            Ok(it) => found.read.push(it),
            Err(error) => found
                .unread
                .push(Unread { record: record.unwrap_or_default(), error: error.to_string() }),
        }
    }
    Ok(found)
}

impl<T> Found<T> {
    /// Both together.
    pub fn extend(&mut self, other: Self) {
        self.read.extend(other.read);
        self.unread.extend(other.unread);
    }
}
