//! DynamoDB on this machine: the engine in this process, its data in one file.
//!
//! It speaks the same HTTP interface as the service, so that everything reaches it through the AWS SDK and
//! nothing else: what works here works there. Several processes may have the file open at once.

mod failure;
mod purge;
mod stream;

use std::{fs, net::SocketAddr, path::Path};

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use dynoxide::{
    Database,
    actions::{
        create_table::CreateTableRequest,
        update_table::UpdateTableRequest,
        update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest},
    },
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub use failure::HomeFailure;
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

/// Opens the data file and serves it on a free loopback port, whose address is returned.
///
/// # Errors
/// A folder or file that cannot be written, or no free port.
pub async fn start(data: &Path) -> Result<SocketAddr, HomeFailure> {
    serve(open(data)?).await
}

/// Serves a database on a free loopback port, whose address is returned.
///
/// # Errors
/// If there is no free port.
pub async fn serve(database: Database) -> Result<SocketAddr, HomeFailure> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(HomeFailure::Port)?;
    let address = listener.local_addr().map_err(HomeFailure::Port)?;
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    Ok(address)
}

/// A client for the engine at an address.
#[must_use]
pub fn client(engine: SocketAddr) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "home"))
        .endpoint_url(format!("http://{engine}"));
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

/// Opens the data file, with the table in it as this version of the program knows it.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn open(data: &Path) -> Result<Database, HomeFailure> {
    let unusable = |error: &dyn std::fmt::Display| HomeFailure::data(data, error);
    private(data).map_err(|error| unusable(&error))?;
    let file = data.join(FILE);
    let database = Database::new(&file.to_string_lossy()).map_err(|error| unusable(&error))?;
    with_table(database).map_err(|error| unusable(&error))
}

/// Makes a folder that its owner alone may look into. One that is there stays as it is.
fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
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

    #[cfg(unix)]
    #[test]
    fn a_new_folder_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        open(&data).unwrap();
        assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    }

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
