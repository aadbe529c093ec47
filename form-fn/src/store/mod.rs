//! The table of applications in DynamoDB. Conditional puts do everything: they store what is new, and a refused one
//! returns the item that was there. So the function needs no permission but `dynamodb:PutItem`. That permission alone would
//! let other code read or replace an item whose key it knows; this module keeps a few fields of a returned item and no
//! more (`item::ExistingRecord`, `item::ExistingNote`), and replaces nothing of another application.

mod item;
mod times;
mod unavailable;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use form_model::application::Application;
use form_model::reference::{Contact, Digest, Reference};
use jiff::civil::Date;

pub use times::Times;
pub use unavailable::Unavailable;

use item::{ExistingNote, ExistingRecord, Item};

/// Puts only where nothing is.
const NEW: &str = "attribute_not_exists(pk)";
/// Puts where nothing is, or over what the same application put there.
const NEW_OR_OWN: &str = "attribute_not_exists(pk) OR digest = :digest";
/// A condition that is always false: the failed put returns the existing item.
const NEVER: &str = "attribute_exists(pk) AND attribute_not_exists(pk)";

/// Which table, where, with whose permission, and how patiently.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The table's name.
    pub table: String,
    /// The region that it is in.
    pub region: String,
    /// Another endpoint than AWS's own: an emulation of AWS, or a line with faults in tests.
    pub endpoint: Option<String>,
    /// What signs the requests.
    pub credentials: Credentials,
    /// How long is waited.
    pub times: Times,
}

impl Connection {
    /// A client for it. Connects when it is first used.
    #[must_use]
    pub fn client(&self) -> Client {
        let Self { region, endpoint, credentials, times, .. } = self;
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.clone()))
            .credentials_provider(credentials.clone())
            .timeout_config(times.timeouts())
            .retry_config(times.retries());
        config.set_endpoint_url(endpoint.clone());
        Client::from_conf(config.build())
    }
}

/// The table. Cheap to clone: all clones share one client, with its connections.
#[derive(Clone, Debug)]
pub struct Store {
    client: Client,
    table: String,
    times: Times,
}

/// Who has a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// The same application: by a double click, a refresh, or a try whose answer was lost.
    Same {
        /// The day that was promised then, if the record still says.
        contact_by: Option<Date>,
    },
    /// Another application.
    Another,
}

/// What a conditional put did.
enum Done<Existing> {
    /// The item is there now.
    Put,
    /// Nothing: this was there, or nothing was.
    Refused(Option<Existing>),
}

impl Store {
    /// A store with a client of its own. Connects when it is first used.
    #[must_use]
    pub fn connect(connection: Connection) -> Self {
        Self::new(connection.client(), connection.table, connection.times)
    }

    /// A store over a client.
    #[must_use]
    pub fn new(client: Client, table: String, times: Times) -> Self {
        Self { client, table, times }
    }

    /// How long this store is waited for.
    #[must_use]
    pub fn times(&self) -> Times {
        self.times
    }

    /// Stores an application under its reference, unless somebody has it. If nobody had, it is stored.
    ///
    /// # Errors
    /// If the store did not confirm, for whatever reason.
    pub async fn put(&self, application: &Application) -> Result<Holder, Unavailable> {
        match self.put_if(NEW, item::record(application)?, None).await? {
            Done::Put => Ok(Holder::Nobody),
            Done::Refused(Some(there)) => Ok(holder(there, application.digest)),
            // Something is there, and we were not told what: neither success nor another's.
            Done::Refused(None) => Err(Unavailable::because("condition_without_item")),
        }
    }

    /// Who has a reference, seen by an application with this digest. Changes nothing.
    ///
    /// # Errors
    /// If the store did not say.
    pub async fn holder(
        &self,
        reference: Reference,
        digest: Digest,
    ) -> Result<Holder, Unavailable> {
        match self.put_if(NEVER, item::place(reference), None).await? {
            Done::Refused(Some(there)) => Ok(holder(there, digest)),
            Done::Refused(None) => Ok(Holder::Nobody),
            Done::Put => Err(Unavailable::because("condition_ignored")),
        }
    }

    /// Notes that an application has its contacts, unless an earlier one has them, and says which.
    ///
    /// # Errors
    /// If the store did not confirm in time. This is no reason to refuse the application.
    pub async fn note_contacts(
        &self,
        application: &Application,
    ) -> Result<Option<Reference>, Unavailable> {
        let noted = async {
            let mut earlier = None;
            // One after the other, over one connection: a second one would take longer to open.
            for contact in &application.contacts {
                earlier = earlier.or(self.note(*contact, application).await?);
            }
            Ok(earlier)
        };
        tokio::time::timeout(self.times.contacts, noted)
            .await
            .unwrap_or_else(|_| Err(Unavailable::because("timeout")))
    }

    async fn note(
        &self,
        contact: Contact,
        application: &Application,
    ) -> Result<Option<Reference>, Unavailable> {
        let note = item::note(contact, application)?;
        match self.put_if(NEW_OR_OWN, note, Some(application.digest)).await? {
            Done::Put => Ok(None),
            Done::Refused(there) => Ok(there.and_then(|note: ExistingNote| note.reference)),
        }
    }

    /// The one request that is ever made. Of an item that was there, only what the caller names is kept.
    async fn put_if<Existing: for<'i> From<&'i Item>>(
        &self,
        condition: &str,
        item: Item,
        digest: Option<Digest>,
    ) -> Result<Done<Existing>, Unavailable> {
        let digest = digest
            .map(|digest| [(":digest".to_owned(), AttributeValue::S(digest.to_string()))].into());
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_values(digest)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        // The SDK's future is large and deeply nested: boxed, it does not swell its callers'.
        let Err(error) = Box::pin(put.send()).await else {
            return Ok(Done::Put);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                Ok(Done::Refused(refused.item().map(Existing::from)))
            }
            _ => Err(error.into()),
        }
    }
}

/// Whose a record is. One without a digest may be another's, so it is another's.
fn holder(there: ExistingRecord, digest: Digest) -> Holder {
    if there.digest == Some(digest) {
        Holder::Same { contact_by: there.contact_by }
    } else {
        Holder::Another
    }
}
