//! The language of who reads the terminal.

use std::env;

use clap::Args;
use form_model::lang::Lang;

/// The option that says it.
#[derive(Debug, Args)]
pub struct Reader {
    /// Language of what is printed [default: the environment's]
    #[arg(long, global = true, value_name = "fr|en")]
    lang: Option<Lang>,
}

impl Reader {
    /// What was asked for, else what the environment says.
    #[must_use]
    pub fn language(&self) -> Lang {
        let environment = || Lang::of_environment(|name| env::var(name).ok());
        self.lang.clone().unwrap_or_else(environment)
    }
}
