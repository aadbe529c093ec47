//! Where staff work: the table that they may use, the form that explains what is in it, who they are and
//! what time it is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, retry::RetryConfig, timeout::TimeoutConfig};
use form_model::application::Application;
use form_model::bilingual;
use form_model::bilingual::{Bilingual, Words};
use form_model::bundle::{Bundle, FormVersions, Forms};
use form_model::definition::Form;
use form_model::history::{Deed, Event};
use form_model::lang::Lang;
use form_model::reference::{Reference, ReferenceError};
use form_model::zone;
use jiff::{Timestamp, civil::Date};

use super::failure::Failure;
use super::options::Place;
use crate::bundle::{self, BundleError};
use crate::home;
use crate::store::Unavailable;
use crate::table::{self, Moment, Table};

/// Where staff work.
#[derive(Debug)]
pub struct Office {
    /// The applications.
    pub table: Table,
    /// The form, and its settings.
    pub bundle: Bundle,
    /// The form in all its versions.
    pub forms: Forms,
    /// Who works here.
    pub by: String,
    /// What time it is, to the microsecond.
    pub now: Timestamp,
    /// The language of what is told.
    pub lang: Lang,
    /// Whether programs read what is told.
    pub json: bool,
    /// The folder of applications on this machine: files that staff ask for are never written there.
    pub data: PathBuf,
    /// Whether the applications are in that folder, and not in the cloud.
    pub is_local: bool,
}

impl Office {
    /// Opens it at a moment: nobody who types a command says what time it is, since the time decides what the access
    /// log says and what is destroyed.
    ///
    /// # Errors
    /// If there is no bundle, no table, or nobody is let in.
    pub async fn open(place: &Place, now: Timestamp) -> Result<Self, Failure> {
        // In the cloud, who acts is not for the command line to say: the log must be true.
        if !place.local && place.by.is_some() {
            return Err(Failure::Usage(bilingual!(
                "--by va avec --local : dans le nuage, le nom du journal est le vrai",
                "--by goes with --local: in the cloud, the name in the log is the real one"
            )));
        }
        let now = Timestamp::from_microsecond(now.as_microsecond());
        let now = now.map_err(|error| Failure::calendar(&error))?;
        let (bundle, forms) = forms(place)?;
        let (table, by) = if place.local { at_home(place)? } else { cloud(place).await? };
        Ok(Self {
            table,
            bundle,
            forms,
            by,
            now,
            lang: language(place),
            json: place.json,
            data: place.data.clone(),
            is_local: place.local,
        })
    }

    /// The forms that stored applications are read with.
    #[must_use]
    pub const fn form_versions(&self) -> FormVersions<'_> {
        FormVersions::new(&self.bundle.form, &self.forms)
    }

    /// The form that an application was filled in on; today's if that is of a version that nobody knows here.
    #[must_use]
    pub fn form_of(&self, application: &Application) -> &Form {
        self.form_versions().get(&application.form_version)
    }

    /// The day it is in Québec.
    #[must_use]
    pub fn today(&self) -> Date {
        zone::day(self.now)
    }

    /// Words for who reads.
    #[must_use]
    pub fn say(&self, words: Words) -> &'static str {
        words.in_lang(&self.lang)
    }

    /// A text for who reads.
    #[must_use]
    pub fn tell(&self, told: &Bilingual) -> String {
        told.in_lang(&self.lang).to_owned()
    }

    /// An entry of the access log: that this was done here and now.
    ///
    /// # Errors
    /// If the log's period leads out of the calendar.
    pub fn event(&self, deed: Deed) -> Result<Event, Failure> {
        let until = self.bundle.settings.retention.of_event(self.now);
        let until = until.map_err(|error| Failure::calendar(&error))?;
        Ok(Event { at: self.now, by: self.by.clone(), deed, destroy_after: until.as_second() })
    }

    /// Removes what is left of destroyed applications beside the table. In the cloud, the service does that.
    ///
    /// # Errors
    /// If something is left.
    pub fn purge(&self) -> Result<(), Failure> {
        if !self.is_local {
            return Ok(());
        }
        home::purge(&self.data, self.now).map_err(|failure| {
            Failure::from(failure).and(&bilingual!(
                "la table ne contient plus ce qui est détruit, mais il peut en rester des copies : messages, anciennes écritures\n`applications sweep` les enlève",
                "the table no longer holds what is destroyed, but copies of it may be left: messages, earlier writes\n`applications sweep` removes them"
            ))
        })
    }

    /// An application.
    ///
    /// # Errors
    /// If there is none, with what became of it or which ones are near; or if it cannot be read.
    pub async fn application(&self, reference: Reference) -> Result<Application, Failure> {
        if let Some(application) = self.table.application(reference).await? {
            return Ok(application);
        }
        let history = self.table.history(reference).await?.read;
        let end = history.into_iter().rev().find_map(|moment| match moment {
            Moment::Event(event) => event.deed.is_end().then_some(event),
            Moment::Message(_) => None,
        });
        if let Some(end) = end {
            return Err(Failure::gone(reference, end.at, &end.by));
        }
        let typed = reference.to_string();
        let near = self.table.those_there(Reference::near(&typed)).await?;
        Err(Failure::no_such(&typed, &near))
    }

    /// The reference that somebody typed.
    ///
    /// # Errors
    /// If it is none, with those which are near it and there.
    pub async fn reference(&self, typed: &str) -> Result<Reference, Failure> {
        match typed.parse() {
            Ok(reference) => Ok(reference),
            Err(ReferenceError::Form) => Err(Failure::Unknown(bilingual!(
                "« {typed} » n’est pas un numéro de référence : il a deux groupes de quatre lettres et chiffres, comme 4EJ0-DN2P",
                "`{typed}` is no reference: one has two groups of four letters and digits, such as 4EJ0-DN2P"
            ))),
            Err(ReferenceError::Check) => {
                let near = self.table.those_there(Reference::near(typed)).await?;
                Err(Failure::no_such(typed, &near))
            }
        }
    }
}

/// The language that was asked for, else the environment's.
#[must_use]
pub fn language(place: &Place) -> Lang {
    place.lang.clone().unwrap_or_else(|| Lang::of_environment(variable))
}

/// The language of who typed a command line that is not read yet.
#[must_use]
pub fn reader(arguments: &[OsString]) -> Lang {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let named = arguments.find_map(|argument| argument.strip_prefix("--lang"));
    let named = match named {
        Some("") => arguments.next(),
        Some(named) => named.strip_prefix('='),
        None => None,
    };
    let asked = named.and_then(|lang| lang.parse().ok());
    asked.unwrap_or_else(|| Lang::of_environment(variable))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn forms(place: &Place) -> Result<(Bundle, Forms), Failure> {
    let read = || {
        let bundle = bundle::read(&place.bundle)?;
        let forms = bundle::forms(&place.bundle, &bundle)?;
        Ok((bundle, forms))
    };
    read().map_err(|error: BundleError| {
        let error = error.to_string();
        Failure::Unreadable(bilingual!(
            "le formulaire n’a pas été trouvé : {error}",
            "the form was not found: {error}"
        ))
    })
}

/// The table of the system on this machine, opened beside the system if that runs.
fn at_home(place: &Place) -> Result<(Table, String), Failure> {
    if !home::is_at(&place.data) {
        return Err(nothing_at(&place.data));
    }
    let database = home::open(&place.data)?;
    let user = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable);
    let by = place.by.clone().or_else(user).unwrap_or_else(|| "local".to_owned());
    Ok((Table::new(home::client(database), home::TABLE.to_owned()), by))
}

fn nothing_at(data: &Path) -> Failure {
    let data = data.display();
    Failure::Unavailable(bilingual!(
        "il n’y a pas de candidatures dans {data}\ndémarrez le système une première fois (`cargo run --release`), ou nommez son dossier avec --data",
        "there are no applications in {data}\nstart the system once (`cargo run --release`), or name its folder with --data"
    ))
}

/// The table in the cloud, with the credentials that AWS's own tools would take; who works is who they say.
async fn cloud(place: &Place) -> Result<(Table, String), Failure> {
    let Some(table) = place.table.clone() else {
        return Err(Failure::Usage(bilingual!(
            "nommez la table des candidatures avec --table, ou dans TABLE_NAME; pour le système sur cette machine : --local",
            "name the table of applications with --table, or in TABLE_NAME; for the system on this machine: --local"
        )));
    };
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(3))
        .operation_attempt_timeout(Duration::from_secs(10))
        .operation_timeout(Duration::from_mins(1))
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::standard().with_max_attempts(6))
        .timeout_config(timeouts);
    if let Some(profile) = &place.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &place.region {
        loader = loader.region(Region::new(region.clone()));
    }
    let config = loader.load().await;
    if config.region().is_none() {
        return Err(Failure::Usage(bilingual!(
            "nommez la région de la table avec --region ou dans AWS_REGION, comme ca-central-1",
            "name the table’s region with --region or in AWS_REGION, such as ca-central-1"
        )));
    }
    let by = caller(&config).await?;
    Ok((Table::new(aws_sdk_dynamodb::Client::new(&config), table), by))
}

/// The name that AWS knows the caller by: the last part of their ARN, such as the session's name, which
/// they cannot choose.
async fn caller(config: &aws_config::SdkConfig) -> Result<String, Failure> {
    let identity = aws_sdk_sts::Client::new(config).get_caller_identity().send().await;
    let identity = identity.map_err(table::Error::from)?;
    let arn = identity.arn().unwrap_or_default();
    match arn.rsplit(['/', ':']).next() {
        Some(name) if !name.is_empty() => Ok(name.to_owned()),
        _ => Err(Unavailable::because("credentials").into()),
    }
}
