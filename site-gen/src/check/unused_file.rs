//! `unused-file`: every file beside the pages is referred to by one of them.

use form_model::bilingual;

use crate::{
    diagnostic::{Code, Diagnostic},
    enclosure::Used,
    site::Site,
};

/// Files that no page refers to.
#[must_use]
pub fn look(site: &Site, used: &Used) -> Vec<Diagnostic> {
    let unused = site.enclosures.keys().filter(|path| !used.contains(*path));
    let tell = |path: &String| {
        let file = site.unpublished.folder.join(path).display().to_string();
        let message =
            bilingual!("aucune page ne se sert de ce fichier", "no page refers to this file");
        Diagnostic::at_file(Code::UnusedFile, &file, message).help(bilingual!(
            "mettez-le dans une page, ou supprimez-le; il n’est pas publié",
            "put it on a page, or delete it; it is not published"
        ))
    };
    unused.map(tell).collect()
}
