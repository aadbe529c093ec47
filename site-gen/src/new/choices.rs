//! The pages that a new page can name, by kind: an editor chooses, and need not look them up.

use std::{collections::BTreeMap, path::Path};

use crate::{content::file, diagnostic::Diagnostics, settings::Settings};

/// The last parts of the pages' names, by kind.
#[derive(Default)]
pub struct Choices(BTreeMap<String, Vec<String>>);

impl Choices {
    /// Reads the kinds of all French pages; what is wrong with one is for `check` to tell.
    pub fn read(pages: &Path, settings: &Settings) -> Self {
        let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut untold = Diagnostics::default();
        for mut page in file::read_all(pages, settings, &mut untold) {
            let kind = page.document.take("template");
            if let Some(kind) = kind.as_ref().and_then(|kind| kind.as_str()) {
                let name = page.id.rsplit('/').next().unwrap_or_default();
                choices.entry(kind.to_owned()).or_default().push(name.to_owned());
            }
        }
        Self(choices)
    }

    /// The pages of a kind.
    pub fn of(&self, kind: &str) -> Vec<String> {
        self.0.get(kind).cloned().unwrap_or_default()
    }
}
