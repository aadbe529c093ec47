//! Files that pages load, each under a name that changes with its content.
//!
//! A browser may keep such a file for ever: what is in it can never become something else. Scripts are known by their
//! digests too, so that pages run no other script.

use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    security,
};

/// So many digits of a file's digest are part of its name.
const FINGERPRINT: usize = 12;

/// The theme's assets: name to bytes, and name to published address.
#[derive(Debug, Default)]
pub struct Assets {
    files: BTreeMap<String, Vec<u8>>,
    addresses: BTreeMap<String, String>,
    digests: BTreeMap<String, String>,
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
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        if extension.is_some_and(|extension| ["js", "mjs"].contains(&extension)) {
            self.digests.insert(name.clone(), security::digest(&bytes));
        }
        let address = format!("/assets/{}", fingerprinted(&name, &bytes));
        self.addresses.insert(name.clone(), address);
        self.files.insert(name, bytes);
    }

    /// Published addresses by name, as templates get them.
    #[must_use]
    pub fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }

    /// The digests of all scripts, for the policy.
    pub fn scripts(&self) -> impl Iterator<Item = &str> {
        self.digests.values().map(String::as_str)
    }

    /// The digest of a script, by its name.
    #[must_use]
    pub fn script(&self, name: &str) -> Option<&str> {
        self.digests.get(name).map(String::as_str)
    }

    /// What to publish: address and bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (self.addresses[name].as_str(), bytes.as_slice()))
    }
}

/// The name of a file with a digest of its content: `style.css` becomes `style.b8929d419c2b.css`.
#[must_use]
pub fn fingerprinted(name: &str, content: &[u8]) -> String {
    let digest = blake3::hash(content).to_hex();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("{stem}.{}.{extension}", &digest[..FINGERPRINT])
}

/// Whether a file's name changes with its content, as the names of assets and of pictures
/// (`plan.0123456789ab-480.jpg`) do. Web hosts know such names by the same pattern: see `infra/`.
#[must_use]
pub fn is_fingerprinted(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let Some((_, mark)) = stem.rsplit_once('.') else { return false };
    let (digest, width) = mark.split_once('-').unwrap_or((mark, "0"));
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    digest.len() == FINGERPRINT
        && digest.bytes().all(is_digit)
        && !width.is_empty()
        && width.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_changes_with_the_content_is_known() {
        assert!(is_fingerprinted(&format!("public/assets/{}", fingerprinted("a.b.css", b"x"))));
        assert!(is_fingerprinted("public/media/plan.0123456789ab-480.jpg"));
        for name in [
            "public/index.html",
            "public/files/guide.0123456789ag.pdf",
            "a.0123456789ab",
            "0123456789ab.css",
        ] {
            assert!(!is_fingerprinted(name), "{name}");
        }
    }
}
