//! What one build of a process leaves for the next, so that only what depends on a change is drawn again.
//!
//! A page is drawn from its own file, from what its template is given, and from what surrounds all pages: the
//! templates, the settings, where each page stands. A digest of these three says whether an earlier drawing
//! holds. What a page shows of others it is given, so nothing need be known of templates but the names they
//! name; headings, the one thing in a body that others link to, are checked anew in every build. Only a
//! build that succeeded is remembered.

use std::{collections::HashMap, fs::File, path::Path, sync::Arc};

use blake3::{Hash, Hasher};
use walkdir::WalkDir;

use crate::{Options, content::page::Page, draw::Drawn, render::known::Known, site::Site};

/// The last good build, as far as the next one can use it. A new one knows nothing.
#[derive(Default)]
pub struct Memory {
    drawn: HashMap<String, Arc<Drawn>>,
    /// The files that it put.
    pub(crate) files: Known,
}

impl Memory {
    /// How a page was drawn last, if it was from what has this digest.
    pub(crate) fn recall(&self, page: &Page, from: Hash) -> Option<Arc<Drawn>> {
        self.drawn.get(&page.path).filter(|drawn| drawn.is_from(from)).map(Arc::clone)
    }

    /// Remembers a build that succeeded, instead of the one before.
    pub(crate) fn keep(&mut self, site: &Site, drawn: Vec<Arc<Drawn>>, files: Known) {
        let paths = site.pages.iter().map(|page| page.path.clone());
        *self = Self { drawn: paths.zip(drawn).collect(), files };
    }
}

/// The digest of what surrounds all pages: what the build was told, the day, every file of content and theme
/// that is no page, and where each page stands or why it does not.
pub(crate) fn around(options: &Options, site: &Site) -> Hash {
    let mut hasher = Hasher::new();
    part(&mut hasher, format!("{options:?} {}", site.today).as_bytes());
    let pages = options.content.join("pages");
    for folder in [&options.content, &options.themes] {
        for entry in WalkDir::new(folder).sort_by_file_name() {
            // A file that cannot be read counts by its name: that it is there can be seen from a page.
            let Ok(entry) = entry else { continue };
            let path = entry.path();
            part(&mut hasher, path.as_os_str().as_encoded_bytes());
            if !entry.file_type().is_dir() && !is_page(path, &pages, site) {
                part(&mut hasher, content(path).as_bytes());
            }
        }
    }
    for (index, page) in site.pages.iter().enumerate() {
        part(&mut hasher, page.path.as_bytes());
        part(&mut hasher, site.address(index).as_bytes());
    }
    for (path, withheld) in &site.unpublished.pages {
        part(&mut hasher, format!("{path} {:?}", withheld.why).as_bytes());
    }
    hasher.finalize()
}

fn is_page(path: &Path, pages: &Path, site: &Site) -> bool {
    let below = path.strip_prefix(pages).ok().and_then(Path::to_str);
    below.is_some_and(|below| {
        site.find_file(below).is_some() || site.unpublished.pages.contains_key(below)
    })
}

/// Parts have their lengths before them, so that no two lists of parts look alike.
fn part(hasher: &mut Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
}

fn content(path: &Path) -> Hash {
    let mut hasher = Hasher::new();
    let read = File::open(path).and_then(|file| hasher.update_reader(file).map(|_| ()));
    if read.is_err() {
        hasher.reset().update(b"unreadable");
    }
    hasher.finalize()
}
