//! What became of the messages about an application, so that none is sent twice and none is lost in silence.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use form_model::summary::Tombstone;
use form_model::zone;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::item::{self, Item};
use super::{Error, Found, Table, read};

/// What `by-stage` finds failed messages under.
const FAILED: &str = "message-failed";
/// What it finds those under that are still to go.
const WAITING: &str = "message-waiting";

/// What it finds those under that were not sent, because a limit was reached.
const WITHHELD: &str = "message-withheld";

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which: `receipt`, `notice`, `digest`.
    pub name: String,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
    /// When; of one that is waiting, when it was last tried.
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
    /// The mail service could not take it. It is tried again, until it takes it or refuses it for good.
    Waiting {
        /// Why: a code of the mail service.
        code: String,
    },
    /// It is not sent, by a rule of ours.
    Withheld {
        /// Which rule.
        reason: Reason,
    },
}

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A limit was reached; see [`Limit`](super::Limit).
    Limit,
}

impl State {
    /// Whether nothing more is to be done.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Waiting { .. })
    }

    /// Where `by-stage` finds messages in this state.
    fn index(&self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::Failed { .. } => Some(FAILED),
            Self::Waiting { .. } => Some(WAITING),
            Self::Withheld { .. } => Some(WITHHELD),
        }
    }
}

impl Table {
    /// What became of a message about an application, if anything did.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn message(&self, of: &str, name: &str) -> Result<Option<Message>, Error> {
        self.get(of, &sk(name)).await?.map(item::read).transpose()
    }

    /// Remembers what became of a message, unless that was settled before: by a run that stood in its way.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn remember(&self, of: &str, message: &Message) -> Result<(), Error> {
        let mut item: Item = item::write(message)?;
        item.extend(item::keys(of, &sk(&message.name)));
        if let Some(index) = message.state.index() {
            item.insert("stage".to_owned(), item::text(index));
            let day = zone::day(message.at).to_string();
            item.insert("contact_by".to_owned(), item::text(&day));
        }
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk) OR #stage = :waiting")
            .expression_attribute_names("#stage", "stage")
            .expression_attribute_values(":waiting", item::text(WAITING));
        let settled = |error: &SdkError<PutItemError>| {
            error
                .as_service_error()
                .is_some_and(PutItemError::is_conditional_check_failed_exception)
        };
        match put.send().await {
            Err(error) if !settled(&error) => Err(error.into()),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Messages that have failed or were last tried in vain since a day, with the `pk` of what they are about.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn unsent_messages(&self, since: Date) -> Result<Found<(String, Message)>, Error> {
        let mut unsent = self.indexed_messages(FAILED, since).await?;
        unsent.extend(self.indexed_messages(WAITING, since).await?);
        Ok(unsent)
    }

    /// Messages that were withheld since a day, with the `pk` of what they are about.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn withheld_messages(&self, since: Date) -> Result<Found<(String, Message)>, Error> {
        self.indexed_messages(WITHHELD, since).await
    }

    async fn indexed_messages(
        &self,
        index: &str,
        since: Date,
    ) -> Result<Found<(String, Message)>, Error> {
        let query = self
            .query()
            .index_name("by-stage")
            .key_condition_expression("#stage = :index AND contact_by >= :day")
            .expression_attribute_names("#stage", "stage")
            .expression_attribute_values(":index", item::text(index))
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
