//! Files that staff ask for. Such a file is for its owner alone, is written beside its place and put there whole, and
//! takes the place of nothing, unless the person says so.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use form_model::bilingual;
use tempfile::NamedTempFile;

use super::failure::Failure;
use super::options::Save;
use crate::home;

/// A place where a file may be written.
#[derive(Debug)]
pub struct Target<'s> {
    save: &'s Save,
    file: PathBuf,
}

impl<'s> Target<'s> {
    /// Checks a place before anything is read and logged. `data` is the folder of applications.
    ///
    /// # Errors
    /// If a file is there and is not to be replaced, or if the place is the system's own.
    pub fn new(save: &'s Save, file: PathBuf, data: &Path) -> Result<Self, Failure> {
        if belongs_to_the_system(&file, data) {
            return Err(in_the_data_folder(&file));
        }
        let there = fs::symlink_metadata(&file).ok().map(|there| there.file_type());
        match there {
            Some(_) if !save.replace => Err(exists(&file)),
            Some(kind) if !kind.is_file() && !kind.is_symlink() => Err(not_a_file(&file)),
            _ => Ok(Self { save, file }),
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Writes the file. If that fails, what was there before stays as it was.
    ///
    /// # Errors
    /// If the file cannot be written, or another one has been put there meanwhile.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let unusable = |error: &io::Error| Failure::file(&self.file, error);
        let staged = self.staged(bytes).map_err(|error| unusable(&error))?;
        if self.save.replace {
            staged.persist(&self.file).map_err(|error| unusable(&error.error))?;
            return Ok(());
        }
        match staged.persist_noclobber(&self.file) {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(exists(&self.file))
            }
            Err(error) => Err(unusable(&error.error)),
        }
    }

    fn staged(&self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let mut staged = NamedTempFile::new_in(folder_of(&self.file))?;
        staged.write_all(bytes)?;
        staged.as_file().sync_all()?;
        Ok(staged)
    }
}

/// The folder that a file is in.
fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether a file would be in a folder of applications: this one's or another one's.
fn belongs_to_the_system(file: &Path, data: &Path) -> bool {
    // A folder that is not there holds nothing that could be overwritten.
    let Ok(folder) = fs::canonicalize(folder_of(file)) else { return false };
    let is_in_data = fs::canonicalize(data).is_ok_and(|data| folder.starts_with(data));
    is_in_data || folder.ancestors().any(home::is_at)
}

fn exists(file: &Path) -> Failure {
    let file = file.display();
    Failure::Usage(bilingual!(
        "{file} existe déjà et n’a pas été changé\nnommez un autre fichier avec --out, ou ajoutez --replace pour remplacer celui-ci",
        "{file} already exists and was not changed\nname another file with --out, or add --replace to replace this one"
    ))
}

fn in_the_data_folder(file: &Path) -> Failure {
    let file = file.display();
    Failure::Usage(bilingual!(
        "{file} est dans le dossier des candidatures : rien d’autre n’y est écrit\nnommez avec --out un fichier d’un autre dossier",
        "{file} is in the folder of applications: nothing else is written there\nname a file in another folder with --out"
    ))
}

fn not_a_file(file: &Path) -> Failure {
    let file = file.display();
    Failure::Usage(bilingual!(
        "{file} n’est pas un fichier ordinaire et n’est pas remplacé\nnommez un autre fichier avec --out",
        "{file} is not an ordinary file and is not replaced\nname another file with --out"
    ))
}
