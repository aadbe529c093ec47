//! DynamoDB on this machine: the engine in this process, its data in one file.
//!
//! It speaks the same HTTP interface as the service, so the form's function reaches it through the AWS
//! SDK and nothing else: what works here works there.

use std::{fs, net::SocketAddr, path::Path};

use dynoxide::{Database, actions::create_table::CreateTableRequest};
use tokio::net::TcpListener;

use crate::failure::Failure;

/// The table's name at home.
pub const TABLE: &str = "applications";

/// Keys, index and expiry, as design and template have them.
const DEFINITION: &str = include_str!("table.json");

/// Opens the data file and serves it on a free loopback port, whose address is returned.
///
/// # Errors
/// A folder or file that cannot be written, or no free port.
pub async fn start(data: &Path) -> Result<SocketAddr, Failure> {
    serve(open(data)?).await
}

/// Serves a database on a free loopback port, whose address is returned.
///
/// # Errors
/// If there is no free port.
pub async fn serve(database: Database) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(Failure::Engine)?;
    let address = listener.local_addr().map_err(Failure::Engine)?;
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    Ok(address)
}

/// Opens the data file, with the table in it.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn open(data: &Path) -> Result<Database, Failure> {
    let unusable = |error: &dyn std::fmt::Display| Failure::data(data, error);
    fs::create_dir_all(data).map_err(|error| unusable(&error))?;
    let file = data.join("dynamodb.sqlite");
    let database = Database::new(&file.to_string_lossy()).map_err(|error| unusable(&error))?;
    let there = database.get_table_metadata(TABLE).map_err(|error| unusable(&error))?;
    if there.is_none() {
        let definition: CreateTableRequest =
            serde_json::from_str(DEFINITION).map_err(|error| unusable(&error))?;
        database.create_table(definition).map_err(|error| unusable(&error))?;
    }
    Ok(database)
}
