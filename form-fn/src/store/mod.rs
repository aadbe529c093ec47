//! The table of applications in DynamoDB. One conditional put does everything: it stores what is
//! new and tells of what was there. So the function needs `dynamodb:PutItem` and nothing more, and
//! can never read an application.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Config, Credentials, Region, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_dynamodb::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use form_model::application::Application;
use jiff::civil::Date;

// The times nest: connect < attempt < operation < a submission's (`submit::BUDGET`, 8 s) < the
// function's own time-out (10 s) < the gateway's (30 s). Each gives up before the one around it,
// so that it is always we who answer, with the applicant's answers on the page, and never the
// gateway with a bare error. A put takes about 5 ms and a new connection about 50: an attempt
// that takes 2 s is lost, and three of them fit into an operation with the pauses between.
const CONNECT: Duration = Duration::from_secs(1);
const ATTEMPT: Duration = Duration::from_secs(2);
const OPERATION: Duration = Duration::from_secs(7);
const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Which table, where, and with whose permission.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The table's name.
    pub table: String,
    /// The region that it is in.
    pub region: String,
    /// Another endpoint than AWS's own: the engine at home, or a fault proxy in tests.
    pub endpoint: Option<String>,
    /// What signs the requests.
    pub credentials: Credentials,
}

/// The table. Cheap to clone: all clones share one client, with its connections.
#[derive(Clone, Debug)]
pub struct Store {
    client: Client,
    table: String,
}

/// What became of a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The application is stored.
    Stored,
    /// It was stored before: by a double click, a refresh, or a try whose answer was lost.
    AlreadyStored {
        /// The day that was promised then, if the record still says.
        contact_by: Option<Date>,
    },
    /// Another application has this reference.
    ReferenceTaken,
}

/// The store could not say that the application is stored. It may be: a retry will tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// Why, in a word for the log: the service's own code, or where it failed.
    pub code: String,
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store is not available ({})", self.code)
    }
}

impl std::error::Error for Unavailable {}

impl Store {
    /// A store with a client of its own. Connects when it is first used.
    #[must_use]
    pub fn connect(connection: Connection) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(OPERATION)
            .build();
        let retries =
            RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(FIRST_PAUSE);
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(connection.region))
            .credentials_provider(connection.credentials)
            .timeout_config(timeouts)
            .retry_config(retries);
        config.set_endpoint_url(connection.endpoint);
        Self { client: Client::from_conf(config.build()), table: connection.table }
    }

    /// Stores an application under its reference, unless something is there already.
    ///
    /// # Errors
    /// If the store did not confirm, for whatever reason.
    pub async fn put(&self, application: &Application) -> Result<Put, Unavailable> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item(application)?))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        // The SDK's future is large and deeply nested: boxed, it does not swell its callers'.
        let Err(error) = Box::pin(put.send()).await else {
            return Ok(Put::Stored);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(there)) => match there.item() {
                Some(old) => Ok(compare(old, application)),
                // Something is there, and we were not told what: neither success nor another's.
                None => Err(unavailable("condition_without_item")),
            },
            _ => Err(unavailable(code(&error))),
        }
    }
}

/// The record as the table holds it: the application's own attributes and the two keys.
fn item(application: &Application) -> Result<HashMap<String, AttributeValue>, Unavailable> {
    let mut item: HashMap<String, AttributeValue> =
        serde_dynamo::to_item(application).map_err(|_| unavailable("record"))?;
    let pk = format!("APPLICATION#{}", application.reference);
    item.insert("pk".to_owned(), AttributeValue::S(pk));
    item.insert("sk".to_owned(), AttributeValue::S("APPLICATION".to_owned()));
    Ok(item)
}

/// Whose the reference is. A record without a digest is not ours for certain, so it is another's.
fn compare(old: &HashMap<String, AttributeValue>, application: &Application) -> Put {
    let text = |name| old.get(name).and_then(|value| value.as_s().ok());
    if text("digest").is_some_and(|digest| *digest == application.digest.to_string()) {
        Put::AlreadyStored { contact_by: text("contact_by").and_then(|date| date.parse().ok()) }
    } else {
        Put::ReferenceTaken
    }
}

fn unavailable(code: &str) -> Unavailable {
    Unavailable { code: code.to_owned() }
}

/// Where it failed. Only the code: the message of a service may quote what was sent.
fn code(error: &SdkError<PutItemError>) -> &str {
    match error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("service"),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(failure) if failure.is_timeout() => "timeout",
        SdkError::DispatchFailure(_) => "connection",
        SdkError::ResponseError(_) => "response",
        _ => "request",
    }
}
