//! DynamoDB on this machine: the engine in this process, its data in one file.
//!
//! Everything reaches it through the AWS SDK, as it reaches the service, so that what works here works there. The
//! SDK calls the engine in this process: no port and no socket leads to it. Several processes may have the file open
//! at once.

mod connector;
mod failure;
mod folder;
mod operations;
mod purge;
mod stream;

use std::path::Path;

use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Builder, Config, Credentials, Region},
};
use dynoxide::{
    Database,
    actions::{
        create_table::CreateTableRequest,
        update_table::UpdateTableRequest,
        update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest},
    },
};
use serde_json::{Value, json};

use crate::store::{Store, Times};

pub use failure::HomeFailure;
pub use folder::{KEY, OUTBOX};
pub use operations::{Answer, answer};
pub use purge::purge;
pub use stream::{Stream, number};

/// The table's name at home.
pub const TABLE: &str = "applications";

/// The engine's file in the data folder.
const FILE: &str = "dynamodb.sqlite";

/// Keys, indexes and stream, as design and template have them.
const DEFINITION: &str = include_str!("table.json");

/// The attribute that says when an item is to be destroyed.
const EXPIRY: &str = "destroy_after";

/// The definition of the table, as a request to create it.
///
/// # Errors
/// None, unless this program was built from a damaged file.
pub fn definition() -> serde_json::Result<Value> {
    serde_json::from_str(DEFINITION)
}

/// Whether a folder holds the data of a system at home.
#[must_use]
pub fn is_at(data: &Path) -> bool {
    data.join(FILE).is_file()
}

/// A client of the AWS SDK over a database in this process.
#[must_use]
pub fn client(database: Database) -> Client {
    Client::from_conf(config(database).build())
}

/// The form's store over a database in this process, as patient as it is on Lambda.
#[must_use]
pub fn store(database: Database) -> Store {
    let times = Times::DEPLOYED;
    let config = config(database).timeout_config(times.timeouts()).retry_config(times.retries());
    Store::new(Client::from_conf(config.build()), TABLE.to_owned(), times)
}

/// The SDK wants a region, credentials and an address; the engine looks at none of them.
fn config(database: Database) -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "home"))
        .endpoint_url("http://in-this-process.invalid")
        .http_client(connector::http_client(database))
}

/// Opens the data file, with the table in it as this version of the program knows it.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn open(data: &Path) -> Result<Database, HomeFailure> {
    let unusable = |error: &dyn std::fmt::Display| HomeFailure::data(data, error);
    folder::prepare(data)?;
    let file = data.join(FILE);
    let database = Database::new(&file.to_string_lossy()).map_err(|error| unusable(&error))?;
    with_table(database).map_err(|error| unusable(&error))
}

/// The database with the table in it: made, or given what an earlier version did not have.
///
/// # Errors
/// If the database cannot be written.
pub fn with_table(database: Database) -> Result<Database, Box<dyn std::error::Error>> {
    let there = database.get_table_metadata(TABLE)?;
    match &there {
        None => {
            let request: CreateTableRequest = serde_json::from_value(definition()?)?;
            database.create_table(request)?;
        }
        Some(there) => {
            let indexes = there.gsi_definitions.as_deref().unwrap_or_default();
            for request in lacking(indexes)? {
                database.update_table(request)?;
            }
        }
    }
    if !there.is_some_and(|there| there.ttl_enabled) {
        database.update_time_to_live(UpdateTimeToLiveRequest {
            table_name: TABLE.to_owned(),
            time_to_live_specification: TimeToLiveSpecification {
                attribute_name: EXPIRY.to_owned(),
                enabled: true,
            },
        })?;
    }
    Ok(database)
}

/// The requests that add the indexes which a table has not got.
fn lacking(indexes: &str) -> serde_json::Result<Vec<UpdateTableRequest>> {
    let mut definition = definition()?;
    let attributes = definition["AttributeDefinitions"].take();
    let Value::Array(wanted) = definition["GlobalSecondaryIndexes"].take() else {
        return Ok(Vec::new());
    };
    let is_lacking = |index: &Value| {
        index["IndexName"].as_str().is_some_and(|name| !indexes.contains(&format!("\"{name}\"")))
    };
    let add = |index: Value| {
        serde_json::from_value(json!({
            "TableName": TABLE,
            "AttributeDefinitions": attributes,
            "GlobalSecondaryIndexUpdates": [{ "Create": index }],
        }))
    };
    wanted.into_iter().filter(is_lacking).map(add).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_an_earlier_version_gets_what_it_lacks() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join(FILE);
        let old = Database::new(&file.to_string_lossy()).unwrap();
        let mut before = definition().unwrap();
        before["GlobalSecondaryIndexes"].as_array_mut().unwrap().pop();
        before["AttributeDefinitions"].as_array_mut().unwrap().pop();
        old.create_table(serde_json::from_value(before).unwrap()).unwrap();
        drop(old);
        for _ in 0..2 {
            let table = open(data.path()).unwrap().get_table_metadata(TABLE).unwrap().unwrap();
            assert!(table.gsi_definitions.unwrap().contains("by-destruction"));
            assert_eq!(table.ttl_attribute.as_deref(), Some(EXPIRY));
        }
    }
}
