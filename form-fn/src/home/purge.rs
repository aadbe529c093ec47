//! Removes what the data folder still holds of applications that are destroyed: messages, the engine's list of
//! changes, and the free room in its file. In the cloud, the service does that by itself.
//!
//! What is to go follows from the table alone, so that a purge that was stopped is completed by the next one.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use form_model::reference::Reference;
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, params};

use super::{FILE, HomeFailure, OUTBOX, stream::CHECKPOINT};

/// For how long the list of changes is kept, as in the cloud.
const DAY: i64 = 24 * 60 * 60;
/// How long other programs that use the file are waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Removes what is left of destroyed applications from a data folder, also while the system runs. When this returns,
/// neither the outbox nor the engine's files hold a byte of them, but for what the system must still read: an
/// application that the engine destroyed by itself stays in the list of changes until its tombstone is made.
///
/// # Errors
/// If the folder cannot be written, or if another program uses the engine's file without a pause.
pub fn purge(data: &Path, now: Timestamp) -> Result<(), HomeFailure> {
    let table = Connection::open_with_flags(data.join(FILE), OpenFlags::SQLITE_OPEN_READ_WRITE);
    let purged = table.map_err(Unfinished::from).and_then(|table| {
        table.busy_timeout(PATIENCE)?;
        messages(&table, data)?;
        changes(&table, passed(data), now)?;
        free_room(&table)
    });
    purged.map_err(|error| match error {
        Unfinished::Table(error) => HomeFailure::data(data, &error),
        Unfinished::Files(error) => HomeFailure::data(data, &error),
        Unfinished::Busy => HomeFailure::busy(data),
    })
}

/// Why something is left.
enum Unfinished {
    Table(rusqlite::Error),
    Files(io::Error),
    Busy,
}

impl From<rusqlite::Error> for Unfinished {
    fn from(error: rusqlite::Error) -> Self {
        Self::Table(error)
    }
}

impl From<io::Error> for Unfinished {
    fn from(error: io::Error) -> Self {
        Self::Files(error)
    }
}

/// Removes the messages of applications that are not in the table, sent or refused.
fn messages(table: &Connection, data: &Path) -> Result<(), Unfinished> {
    let outbox = data.join(OUTBOX);
    for folder in [outbox.join("refused"), outbox] {
        // The messages are listed first: those of an application that comes in meanwhile are not among them.
        let files: Vec<_> = match fs::read_dir(&folder) {
            Ok(files) => files.collect::<io::Result<_>>()?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        let there = applications(table)?;
        for file in files {
            let of = file.file_name().to_str().and_then(of_message);
            if of.is_some_and(|of| !there.contains(&of)) {
                remove(&file.path())?;
            }
        }
    }
    Ok(())
}

/// Whose message a file is: `4EJ0-DN2P-receipt.eml`, or with a point before it while it is written.
fn of_message(name: &str) -> Option<Reference> {
    let name = name.strip_prefix('.').unwrap_or(name);
    name.get(.."4EJ0-DN2P".len())?.parse().ok()
}

/// Another program may have sent the message meanwhile.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn applications(table: &Connection) -> Result<HashSet<Reference>, Unfinished> {
    let mut query =
        table.prepare("SELECT substr(pk, 15) FROM applications WHERE sk = 'S:APPLICATION'")?;
    let found = query.query_map([], |row| row.get::<_, String>(0))?;
    let found: Vec<_> = found.collect::<rusqlite::Result<_>>()?;
    Ok(found.iter().filter_map(|reference| reference.parse().ok()).collect())
}

/// The number of the last change that the messages are done with, as the engine keeps it.
fn passed(data: &Path) -> Option<i64> {
    let number: i128 = fs::read_to_string(data.join(CHECKPOINT)).ok()?.parse().ok()?;
    i64::try_from(number - SHOWN_FROM).ok()
}

/// The engine shows the numbers of changes from here on, so that they are as long as those in the cloud.
const SHOWN_FROM: i128 = 100_000_000_000_000_000_000;

/// Whether what a change is about is no longer in the table.
const GONE: &str = "NOT EXISTS (SELECT 1 FROM applications AS it
    WHERE it.pk = 'S:' || (keys_json ->> '$.pk.S') AND it.sk = 'S:' || (keys_json ->> '$.sk.S'))";

/// Whether the messages are done with a change: `?2` is the number of the last such change.
const PASSED: &str = "CAST(sequence_number AS INTEGER) <= ?2";

/// Removes changes that are too old, if the messages are done with them, and those of what is gone. Deletions stay,
/// without what was deleted: whoever follows the changes must see them. The newest change stays, too: the engine goes on
/// from its number.
fn changes(table: &Connection, passed: Option<i64>, now: Timestamp) -> Result<(), Unfinished> {
    let old = now.as_second() - DAY;
    let passed = passed.unwrap_or_default();
    let not_newest = "id < (SELECT max(id) FROM _stream_records)";
    table.execute(
        &format!("DELETE FROM _stream_records WHERE {not_newest} AND ((created_at < ?1 AND {PASSED}) OR (event_name <> 'REMOVE' AND {GONE}))"),
        params![old, passed],
    )?;
    table.execute(
        &format!(
            "UPDATE _stream_records SET new_image = NULL, old_image = NULL
             WHERE (new_image IS NOT NULL OR old_image IS NOT NULL)
             AND ((created_at < ?1 AND {PASSED}) OR ({GONE} AND (user_identity IS NULL OR {PASSED})))"
        ),
        params![old, passed],
    )?;
    Ok(())
}

/// Writes the engine's file anew, without the room of what is gone, and empties the file of recent writes.
fn free_room(table: &Connection) -> Result<(), Unfinished> {
    table.execute_batch("VACUUM")?;
    let busy: bool = table.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy { Err(Unfinished::Busy) } else { Ok(()) }
}
