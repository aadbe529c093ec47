//! The output folder, changed only by a build in which nothing was wrong.
//!
//! Each file is compared with what stands there; what differs goes into a staging folder inside. When all
//! pages are rendered without an error, staged files take their places in an order that breaks no page (`switch`).
//! A failed build drops its staging folder. The manifest (`manifest`) names a file before it is put there, so that
//! none is forgotten if the machine stops half way: the next build finishes the work. One build at a time holds the
//! folder's lock.

mod manifest;
mod switch;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tempfile::TempDir;

pub use manifest::{Changes, Manifest};
pub use switch::Durability;

use super::known::{Known, Stood};
use crate::diagnostic::Diagnostic;
use switch::{Staged, Switch};

/// Held by the build that writes.
const LOCK: &str = ".lock";

/// How the names of staging folders begin.
const STAGING: &str = ".staging-";

/// A build's files on their way into the output folder.
pub struct Output {
    root: PathBuf,
    _lock: fs::File,
    staging: TempDir,
    staged: AtomicUsize,
    files: Mutex<BTreeMap<String, File>>,
}

/// A file of this build.
struct File {
    content: Stood,
    /// Where it waits, if it differs from what stands in the output folder.
    staged: Option<PathBuf>,
}

impl Output {
    /// Opens an output folder, made if need be; waits while another build writes to it.
    ///
    /// # Errors
    /// A folder that cannot be written to.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        Self::prepare(root).map_err(|error| failed(root, &error))
    }

    fn prepare(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let lock = fs::File::create(root.join(LOCK))?;
        lock.lock()?;
        // What a build left that was stopped: nobody else can be using it.
        for entry in fs::read_dir(root)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(STAGING) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(Self {
            root: root.to_owned(),
            _lock: lock,
            staging: tempfile::Builder::new().prefix(STAGING).tempdir_in(root)?,
            staged: AtomicUsize::new(0),
            files: Mutex::default(),
        })
    }

    /// Puts a file; nothing is written if it stands there already.
    ///
    /// # Errors
    /// A staging folder that cannot be written to.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let target = self.root.join(path);
        let same = fs::metadata(&target).is_ok_and(|there| there.len() == bytes.len() as u64)
            && fs::read(&target).is_ok_and(|there| there == bytes);
        let staged = if same { None } else { Some(self.stage(bytes)?) };
        let digest = blake3::hash(bytes).to_hex().to_string();
        self.lock().insert(path.to_owned(), File { content: Stood::just_put(digest), staged });
        Ok(())
    }

    /// Keeps a file as an earlier build of this process put it; whether it still stands so.
    pub fn keep(&self, path: &str, known: &Known) -> bool {
        let still = known.get(path).and_then(|stood| stood.still(&self.root.join(path)));
        let stands = still.is_some();
        if let Some(content) = still {
            self.lock().insert(path.to_owned(), File { content, staged: None });
        }
        stands
    }

    /// Staged files are numbered, in one folder: making folders is what takes time.
    fn stage(&self, bytes: &[u8]) -> Result<PathBuf, Diagnostic> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let staged = self.staging.path().join(number.to_string());
        fs::write(&staged, bytes).map_err(|error| failed(&staged, &error))?;
        Ok(staged)
    }

    /// The id of a build: a digest of all files put so far, and of what is still to come.
    #[must_use]
    pub fn build_id(&self, to_come: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in self.lock().iter() {
            let digest = file.content.digest.as_bytes();
            hasher.update(path.as_bytes()).update(b"\0").update(digest).update(b"\n");
        }
        hasher.update(to_come).finalize().to_hex()[..16].to_owned()
    }

    /// Moves what changed into place and removes what is no longer needed; returns all files besides, for the
    /// next build to keep.
    ///
    /// # Errors
    /// A file that cannot be moved or removed.
    pub fn commit(
        self,
        build: &str,
        durability: Durability,
    ) -> Result<(Changes, Known), Diagnostic> {
        let files = std::mem::take(&mut *self.lock());
        let switch = self.switch(build, &files);
        let changes = switch.run(&self.root, self.staging.path(), durability)?;
        let known = files.into_iter().map(|(path, file)| (path, file.content)).collect();
        Ok((changes, known))
    }

    fn switch(&self, build: &str, files: &BTreeMap<String, File>) -> Switch {
        let digests = files.iter().map(|(path, file)| (path.clone(), file.content.digest.clone()));
        let staged = files.iter().filter_map(|(path, file)| {
            Some(Staged { path: path.clone(), file: file.staged.clone()? })
        });
        Switch::plan(&self.root, build, digests.collect(), staged.collect())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, File>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::unwritable(&path.display().to_string(), error)
}

#[cfg(test)]
mod tests;
