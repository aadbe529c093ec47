//! The files of `content/pages`: which page and language each is, before it is read as a page.
//!
//! `partner-types/partner-user.fr.md` is the French text of the page `partner-types/partner-user`;
//! `partner-types/index.fr.md` that of the page `partner-types`. Pairs of languages need no more than that.

use std::{collections::BTreeMap, ops::Range, path::Path, sync::Arc};

use form_model::bilingual::Bilingual;
use form_model::{bilingual, lang::Lang};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use walkdir::WalkDir;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    enclosure,
    settings::Settings,
    source::Source,
    yaml::Document,
};

/// What a page file's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The page it belongs to, such as `levels/partnership`; `index` is the home page.
    pub id: String,
    /// The language of its text.
    pub lang: Lang,
}

impl Name {
    /// Reads a path below `content/pages`; none if no language stands before `.md`.
    #[must_use]
    pub fn read(path: &str) -> Option<Self> {
        let (stem, lang) = path.strip_suffix(".md")?.rsplit_once('.')?;
        let id = if stem == "index" { stem } else { stem.strip_suffix("/index").unwrap_or(stem) };
        Some(Self { id: id.to_owned(), lang: lang.parse().ok()? })
    }
}

/// A page file, its front matter read as YAML, nothing judged yet.
pub struct PageFile {
    /// The page it belongs to, such as `levels/partnership`; `index` is the home page.
    pub id: String,
    /// The language of its text.
    pub lang: Lang,
    /// Path below `content/pages`, with `/`.
    pub path: String,
    /// The whole file.
    pub source: Arc<Source>,
    /// Its front matter.
    pub document: Document,
    /// The Markdown after the front matter.
    pub body: Range<usize>,
}

/// Reads all page files below a folder, in the order of their paths. Files in a language that the site
/// does not list are passed over: a language is switched off by its place in `site.yaml` alone.
#[must_use]
pub fn read_all(pages: &Path, settings: &Settings, diagnostics: &mut Diagnostics) -> Vec<PageFile> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(pages).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() && enclosure::is_page(entry.path()) => {
                paths.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => {
                let folder = error.path().unwrap_or(pages).display().to_string();
                diagnostics.push(Diagnostic::unreadable(&folder, &error.into()));
            }
        }
    }
    let mut unlisted: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
    paths.retain(|path| match Name::read(&below(pages, path)) {
        Some(name) if !settings.languages.contains(&name.lang) => {
            unlisted.entry(name.lang).or_default().push(below(pages, path));
            false
        }
        _ => true,
    });
    diagnostics.extend(unlisted.iter().map(|(lang, files)| passed_over(lang, files, settings)));
    let read: Vec<_> = paths.par_iter().map(|path| PageFile::read(pages, path)).collect();
    read.into_iter().filter_map(|file| diagnostics.keep(file)).collect()
}

/// A path below `content/pages`, with `/`; in NFC, however the system spells it.
#[must_use]
pub fn below(pages: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(pages).unwrap_or(path).components();
    let parts = parts.map(|part| part.as_os_str().to_string_lossy().nfc().collect::<String>());
    parts.collect::<Vec<_>>().join("/")
}

fn passed_over(lang: &Lang, files: &[String], settings: &Settings) -> Diagnostic {
    let example = files.first().map_or("", String::as_str);
    let message = match files.len() {
        1 => bilingual!(
            "`{lang}` n’est pas une langue du site : 1 page n’est pas publiée, `{example}`",
            "`{lang}` is not among the site’s languages, so 1 page is not published: `{example}`"
        ),
        count => bilingual!(
            "`{lang}` n’est pas une langue du site : {count} pages ne sont pas publiées, comme `{example}`",
            "`{lang}` is not among the site’s languages, so {count} pages are not published, such as `{example}`"
        ),
    };
    settings
        .at(Code::UnknownLanguage, &["languages"], message)
        .help(bilingual!(
            "laissez ainsi, ou ajoutez `{lang}` ici pour les publier",
            "leave it so, or add `{lang}` here to publish them"
        ))
        .warning()
}

impl PageFile {
    /// Reads one file below a folder.
    ///
    /// # Errors
    /// A file that cannot be read, whose name says no language, or without front matter.
    pub fn read(pages: &Path, path: &Path) -> Result<Self, Diagnostic> {
        let below = below(pages, path);
        let source = Source::read(path)?;
        let Name { id, lang } = Name::read(&below).ok_or_else(|| {
            let name = below.trim_end_matches(".md");
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            Diagnostic::new(
                Code::FileName,
                &source,
                0..0,
                bilingual!(
                    "le nom de ce fichier ne dit pas sa langue",
                    "this file’s name does not say its language"
                ),
            )
            .help(bilingual!(
                "nommez-le `{stem}.fr.md`, `{stem}.en.md` et ainsi de suite",
                "name it `{stem}.fr.md`, `{stem}.en.md` and so on"
            ))
        })?;
        let (front_matter, body) = split(&source)?;
        let document = Document::parse(&source, front_matter)?;
        Ok(Self { id, lang, path: below, source, document, body })
    }
}

/// The ranges of the front matter and of the body.
///
/// # Errors
/// A text that does not begin with front matter between two lines `---`.
pub fn split(source: &Arc<Source>) -> Result<(Range<usize>, Range<usize>), Diagnostic> {
    let text = source.text();
    let mut at = 0;
    let mut fences = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        (line.trim_end() == "---").then_some(start..at)
    });
    let open = fences.next().filter(|fence| fence.start == 0);
    let error = |message: Bilingual, help: Bilingual| {
        let span = source.to_line_end(0);
        Err(Diagnostic::new(Code::FrontMatter, source, span, message).help(help))
    };
    match (open, fences.next()) {
        (Some(open), Some(close)) => Ok((open.end..close.start, close.end..text.len())),
        (Some(_), None) => error(
            bilingual!(
                "l’en-tête de cette page n’est jamais fermé",
                "this page’s front matter is never closed"
            ),
            bilingual!(
                "écrivez une ligne `---` après sa dernière clé, avant le texte",
                "write a line `---` after its last key, before the text"
            ),
        ),
        (None, _) => error(
            bilingual!(
                "cette page ne commence pas par son en-tête",
                "this page does not begin with its front matter"
            ),
            bilingual!(
                "commencez par une ligne `---`, puis `title: …`, puis une autre ligne `---`",
                "begin with a line `---`, then `title: …`, then another line `---`"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_page_and_language() {
        let read = |path| Name::read(path).map(|name| (name.id, name.lang.to_string()));
        let page = |id: &str, lang: &str| Some((id.to_owned(), lang.to_owned()));
        assert_eq!(read("index.fr.md"), page("index", "fr"));
        assert_eq!(read("levels/index.en.md"), page("levels", "en"));
        assert_eq!(read("levels/partnership.es.md"), page("levels/partnership", "es"));
        assert_eq!(read("levels/partnership.md"), None);
        assert_eq!(read("notes.fr.txt"), None);
    }

    fn parts(text: &str) -> Option<(String, String)> {
        let source = Source::new("a.fr.md", text);
        split(&source).ok().map(|(front, body)| (text[front].to_owned(), text[body].to_owned()))
    }

    #[test]
    fn front_matter_stands_between_two_lines() {
        let (front, body) = parts("---\ntitle: A\n---\n\nText").unwrap_or_default();
        assert_eq!((front.as_str(), body.as_str()), ("title: A\n", "\nText"));
    }

    #[test]
    fn front_matter_may_be_empty_or_end_the_file() {
        assert_eq!(parts("---\n---\nText"), Some((String::new(), "Text".to_owned())));
        assert_eq!(parts("--- \n---\t\nText"), Some((String::new(), "Text".to_owned())));
        assert_eq!(parts("---\ntitle: A\n---"), Some(("title: A\n".to_owned(), String::new())));
    }

    #[test]
    fn without_it_there_is_no_page() {
        assert_eq!(parts("Text"), None);
        assert_eq!(parts("\n---\ntitle: A\n---\n"), None);
        let never_closed = split(&Source::new("a.fr.md", "---\ntitle: A\n"));
        assert!(never_closed.is_err_and(|error| error.to_string().contains("never closed")));
    }
}
