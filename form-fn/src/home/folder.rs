//! The data folder: only its owner can look into it, also where an earlier version or a copy left wider permissions.

use std::fs;
use std::io;
use std::path::Path;

use super::{FILE, HomeFailure};
use crate::private;

/// The folder of messages in the data folder.
pub const OUTBOX: &str = "outbox";

/// The file of the secret behind references in the data folder.
pub const KEY: &str = "reference-key";

/// How names begin in a data folder. SQLite and a write that is not finished add endings.
const NAMES: [&str; 4] = [FILE, KEY, super::stream::CHECKPOINT, OUTBOX];

/// Creates the folder and the database's file if they do not exist, and closes them to other accounts if they do.
pub(super) fn prepare(folder: &Path) -> Result<(), HomeFailure> {
    let unusable = |error: io::Error| HomeFailure::data(folder, &error);
    private::create_folder(folder).map_err(unusable)?;
    #[cfg(unix)]
    unix::close(folder)?;
    let mut file = private::new_file();
    file.append(true).open(folder.join(FILE)).map_err(unusable)?;
    Ok(())
}

/// Whether a file or folder in the data folder belongs to the system at home.
fn is_ours(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| NAMES.iter().any(|ours| name.starts_with(ours)))
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt as _;

    use super::{HomeFailure, Path, fs, io, is_ours};

    /// Permissions of the group and of all others.
    const OTHERS: u32 = 0o077;
    /// The bit of folders such as `/tmp`, in which every account has files.
    const SHARED: u32 = 0o1000;

    /// Takes all permissions from other accounts. The folder comes first: from then on nobody else can put anything
    /// in the way of what follows.
    pub(super) fn close(folder: &Path) -> Result<(), HomeFailure> {
        let unusable = |error: io::Error| HomeFailure::data(folder, &error);
        let mode = fs::metadata(folder).map_err(unusable)?.permissions().mode();
        let entries = fs::read_dir(folder).map_err(unusable)?;
        let entries = entries.collect::<io::Result<Vec<_>>>().map_err(unusable)?;
        let (ours, others): (Vec<_>, Vec<_>) =
            entries.iter().partition(|entry| is_ours(&entry.file_name()));
        let is_anothers = ours.is_empty() && !others.is_empty();
        if mode & OTHERS != 0 && (mode & SHARED != 0 || is_anothers) {
            return Err(HomeFailure::shared(folder));
        }
        restrict(folder, mode)?;
        ours.iter().try_for_each(|entry| close_below(&entry.path()))
    }

    /// A file, or a folder with all that is in it. Symbolic links are left alone: they may lead anywhere.
    fn close_below(path: &Path) -> Result<(), HomeFailure> {
        let unusable = |error: io::Error| HomeFailure::data(path, &error);
        let about = match fs::symlink_metadata(path) {
            // SQLite removes files of its own when the last program closes the database.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            about => about.map_err(unusable)?,
        };
        if about.is_symlink() {
            return Ok(());
        }
        restrict(path, about.permissions().mode())?;
        if about.is_dir() {
            for entry in fs::read_dir(path).map_err(unusable)? {
                close_below(&entry.map_err(unusable)?.path())?;
            }
        }
        Ok(())
    }

    fn restrict(path: &Path, mode: u32) -> Result<(), HomeFailure> {
        if mode & OTHERS == 0 {
            return Ok(());
        }
        let own = fs::Permissions::from_mode(mode & 0o700);
        match fs::set_permissions(path, own) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done.map_err(|error| HomeFailure::open_to_others(path, &error)),
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use serde_json::json;

    use super::*;
    use crate::home;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// The names of a folder’s files, each with its mode.
    fn files(folder: &Path) -> Vec<(String, u32)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries
            .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), mode(&path)))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_new_folder_and_its_files_are_for_their_owner_alone() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        let database = home::open(&data).unwrap();
        home::Stream::open(database.clone(), &data).unwrap();
        assert_eq!(mode(&data), 0o700);
        let own = |name: &str| (name.to_owned(), 0o600);
        let names =
            ["dynamodb.sqlite", "dynamodb.sqlite-shm", "dynamodb.sqlite-wal", "stream-checkpoint"];
        assert_eq!(files(&data), names.map(own));
        drop(database);
    }

    /// As an earlier version left it on a machine with the usual umask: the folder was made by hand.
    #[test]
    fn a_folder_that_others_could_read_is_closed_to_them_and_loses_nothing() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        fs::create_dir(&data).unwrap();
        let earlier = dynoxide::Database::new(data.join(FILE).to_str().unwrap()).unwrap();
        let earlier = home::with_table(earlier).unwrap();
        let put =
            json!({ "TableName": home::TABLE, "Item": { "pk": { "S": "a" }, "sk": { "S": "b" } } });
        earlier.put_item(serde_json::from_value(put).unwrap()).unwrap();
        fs::create_dir_all(data.join("outbox/refused")).unwrap();
        for name in ["reference-key", "stream-checkpoint", "outbox/a.eml", "outbox/refused/b.eml"] {
            fs::write(data.join(name), "left by an earlier version").unwrap();
        }
        for name in [
            "dynamodb.sqlite",
            "dynamodb.sqlite-wal",
            "dynamodb.sqlite-shm",
            "reference-key",
            "stream-checkpoint",
            "outbox/a.eml",
            "outbox/refused/b.eml",
        ] {
            set(&data.join(name), 0o644);
        }
        for name in ["outbox/refused", "outbox", ""] {
            set(&data.join(name), 0o755);
        }

        let database = home::open(&data).unwrap();

        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("outbox")), 0o700);
        assert_eq!(mode(&data.join("outbox/refused")), 0o700);
        for folder in [&data, &data.join("outbox"), &data.join("outbox/refused")] {
            let wide: Vec<_> =
                files(folder).into_iter().filter(|(_, mode)| mode & 0o077 != 0).collect();
            assert_eq!(wide, []);
        }
        let all = serde_json::from_value(json!({ "TableName": home::TABLE })).unwrap();
        assert_eq!(database.scan(all).unwrap().count, 1);
    }

    #[test]
    fn what_a_link_leads_to_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let (data, other) = (place.path().join("data"), place.path().join("other"));
        home::open(&data).unwrap();
        fs::write(&other, "").unwrap();
        set(&other, 0o644);
        fs::create_dir(data.join("outbox")).unwrap();
        symlink(&other, data.join("outbox/link")).unwrap();
        home::open(&data).unwrap();
        assert_eq!(mode(&other), 0o644);
    }

    #[test]
    fn a_folder_of_other_things_is_not_closed_to_others_but_refused() {
        let place = tempfile::tempdir().unwrap();
        let photos = place.path().join("photos");
        fs::create_dir(&photos).unwrap();
        fs::write(photos.join("a.jpg"), "").unwrap();
        set(&photos, 0o755);
        let refused = home::open(&photos).err().unwrap().told();
        assert!(refused.english().contains("holds other things"), "{}", refused.english());
        assert_eq!(mode(&photos), 0o755);
        assert_eq!(files(&photos), [("a.jpg".to_owned(), mode(&photos.join("a.jpg")))]);
    }

    #[test]
    fn a_folder_in_which_every_account_has_files_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let shared = place.path().join("tmp");
        home::open(&shared).unwrap();
        set(&shared, 0o1777);
        assert!(home::open(&shared).is_err());
        assert_eq!(fs::metadata(&shared).unwrap().mode() & 0o7777, 0o1777);
    }
}
