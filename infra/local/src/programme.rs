//! What both ways to run have in common: the table of a data folder, the form over it, and the messages that follow.

use std::sync::Arc;

use form_fn::home::{self, HomeFailure};

use crate::{
    failure::Failure,
    form::{Form, Log},
    key,
    options::Options,
    post::PostOffice,
};

/// A form with all that stands behind it.
pub struct Programme {
    /// The form's function.
    pub form: Arc<Form>,
    /// Who sees to messages.
    pub post: PostOffice,
}

impl Programme {
    /// Opens the data folder for the form of a site, which may not be built yet.
    ///
    /// # Errors
    /// If the data folder cannot be used.
    pub fn open(options: &Options, log: Log) -> Result<Self, Failure> {
        let (data, bundle) = (&options.data, options.out.join("form-fn"));
        let database = home::open(data)?;
        let key = key::in_folder(data).map_err(|error| HomeFailure::data(data, &error))?;
        let post = PostOffice::open(bundle.clone(), data, database.clone())?;
        Ok(Self { form: Arc::new(Form::new(bundle, database, key, log)), post })
    }
}
