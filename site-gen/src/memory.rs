//! What one build of a process leaves for the next, so that only what depends on a change is drawn again.
//!
//! A page is drawn from its own file and from its surroundings: every other file that is not a page's body.
//! So a drawing holds for as long as both are byte for byte the same. A page that shows another shows its
//! front matter, which belongs to the surroundings; headings, the one thing in a body that others link to,
//! are checked anew in every build. Only a build that succeeded is remembered.

use std::{collections::HashMap, fs::File, path::Path, sync::Arc};

use blake3::{Hash, Hasher};
use walkdir::WalkDir;

use crate::{
    Options,
    content::page::Page,
    draw::Drawn,
    render::known::Known,
    site::{PageIndex, Site},
};

/// The last good build, as far as the next one can use it. A new one knows nothing.
#[derive(Default)]
pub struct Memory {
    surroundings: Option<Hash>,
    drawn: HashMap<String, (Hash, Arc<Drawn>)>,
    /// The files that it put.
    pub(crate) files: Known,
}

impl Memory {
    /// How a page was drawn last, if that holds in these surroundings.
    pub(crate) fn recall(&self, surroundings: Hash, page: &Page) -> Option<Arc<Drawn>> {
        let (file, drawn) = self.drawn.get(&page.path)?;
        let holds = self.surroundings == Some(surroundings) && *file == digest(page);
        holds.then(|| Arc::clone(drawn))
    }

    /// Remembers a build that succeeded, instead of the one before.
    pub(crate) fn keep(
        &mut self,
        surroundings: Hash,
        site: &Site,
        drawn: Vec<Arc<Drawn>>,
        files: Known,
    ) {
        let pages = site.pages.iter().map(|page| (page.path.clone(), digest(page)));
        let drawn = pages.zip(drawn).map(|((path, file), drawn)| (path, (file, drawn)));
        *self = Self { surroundings: Some(surroundings), drawn: drawn.collect(), files };
    }
}

fn digest(page: &Page) -> Hash {
    blake3::hash(page.source.text().as_bytes())
}

/// The digest of all that pages are drawn from but the body of each: what the build was told, the day, and
/// every file of content and theme, of pages the front matter.
pub(crate) fn surroundings(options: &Options, site: &Site) -> Hash {
    let mut hasher = Hasher::new();
    part(&mut hasher, format!("{options:?} {}", site.today).as_bytes());
    let pages = options.content.join("pages");
    for folder in [&options.content, &options.themes] {
        for entry in WalkDir::new(folder).sort_by_file_name() {
            // A file that cannot be read counts by its name: that it is there can be seen from a page.
            let Ok(entry) = entry else { continue };
            let path = entry.path();
            part(&mut hasher, path.as_os_str().as_encoded_bytes());
            match page_at(path, &pages, site) {
                Some(index) => {
                    let page = &site.pages[index];
                    part(&mut hasher, page.source.text()[page.front_matter.clone()].as_bytes());
                }
                None if entry.file_type().is_dir() => {}
                None => part(&mut hasher, content(path).as_bytes()),
            }
        }
    }
    hasher.finalize()
}

fn page_at(path: &Path, pages: &Path, site: &Site) -> Option<PageIndex> {
    site.find_file(path.strip_prefix(pages).ok()?.to_str()?)
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
