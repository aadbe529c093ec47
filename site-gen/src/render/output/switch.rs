//! From one release to the next, a rename at a time, so that at any moment every page has what it loads.
//!
//! Files that pages load have names that change with their content: they come first, and those of the previous release
//! stay until the next one. Then come pages that are new, because others are about to link to them, then pages that
//! change, and last what is read on its own, such as lists of pages. Only then goes what belongs to neither release. The
//! function's bundle follows the same order: its file that names the others comes last.
//!
//! A build that is stopped leaves such a moment behind, and the next build goes on from it.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    failed,
    manifest::{Changes, MANIFEST, Manifest},
};
use crate::{assets::is_fingerprinted, diagnostic::Diagnostic};

/// Whether files are on the disk before they are named.
///
/// After a loss of power, a file system may know a new name and not what was written under it: pages would be empty
/// until the next build. So the files of a build that visitors see are written through to the disk before the first
/// rename; renames themselves are kept in order by the file system's journal, so a loss of power is then no more than a
/// build that was stopped. A preview builds again when it starts and needs none of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// For a site that visitors see.
    OnDisk,
    /// For a preview.
    InMemory,
}

/// A file that waits in the staging folder.
pub(super) struct Staged {
    pub(super) path: String,
    pub(super) file: PathBuf,
}

/// One step of a switch. Stopping after any of them leaves a site that works.
enum Step {
    Note(Manifest),
    Place(Staged),
    Remove(String),
}

/// When a file takes its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// What nothing refers to yet: assets, documents that are new.
    Asset,
    NewPage,
    Page,
    /// What changes under its name and no page loads: lists of pages, documents, the function's bundle.
    Rest,
}

/// All steps: what is in one group may be done in any order, groups follow each other.
pub(super) struct Switch {
    groups: Vec<Vec<Step>>,
}

impl Switch {
    /// What makes the release that stands in a folder the one with these files.
    pub(super) fn plan(
        root: &Path,
        build: &str,
        files: BTreeMap<String, String>,
        staged: Vec<Staged>,
    ) -> Self {
        let before = Manifest::read(root);
        let after = next(root, &before, build, files);
        let mut groups = Vec::new();
        let is_noted = after != before;
        if is_noted {
            let mut during = before.clone();
            during.build = String::new();
            during.files.extend(after.files.clone());
            groups.push(vec![Step::Note(during)]);
        }
        let blocking = staged.iter().flat_map(|staged| in_the_way(&before, &staged.path));
        groups.push(blocking.map(Step::Remove).collect());
        let mut turns: BTreeMap<Turn, Vec<Step>> = BTreeMap::new();
        for staged in staged {
            turns.entry(turn(root, &staged.path)).or_default().push(Step::Place(staged));
        }
        groups.extend(turns.into_values());
        let gone = before
            .paths()
            .filter(|path| !after.files.contains_key(*path) && !after.kept.contains_key(*path));
        let (pages, others): (Vec<_>, Vec<_>) = gone.cloned().partition(|path| is_page(path));
        groups.extend([pages, others].map(|paths| paths.into_iter().map(Step::Remove).collect()));
        if is_noted {
            groups.push(vec![Step::Note(after)]);
        }
        Self { groups }
    }

    /// Takes every step.
    pub(super) fn run(
        self,
        root: &Path,
        staging: &Path,
        durability: Durability,
    ) -> Result<Changes, Diagnostic> {
        if durability == Durability::OnDisk {
            let waiting: Vec<_> = self.groups.iter().flatten().filter_map(Step::waiting).collect();
            waiting
                .into_par_iter()
                .try_for_each(|file| written_through(file).map_err(|error| failed(file, &error)))?;
        }
        let mut changes = Changes::default();
        for group in self.groups {
            let taken = group.into_par_iter().map(|step| step.take(root, staging, durability));
            let sum = |one: Changes, other: Changes| Changes {
                written: one.written + other.written,
                removed: one.removed + other.removed,
            };
            let of_group = taken.try_reduce(Changes::default, |one, other| Ok(sum(one, other)))?;
            changes = sum(changes, of_group);
        }
        Ok(changes)
    }
}

/// The manifest of the next release. It keeps what pages of the release before it load; the same release keeps what
/// it kept.
fn next(root: &Path, before: &Manifest, build: &str, files: BTreeMap<String, String>) -> Manifest {
    let old = if before.build == build { &before.kept } else { &before.files };
    let kept = old.iter().filter(|(path, _)| {
        is_fingerprinted(path) && !files.contains_key(*path) && root.join(path).is_file()
    });
    let kept = kept.map(|(path, digest)| (path.clone(), digest.clone())).collect();
    Manifest { build: build.to_owned(), files, kept }
}

/// Files of the previous release that stand where a file needs a folder, or in a folder where a file is to be.
fn in_the_way(before: &Manifest, path: &str) -> Vec<String> {
    let is_known =
        |path: &&str| before.files.contains_key(*path) || before.kept.contains_key(*path);
    let above = path.match_indices('/').map(|(end, _)| &path[..end]).filter(is_known);
    let below = format!("{path}/");
    let below = before.paths().filter(|known| known.starts_with(&below));
    above.map(str::to_owned).chain(below.cloned()).collect()
}

fn turn(root: &Path, path: &str) -> Turn {
    let is_new = || !root.join(path).exists();
    match is_page(path) {
        true if is_new() => Turn::NewPage,
        true => Turn::Page,
        false if is_fingerprinted(path) || (path.starts_with("public/") && is_new()) => Turn::Asset,
        false => Turn::Rest,
    }
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

impl Step {
    /// The file that is to be written through to the disk before the first step.
    fn waiting(&self) -> Option<&Path> {
        match self {
            Self::Place(staged) => Some(&staged.file),
            Self::Note(_) | Self::Remove(_) => None,
        }
    }

    fn take(
        self,
        root: &Path,
        staging: &Path,
        durability: Durability,
    ) -> Result<Changes, Diagnostic> {
        match self {
            Self::Note(manifest) => {
                let target = root.join(MANIFEST);
                note(&manifest, &staging.join(MANIFEST), &target, durability)
                    .map_err(|error| failed(&target, &error))?;
                Ok(Changes::default())
            }
            Self::Place(Staged { path, file }) => {
                let target = root.join(path);
                place(&file, &target).map_err(|error| failed(&target, &error))?;
                Ok(Changes { written: 1, removed: 0 })
            }
            Self::Remove(path) => {
                Ok(Changes { written: 0, removed: usize::from(remove(root, &path)) })
            }
        }
    }
}

fn note(
    manifest: &Manifest,
    staged: &Path,
    target: &Path,
    durability: Durability,
) -> io::Result<()> {
    fs::write(staged, serde_json::to_vec_pretty(manifest)?)?;
    if durability == Durability::OnDisk {
        written_through(staged)?;
    }
    fs::rename(staged, target)
}

fn written_through(file: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(file)?.sync_data()
}

fn place(staged: &Path, target: &Path) -> io::Result<()> {
    target.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::rename(staged, target)
}

/// Removes a file and the folders that it leaves empty; whether there was one.
fn remove(root: &Path, path: &str) -> bool {
    let below = Path::new(path);
    let stays_inside = below.components().all(|part| matches!(part, Component::Normal(_)));
    let target = root.join(below);
    let removed = stays_inside && fs::remove_file(&target).is_ok();
    let mut folder = target.parent().filter(|_| stays_inside);
    while let Some(empty) = folder.filter(|folder| *folder != root) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    removed
}

#[cfg(test)]
mod tests;
