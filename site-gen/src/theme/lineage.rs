//! A theme and those that it extends: whose file counts.
//!
//! A theme's `theme.yaml` may name another in `extends`. Every file that the theme lacks is then taken from
//! that one, whole; what it has itself stands in place of it. Words of `strings.yaml` are taken one by one.

use std::{
    collections::BTreeMap,
    fs, iter,
    path::{Path, PathBuf},
};

use form_model::bilingual;
use form_model::bilingual::{Bilingual, words};
use walkdir::WalkDir;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    settings::Settings,
    source::Source,
    yaml::Document,
};

/// What a theme says of itself; a theme that extends none needs no such file.
pub const FILE: &str = "theme.yaml";

/// The folders of a theme and of those that it extends.
#[derive(Debug)]
pub struct Lineage {
    own: PathBuf,
    /// Nearest first.
    parents: Vec<PathBuf>,
}

impl Lineage {
    /// The theme that `site.yaml` names, and all that it extends.
    ///
    /// # Errors
    /// A theme that is not there, with the one that was probably meant; a mistake in a `theme.yaml`; themes
    /// that extend each other.
    pub fn find(themes: &Path, settings: &Settings) -> Result<Self, Diagnostics> {
        let at = |message| settings.at(Code::Theme, &["theme"], message);
        let own = folder(themes, &settings.theme, &at)?;
        let mut lineage = Self { own, parents: Vec::new() };
        let mut path = vec![settings.theme.clone()];
        while let Some((parent, document)) = parent(lineage.eldest())? {
            let at = |message| document.at(Code::Theme, &["extends"], message);
            let is_known = path.contains(&parent);
            path.push(parent.clone());
            if is_known {
                let message = bilingual!(
                    "des thèmes s’étendent en rond : {}",
                    "themes extend each other in a circle: {}",
                    path.join(" → ")
                );
                let told = at(message).help(bilingual!(
                    "retirez `extends` du thème qui se suffit à lui-même",
                    "take `extends` away from the theme that stands by itself"
                ));
                return Err(told.into());
            }
            lineage.parents.push(folder(themes, &parent, &at)?);
        }
        Ok(lineage)
    }

    /// Where a file stands: in the nearest theme that has it; if none has it, where it should stand.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.each(name).next().unwrap_or_else(|| self.own.join(name))
    }

    /// The files of this name in all the themes, nearest first.
    pub fn each(&self, name: &str) -> impl Iterator<Item = PathBuf> {
        self.folders().map(move |folder| folder.join(name)).filter(|path| path.is_file())
    }

    /// All files below the folders of this name, by their names there.
    #[must_use]
    pub fn files(&self, folder: &str) -> BTreeMap<String, PathBuf> {
        let mut files = BTreeMap::new();
        for folder in self.folders().map(|theme| theme.join(folder)) {
            let entries = WalkDir::new(&folder).into_iter().filter_map(Result::ok);
            for path in entries.filter(|entry| entry.file_type().is_file()) {
                let path = path.into_path();
                let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
                files.entry(name.replace('\\', "/")).or_insert(path);
            }
        }
        files
    }

    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        iter::once(&self.own).chain(&self.parents)
    }

    fn eldest(&self) -> &Path {
        self.parents.last().unwrap_or(&self.own)
    }
}

/// The names of all themes, in order.
#[must_use]
pub fn names(themes: &Path) -> Vec<String> {
    let entries = fs::read_dir(themes).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<_> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn folder(
    themes: &Path,
    name: &str,
    at: &impl Fn(Bilingual) -> Diagnostic,
) -> Result<PathBuf, Diagnostic> {
    let names = names(themes);
    if names.iter().any(|known| known == name) {
        return Ok(themes.join(name));
    }
    let message = bilingual!(
        "il n’y a pas de thème `{name}` dans {}",
        "there is no theme `{name}` in {}",
        themes.display()
    );
    Err(at(message).help(suggest(name, names.iter().map(String::as_str))))
}

/// The name of the theme that a theme extends, and the file that says so.
fn parent(theme: &Path) -> Result<Option<(String, Document)>, Diagnostics> {
    let file = theme.join(FILE);
    if !file.exists() {
        return Ok(None);
    }
    let source = Source::read(&file)?;
    let mut document = Document::parse(&source, 0..source.text().len())?;
    let mut mistakes = Diagnostics::default();
    let expected = words("le nom d’un dossier de themes/", "the name of a folder in themes/");
    let parent = document.take_as("extends", expected, &mut mistakes);
    document.finish(&mut mistakes);
    if mistakes.is_empty() { Ok(parent.map(|parent| (parent, document))) } else { Err(mistakes) }
}
