//! `unrecorded-form`: what was asked in a version of the form stays known after the form changes.

use form_model::bilingual;

use crate::{
    diagnostic::{Code, Diagnostic},
    function::FunctionBundle,
};

/// A form whose version the content does not keep.
#[must_use]
pub fn look(bundle: Option<&FunctionBundle>) -> Option<Diagnostic> {
    let file = bundle?.unrecorded_form()?;
    let message = bilingual!(
        "cette version du formulaire n’est pas encore gardée",
        "this version of the form is not kept yet"
    );
    let help = bilingual!(
        "lancez `site-gen record` et gardez ce fichier avec le contenu : les candidatures de cette version se liront alors toujours",
        "run `site-gen record` and keep this file with the content: applications of this version can then always be read"
    );
    let at = Diagnostic::at_file(Code::UnrecordedForm, &file.display().to_string(), message);
    Some(at.help(help))
}
