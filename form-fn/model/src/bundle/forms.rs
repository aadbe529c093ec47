//! Every version of the form that was ever published: the file `forms` of the bundle. A record names the version
//! that checked it, and is read with that one for as long as it is kept, whatever is asked today.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::definition::Form;

/// Forms by version; each stands under its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, Form>")]
pub struct Forms(BTreeMap<String, Form>);

/// The form of today and all versions of it: what stored records are read with.
#[derive(Clone, Copy, Debug)]
pub struct FormVersions<'a> {
    current: &'a Form,
    all: &'a Forms,
}

impl<'a> FormVersions<'a> {
    /// The form of today beside all versions.
    #[must_use]
    pub const fn new(current: &'a Form, all: &'a Forms) -> Self {
        Self { current, all }
    }

    /// The form that a record was checked with, by the version that the record names; the form of today if that
    /// version is not known.
    #[must_use]
    pub fn get(self, version: &str) -> &'a Form {
        self.all.get(version).unwrap_or(self.current)
    }

    /// The form of today.
    #[must_use]
    pub const fn current(self) -> &'a Form {
        self.current
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = &'a Form> {
        self.all.iter().chain([self.current])
    }
}

/// A form under the version of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongVersion(String);

impl Forms {
    /// The form of a version, with its wording when it was last published.
    #[must_use]
    pub fn get(&self, version: &str) -> Option<&Form> {
        self.0.get(version)
    }

    /// Adds a form, in place of one of the same version.
    pub fn insert(&mut self, form: Form) {
        self.0.insert(form.version.clone(), form);
    }

    /// All of them, by version.
    pub fn iter(&self) -> impl Iterator<Item = &Form> {
        self.0.values()
    }
}

impl TryFrom<BTreeMap<String, Form>> for Forms {
    type Error = WrongVersion;

    fn try_from(forms: BTreeMap<String, Form>) -> Result<Self, WrongVersion> {
        let misplaced = forms.iter().find(|(version, form)| **version != form.version);
        match misplaced {
            Some((version, _)) => Err(WrongVersion(version.clone())),
            None => Ok(Self(forms)),
        }
    }
}

impl fmt::Display for WrongVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the form under `{}` says that it is of another version", self.0)
    }
}

impl std::error::Error for WrongVersion {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::application::{Application, Receipt};
    use crate::bundle::Bundle;
    use crate::lang::{Lang, Localized};
    use crate::reference::ReferenceKey;
    use crate::sample::{bundle, day, form, sheet};

    /// The form of some years ago: it asked how somebody came to know of the programme.
    fn of_old() -> Form {
        let mut form = form();
        let mut gone = form.field("interests").cloned().unwrap();
        gone.key = "heard_from".to_owned();
        gone.label =
            Localized::new("Qui vous a parlé de nous?").with(Lang::english(), "Who told you?");
        form.parts[0].fields.push(gone);
        Form { version: "of-old".to_owned(), ..form }
    }

    #[test]
    fn a_record_is_read_with_the_form_that_it_answers_whatever_is_asked_today() {
        let posted = sheet().and("heard_from", "committee").posted();
        assert!(form().validate(&posted, day()).is_err(), "today nobody asks this");
        let submission = of_old().validate(&posted, day()).unwrap();
        let key = ReferenceKey::new(b"a secret for tests").unwrap();
        let digest = key.digest(&submission);
        let receipt = Receipt {
            lang: &Lang::french(),
            received_at: "2023-11-22T15:04:05Z".parse().unwrap(),
            digest,
            reference: key.candidates(&digest).next().unwrap(),
            contacts: &[],
            mailbox: None,
        };
        let then = Bundle { form: of_old(), ..bundle() };
        let record = Application::received(&then, &submission, &receipt).unwrap();
        let stored = serde_json::to_string(&record).unwrap();

        let mut forms = Forms::default();
        forms.insert(form());
        forms.insert(of_old());
        let forms: Forms = serde_json::from_str(&serde_json::to_string(&forms).unwrap()).unwrap();
        let record: Application = serde_json::from_str(&stored).unwrap();
        let asked = forms.get(&record.form_version).unwrap().field("heard_from").unwrap();
        assert_eq!(asked.label.get(&record.lang), "Qui vous a parlé de nous?");
        let Some(Answer::Several(chosen)) = record.answers.get("heard_from") else {
            panic!("an answer");
        };
        let known = |value: &String| asked.choices().iter().any(|choice| choice.value == *value);
        assert!(chosen.len() == 1 && chosen.iter().all(known), "{chosen:?}");
        assert_eq!(forms.get("of tomorrow"), None);
    }

    #[test]
    fn forms_go_through_json_each_under_its_own_version() {
        let mut forms = Forms::default();
        forms.insert(Form { version: "other".to_owned(), ..form() });
        forms.insert(form());
        let json = serde_json::to_string(&forms).unwrap();
        assert_eq!(serde_json::from_str::<Forms>(&json).unwrap(), forms);
        assert_eq!(forms.get(&form().version), Some(&form()));
        let moved = json.replace(r#""other":{"#, r#""another":{"#);
        let error = serde_json::from_str::<Forms>(&moved).unwrap_err().to_string();
        assert!(error.contains("under `another`"), "{error}");
    }
}
