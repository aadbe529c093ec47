//! The real form, for tests: read from the content of the site, with the choices that its pages give.
//! The facts in its wording stay as they are written.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::answers::Posted;
use crate::application::{Application, Receipt};
use crate::bundle::{Activity, Applications, Bundle, Files, Retention, Settings};
use crate::definition::{Choice, Form};
use crate::lang::{Lang, Localized};
use crate::reference::ReferenceKey;
use crate::source::{Catalogue, FormSource};
use crate::validate::ValidSubmission;

/// What editors wrote.
pub const YAML: &str = include_str!("../../../content/form.yaml");

/// The form as read, not yet resolved.
pub fn source() -> FormSource {
    serde_yaml::from_str(YAML).unwrap()
}

/// The choices that the site's pages give, and its languages.
pub fn catalogue() -> Catalogue {
    let choice = |value: &str, french: &str, english: &str| Choice {
        value: value.to_owned(),
        label: Localized::new(french).with(Lang::english(), english),
        accepting: Applications::Open,
    };
    let types = vec![
        choice("partner-user", "Usagère ou usager partenaire", "Partner user"),
        choice("family-partner", "Proche partenaire", "Family or caregiver partner"),
        choice("citizen-partner", "Citoyenne ou citoyen partenaire", "Citizen partner"),
    ];
    let levels = vec![
        choice("information", "Information", "Information"),
        choice("consultation", "Consultation", "Consultation"),
        choice("collaboration", "Collaboration", "Collaboration"),
        choice("partnership", "Partenariat", "Partnership"),
    ];
    Catalogue {
        languages: vec![Lang::french(), Lang::english()],
        choices: [("partner-types".to_owned(), types), ("levels".to_owned(), levels)].into(),
    }
}

/// The form.
pub fn form() -> Form {
    static FORM: LazyLock<Form> = LazyLock::new(resolved);
    FORM.clone()
}

fn resolved() -> Form {
    source().resolve(&catalogue()).unwrap_or_else(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

/// Settings with nothing special.
pub fn settings() -> Settings {
    Settings {
        languages: vec![Lang::french(), Lang::english()],
        base_url: "https://partenaires.example".to_owned(),
        apply: [
            (Lang::french(), "/candidature/".to_owned()),
            (Lang::english(), "/en/apply/".to_owned()),
        ]
        .into(),
        phone: "819-555-0123".to_owned(),
        reply_within_days: 30,
        retention: Retention {
            declined_months: 6,
            kept_months: 12,
            transferred_days: 30,
            unanswered_months: 12,
            access_log_months: 24,
            backup_days: 30,
        },
        applications: Applications::Open,
        activities: [("comite-accueil".parse().unwrap(), activity())].into(),
        headers: vec![("x-content-type-options".to_owned(), "nosniff".to_owned())],
    }
}

/// An activity whose deadline is the last day of November 2026.
pub fn activity() -> Activity {
    Activity {
        title: Localized::new("Le comité d’accueil").with(Lang::english(), "The welcome committee"),
        path: Localized::new("/activites/comite/").with(Lang::english(), "/en/committee/"),
        deadline: jiff::civil::date(2026, 11, 30),
    }
}

/// Form and settings.
pub fn bundle() -> Bundle {
    Bundle { build: "b1".to_owned(), form: form(), settings: settings(), files: Files::default() }
}

/// A day like any other.
pub fn day() -> Date {
    jiff::civil::date(2026, 11, 22)
}

/// The record of a form that came in at a moment.
pub fn received(sheet: Sheet, at: &str) -> Application {
    let submission = sheet.submission();
    let key = ReferenceKey::new(b"a secret for tests").unwrap();
    let digest = key.digest(&submission);
    let receipt = Receipt {
        lang: &Lang::french(),
        received_at: at.parse().unwrap(),
        digest,
        reference: key.candidates(&digest).next().unwrap(),
        contacts: &key.contacts(&form(), &submission),
        mailbox: key.mailbox(&form(), &submission),
    };
    Application::received(&bundle(), &submission, &receipt).unwrap()
}

/// A filled-in form, to be changed answer by answer.
#[derive(Clone, Debug)]
pub struct Sheet(Vec<(String, String)>);

/// A complete application.
pub fn sheet() -> Sheet {
    let pairs = [
        ("partner_type", "partner-user"),
        ("first_name", "Zoé-Anne"),
        ("last_name", "O’Neil Tremblay"),
        ("contact_method", "phone"),
        ("phone", "819 555-0123, poste 12"),
        ("email", "Zoe.Anne@exemple.ca"),
        ("call_times", "morning"),
        ("call_times", "evening"),
        ("language", "fr"),
        ("service_link", "yes"),
        ("motivation", "Je veux aider à améliorer l’accueil à l’urgence."),
        ("levels", "partnership"),
        ("interests", "committee"),
        ("time_wish", "ongoing"),
        ("age_14", "true"),
        ("ack_process", "true"),
        ("consent_keep", "true"),
    ];
    Sheet(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into())
}

impl Sheet {
    /// The question left blank.
    pub fn without(mut self, key: &str) -> Self {
        self.0.retain(|(other, _)| other != key);
        self
    }

    /// The question answered in this way.
    pub fn with(self, key: &str, value: &str) -> Self {
        self.without(key).and(key, value)
    }

    /// One more value.
    pub fn and(mut self, key: &str, value: &str) -> Self {
        self.0.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The answers as they are posted.
    pub fn pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// As the page posts it.
    pub fn posted(self) -> Posted {
        Posted::from_pairs(self.0)
    }

    /// As a submission, which it has to be.
    pub fn submission(self) -> ValidSubmission {
        form().validate(&self.posted(), day()).unwrap()
    }

    /// The rules that it breaks, as `field: code`.
    pub fn errors(self) -> Vec<String> {
        let outcome = form().validate(&self.posted(), day());
        let errors = outcome.map_or_else(|invalid| invalid.errors, |_| Vec::new());
        errors.iter().map(ToString::to_string).collect()
    }
}
