//! The report: one page that stands alone, in French or English, without a script, for those who work with the
//! applications or, with small counts hidden, for everyone. And its tables in Markdown, for a page of the site.
//!
//! The rooms, each importing only from those before it: `disclosure` (what may be published) → `figures` →
//! `phrases` → `document` → `compose` → the two layouts, `page.html` and `markdown`.

mod compose;
mod disclosure;
mod document;
mod figures;
mod markdown;
mod phrases;
#[cfg(test)]
mod tests;

use std::fmt;

use form_model::definition::Form;
use form_model::lang::Lang;
use form_model::render::engine;
use jiff::Timestamp;

use super::statistics::Statistics;
use compose::Composer;
use document::Document;

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Those who work with the applications.
    Internal,
    /// Everyone.
    Public,
}

/// A report, to be laid out.
#[derive(Debug)]
pub struct Report(Document);

/// Why a page cannot be drawn: always a fault of its template, never of the numbers.
#[derive(Debug)]
pub struct ReportError(tera::Error);

impl Report {
    /// A report on statistics, in French or, for any other language, in English.
    #[must_use]
    pub fn new(
        statistics: &Statistics,
        form: &Form,
        lang: &Lang,
        audience: Audience,
        made: Timestamp,
    ) -> Self {
        let lang = if *lang == Lang::french() { Lang::french() } else { Lang::english() };
        let composer = Composer::new(statistics, form, &lang, made);
        Self(match audience {
            Audience::Internal => composer.internal(),
            Audience::Public => composer.public(),
        })
    }

    /// As a page that needs nothing besides.
    ///
    /// # Errors
    /// See [`ReportError`].
    pub fn html(&self) -> Result<String, ReportError> {
        let engine = engine([
            ("report.html", include_str!("page.html")),
            ("report.css", include_str!("page.css")),
        ])?;
        let context = tera::Context::from_serialize(&self.0)?;
        Ok(engine.render("report.html", &context)?)
    }

    /// As Markdown, without a title of the page.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::laid_out(&self.0)
    }
}

impl From<tera::Error> for ReportError {
    fn from(error: tera::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
