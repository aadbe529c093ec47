//! Pages that the function draws: the form again, the confirmation, a problem. Each is a view put into
//! the frame that the generator prepared in every language, so that the site and the function's answers
//! share one look, one navigation and one set of words.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tera::{Context, Tera};

use super::{ConfirmationView, Filled, FormView, ProblemView, RenderError, engine};
use crate::bundle::{Applications, Bundle, Pages, Settings};
use crate::lang::Lang;
use crate::messages::Problem;
use crate::reference::Reference;

/// The address path that the form posts to, in a language.
#[must_use]
pub fn application_path(lang: &Lang) -> String {
    format!("/api/{lang}/application")
}

/// The address path of a confirmation. The date stands in it, because the page reads nothing; it is
/// no personal data.
#[must_use]
pub fn confirmation_path(lang: &Lang, reference: Reference, contact_by: Option<Date>) -> String {
    let path = format!("{}/{reference}", application_path(lang));
    match contact_by {
        Some(day) => format!("{path}?{CONTACT_BY}={day}"),
        None => path,
    }
}

/// The name of the date in a confirmation's address.
pub const CONTACT_BY: &str = "contact_by";

/// Draws the function's pages.
#[derive(Debug)]
pub struct Renderer {
    engine: Tera,
    frames: BTreeMap<Lang, Frame>,
}

/// The context of the page with the form, in one language.
#[derive(Debug)]
struct Frame {
    context: Context,
    page: Map<String, Value>,
}

impl Renderer {
    /// A renderer for these pages.
    ///
    /// # Errors
    /// If a template cannot be read, or a language has no page to draw on.
    pub fn new(pages: Pages) -> Result<Self, RenderError> {
        let mut frames = BTreeMap::new();
        for (lang, chrome) in pages.chrome {
            let Some(page) = chrome.get("page").and_then(Value::as_object).cloned() else {
                return Err(RenderError::Chrome(lang));
            };
            let context = Context::from_serialize(&chrome)?;
            frames.insert(lang, Frame { context, page });
        }
        Ok(Self { engine: engine(pages.templates)?, frames })
    }

    /// The page with the form, filled, on a day (in Québec: see [`crate::zone::day`]). The template puts
    /// the error prefix into the title, where there are errors.
    ///
    /// # Errors
    /// If the bundle does not fit together.
    pub fn form(
        &self,
        bundle: &Bundle,
        lang: &Lang,
        day: Date,
        filled: &Filled<'_>,
    ) -> Result<String, RenderError> {
        let view = FormView::new(&bundle.form, &bundle.settings, lang, day, filled);
        self.draw("form", lang, day, &bundle.settings, &view, |_| {})
    }

    /// The confirmation of a reference.
    ///
    /// # Errors
    /// If the bundle does not fit together.
    pub fn confirmation(
        &self,
        bundle: &Bundle,
        lang: &Lang,
        day: Date,
        reference: Reference,
        contact_by: Option<Date>,
    ) -> Result<String, RenderError> {
        let settings = &bundle.settings;
        let view = ConfirmationView::new(&bundle.form, lang, reference, contact_by);
        let path = |lang: &Lang| confirmation_path(lang, reference, contact_by);
        let alternates = settings.languages.iter().map(|other| {
            json!({
                "lang": other,
                "tag": other.tag(),
                "name": other.endonym(),
                "url": path(other),
                "href": format!("{}{}", settings.base_url, path(other)),
                "current": other == lang,
            })
        });
        let alternates = Value::Array(alternates.collect());
        self.draw("confirmation", lang, day, settings, &view, |page| {
            page.insert("url".to_owned(), path(lang).into());
            page.insert("alternates".to_owned(), alternates);
            retitle(page, "confirmation", &view.title);
        })
    }

    /// A problem page. Its language switch leads to the page with the form.
    ///
    /// # Errors
    /// If the bundle does not fit together.
    pub fn problem(
        &self,
        bundle: &Bundle,
        lang: &Lang,
        day: Date,
        problem: &Problem,
    ) -> Result<String, RenderError> {
        let view = ProblemView::new(problem, lang);
        self.draw("problem", lang, day, &bundle.settings, &view, |page| {
            retitle(page, "problem", &view.title);
        })
    }

    /// Puts a view into the frame under its name and draws the template of that name.
    fn draw(
        &self,
        name: &'static str,
        lang: &Lang,
        day: Date,
        settings: &Settings,
        view: &impl Serialize,
        change: impl FnOnce(&mut Map<String, Value>),
    ) -> Result<String, RenderError> {
        let frame = self.frames.get(lang).ok_or_else(|| RenderError::Chrome(lang.clone()))?;
        let mut page = frame.page.clone();
        page.insert("robots".to_owned(), "noindex".into());
        change(&mut page);
        let mut context = frame.context.clone();
        context.insert("page", &page);
        context.insert("today", &day);
        context.insert("applications", &openness(settings.applications, day));
        context.insert(name, view);
        Ok(self.engine.render(&format!("{name}.html"), &context)?)
    }
}

/// Makes a page out of the page with the form: another kind, another title, no text of its own.
fn retitle(page: &mut Map<String, Value>, kind: &str, title: &str) {
    for (key, value) in [
        ("kind", json!(kind)),
        ("title", json!(title)),
        ("description", json!("")),
        ("canonical", json!("")),
        ("content", json!("")),
        ("summary", json!([])),
        ("toc", json!([])),
    ] {
        page.insert(key.to_owned(), value);
    }
}

/// `applications` of the context, as on the site, but reckoned at the time of the request.
fn openness(applications: Applications, day: Date) -> Value {
    let closed_until = match applications {
        Applications::ClosedUntil(opening) if day < opening => Some(opening),
        _ => None,
    };
    json!({ "open": applications.is_open_on(day), "closed_until": closed_until })
}
