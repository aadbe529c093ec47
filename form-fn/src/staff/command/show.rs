//! `show`: one application, whole. The access log says so before anything is shown.

use form_model::application::Application;
use form_model::bilingual::words;
use form_model::history::{Deed, Event};
use form_model::promise::Promise;
use form_model::zone;
use serde::Serialize;

use super::tell_unread;
use crate::staff::failure::Failure;
use crate::staff::file::{File, Part};
use crate::staff::office::Office;
use crate::staff::options::Show;
use crate::staff::output::Output;
use crate::staff::told;
use crate::table::{Found, Message, Moment, Reason, State};

pub async fn run(office: &Office, what: &Show, out: &mut Output<'_>) -> Result<(), Failure> {
    let reference = office.reference(&what.reference).await?;
    let application = match office.application(reference).await {
        // What is left of a destroyed application is its log; that may still be asked for.
        Err(gone @ Failure::Unknown(_)) if what.history => {
            let history = office.table.history(reference).await?;
            if history.read.is_empty() {
                return Err(gone);
            }
            return told::print(out, log(office, &history, None));
        }
        other => other?,
    };
    office.table.log(reference, &office.event(Deed::Shown)?).await?;
    let history = if what.history { Some(office.table.history(reference).await?) } else { None };
    if office.json {
        #[derive(Serialize)]
        struct Written<'a> {
            #[serde(flatten)]
            application: &'a Application,
            #[serde(skip_serializing_if = "Option::is_none")]
            history: Option<&'a [Moment]>,
        }
        let history = history.as_ref().map(|history| &*history.read);
        return told::json(out, &Written { application: &application, history });
    }
    told::print(out, head(office, &application))?;
    for part in File::of(office, &application).parts() {
        told::print(out, section(part))?;
    }
    if let Some(history) = &history {
        told::print(out, log(office, history, Some(&application)))?;
        return tell_unread(office, &history.unread).map_or(Ok(()), Err);
    }
    Ok(())
}

/// What staff look for first.
fn head(office: &Office, application: &Application) -> String {
    let (lang, today) = (&office.lang, office.today());
    let Application { reference, stage, contact_by, .. } = application;
    let stage = office.say(stage.words());
    let next = match Promise::on(today, application.stage, *contact_by) {
        Promise::Settled => {
            let since = zone::day(application.stage_since());
            format!("{} {}", office.say(words("depuis", "since")), told::day(lang, since, today))
        }
        promise => format!(
            "{} {}",
            office.say(words("à appeler :", "to call:")),
            told::promise(lang, promise, *contact_by, today)
        ),
    };
    format!("{reference} · {stage} · {next}")
}

fn section(part: &Part) -> String {
    let mut grid = told::pairs();
    for (question, answer) in &part.lines {
        grid.add_row([question, answer]);
    }
    format!("\n{}\n{}", part.title, grid.trim_fmt())
}

/// What happened, in order. Notes stand in the record; each belongs to the event of its moment.
fn log(office: &Office, history: &Found<Moment>, application: Option<&Application>) -> String {
    let heading = [words("Quand", "When"), words("Qui", "Who"), words("Quoi", "What")];
    let mut grid = told::grid(&office.lang, heading);
    for moment in &history.read {
        let at = told::moment(moment.at());
        match moment {
            Moment::Event(event) => {
                let note = application.and_then(|it| {
                    let mut notes = it.follow_up.notes.iter();
                    notes
                        .find(|note| note.at == event.at && !is_look(event))
                        .map(|note| note.text.as_str())
                });
                let what = std::iter::once(deed(office, event)).chain(note.map(str::to_owned));
                grid.add_row([at, event.by.clone(), what.collect::<Vec<_>>().join("\n")]);
            }
            Moment::Message(message) => {
                grid.add_row([at, "notify".to_owned(), sent(office, message)]);
            }
        }
    }
    format!("\n{}\n{}", office.say(words("Journal", "Log")), grid.trim_fmt())
}

/// What became of a message.
fn sent(office: &Office, Message { name, state, .. }: &Message) -> String {
    let which = match name.as_str() {
        "receipt" => words("accusé de réception", "receipt"),
        _ => words("avis au programme", "notice to the programme"),
    };
    let which = office.say(which);
    match state {
        State::Sent => format!("{which} · {}", office.say(words("envoyé", "sent"))),
        State::Failed { code } => {
            format!(
                "{which} · {} ({code})",
                office.say(words("refusé par la poste", "refused by the mail service"))
            )
        }
        State::Withheld { reason: Reason::Limit } => {
            let limit = words(
                "retenu, trop de messages en 24 heures",
                "withheld, too many messages within 24 hours",
            );
            format!("{which} · {}", office.say(limit))
        }
        State::Waiting { code } => {
            format!(
                "{which} · {} ({code})",
                office.say(words("pas encore parti, on réessaie", "not sent yet, tried again"))
            )
        }
    }
}

/// Whether an event changed nothing: no note goes with a look.
fn is_look(event: &Event) -> bool {
    matches!(event.deed, Deed::Shown | Deed::Listed | Deed::Exported)
}

fn deed(office: &Office, event: &Event) -> String {
    let say = |words| office.say(words).to_owned();
    match &event.deed {
        Deed::Shown => say(words("a lu la candidature", "read the application")),
        Deed::Listed => say(words("a lu le nom dans une liste", "read the name in a list")),
        Deed::Exported => say(words("a exporté la candidature", "exported the application")),
        Deed::Advanced { from, to } => {
            format!("{} → {}", office.say(from.words()), office.say(to.words()))
        }
        Deed::Genuine => {
            say(words("a retiré la marque « suspecte »", "removed the mark “suspect”"))
        }
        Deed::Noted => say(words("a écrit une note", "wrote a note")),
        Deed::Assigned { to: Some(to) } => {
            format!("{} {to}", office.say(words("a confié la candidature à", "assigned it to")))
        }
        Deed::Assigned { to: None } => {
            say(words("a retiré la personne responsable", "assigned it to nobody"))
        }
        Deed::Corrected { fields } => {
            format!("{} {}", office.say(words("a corrigé :", "corrected:")), fields.join(", "))
        }
        Deed::Erased => say(words("a détruit la candidature", "destroyed the application")),
        Deed::Expired => say(words(
            "a détruit la candidature, sa durée échue",
            "destroyed the application, its time over",
        )),
    }
}
