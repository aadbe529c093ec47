//! The day's digest: what is due, what is late, what is doubtful, what did not go out, what should be gone. By
//! reference and day alone; never a name.

use form_model::bilingual::{Words, words};
use form_model::bundle::FormVersions;
use form_model::definition::Form;
use form_model::format;
use form_model::lang::Lang;
use form_model::mail;
use form_model::promise::Promise;
use form_model::stage::Stage;
use form_model::summary::Summary;
use form_model::zone;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

use crate::table::{Error, Kind, Message, Reason, State, Table};

/// How many days ahead calls are told of.
const AHEAD: u32 = 7;
/// For how many days after the last try a message that did not go out is told of.
const UNSENT_DAYS: i64 = 7;
/// The most lines of a list: more is work for a command, not for a message.
const MOST: usize = 100;

/// What there is to tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Digest {
    due: Vec<String>,
    late: Vec<String>,
    suspect: Vec<String>,
    failed: Vec<String>,
    expired: Vec<String>,
}

impl Digest {
    /// Looks for what there is to tell at a moment, for a reader of a language.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn gather(
        table: &Table,
        forms: FormVersions<'_>,
        lang: &Lang,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let today = zone::day(now);
        let received = table.summaries(Stage::Received, None, forms).await?;
        let form = forms.current();
        let mut digest = Self::default();
        for summary in &received.read {
            match summary.promise(today) {
                Promise::Late(_) => digest.late.push(line(form, lang, summary)),
                Promise::Due(days) if days <= AHEAD => digest.due.push(line(form, lang, summary)),
                Promise::Due(_) | Promise::Settled => {}
            }
            if summary.suspect {
                digest.suspect.push(line(form, lang, summary));
            }
        }
        let messages = table.unsent_messages(unsent_since(today)).await?;
        for (of, message) in &messages.read {
            digest.failed.push(unsent(lang, of, message));
        }
        let withheld = table.withheld_messages(unsent_since(today)).await?;
        let is_notice = |message: &Message| message.name == mail::Name::Notice.as_str();
        for (of, message) in withheld.read.iter().filter(|(_, message)| !is_notice(message)) {
            digest.failed.push(unsent(lang, of, message));
        }
        let notices = withheld.read.iter().filter(|(_, message)| is_notice(message)).count();
        let colon = words("\u{A0}: ", ": ").in_lang(lang);
        let expired = table.count_due(Kind::Records, now).await?;
        if expired > 0 {
            let count = format::number(lang, &expired.to_string()).unwrap_or_default();
            digest.expired.push(format!("{count}{colon}applications sweep"));
        }
        for unread in received.unread.iter().chain(&messages.unread).chain(&withheld.unread) {
            let which = unread.record.trim_start_matches("APPLICATION#");
            let why = words("ne peut pas être lue", "cannot be read").in_lang(lang);
            digest.failed.push(format!("{which}{colon}{why}"));
        }
        for list in [&mut digest.due, &mut digest.late, &mut digest.suspect, &mut digest.failed] {
            shorten(list, lang);
        }
        if notices > 0 {
            let which =
                words("avis retenus, la limite atteinte", "notices withheld, the limit reached");
            let count = format::number(lang, &notices.to_string()).unwrap_or_default();
            digest.failed.push(format!("{count} {}{colon}applications list", which.in_lang(lang)));
        }
        Ok(digest)
    }

    /// Whether there is anything to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it goes out on a day: if there is anything to do, and on Mondays always, so that a Monday without
    /// it means that something is broken.
    #[must_use]
    pub fn goes_out_on(&self, day: Date) -> bool {
        !self.is_empty() || day.weekday() == Weekday::Monday
    }

    /// What fills the message.
    #[must_use]
    pub fn values(&self, day: Date, lang: &Lang) -> mail::Digest<'_> {
        mail::Digest {
            day,
            due: &self.due,
            late: &self.late,
            suspect: &self.suspect,
            failed: &self.failed,
            expired: &self.expired,
            none: words("Rien.", "Nothing.").in_lang(lang),
        }
    }
}

/// From which day on messages that did not go out are told of, and those that wait are sent.
pub(super) fn unsent_since(today: Date) -> Date {
    today.saturating_sub(UNSENT_DAYS.days())
}

/// An application: its reference, its type, the promised day.
fn line(form: &Form, lang: &Lang, summary: &Summary) -> String {
    let kind = summary.partner_type.as_deref().map(|id| form.partner_type_name(id, lang));
    let by = words("à appeler au plus tard le", "to call by").in_lang(lang);
    let day = format::date(lang, summary.contact_by);
    let parts =
        [Some(summary.reference.to_string()), kind.map(str::to_owned), Some(format!("{by} {day}"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A message: the reference of what it was about, which it was, the day, why, whether it is tried again.
fn unsent(lang: &Lang, of: &str, message: &Message) -> String {
    let which: Words = match message.name.as_str() {
        "receipt" => words("accusé de réception", "receipt"),
        "notice" => words("avis", "notice"),
        _ => words("bilan", "digest"),
    };
    let day = format::date(lang, zone::day(message.at));
    let again = words("sera réessayé", "will be tried again").in_lang(lang);
    let limit = words(
        "retenu, trop de candidatures avec cette adresse : appelez la personne",
        "withheld, too many applications with this address: call the person",
    );
    let limit = limit.in_lang(lang);
    let (code, then) = match &message.state {
        State::Sent => (None, None),
        State::Failed { code } => (Some(code.as_str()), None),
        State::Waiting { code } => (Some(code.as_str()), Some(again)),
        State::Withheld { reason: Reason::Limit } => (None, Some(limit)),
    };
    let reference = of.strip_prefix("APPLICATION#");
    let parts = [reference, Some(which.in_lang(lang)), Some(&day), code, then];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn shorten(list: &mut Vec<String>, lang: &Lang) {
    if let Some(more) = list.len().checked_sub(MOST).filter(|more| *more > 0) {
        list.truncate(MOST);
        let told = words("et d’autres : applications list", "and more: applications list");
        list.push(format!("+ {more} {}", told.in_lang(lang)));
    }
}
