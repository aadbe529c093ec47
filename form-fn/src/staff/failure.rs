//! What can go wrong for staff, in words that say what to do, and as the exit code that scripts go by.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use form_model::bilingual::Bilingual;
use form_model::format;
use form_model::lang::Lang;
use form_model::reference::Reference;
use form_model::stage::Stage;
use form_model::visible::visible;
use form_model::{bilingual, zone};
use jiff::Timestamp;

use crate::home::HomeFailure;
use crate::store::Unavailable;
use crate::table;

/// Why a command did not do what was asked. Nothing is half done then.
#[derive(Debug)]
pub enum Failure {
    /// What was asked makes no sense.
    Usage(Bilingual),
    /// No such application.
    Unknown(Bilingual),
    /// The application does not allow it now.
    Refused(Bilingual),
    /// We are not let in.
    Access(Bilingual),
    /// The table does not answer.
    Unavailable(Bilingual),
    /// What is in the table, or beside the program, cannot be read.
    Unreadable(Bilingual),
    /// A check found something.
    Found(Bilingual),
}

impl Failure {
    /// The exit code. 0 is success; the others stand in the documentation of the command.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Found(_) => 1,
            Self::Usage(_) => 2,
            Self::Unknown(_) => 3,
            Self::Refused(_) => 4,
            Self::Access(_) => 5,
            Self::Unavailable(_) => 6,
            Self::Unreadable(_) => 7,
        }
    }

    /// What happened, and what to do about it.
    #[must_use]
    pub fn told(&self) -> &Bilingual {
        let (Self::Usage(told)
        | Self::Unknown(told)
        | Self::Refused(told)
        | Self::Access(told)
        | Self::Unavailable(told)
        | Self::Unreadable(told)
        | Self::Found(told)) = self;
        told
    }

    /// The same failure, with more to know about it.
    #[must_use]
    pub fn and(self, more: &Bilingual) -> Self {
        let joined = |told: Bilingual| {
            Bilingual::new(
                format!("{}\n{}", told.french(), more.french()),
                format!("{}\n{}", told.english(), more.english()),
            )
        };
        match self {
            Self::Usage(told) => Self::Usage(joined(told)),
            Self::Unknown(told) => Self::Unknown(joined(told)),
            Self::Refused(told) => Self::Refused(joined(told)),
            Self::Access(told) => Self::Access(joined(told)),
            Self::Unavailable(told) => Self::Unavailable(joined(told)),
            Self::Unreadable(told) => Self::Unreadable(joined(told)),
            Self::Found(told) => Self::Found(joined(told)),
        }
    }

    /// The same for a terminal: what it would hide or obey is shown as marks.
    #[must_use]
    pub fn shown(&self, lang: &Lang) -> Cow<'_, str> {
        visible(self.told().in_lang(lang))
    }

    /// No application has this reference; but these, which are near it, are there.
    #[must_use]
    pub fn no_such(typed: &str, near: &[Reference]) -> Self {
        let near: Vec<_> = near.iter().map(ToString::to_string).collect();
        Self::Unknown(if near.is_empty() {
            bilingual!(
                "aucune candidature ne porte le numéro {typed}\nvérifiez chaque caractère; `applications list` montre les candidatures",
                "no application has the reference {typed}\ncheck each character; `applications list` shows the applications"
            )
        } else {
            let (fr, en) = (near.join(" ou "), near.join(" or "));
            Bilingual::new(
                format!("aucune candidature ne porte le numéro {typed}\nvouliez-vous dire {fr}?"),
                format!("no application has the reference {typed}\ndid you mean {en}?"),
            )
        })
    }

    /// The record is gone, but the log says what became of it.
    #[must_use]
    pub fn gone(reference: Reference, at: Timestamp, by: &str) -> Self {
        let day = zone::day(at);
        let (fr, en) = (format::date(&Lang::french(), day), format::date(&Lang::english(), day));
        Self::Unknown(Bilingual::new(
            format!(
                "la candidature {reference} a été détruite le {fr} par {by}; il n’en reste que le journal : `applications show {reference} --history`"
            ),
            format!(
                "application {reference} was destroyed on {en} by {by}; only its log is left: `applications show {reference} --history`"
            ),
        ))
    }

    /// One stage does not follow the other.
    #[must_use]
    pub fn illegal(reference: Reference, from: Stage, to: Stage) -> Self {
        let possible: Vec<_> = from.followed_by().iter().map(|stage| stage.name()).collect();
        let words = from.words();
        let (fr, en) = (words.fr, words.en);
        Self::Refused(if possible.is_empty() {
            Bilingual::new(
                format!(
                    "la candidature {reference} est à sa dernière étape ({from} : {fr}); elle ne va pas plus loin"
                ),
                format!(
                    "application {reference} is at its last stage ({from}: {en}); it goes no further"
                ),
            )
        } else {
            let possible = possible.join(", ");
            Bilingual::new(
                format!(
                    "la candidature {reference} ne peut pas passer de {from} à {to}\nde {from} ({fr}), elle peut passer à : {possible}"
                ),
                format!(
                    "application {reference} cannot go from {from} to {to}\nfrom {from} ({en}) it can go to: {possible}"
                ),
            )
        })
    }

    /// The clock of this machine is behind.
    #[must_use]
    pub fn clock_behind(reference: Reference, since: Timestamp) -> Self {
        Self::Refused(bilingual!(
            "l’horloge de cette machine retarde : la candidature {reference} a changé le {since}, et il serait plus tôt\nréglez l’horloge, puis recommencez; rien n’a été écrit",
            "the clock of this machine is behind: application {reference} changed at {since}, and it would be earlier now\nset the clock, then repeat; nothing was written"
        ))
    }

    /// A file that cannot be written.
    #[must_use]
    pub fn file(file: &Path, error: &dyn fmt::Display) -> Self {
        let file = file.display();
        Self::Usage(bilingual!(
            "{file} ne peut pas être écrit : {error}",
            "{file} cannot be written: {error}"
        ))
    }

    /// More than a spreadsheet can hold.
    #[must_use]
    pub fn too_large_for_xlsx(error: &dyn fmt::Display) -> Self {
        Self::Usage(bilingual!(
            "un tableur ne peut pas contenir cela : {error}\nexportez avec --format csv ou json, ou une étape à la fois",
            "a spreadsheet cannot hold this: {error}\nexport with --format csv or json, or one stage at a time"
        ))
    }

    /// A spreadsheet is no text that a terminal could show.
    #[must_use]
    pub fn xlsx_on_a_terminal() -> Self {
        Self::Usage(bilingual!(
            "un terminal ne peut pas afficher un fichier XLSX; rien n’a été lu\nnommez un fichier : --out candidatures.xlsx",
            "a terminal cannot show an XLSX file; nothing was read\nname a file: --out applications.xlsx"
        ))
    }

    /// A day beyond the calendar.
    #[must_use]
    pub fn calendar(error: &jiff::Error) -> Self {
        Self::Usage(bilingual!(
            "une durée de conservation mène hors du calendrier : {error}\nvérifiez `retention` dans site.yaml",
            "a retention period leads out of the calendar: {error}\ncheck `retention` in site.yaml"
        ))
    }
}

impl From<table::Error> for Failure {
    fn from(error: table::Error) -> Self {
        match error {
            table::Error::Unavailable(unavailable) => unavailable.into(),
            table::Error::Unreadable { which, error } => Self::Unreadable(bilingual!(
                "la candidature {which} ne peut pas être lue : {error}\nelle a peut-être été écrite par une version plus récente : mettez le programme à jour; sinon, avertissez l’équipe technique",
                "application {which} cannot be read: {error}\na newer version may have written it: update this program; otherwise tell the technical team"
            )),
            table::Error::Conflict { which } => Self::Refused(bilingual!(
                "quelqu’un d’autre vient de changer la candidature {which}; rien n’a été écrit\nregardez-la de nouveau (`applications show {which}`), puis recommencez s’il y a lieu",
                "somebody else has just changed application {which}; nothing was written\nlook at it again (`applications show {which}`), then repeat if it is still right"
            )),
        }
    }
}

/// What AWS's own codes mean to a person.
impl From<Unavailable> for Failure {
    fn from(unavailable: Unavailable) -> Self {
        let code = &unavailable.code;
        match code.as_str() {
            "ExpiredTokenException" | "ExpiredToken" | "TokenRefreshRequired" => {
                Self::Access(bilingual!(
                    "votre session AWS est terminée ({code})\nouvrez-en une autre (`aws sso login`), puis recommencez; rien n’a été écrit",
                    "your AWS session has ended ({code})\nopen a new one (`aws sso login`), then repeat; nothing was written"
                ))
            }
            "credentials"
            | "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "MissingAuthenticationTokenException"
            | "MissingAuthenticationToken" => Self::Access(bilingual!(
                "AWS ne vous connaît pas ({code})\nouvrez une session (`aws sso login`), ou nommez un profil avec --profile; pour le système sur cette machine : --local",
                "AWS does not know you ({code})\nopen a session (`aws sso login`), or name a profile with --profile; for the system on this machine: --local"
            )),
            "AccessDeniedException" | "AccessDenied" => Self::Access(bilingual!(
                "vous n’avez pas le droit de faire cela dans cette table ({code})\ndemandez à l’équipe technique le rôle du personnel du programme",
                "you may not do this in this table ({code})\nask the technical team for the role of the programme’s staff"
            )),
            "InvalidSignatureException" | "RequestTimeTooSkewed" | "SignatureDoesNotMatch" => {
                Self::Access(bilingual!(
                    "AWS refuse la signature ({code}) : l’horloge de cette machine est peut-être loin de la bonne heure\nréglez-la; sinon, ouvrez une nouvelle session",
                    "AWS refuses the signature ({code}): the clock of this machine may be far off\nset it; otherwise open a new session"
                ))
            }
            "ResourceNotFoundException" => Self::Access(bilingual!(
                "il n’y a pas de table de ce nom dans cette région ({code})\nvérifiez --table (ou TABLE_NAME) et --region",
                "there is no table of that name in this region ({code})\ncheck --table (or TABLE_NAME) and --region"
            )),
            "ThrottlingException"
            | "ProvisionedThroughputExceededException"
            | "RequestLimitExceeded" => Self::Unavailable(bilingual!(
                "la table reçoit trop de demandes ({code}), même après plusieurs essais; rien n’a été écrit\nattendez une minute, puis recommencez",
                "the table gets too many requests ({code}), also after several tries; nothing was written\nwait a minute, then repeat"
            )),
            _ => Self::Unavailable(bilingual!(
                "la table ne répond pas ({code}); on ne sait pas si quelque chose a été écrit\nvérifiez la connexion, regardez la candidature, puis recommencez s’il y a lieu",
                "the table does not answer ({code}); whether anything was written is not known\ncheck the connection, look at the application, then repeat if need be"
            )),
        }
    }
}

impl From<HomeFailure> for Failure {
    fn from(failure: HomeFailure) -> Self {
        Self::Unavailable(failure.told())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for Failure {}
