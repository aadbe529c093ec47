//! Drawing: the form's data as templates see them, and the pages that the function draws with them.
//! The generator draws the empty form with the same views, so that both look alike to the last word.

mod confirmation;
mod filters;
mod form;
mod page;
mod problem;
mod question;
#[cfg(test)]
mod tests;

use std::fmt;

pub use confirmation::ConfirmationView;
pub use filters::engine;
pub use form::{
    Alert, AlertView, ErrorView, Filled, FormView, LanguageView, NoticeItemView, NoticeView,
    PartView,
};
pub use page::{CONTACT_BY, Renderer, application_path, confirmation_path};
pub use problem::ProblemView;
pub use question::{ChoiceView, Dependence, FieldView};

use crate::lang::Lang;

/// Why a page cannot be drawn: always a fault of the bundle, never of the person.
#[derive(Debug)]
pub enum RenderError {
    /// The bundle has no frame in this language, or one without `page`.
    Chrome(Lang),
    /// A template is wrong, or misses something.
    Template(tera::Error),
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chrome(lang) => write!(f, "the bundle has no page to draw on in `{lang}`"),
            Self::Template(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for RenderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Chrome(_) => None,
            Self::Template(error) => Some(error),
        }
    }
}

impl From<tera::Error> for RenderError {
    fn from(error: tera::Error) -> Self {
        Self::Template(error)
    }
}
