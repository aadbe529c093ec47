//! Limits on messages: so many within a time. An item holds the places that are taken under a limit. It names
//! applications by their references and receivers by a code, and expires with the last place.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::AttributeValue;
use form_model::reference::{Contact, Reference};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::item::{self, Item};
use super::{Error, Table};

/// How often a place is tried for while others take places as well.
const TRIES: u32 = 5;

/// A limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// On receipts to one mailbox. Somebody who applies with another person's address can have us write to that
    /// person this often.
    Receipts(Contact),
    /// On notices to the programme. The digest reports the others by their number.
    Notices,
}

impl Limit {
    /// How long a message holds its place.
    pub const WITHIN: SignedDuration = SignedDuration::from_hours(24);

    /// How many messages may go within that time.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::Receipts(_) => 3,
            Self::Notices => 20,
        }
    }

    fn pk(self) -> String {
        match self {
            Self::Receipts(mailbox) => format!("LIMIT#{mailbox}"),
            Self::Notices => "LIMIT#notices".to_owned(),
        }
    }
}

/// The places that are taken under a limit.
#[derive(Default, Serialize, Deserialize)]
struct Taken {
    /// How often the item was written. A writer names the revision that it read, so that of two at once one reads
    /// again.
    revision: u64,
    places: Vec<Place>,
    destroy_after: i64,
}

/// A place, which an application holds until a moment.
#[derive(Serialize, Deserialize)]
struct Place {
    reference: Reference,
    until: Timestamp,
}

impl Table {
    /// Takes a place under a limit for an application, unless it holds one already. Says whether it holds one now;
    /// if not, the limit is reached.
    ///
    /// # Errors
    /// If the table does not answer, or many take places at once.
    pub async fn take_place(
        &self,
        limit: Limit,
        reference: Reference,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let pk = limit.pk();
        for _ in 0..TRIES {
            let there = self.get(&pk, item::LIMIT).await?;
            let is_new = there.is_none();
            let mut taken: Taken = there.map_or_else(|| Ok(Taken::default()), item::read)?;
            taken.places.retain(|place| place.until > now);
            if taken.places.iter().any(|place| place.reference == reference) {
                return Ok(true);
            }
            if taken.places.len() >= limit.most() {
                return Ok(false);
            }
            let until = now.saturating_add(Limit::WITHIN).unwrap_or(Timestamp::MAX);
            taken.places.push(Place { reference, until });
            taken.destroy_after = taken.destroy_after.max(until.as_second());
            if self.put_places(&pk, taken, is_new).await? {
                return Ok(true);
            }
        }
        Err(Error::conflict(&pk))
    }

    /// Writes the places unless the item has changed since it was read; says whether it wrote them.
    async fn put_places(&self, pk: &str, taken: Taken, is_new: bool) -> Result<bool, Error> {
        let seen = taken.revision;
        let taken = Taken { revision: seen + 1, ..taken };
        let mut item: Item = item::write(&taken)?;
        item.extend(item::keys(pk, item::LIMIT));
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item));
        let put = if is_new {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("attribute_not_exists(pk) OR revision = :seen")
                .expression_attribute_values(":seen", AttributeValue::N(seen.to_string()))
        };
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}
