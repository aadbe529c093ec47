//! What became of the messages about an application, so that none is sent twice and none is lost in silence.

use form_model::summary::Tombstone;
use form_model::zone;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::item::{self, Item};
use super::{Error, Found, Table, read};

/// What `by-stage` finds failed messages under.
const FAILED: &str = "message-failed";

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which: `receipt`, `notice`, `digest`.
    pub name: String,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
    /// When.
    pub at: Timestamp,
    /// When this is to be forgotten, in seconds since 1970.
    pub destroy_after: i64,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// It is on its way.
    Sent,
    /// It was refused for good.
    Failed {
        /// Why: a code of the mail service.
        code: String,
    },
}

impl Table {
    /// What became of a message about an application, if anything did.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn message(&self, of: &str, name: &str) -> Result<Option<Message>, Error> {
        self.get(of, &sk(name)).await?.map(item::read).transpose()
    }

    /// Remembers what became of a message.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn remember(&self, of: &str, message: &Message) -> Result<(), Error> {
        let mut item: Item = item::write(message)?;
        item.extend(item::keys(of, &sk(&message.name)));
        if let State::Failed { .. } = message.state {
            item.insert("stage".to_owned(), item::text(FAILED));
            let day = zone::day(message.at).to_string();
            item.insert("contact_by".to_owned(), item::text(&day));
        }
        self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Messages that failed since a day, with the `pk` of what they are about.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn failed_messages(&self, since: Date) -> Result<Found<(String, Message)>, Error> {
        let query = self
            .query()
            .index_name("by-stage")
            .key_condition_expression("#stage = :failed AND contact_by >= :day")
            .expression_attribute_names("#stage", "stage")
            .expression_attribute_values(":failed", item::text(FAILED))
            .expression_attribute_values(":day", item::text(&since.to_string()));
        read::found(query, |item| {
            let of = item::get(&item, "pk").unwrap_or_default().to_owned();
            Ok((of, item::read(item)?))
        })
        .await
    }

    /// Puts up the tombstone of an application that the table itself has destroyed, once.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn bury(&self, tombstone: &Tombstone, id: &str) -> Result<(), Error> {
        let item: Item = item::tombstone(tombstone, id)?;
        self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await?;
        Ok(())
    }
}

fn sk(name: &str) -> String {
    format!("MESSAGE#{name}")
}
