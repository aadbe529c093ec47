//! What git knows of the French files: every version of each, when it came, what it said.
//!
//! A few runs of `git` tell it for the whole site: one lists all versions, one gives the texts that are
//! asked for. Where there is no git, or no repository, the rest of the generator does without. How git is run safely
//! is in [`git`](super::git).

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use form_model::{bilingual, bilingual::Bilingual};
use jiff::Timestamp;

use crate::{
    source::Source,
    translation::{git::Repository, store::Store},
};

/// Begins a commit in the list of versions; no path of a file holds it.
const COMMIT: char = '\u{1}';

/// All versions of all French files of the pages.
pub struct History {
    repository: Repository,
    /// By path below the folder of pages, newest first.
    changes: BTreeMap<String, Vec<Change>>,
    /// Whether older versions exist that this copy of the repository does not hold.
    pub is_shallow: bool,
    store: RefCell<Option<Store>>,
}

/// A file as one commit left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: String,
    /// When it was made.
    pub time: Timestamp,
    /// The file's content in git's store; none if the commit removed the file.
    blob: Option<String>,
}

struct Change {
    version: Version,
    /// The commit's number from the newest on.
    age: usize,
    /// What the file was called before.
    renamed_from: Option<String>,
}

/// Why there is no history: a reason for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoHistory(pub Bilingual);

impl History {
    /// Asks git for the versions of all French files of the pages in a folder of content.
    ///
    /// # Errors
    /// No git, no repository around the content, or one without commits.
    pub fn read(content: &Path) -> Result<Self, NoHistory> {
        let repository = Repository::around(content)?;
        let pages = format!("{}/pages", repository.content());
        let log = run(repository
            .command()
            .args(["log", "-z", "--raw", "--no-abbrev", "-c", "-M", "--format=%x01%H %ct"])
            .args(["--no-ext-diff", "--no-textconv"])
            .arg(format!("--relative={pages}"))
            .arg("--")
            .arg(format!(":(top){}/*.fr.md", literal(&pages))))?;
        let shallow = run(repository.command().args(["rev-parse", "--is-shallow-repository"]))?;
        Ok(Self {
            changes: changes(&String::from_utf8_lossy(&log.stdout)),
            is_shallow: shallow.stdout.starts_with(b"true"),
            store: RefCell::default(),
            repository,
        })
    }

    /// The versions of a file, newest first, also under its earlier names.
    #[must_use]
    pub fn versions(&self, path: &str) -> Vec<&Version> {
        followed(&self.changes, path)
    }

    /// What a version says; none if it removed the file, is not UTF-8 or is not in the store.
    #[must_use]
    pub fn text(&self, version: &Version) -> Option<Arc<Source>> {
        let blob = version.blob.as_deref()?;
        let mut store = self.store.borrow_mut();
        if store.is_none() {
            *store = Store::open(&mut self.repository.command()).ok();
        }
        let bytes = store.as_mut()?.read(blob).ok()??;
        Source::from_bytes(&version.commit, bytes).ok()
    }
}

impl Version {
    /// The commit as people write it.
    #[must_use]
    pub fn short_commit(&self) -> &str {
        self.commit.get(..9).unwrap_or(&self.commit)
    }

    /// Whether this version took the file away.
    #[must_use]
    pub fn is_removal(&self) -> bool {
        self.blob.is_none()
    }
}

/// A path in which git reads no sign of a pattern.
fn literal(path: &str) -> String {
    path.chars()
        .flat_map(|letter| r"\*?[".contains(letter).then_some('\\').into_iter().chain([letter]))
        .collect()
}

fn run(git: &mut Command) -> Result<Output, NoHistory> {
    let output = git.stdin(Stdio::null()).output().map_err(|error| {
        NoHistory(bilingual!(
            "la commande `git` ne peut pas être lancée : {error}",
            "the command `git` cannot be run: {error}"
        ))
    })?;
    if output.status.success() {
        return Ok(output);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let first = told.lines().next().unwrap_or_default();
    let first = first.trim_start_matches("fatal: ");
    Err(NoHistory(bilingual!("git dit : {first}", "git says: {first}")))
}

/// The versions of a file, newest first, followed through its renames.
fn followed<'a>(changes: &'a BTreeMap<String, Vec<Change>>, path: &str) -> Vec<&'a Version> {
    let mut versions = Vec::new();
    let mut name = path;
    let mut age = 0;
    while let Some(changes) = changes.get(name) {
        let mut earlier_name = None;
        for change in changes.iter().filter(|change| change.age >= age) {
            versions.push(&change.version);
            if let Some(renamed_from) = &change.renamed_from {
                earlier_name = Some((renamed_from, change.age + 1));
                break;
            }
        }
        let Some((earlier, from)) = earlier_name else { break };
        (name, age) = (earlier, from);
    }
    versions
}

/// Reads the list of versions: pieces that end with a zero byte. A commit is its hash and time; a change
/// is `:modes blobs status`, then a path, or two where the file was renamed. A merge begins with a colon
/// for each of its parents.
fn changes(log: &str) -> BTreeMap<String, Vec<Change>> {
    let mut changes: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    let mut commit = None;
    let mut age = 0;
    let mut pieces = log.split('\0').map(|piece| piece.trim_start_matches('\n'));
    while let Some(piece) = pieces.next() {
        if let Some(line) = piece.strip_prefix(COMMIT) {
            age += 1;
            commit = line.split_once(' ').and_then(|(commit, time)| {
                Some((commit, Timestamp::from_second(time.trim().parse().ok()?).ok()?))
            });
            continue;
        }
        let parents = piece.bytes().take_while(|byte| *byte == b':').count();
        let words: Vec<_> = piece[parents..].split(' ').collect();
        let (Some(status), Some(blob)) = (words.last(), words.get(2 * parents + 1)) else {
            continue;
        };
        if parents == 0 {
            continue;
        }
        let is_move = parents == 1 && status.starts_with('R');
        let renamed_from = if is_move { pieces.next().map(str::to_owned) } else { None };
        let (Some(path), Some((commit, time))) = (pieces.next(), commit) else { break };
        let is_there = blob.bytes().any(|digit| digit != b'0');
        let version =
            Version { commit: commit.to_owned(), time, blob: is_there.then(|| (*blob).to_owned()) };
        changes.entry(path.to_owned()).or_default().push(Change { version, age, renamed_from });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "1111111111111111111111111111111111111111";
    const NEW: &str = "2222222222222222222222222222222222222222";
    const NONE: &str = "0000000000000000000000000000000000000000";

    fn commits(changes: &BTreeMap<String, Vec<Change>>, path: &str) -> String {
        followed(changes, path).iter().map(|version| version.commit.as_str()).collect()
    }

    #[test]
    fn versions_are_followed_through_renames_and_merges() {
        let log = format!(
            "\u{1}e 50\0\n:100644 000000 {NEW} {NONE} D\0gone.fr.md\0\
             \u{1}d 40\0\0::100644 100644 100644 {OLD} {OLD} {NEW} MM\0é.fr.md\0\
             \u{1}c 30\0\n:100644 100644 {OLD} {OLD} R100\0a.fr.md\0é.fr.md\0\
             :000000 100644 {NONE} {NEW} A\0gone.fr.md\0\
             \u{1}b 20\0\n:100644 100644 {NEW} {OLD} M\0a.fr.md\0\
             \u{1}a 10\0\n:000000 100644 {NONE} {NEW} A\0a.fr.md\0"
        );
        let history = changes(&log);
        assert_eq!(commits(&history, "é.fr.md"), "dcba");
        assert_eq!(commits(&history, "gone.fr.md"), "ec");
        assert_eq!(commits(&history, "never.fr.md"), "");
        let versions = followed(&history, "é.fr.md");
        assert_eq!(versions[0].blob.as_deref(), Some(NEW));
        assert_eq!(versions[3].time.as_second(), 10);
        assert!(followed(&history, "gone.fr.md")[0].is_removal());
    }

    #[test]
    fn a_folder_without_a_repository_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let reason = History::read(folder.path()).map(|_| ()).unwrap_err();
        assert!(reason.0.english().contains("not a git repository"), "{reason:?}");
    }
}
