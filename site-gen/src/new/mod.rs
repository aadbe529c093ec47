//! `site-gen new`: a new page's files, one for each language, with every key of its kind explained.
//!
//! They are drafts: the site builds as before, and once they are drafts no more, a build names what is
//! still missing. Nothing that stands already is ever written over.

mod choices;
mod name;
mod text;

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use form_model::{bilingual, lang::Lang};

use crate::{
    Options,
    content::page::DEFAULT_KIND,
    diagnostic::{Code, Diagnostic, Diagnostics},
    kind, schema,
    settings::Settings,
    theme::Lineage,
};
use choices::Choices;
pub use name::Name;
use text::Draft;

/// A page whose files were written.
#[derive(Debug)]
pub struct NewPage {
    /// Its files, French first.
    pub files: Vec<PathBuf>,
    /// The folder that it stands in, if that has no page of its own yet, and the kind that fits it.
    pub lonely_in: Option<(String, String)>,
}

/// Writes the files of a new page of a kind.
///
/// # Errors
/// An unknown kind, a name that cannot be, a page that is there already, a folder that cannot be
/// written to; then nothing is written.
pub fn page(options: &Options, kind: &str, typed: &str) -> Result<NewPage, Diagnostics> {
    // Mistakes in the settings are for `check` to tell; here only the theme and the languages are needed.
    let settings = Settings::read(&options.content, &mut Diagnostics::default())?;
    let theme = Lineage::find(&options.themes, &settings)?;
    let kinds_file = theme.file(kind::FILE);
    let mut wrong = Diagnostics::default();
    let (_, kinds) = kind::read(&kinds_file, &mut wrong);
    let Some(kinds) = kinds else { return Err(wrong) };
    let pages = options.content.join("pages");

    let name = wrong.keep(Name::read(typed, &pages));
    if !kinds.contains_key(kind) {
        wrong.push(schema::unknown_kind(&kinds_file, kind, &kinds, &[]));
    }
    let (Some(name), Some(schema), true) = (name, kinds.get(kind), wrong.is_empty()) else {
        return Err(wrong);
    };
    refuse_existing(&name, &pages, &settings.languages)?;

    let french_file = name.file(&Lang::french());
    let draft = Draft {
        kind_name: kind,
        kind: schema,
        french_file: french_file.rsplit('/').next().unwrap_or(&french_file),
        choices: &Choices::read(&pages, &settings),
    };
    let mut written = Written::default();
    for lang in &settings.languages {
        written.write(&pages, &name.file(lang), &draft.text(lang))?;
    }
    let lonely = |(folder, parent): (&str, Name)| {
        let has_page = standing(&parent, &pages, &settings.languages).is_some();
        let kind = if kinds.contains_key(folder) { folder } else { DEFAULT_KIND };
        (!has_page).then(|| (folder.to_owned(), kind.to_owned()))
    };
    Ok(NewPage { files: written.keep(), lonely_in: name.parent().and_then(lonely) })
}

/// The first file of a page that is there.
fn standing(name: &Name, pages: &Path, languages: &[Lang]) -> Option<PathBuf> {
    let twins = name.twins();
    let files =
        twins.iter().flat_map(|twin| languages.iter().map(move |lang| pages.join(twin.file(lang))));
    files.into_iter().find(|file| file.symlink_metadata().is_ok())
}

fn refuse_existing(name: &Name, pages: &Path, languages: &[Lang]) -> Result<(), Diagnostic> {
    let Some(file) = standing(name, pages, languages) else { return Ok(()) };
    Err(Diagnostic::at_file(
        Code::PageExists,
        &file.display().to_string(),
        bilingual!(
            "cette page existe déjà; rien n’a été écrit",
            "this page exists already; nothing was written"
        ),
    )
    .help(bilingual!(
        "changez ce fichier, ou donnez un autre nom à la nouvelle page",
        "change this file, or give the new page another name"
    )))
}

/// Files written so far; taken away again if one of them fails.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
}

impl Written {
    fn write(&mut self, pages: &Path, file: &str, text: &str) -> Result<(), Diagnostic> {
        let path = pages.join(file);
        let failed = |error: io::Error| Diagnostic::unwritable(&path.display().to_string(), &error);
        let folder = path.parent().unwrap_or(pages);
        if !stays_below(folder, pages).map_err(failed)? {
            let message = bilingual!(
                "son dossier est un lien qui mène ailleurs : rien n’y est écrit",
                "this cannot be written: its folder is a link that leads elsewhere"
            );
            let path = path.display().to_string();
            return Err(Diagnostic::at_file(Code::UnwritableFile, &path, message));
        }
        fs::create_dir_all(folder).map_err(failed)?;
        let mut target =
            OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        self.files.push(path.clone());
        target.write_all(text.as_bytes()).map_err(failed)
    }

    fn keep(mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.files)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
    }
}

/// Whether a folder is where it seems: it may be a link that leads elsewhere.
fn stays_below(folder: &Path, pages: &Path) -> io::Result<bool> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(pages);
    Ok(there.canonicalize()?.starts_with(pages.canonicalize()?))
}

impl NewPage {
    /// What was written, and what to do next.
    #[must_use]
    pub fn tell(&self, lang: &Lang) -> String {
        let files: Vec<_> = self.files.iter().map(|file| format!("  {}", file.display())).collect();
        let files = files.join(
            "
",
        );
        let (written, next, lonely) = if *lang == Lang::english() { ENGLISH } else { FRENCH };
        let lonely = self
            .lonely_in
            .iter()
            .map(|(folder, kind)| lonely.replace("{folder}", folder).replace("{kind}", kind));
        format!("{written}\n{files}\n\n{next}{}", lonely.collect::<String>())
    }
}

const FRENCH: (&str, &str, &str) = (
    "Fichiers écrits :",
    "Ensuite :
  1. Remplissez ce qui est vide. Chaque clé est expliquée; « # » cache les clés facultatives.
  2. Écrivez le texte sous la deuxième ligne « --- ».
  3. Demandez ce qui manque encore : site-gen check --drafts
  4. Effacez « draft: true » dans chaque fichier : la page est publiée.",
    "\n\nLe dossier « {folder} » n’a pas encore de page : site-gen new {kind} {folder}/index",
);

const ENGLISH: (&str, &str, &str) = (
    "Files written:",
    "Next:
  1. Fill in what is empty. Every key is explained; “#” hides the optional ones.
  2. Write the text below the second line “---”.
  3. Ask what is still missing: site-gen check --drafts
  4. Delete “draft: true” in each file: the page is published.",
    "\n\nThe folder “{folder}” has no page yet: site-gen new {kind} {folder}/index",
);
