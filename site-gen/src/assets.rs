//! Files that pages load, each under a name that changes with its content.
//!
//! A browser may keep such a file for ever: what is in it can never become something else.

use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// The theme's assets: name to bytes, and name to published address.
#[derive(Debug, Default)]
pub struct Assets {
    files: BTreeMap<String, Vec<u8>>,
    addresses: BTreeMap<String, String>,
}

impl Assets {
    /// Reads files, by name.
    #[must_use]
    pub fn read(files: &BTreeMap<String, PathBuf>, diagnostics: &mut Diagnostics) -> Self {
        let mut assets = Self::default();
        for (name, path) in files {
            match fs::read(path) {
                Ok(bytes) => assets.add(name.clone(), bytes),
                Err(error) => {
                    diagnostics.push(Diagnostic::unreadable(&path.display().to_string(), &error));
                }
            }
        }
        assets
    }

    fn add(&mut self, name: String, bytes: Vec<u8>) {
        let digest = blake3::hash(&bytes).to_hex();
        let fingerprint = &digest[..12];
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, "bin"));
        let address = format!("/assets/{stem}.{fingerprint}.{extension}");
        self.addresses.insert(name.clone(), address);
        self.files.insert(name, bytes);
    }

    /// Published addresses by name, as templates get them.
    #[must_use]
    pub fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }

    /// What to publish: address and bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (self.addresses[name].as_str(), bytes.as_slice()))
    }
}
