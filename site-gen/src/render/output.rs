//! The output folder, changed only by a build in which nothing was wrong.
//!
//! Each file is compared with what stands there; what differs goes into a staging folder inside. When all
//! pages are drawn without an error, staged files take their places one rename at a time, then files of an
//! earlier build that this one no longer makes are removed. A failed build drops its staging folder. The
//! manifest names a file before it is put there, so that none is forgotten if the machine stops half way:
//! the next build finishes the work. One build at a time holds the folder's lock.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use form_model::bilingual;
use form_model::bilingual::Bilingual;

use super::known::{Known, Stood};
use crate::diagnostic::Diagnostic;

/// Where the list of written files is kept, so that only those are ever removed.
const MANIFEST: &str = "manifest.json";

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

/// What a build left behind.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// Digest of all files: two builds with the same id are the same. Empty while files are moved.
    pub build: String,
    /// Digest of each file, by its path.
    pub files: BTreeMap<String, String>,
}

/// What a finished build changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    /// Files written anew.
    pub written: usize,
    /// Files of an earlier build that are gone.
    pub removed: usize,
}

impl Manifest {
    /// What stands in an output folder; nothing where none is, or none that can be read.
    #[must_use]
    pub fn read(root: &Path) -> Self {
        let text = fs::read(root.join(MANIFEST)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }
}

impl Changes {
    /// Whether anything is different now.
    #[must_use]
    pub fn any(self) -> bool {
        self.written + self.removed > 0
    }
}

impl Changes {
    /// How much changed.
    #[must_use]
    pub fn told(self) -> Bilingual {
        let Self { written, removed } = self;
        match (written, removed) {
            (0, 0) => bilingual!("rien n’a changé", "nothing changed"),
            (_, 0) => bilingual!("{written} fichiers écrits", "{written} files written"),
            _ => bilingual!(
                "{written} fichiers écrits, {removed} retirés",
                "{written} files written, {removed} removed"
            ),
        }
    }
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

    /// Moves what changed into place and removes what no longer belongs; returns all files besides, for the
    /// next build to keep.
    ///
    /// # Errors
    /// A file that cannot be moved or removed.
    pub fn commit(self, build: &str) -> Result<(Changes, Known), Diagnostic> {
        let before = Manifest::read(&self.root);
        let written = self.staged.load(Ordering::Relaxed);
        let files = std::mem::take(&mut *self.lock());
        let digests = files.iter().map(|(path, file)| (path.clone(), file.content.digest.clone()));
        let after = Manifest { build: build.to_owned(), files: digests.collect() };
        if after != before {
            let mut all = before.files.clone();
            all.extend(after.files.clone());
            self.place_manifest(&Manifest { build: String::new(), files: all })?;
        }
        let waiting = files.iter().filter_map(|(path, file)| Some((path, file.staged.as_ref()?)));
        waiting
            .collect::<Vec<_>>()
            .into_par_iter()
            .try_for_each(|(path, staged)| self.place(path, staged))?;
        let gone = before.files.keys().filter(|path| !files.contains_key(*path));
        let removed = gone.filter(|path| remove(&self.root, path)).count();
        if after != before {
            self.place_manifest(&after)?;
        }
        let known = files.into_iter().map(|(path, file)| (path, file.content)).collect();
        Ok((Changes { written, removed }, known))
    }

    fn place_manifest(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        let text = serde_json::to_vec_pretty(manifest)
            .map_err(|error| failed(Path::new(MANIFEST), &error.into()))?;
        self.place(MANIFEST, &self.stage(&text)?)
    }

    fn place(&self, path: &str, staged: &Path) -> Result<(), Diagnostic> {
        let target = self.root.join(path);
        target
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::rename(staged, &target))
            .map_err(|error| failed(&target, &error))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, File>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes a file and the folders that it leaves empty; whether there was one.
fn remove(root: &Path, path: &str) -> bool {
    let below = Path::new(path);
    let stays_inside = below.components().all(|part| matches!(part, Component::Normal(_)));
    let target = root.join(below);
    let removed = stays_inside && fs::remove_file(&target).is_ok();
    let mut folder = target.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    removed
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::unwritable(&path.display().to_string(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(root: &Path, files: &[(&str, &str)]) -> Changes {
        let output = Output::open(root).unwrap();
        for (path, text) in files {
            output.put(path, text.as_bytes()).unwrap();
        }
        let id = output.build_id(b"");
        output.commit(&id).unwrap().0
    }

    #[test]
    fn the_same_files_are_not_written_again() {
        let root = tempfile::tempdir().unwrap();
        let files = [("a.html", "A"), ("b/index.html", "B")];
        assert_eq!(build(root.path(), &files), Changes { written: 2, removed: 0 });
        let before = fs::metadata(root.path().join("a.html")).unwrap().modified().unwrap();
        assert_eq!(build(root.path(), &files), Changes { written: 0, removed: 0 });
        let after = fs::metadata(root.path().join("a.html")).unwrap().modified().unwrap();
        assert_eq!(before, after);
    }

    #[test]
    fn what_is_no_longer_made_goes_and_what_others_put_stays() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), &[("a.html", "A"), ("b/index.html", "B")]);
        fs::write(root.path().join("mine.txt"), "mine").unwrap();
        assert_eq!(build(root.path(), &[("a.html", "A2")]), Changes { written: 1, removed: 1 });
        assert!(!root.path().join("b").exists());
        assert!(root.path().join("mine.txt").exists());
    }

    fn staging_folders(root: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.to_string_lossy().contains(STAGING)).collect()
    }

    #[test]
    fn what_a_stopped_build_left_is_cleared_away() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), &[("a.html", "A"), ("old/index.html", "B")]);
        fs::create_dir(root.path().join(".staging-dead")).unwrap();
        let half = Manifest {
            build: String::new(),
            files: ["a.html", "old/index.html", "never.html"]
                .map(|name| (name.to_owned(), "digest".to_owned()))
                .into(),
        };
        fs::write(root.path().join(MANIFEST), serde_json::to_vec(&half).unwrap()).unwrap();
        assert_eq!(build(root.path(), &[("a.html", "A")]), Changes { written: 0, removed: 1 });
        assert!(staging_folders(root.path()).is_empty() && !root.path().join("old").exists());
    }

    #[test]
    fn a_manifest_removes_nothing_outside_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        build(&out, &[("a.html", "A")]);
        fs::write(root.path().join("mine.txt"), "mine").unwrap();
        let wrong = Manifest {
            build: String::new(),
            files: [("../mine.txt".to_owned(), "digest".to_owned())].into(),
        };
        fs::write(out.join(MANIFEST), serde_json::to_vec(&wrong).unwrap()).unwrap();
        build(&out, &[("a.html", "A")]);
        assert!(root.path().join("mine.txt").exists());
    }

    #[test]
    fn an_abandoned_build_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), &[("a.html", "A")]);
        let output = Output::open(root.path()).unwrap();
        output.put("a.html", b"changed").unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(root.path().join("a.html")).unwrap(), "A");
        assert!(staging_folders(root.path()).is_empty());
    }
}
