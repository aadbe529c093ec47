//! Why the local system cannot start, in words that a newcomer can act on.

use std::fmt;

use form_fn::home::HomeFailure;
use site_gen::{Bilingual, bilingual, serve::ServeError};

/// A reason not to start.
#[derive(Debug)]
pub enum Failure {
    /// The database cannot be used.
    Home(HomeFailure),
    /// The form's function does not start.
    Form(String),
    /// The site cannot be shown.
    Serve(ServeError),
}

impl Failure {
    /// The reason, and what to do where something can be done.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        match self {
            Self::Home(failure) => failure.told(),
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

impl From<HomeFailure> for Failure {
    fn from(failure: HomeFailure) -> Self {
        Self::Home(failure)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for Failure {}
