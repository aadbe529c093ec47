//! Why the local system cannot start, in words that a newcomer can act on.

use std::{fmt, io, path::Path};

use site_gen::{Bilingual, bilingual, serve::ServeError};

/// A reason not to start.
#[derive(Debug)]
pub enum Failure {
    /// The folder of applications cannot be used.
    Data(Bilingual),
    /// The DynamoDB engine has no port.
    Engine(io::Error),
    /// The form's function does not start.
    Form(String),
    /// The site cannot be shown.
    Serve(ServeError),
}

impl Failure {
    /// A data folder that cannot be used.
    pub fn data(folder: &Path, error: &dyn fmt::Display) -> Self {
        let folder = folder.display();
        Self::Data(bilingual!(
            "les candidatures ne peuvent pas être gardées dans {folder} : {error}\nvérifiez que vous pouvez y écrire, ou nommez un autre dossier avec --data",
            "applications cannot be kept in {folder}: {error}\ncheck that you may write there, or name another folder with --data"
        ))
    }

    /// The reason, and what to do where something can be done.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        match self {
            Self::Data(why) => why.clone(),
            Self::Engine(error) => bilingual!(
                "la base de données ne démarre pas : {error}",
                "the database does not start: {error}"
            ),
            Self::Form(why) => {
                bilingual!("le formulaire ne démarre pas : {why}", "the form does not start: {why}")
            }
            Self::Serve(error) => error.told(),
        }
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Serve(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for Failure {}
