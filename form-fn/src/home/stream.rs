//! The table's stream at home: what changed, in order, from where the last reader stopped.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use dynoxide::Database;
use dynoxide::actions::{
    get_records::GetRecordsRequest, get_shard_iterator::GetShardIteratorRequest,
    list_streams::ListStreamsRequest,
};
use serde_json::Value;

use super::{HomeFailure, TABLE};
use crate::private;

/// The file that remembers how far the stream was read.
pub(super) const CHECKPOINT: &str = "stream-checkpoint";

/// The most changes that are read at once, as of a batch on Lambda.
const BATCH: usize = 100;

/// A reader of the stream, who remembers in a file how far they have come.
pub struct Stream {
    database: Database,
    arn: String,
    shard: String,
    checkpoint: PathBuf,
    /// The number of the last change that is done with.
    passed: Option<String>,
}

impl Stream {
    /// Goes on where the last reader stopped; who never read begins with what comes from now on.
    ///
    /// # Errors
    /// If the data cannot be read or written.
    pub fn open(database: Database, data: &Path) -> Result<Self, HomeFailure> {
        let checkpoint = data.join(CHECKPOINT);
        let unusable = |error: &dyn std::fmt::Display| HomeFailure::data(data, error);
        let (arn, shard) = shard(&database).map_err(|error| unusable(&error))?;
        let passed = fs::read_to_string(&checkpoint).ok();
        let is_new = passed.is_none();
        let mut stream = Self { database, arn, shard, checkpoint, passed };
        if is_new {
            let mut last = None;
            loop {
                let changes = stream.changes()?;
                let Some(change) = changes.last() else { break };
                last = Some(number(change).to_owned());
                stream.passed.clone_from(&last);
            }
            stream.passed(&last.unwrap_or_default())?;
        }
        Ok(stream)
    }

    /// The next changes, as Lambda would be given them.
    ///
    /// # Errors
    /// If the data cannot be read.
    pub fn changes(&self) -> Result<Vec<Value>, HomeFailure> {
        self.read().map_err(|error| HomeFailure::data(&self.checkpoint, &error))
    }

    /// Remembers that all changes up to one are done with.
    ///
    /// # Errors
    /// If that cannot be written.
    pub fn passed(&mut self, number: &str) -> Result<(), HomeFailure> {
        self.passed = Some(number.to_owned());
        // Written whole under another name first, so that no half a number is ever read.
        let staged = self.checkpoint.with_extension("new");
        let open = private::new_file().write(true).truncate(true).open(&staged);
        open.and_then(|mut file| file.write_all(number.as_bytes()))
            .and_then(|()| fs::rename(staged, &self.checkpoint))
            .map_err(|error| HomeFailure::data(&self.checkpoint, &error))
    }

    fn read(&self) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
        let after = self.passed.clone().filter(|number| !number.is_empty());
        let kind = if after.is_some() { "AFTER_SEQUENCE_NUMBER" } else { "TRIM_HORIZON" };
        let place = self.database.get_shard_iterator(GetShardIteratorRequest {
            stream_arn: self.arn.clone(),
            shard_id: self.shard.clone(),
            shard_iterator_type: kind.to_owned(),
            sequence_number: after,
        })?;
        let shard_iterator = place.shard_iterator.unwrap_or_default();
        let request = GetRecordsRequest { shard_iterator, limit: Some(BATCH) };
        let records = self.database.get_records(request)?.records;
        Ok(records.iter().map(serde_json::to_value).collect::<Result<_, _>>()?)
    }
}

/// The number of a change in the stream.
#[must_use]
pub fn number(change: &Value) -> &str {
    change["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default()
}

/// The stream of the table, and its one shard.
fn shard(database: &Database) -> Result<(String, String), Box<dyn std::error::Error>> {
    let request = ListStreamsRequest { table_name: Some(TABLE.to_owned()), ..Default::default() };
    let streams = serde_json::to_value(database.list_streams(request)?)?;
    let arn = streams["Streams"][0]["StreamArn"].as_str().ok_or("the table has no stream")?;
    let request = serde_json::from_value(serde_json::json!({ "StreamArn": arn }))?;
    let described = database.describe_stream(request)?.stream_description;
    let shard = described.shards.into_iter().next().ok_or("the stream has no shard")?;
    Ok((arn.to_owned(), shard.shard_id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::home;

    fn put(database: &Database, pk: &str) {
        let item = json!({ "TableName": TABLE, "Item": { "pk": { "S": pk }, "sk": { "S": "s" } } });
        database.put_item(serde_json::from_value(item).unwrap()).unwrap();
    }

    fn seen(stream: &Stream) -> Vec<String> {
        let name =
            |change: &Value| change["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap().to_owned();
        stream.changes().unwrap().iter().map(name).collect()
    }

    #[test]
    fn a_reader_goes_on_where_the_last_one_stopped() {
        let data = tempfile::tempdir().unwrap();
        let database = home::open(data.path()).unwrap();
        put(&database, "before anybody read");
        let open = || Stream::open(database.clone(), data.path()).unwrap();
        let mut stream = open();
        assert!(seen(&stream).is_empty());
        put(&database, "a");
        put(&database, "b");
        assert_eq!(seen(&stream), ["a", "b"]);
        let first = number(&stream.changes().unwrap()[0]).to_owned();
        stream.passed(&first).unwrap();
        assert_eq!(seen(&open()), ["b"]);
    }
}
