//! The bundle of the form's function: the form, its settings, and the pages to draw it on; with the messages that
//! follow an application, and the form's earlier versions.
//!
//! The function draws its pages long after the build, when nobody looks. So the build draws each of them
//! once, and what would fail there fails here.

use std::{collections::BTreeMap, path::PathBuf};

use form_model::{
    answers::Posted,
    bilingual,
    bundle::{Bundle, Files, Pages, Settings},
    definition::Form,
    lang::Lang,
    mail::Mail,
    render::{Alert, Filled, RenderError, Renderer},
};
use serde_json::Value as Json;

use crate::{
    assets::fingerprinted,
    diagnostic::{Code, Diagnostic},
    draw::Put,
    form_history::FormHistory,
    site::Site,
};

/// All that the function loads.
pub struct FunctionBundle {
    bundle: Bundle,
    pages: Pages,
    mail: Mail,
    history: FormHistory,
}

/// What the bundle is made of besides the site.
pub struct Parts {
    /// The form.
    pub form: Form,
    /// Its settings.
    pub settings: Settings,
    /// The page with the form, in each language.
    pub chrome: BTreeMap<Lang, Json>,
    /// The messages.
    pub mail: Mail,
    /// The versions of the form that the content keeps.
    pub history: FormHistory,
}

impl FunctionBundle {
    /// The bundle of these parts.
    #[must_use]
    pub fn new(site: &Site, parts: Parts) -> Self {
        let Parts { form, settings, chrome, mail, history } = parts;
        Self {
            bundle: Bundle { build: String::new(), form, settings, files: Files::default() },
            pages: Pages { templates: site.theme.template_texts(), chrome },
            mail,
            history,
        }
    }

    /// Where the form's version would be kept, if the content does not keep it yet.
    #[must_use]
    pub fn unrecorded_form(&self) -> Option<PathBuf> {
        self.history.lacking(&self.bundle.form)
    }

    /// Draws every page of the function once, in each language; the first failure of each.
    #[must_use]
    pub fn rehearse(&self, site: &Site) -> Vec<Diagnostic> {
        let renderer = match Renderer::new(self.pages.clone()) {
            Ok(renderer) => renderer,
            Err(error) => return vec![failure(site, "form.html", &error)],
        };
        let languages = &self.bundle.settings.languages;
        languages.iter().flat_map(|lang| self.rehearse_in(lang, &renderer, site)).collect()
    }

    fn rehearse_in(&self, lang: &Lang, renderer: &Renderer, site: &Site) -> Vec<Diagnostic> {
        let Self { bundle, .. } = self;
        let day = site.today;
        let nothing = Posted::default();
        let errors = bundle.form.validate(&nothing, day).err().map(|invalid| invalid.errors);
        let errors = errors.unwrap_or_default();
        let filled =
            Filled { posted: Some(&nothing), errors: &errors, alert: Some(Alert::NotStored) };
        let drawn = [
            ("form.html", renderer.form(bundle, lang, day, &filled)),
            ("problem.html", renderer.problem(bundle, lang, day, &bundle.form.problems.not_found)),
        ];
        // All zeros carry their own check character.
        let confirmation = "0000-0000".parse().ok().map(|reference| {
            ("confirmation.html", renderer.confirmation(bundle, lang, day, reference, Some(day)))
        });
        drawn
            .into_iter()
            .chain(confirmation)
            .filter_map(|(template, drawn)| Some(failure(site, template, &drawn.err()?)))
            .collect()
    }

    /// Hands on what does not carry the build's id, under names that change with the content, which the form's file
    /// then holds; returns the rest as bytes, for the id to be made of.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub fn put_pages(&mut self, put: Put<'_>) -> Result<Vec<u8>, Diagnostic> {
        let forms = self.history.with(&self.bundle.form);
        let named = |name: &str, content: Vec<u8>| {
            let name = fingerprinted(name, &content);
            put(&format!("form-fn/{name}"), &content).map(|()| name)
        };
        self.bundle.files = Files {
            pages: named("pages.json", json("pages.json", &self.pages)?)?,
            mail: named("mail.json", json("mail.json", &self.mail)?)?,
            forms: named("forms.json", json("forms.json", &forms)?)?,
        };
        json("bundle.json", &self.bundle)
    }

    /// Hands on the form and its settings, with the build's id.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub fn put(mut self, build: &str, put: Put<'_>) -> Result<(), Diagnostic> {
        build.clone_into(&mut self.bundle.build);
        put("form-fn/bundle.json", &json("bundle.json", &self.bundle)?)
    }
}

fn json(file: &str, value: &impl serde::Serialize) -> Result<Vec<u8>, Diagnostic> {
    serde_json::to_vec(value).map_err(|error| {
        Diagnostic::at_file(
            Code::UnwritableFile,
            file,
            bilingual!("ceci ne peut pas être écrit : {error}", "this cannot be written: {error}"),
        )
    })
}

fn failure(site: &Site, template: &str, error: &RenderError) -> Diagnostic {
    match error {
        RenderError::Template(error) => site.theme.failure(template, error),
        RenderError::Chrome(_) => {
            site.theme.failure(template, &tera::Error::message(error.to_string()))
        }
    }
    .while_drawing(&["form-fn"])
}
