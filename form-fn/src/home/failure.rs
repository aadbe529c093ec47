//! Why the database at home cannot be used, in words that a newcomer can act on.

use std::{fmt, path::Path};

use form_model::{bilingual, bilingual::Bilingual};

/// A reason.
#[derive(Debug)]
pub struct HomeFailure(Bilingual);

impl HomeFailure {
    /// A data folder that cannot be used.
    pub fn data(folder: &Path, error: &dyn fmt::Display) -> Self {
        let folder = folder.display();
        Self(bilingual!(
            "les candidatures ne peuvent pas être gardées dans {folder} : {error}\nvérifiez que vous pouvez y écrire, ou nommez un autre dossier avec --data",
            "applications cannot be kept in {folder}: {error}\ncheck that you may write there, or name another folder with --data"
        ))
    }

    /// A database that another program uses all the time.
    pub(super) fn busy(folder: &Path) -> Self {
        let folder = folder.display();
        Self(bilingual!(
            "un autre programme se sert sans arrêt des candidatures de {folder}",
            "another program uses the applications in {folder} without a pause"
        ))
    }

    /// A folder that holds files of something else, or of everybody: closing it to others would take these from them.
    #[cfg(unix)]
    pub(super) fn shared(folder: &Path) -> Self {
        let folder = folder.display();
        Self(bilingual!(
            "les candidatures ne peuvent pas être gardées dans {folder} : d’autres comptes lisent ce dossier, et il contient autre chose\nnommez avec --data un dossier qui ne sert qu’aux candidatures",
            "applications cannot be kept in {folder}: other accounts read this folder, and it holds other things\nname with --data a folder that is for applications alone"
        ))
    }

    /// A file or folder whose permissions cannot be restricted, such as one of another account.
    #[cfg(unix)]
    pub(super) fn open_to_others(path: &Path, error: &dyn fmt::Display) -> Self {
        let path = path.display();
        Self(bilingual!(
            "d’autres comptes de cette machine peuvent ouvrir {path}, et ce droit ne peut pas leur être retiré : {error}\ndemandez à son propriétaire : chmod go-rwx {path}",
            "other accounts of this machine can open {path}, and this permission cannot be taken from them: {error}\nask its owner: chmod go-rwx {path}"
        ))
    }

    /// The reason, and what to do where something can be done.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        self.0.clone()
    }
}

impl fmt::Display for HomeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for HomeFailure {}
