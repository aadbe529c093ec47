//! What a build wrote, so that only that is ever removed.

use std::{collections::BTreeMap, fs, path::Path};

use form_model::{bilingual, bilingual::Bilingual};
use serde::{Deserialize, Serialize};

/// The name of the list in the output folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// What a build left behind.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// Digest of all files: two builds with the same id are the same. Empty while files are moved.
    pub build: String,
    /// Digest of each file, by its path.
    pub files: BTreeMap<String, String>,
    /// Files of the previous release that are part of this one no more and stay until the next: pages that are open
    /// in a browser load them. A deployment passes them over.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, String>,
}

impl Manifest {
    /// What stands in an output folder; nothing where there is no manifest, or none that can be read.
    #[must_use]
    pub fn read(root: &Path) -> Self {
        let text = fs::read(root.join(MANIFEST)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// All paths that a build wrote.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.keys().chain(self.kept.keys())
    }
}

/// What a finished build changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files written anew.
    pub written: usize,
    /// Files of an earlier build that are gone.
    pub removed: usize,
}

impl Changes {
    /// Whether anything is different now.
    #[must_use]
    pub fn any(self) -> bool {
        self.written + self.removed > 0
    }

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
