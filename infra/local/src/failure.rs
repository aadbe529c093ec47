//! Why the local system cannot start, in words that a newcomer can act on.

use std::{fmt, io, path::Path};

use site_gen::serve::ServeError;

/// A reason not to start.
#[derive(Debug)]
pub enum Failure {
    /// The folder of applications cannot be used.
    Data(String),
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
        Self::Data(format!(
            "{}: {error}\ncheck that you may write there, or name another folder with --data",
            folder.display()
        ))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(why) => write!(f, "applications cannot be kept in {why}"),
            Self::Engine(error) => write!(f, "the database does not start: {error}"),
            Self::Form(why) => write!(f, "the form does not start: {why}"),
            Self::Serve(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Serve(error)
    }
}
