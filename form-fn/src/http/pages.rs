//! The pages, drawn with the theme's templates. They are read and parsed when the first page has
//! to be drawn: most invocations that start the function only store and redirect.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use form_model::bundle::Bundle;
use form_model::lang::Lang;
use form_model::messages::Problem;
use form_model::reference::Reference;
use form_model::render::{Filled, RenderError, Renderer};
use jiff::civil::Date;

use super::plain;
use crate::bundle;

/// The pages of a bundle.
#[derive(Debug)]
pub(super) struct Pages {
    file: PathBuf,
    renderer: OnceLock<Renderer>,
}

/// A page, and whether the theme drew it. If it could not, the page is our plain one.
#[derive(Debug)]
pub(super) struct Page {
    pub html: String,
    pub is_plain: bool,
}

/// Where and when a page is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub bundle: &'a Bundle,
    pub lang: &'a Lang,
    /// The day in Québec.
    pub day: Date,
}

impl Pages {
    /// The pages of a bundle that was read from a folder.
    pub fn of(folder: &Path, bundle: &Bundle) -> Self {
        Self { file: folder.join(&bundle.files.pages), renderer: OnceLock::new() }
    }

    /// The form, filled.
    pub fn form(&self, setting: Setting<'_>, filled: &Filled<'_>) -> Page {
        let Setting { bundle, lang, day } = setting;
        self.draw(
            |renderer| renderer.form(bundle, lang, day, filled),
            || plain::form(setting, filled),
        )
    }

    /// The confirmation of a reference.
    pub fn confirmation(
        &self,
        setting: Setting<'_>,
        reference: Reference,
        contact_by: Option<Date>,
    ) -> Page {
        let Setting { bundle, lang, day } = setting;
        self.draw(
            |renderer| renderer.confirmation(bundle, lang, day, reference, contact_by),
            || plain::confirmation(setting, reference, contact_by),
        )
    }

    /// What went wrong.
    pub fn problem(&self, setting: Setting<'_>, problem: &Problem) -> Page {
        let Setting { bundle, lang, day } = setting;
        self.draw(
            |renderer| renderer.problem(bundle, lang, day, problem),
            || plain::problem(setting, problem),
        )
    }

    fn draw(
        &self,
        theme: impl FnOnce(&Renderer) -> Result<String, RenderError>,
        plain: impl FnOnce() -> String,
    ) -> Page {
        match self.renderer().map(theme) {
            Some(Ok(html)) => Page { html, is_plain: false },
            // The error may quote what was being drawn, answers among it: it stays here, and the
            // log says only that it happened.
            Some(Err(_)) | None => Page { html: plain(), is_plain: true },
        }
    }

    fn renderer(&self) -> Option<&Renderer> {
        if self.renderer.get().is_none() {
            match load(&self.file) {
                // If another thread was faster, its renderer is as good.
                Ok(renderer) => drop(self.renderer.set(renderer)),
                // No request has part in this error: it is about the bundle alone.
                Err(error) => eprintln!("{error}"),
            }
        }
        self.renderer.get()
    }
}

fn load(file: &Path) -> Result<Renderer, Box<dyn std::error::Error>> {
    Ok(Renderer::new(bundle::json(file)?)?)
}
