//! Files of the output that an earlier build of this process put there: whether they still stand.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

/// The files of a build, by path.
pub type Known = BTreeMap<String, Stood>;

/// A file that was seen with a content.
#[derive(Debug, Clone)]
pub struct Stood {
    /// The content's digest.
    pub digest: String,
    stamp: Option<Stamp>,
}

/// What tells, without reading it, that nobody wrote to a file since it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    number: u64,
}

/// Clocks of file systems are coarse: a file written so shortly ago could be written again unseen.
const COARSE: Duration = Duration::from_secs(2);

impl Stood {
    /// A file just put, to be read once more before it is trusted.
    #[must_use]
    pub fn just_put(digest: String) -> Self {
        Self { digest, stamp: None }
    }

    /// The same file now, if it still has that content.
    #[must_use]
    pub fn still(&self, file: &Path) -> Option<Self> {
        let stamp = Stamp::of(file);
        if stamp.is_some() && stamp == self.stamp {
            return Some(self.clone());
        }
        let same = blake3::hash(&fs::read(file).ok()?).to_hex().as_str() == self.digest;
        same.then(|| Self { digest: self.digest.clone(), stamp })
    }
}

impl Stamp {
    /// Taken before the file is read. None where it would prove nothing.
    fn of(file: &Path) -> Option<Self> {
        let metadata = fs::symlink_metadata(file).ok()?;
        let modified = metadata.modified().ok()?;
        let is_settled = modified.elapsed().is_ok_and(|age| age > COARSE);
        is_settled.then(|| Self { length: metadata.len(), modified, number: number(&metadata) })
    }
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    #[test]
    fn a_file_stands_for_as_long_as_its_content_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.html");
        let written = |modified: SystemTime| {
            fs::File::options().write(true).open(&file).unwrap().set_modified(modified).unwrap();
        };
        fs::write(&file, "A").unwrap();
        // By the clock of this process: that of the file system may be another.
        written(SystemTime::now());
        let put = Stood::just_put(digest("A"));
        assert!(put.still(&file).is_some_and(|stood| stood.stamp.is_none()), "too young to trust");

        written(SystemTime::now() - Duration::from_mins(1));
        let trusted = put.still(&file).unwrap();
        assert!(trusted.stamp.is_some() && trusted.still(&file).is_some());

        fs::write(&file, "B").unwrap();
        assert!(trusted.still(&file).is_none());
        fs::remove_file(&file).unwrap();
        assert!(trusted.still(&file).is_none());
    }
}
