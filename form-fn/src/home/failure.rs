//! Why the database at home cannot be used, in words that a newcomer can act on.

use std::{fmt, io, path::Path};

use form_model::{bilingual, bilingual::Bilingual};

/// A reason.
#[derive(Debug)]
pub enum HomeFailure {
    /// The folder of applications cannot be used.
    Data(Bilingual),
    /// There is no port for the engine.
    Port(io::Error),
}

impl HomeFailure {
    /// A data folder that cannot be used.
    pub fn data(folder: &Path, error: &dyn fmt::Display) -> Self {
        let folder = folder.display();
        Self::Data(bilingual!(
            "les candidatures ne peuvent pas être gardées dans {folder} : {error}\nvérifiez que vous pouvez y écrire, ou nommez un autre dossier avec --data",
            "applications cannot be kept in {folder}: {error}\ncheck that you may write there, or name another folder with --data"
        ))
    }

    /// A database that another program uses all the time.
    pub(super) fn busy(folder: &Path) -> Self {
        let folder = folder.display();
        Self::Data(bilingual!(
            "un autre programme se sert sans arrêt des candidatures de {folder}",
            "another program uses the applications in {folder} without a pause"
        ))
    }

    /// The reason, and what to do where something can be done.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        match self {
            Self::Data(why) => why.clone(),
            Self::Port(error) => bilingual!(
                "la base de données ne démarre pas : {error}",
                "the database does not start: {error}"
            ),
        }
    }
}

impl fmt::Display for HomeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for HomeFailure {}
