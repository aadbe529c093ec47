//! Finding files beside pages.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use form_model::bilingual;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{
    Enclosure, Enclosures, Picture,
    file_type::{self, HEAD},
};
use crate::{
    content::{file::below, headings::slug},
    diagnostic::{Code, Diagnostic, Diagnostics},
};

/// Pictures in formats that browsers, or we, do not read.
const OTHER_PICTURES: [&str; 9] =
    ["gif", "heic", "heif", "avif", "bmp", "tif", "tiff", "ico", "psd"];

/// Finds all files beside the pages of a folder. A symbolic link is refused: what it leads to may be
/// anything on this machine.
#[must_use]
pub fn find(pages: &Path, diagnostics: &mut Diagnostics) -> Enclosures {
    let entries = WalkDir::new(pages).sort_by_file_name().into_iter();
    let visible = entries.filter_entry(|entry| !is_litter(&entry.file_name().to_string_lossy()));
    let mut files = Vec::new();
    let mut seen: HashMap<String, String> = HashMap::new();
    // Folders that cannot be read are told of where pages are looked for.
    for entry in visible.filter_map(Result::ok) {
        let path = below(pages, entry.path());
        if let Some(other) = seen.insert(path.to_lowercase(), path.clone()) {
            diagnostics.push(twin(entry.path(), &path, &other));
        }
        if entry.path_is_symlink() && entry.depth() > 0 {
            diagnostics.push(link(entry.path()));
        } else if entry.file_type().is_file() && !is_page(entry.path()) {
            files.push(entry.into_path());
        }
    }
    let read: Vec<_> = files.par_iter().map(|file| read(pages, file)).collect();
    let keep = |(path, read): (String, Result<Enclosure, Diagnostic>)| {
        (path, diagnostics.keep(read).unwrap_or(Enclosure::Unusable))
    };
    read.into_iter().map(keep).collect()
}

/// Whether a file is a page's.
#[must_use]
pub fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".md") && !is_litter(&name)
}

/// What systems and editors leave behind.
fn is_litter(name: &str) -> bool {
    let endings = ["~", ".swp", ".bak", ".tmp", ".orig"];
    name.starts_with('.')
        || endings.iter().any(|ending| name.ends_with(ending))
        || ["Thumbs.db", "desktop.ini"].contains(&name)
}

fn read(pages: &Path, file: &Path) -> (String, Result<Enclosure, Diagnostic>) {
    let path = below(pages, file);
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let read = match extension.as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "svg" => {
            Picture::read(file, &extension).map(Enclosure::Picture)
        }
        other if OTHER_PICTURES.contains(&other) => Err(other_picture(file, other)),
        other => document(file, other, &path),
    };
    (path, read)
}

/// A file to be fetched as it is, if it is of a type that acts in no browser.
fn document(file: &Path, extension: &str, path: &str) -> Result<Enclosure, Diagnostic> {
    let name = file.display().to_string();
    let head = head(file).map_err(|error| Diagnostic::unreadable(&name, &error))?;
    file_type::judge(extension, &head).map_err(|(message, help)| {
        Diagnostic::at_file(Code::UnusableFile, &name, message).help(help)
    })?;
    Ok(Enclosure::Document { file: file.to_owned(), address: address(path) })
}

fn head(file: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    File::open(file)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// `/files/`, then the path with each part in small letters without accents.
fn address(path: &str) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let parts: Vec<_> = stem.split('/').map(slug).collect();
    let dot = if extension.is_empty() { "" } else { "." };
    format!("/files/{}{dot}{}", parts.join("/"), extension.to_lowercase())
}

/// macOS and Windows know one file where Linux knows two.
fn twin(file: &Path, path: &str, other: &str) -> Diagnostic {
    let message = bilingual!(
        "`{path}` et `{other}` sont deux noms que d’autres systèmes prennent pour le même",
        "`{path}` and `{other}` are two names that other systems take for the same"
    );
    Diagnostic::at_file(Code::FileName, &file.display().to_string(), message)
        .help(bilingual!("donnez un autre nom à l’un des deux", "give one of the two another name"))
}

fn link(path: &Path) -> Diagnostic {
    let message = bilingual!(
        "ceci est un lien symbolique, pas un fichier : ce vers quoi il mène n’est pas publié",
        "this is a symbolic link, not a file: what it leads to is not published"
    );
    Diagnostic::at_file(Code::UnusableFile, &path.display().to_string(), message)
        .help(bilingual!("mettez le fichier lui-même à sa place", "put the file itself here"))
}

fn other_picture(file: &Path, extension: &str) -> Diagnostic {
    let message = bilingual!(
        "les images `.{extension}` ne peuvent pas être publiées",
        "pictures of the type `.{extension}` cannot be published"
    );
    Diagnostic::at_file(Code::UnusableFile, &file.display().to_string(), message).help(bilingual!(
        "enregistrez l’image en JPEG (photo) ou en PNG (dessin)",
        "save the picture as JPEG (a photo) or PNG (a drawing)"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_have_plain_addresses() {
        assert_eq!(address("contact/Guide de l’été.PDF"), "/files/contact/guide-de-l-ete.pdf");
        assert_eq!(address("LISEZMOI"), "/files/lisezmoi");
    }

    #[test]
    fn what_systems_leave_behind_is_no_content() {
        for name in [".DS_Store", "Thumbs.db", "a.fr.md~", ".a.fr.md.swp", "a.bak"] {
            assert!(is_litter(name), "{name}");
        }
        assert!(!is_litter("guide.pdf"));
    }
}
