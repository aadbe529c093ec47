//! `content/forms/`: every version of the form that was published, each in a file named by its version.
//!
//! A stored application names the version that checked it, and is read with that one as long as it is kept. So
//! what was asked is kept with the content, as addresses are: `site-gen record` writes it, a build reads it.
//! Words may change without a new version; the latest stand for all.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use form_model::{bilingual, bundle::Forms, definition::Form};
use walkdir::WalkDir;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    source::Source,
};

/// Their folder in the content.
const FOLDER: &str = "forms";

/// The versions that the content keeps.
pub struct FormHistory {
    folder: PathBuf,
    forms: Forms,
}

impl FormHistory {
    /// Reads them; without the folder, there are none.
    #[must_use]
    pub fn read(content: &Path, diagnostics: &mut Diagnostics) -> Self {
        let folder = content.join(FOLDER);
        let mut forms = Forms::default();
        for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let is_form = entry.path().extension().is_some_and(|extension| extension == "json");
            if !is_form || !entry.file_type().is_file() {
                continue;
            }
            if let Some(form) = diagnostics.keep(read_one(entry.path())) {
                forms.insert(form);
            }
        }
        Self { folder, forms }
    }

    /// All of them, and the form as it is now.
    #[must_use]
    pub fn with(&self, form: &Form) -> Forms {
        let mut forms = self.forms.clone();
        forms.insert(form.clone());
        forms
    }

    /// Where a form's version would be kept, if it is not.
    #[must_use]
    pub fn lacking(&self, form: &Form) -> Option<PathBuf> {
        self.forms.get(&form.version).is_none().then(|| self.file(form))
    }

    /// Keeps the form as it is now, if it is not kept so already; its file.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn update(&self, form: &Form) -> Result<Option<PathBuf>, Diagnostic> {
        if self.forms.get(&form.version) == Some(form) {
            return Ok(None);
        }
        let file = self.file(form);
        let text = serde_json::to_string_pretty(form).unwrap_or_default() + "\n";
        fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| Diagnostic::unwritable(&file.display().to_string(), &error))?;
        Ok(Some(file))
    }

    fn file(&self, form: &Form) -> PathBuf {
        self.folder.join(format!("{}.json", form.version))
    }
}

fn read_one(path: &Path) -> Result<Form, Diagnostic> {
    let source = Source::read(path)?;
    let form: Form =
        serde_json::from_str(source.text()).map_err(|error| no_form(&source, &error))?;
    if path.file_stem().is_some_and(|stem| *stem == *form.version) {
        return Ok(form);
    }
    let version = &form.version;
    let start = source.text().find(version).unwrap_or_default();
    let message = bilingual!(
        "ce fichier contient la version `{version}`, et son nom en dit une autre",
        "this file holds the version `{version}`, and its name says another"
    );
    let at = start..start + version.len();
    Err(Diagnostic::new(Code::FormHistory, &source, at, message).help(bilingual!(
        "nommez-le `{version}.json`; personne n’écrit ce fichier à la main",
        "name it `{version}.json`; nobody writes this file by hand"
    )))
}

/// A file that is no form, at the place where that shows.
fn no_form(source: &Arc<Source>, error: &serde_json::Error) -> Diagnostic {
    let at = source.offset(error.line().max(1), error.column().max(1));
    let why = error.to_string();
    // The place that the library adds is told better by ours.
    let why = why.split(" at line ").next().unwrap_or_default();
    let message = bilingual!(
        "ceci n’est pas une version du formulaire ({why})",
        "this is no version of the form ({why})"
    );
    let help = bilingual!(
        "reprenez ce fichier tel que `site-gen record` l’a écrit : sans lui, des candidatures ne se lisent plus",
        "take this file back as `site-gen record` wrote it: without it, applications can no longer be read"
    );
    Diagnostic::new(Code::FormHistory, source, at..at + 1, message).help(help)
}
