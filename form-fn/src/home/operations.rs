//! The engine's operations, called by the names that they have in DynamoDB's HTTP interface.

use dynoxide::{Database, DynoxideError};
use serde::{Serialize, de::DeserializeOwned};

/// An answer of the engine, as DynamoDB gives it over HTTP.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// JSON: the result, or an error with its type.
    pub body: String,
}

/// Runs the operation that the header `X-Amz-Target` names. The call blocks while the file is read or written.
///
/// Only operations that this project uses are known; DynamoDB has more.
#[must_use]
pub fn answer(database: &Database, target: &str, body: &[u8]) -> Answer {
    match run(database, target, body) {
        Ok(body) => Answer { status: 200, body },
        Err(error) => Answer { status: error.status_code(), body: error.to_json() },
    }
}

fn run(database: &Database, target: &str, body: &[u8]) -> Result<String, DynoxideError> {
    match target.strip_prefix("DynamoDB_20120810.").unwrap_or(target) {
        "BatchWriteItem" => call(body, |request| database.batch_write_item(request)),
        "CreateTable" => call(body, |request| database.create_table(request)),
        "DeleteItem" => call(body, |request| database.delete_item(request)),
        "GetItem" => call(body, |request| database.get_item(request)),
        "PutItem" => call(body, |request| database.put_item(request)),
        "Query" => call(body, |request| database.query(request)),
        "Scan" => call(body, |request| database.scan(request)),
        "TransactWriteItems" => call(body, |request| database.transact_write_items(request)),
        "UpdateItem" => call(body, |request| database.update_item(request)),
        other => Err(DynoxideError::UnsupportedCapability(other.to_owned())),
    }
}

fn call<Request: DeserializeOwned, Response: Serialize>(
    body: &[u8],
    operation: impl FnOnce(Request) -> Result<Response, DynoxideError>,
) -> Result<String, DynoxideError> {
    let request = serde_json::from_slice(body)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))?;
    let response = operation(request)?;
    serde_json::to_string(&response)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}
