//! `list`: whom to call, and by when.

use comfy_table::ColumnConstraint;
use form_model::application::Application;
use form_model::bilingual::{Words, words};
use form_model::definition::Form;
use form_model::history::Deed;
use form_model::promise::Promise;
use form_model::stage::Stage;
use form_model::summary::Summary;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::tell_unread;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::List;
use crate::staff::output::Output;
use crate::staff::told::{self, Grid};
use crate::table::Found;

/// What the mark of a robot means, and what to do.
const SUSPECT: Words = words(
    "Suspecte : peut-être d’un robot; aucun accusé de réception ni avis n’est parti. Si une personne l’a envoyée : applications genuine NUMÉRO.",
    "Suspect: perhaps sent by a robot; no receipt and no notice went out. If a person sent it: applications genuine REFERENCE.",
);

/// A line.
struct Line {
    summary: Summary,
    /// Name and phone number, if they were asked for.
    person: Option<Person>,
}

/// Whom to call.
#[derive(Serialize)]
struct Person {
    name: String,
    phone: String,
    email: String,
}

pub async fn run(office: &Office, what: &List, out: &mut Output<'_>) -> Result<(), Failure> {
    let mut found = find(office, what).await?;
    if let Some(name) = &what.assigned {
        let is_theirs = |line: &Line| line.summary.follow_up.assigned_to.as_ref() == Some(name);
        found.read.retain(is_theirs);
    }
    for line in found.read.iter().filter(|line| line.person.is_some()) {
        office.table.log(line.summary.reference, &office.event(Deed::Listed)?).await?;
    }
    if office.json {
        let lines: Vec<_> = found.read.iter().map(|line| written(line, office.today())).collect();
        told::json(out, &lines)?;
    } else if found.read.is_empty() {
        told::print(out, office.say(words("Aucune candidature.", "No application.")))?;
    } else {
        told::print(out, table(office, what, &found.read).trim_fmt())?;
        told::print(out, total(office, &found.read))?;
        if found.read.iter().any(|line| line.summary.suspect) {
            told::print(out, office.say(SUSPECT))?;
        }
    }
    tell_unread(office, &found.unread).map_or(Ok(()), Err)
}

async fn find(office: &Office, what: &List) -> Result<Found<Line>, Failure> {
    let by = match what.due {
        None => None,
        Some(days) => {
            let last = office.today().checked_add(i64::from(days).days());
            Some(last.map_err(|error| Failure::calendar(&error))?)
        }
    };
    let stages = match (&what.due, &*what.stage) {
        (Some(_), _) => vec![Stage::Received],
        (None, []) => Stage::ALL.into_iter().filter(|stage| stage.is_open()).collect(),
        (None, stages) => stages.to_vec(),
    };
    let mut found = Found { read: Vec::new(), unread: Vec::new() };
    for stage in stages {
        found.extend(at(office, stage, by, what.names).await?);
    }
    Ok(found)
}

/// Those at a stage: who waits for the call first by its day, the others by how long they have waited.
async fn at(
    office: &Office,
    stage: Stage,
    by: Option<Date>,
    with_names: bool,
) -> Result<Found<Line>, Failure> {
    let mut found = if with_names {
        let records = office.table.records(stage, by).await?;
        let line = |it: &Application| {
            let form = office.form_of(it);
            Line { summary: Summary::of(it, form), person: Some(Person::of(office, it, form)) }
        };
        Found { read: records.read.iter().map(line).collect(), unread: records.unread }
    } else {
        let summaries = office.table.summaries(stage, by, office.form_versions()).await?;
        let line = |summary| Line { summary, person: None };
        Found { read: summaries.read.into_iter().map(line).collect(), unread: summaries.unread }
    };
    if stage != Stage::Received {
        found.read.sort_by_key(|line| since(&line.summary));
    }
    Ok(found)
}

fn since(summary: &Summary) -> jiff::Timestamp {
    summary.follow_up.stage_since.unwrap_or(summary.received_at)
}

fn table(office: &Office, what: &List, lines: &[Line]) -> Grid {
    let (lang, today) = (&office.lang, office.today());
    let heading = [
        words("Numéro", "Reference"),
        words("Étape", "Stage"),
        words("À appeler, ou depuis", "To call, or since"),
        if what.names { words("Personne", "Person") } else { words("Type", "Type") },
        words("Responsable", "Assigned"),
        words("À noter", "Note"),
    ];
    let mut grid = told::grid(lang, heading);
    if let Some(days) = grid.column_mut(2) {
        days.set_constraint(ColumnConstraint::ContentWidth);
    }
    for Line { summary, person } in lines {
        let when = match summary.promise(today) {
            Promise::Settled => told::day(lang, form_model::zone::day(since(summary)), today),
            promise => told::promise(lang, promise, summary.contact_by, today),
        };
        let who = match person {
            Some(Person { name, phone, email }) => {
                let reach = if phone.is_empty() { email } else { phone };
                format!("{name} · {reach}")
            }
            None => summary.partner_type.as_deref().map_or_else(String::new, |id| {
                office.bundle.form.partner_type_name(id, lang).to_owned()
            }),
        };
        grid.add_row([
            summary.reference.to_string(),
            office.say(summary.stage.words()).to_owned(),
            when,
            who,
            summary.follow_up.assigned_to.clone().unwrap_or_default(),
            marks(office, summary),
        ]);
    }
    grid
}

/// What staff should know before they call.
fn marks(office: &Office, summary: &Summary) -> String {
    let suspect = summary.suspect.then(|| office.say(words("suspecte", "suspect")).to_owned());
    let earlier = summary
        .possible_duplicate_of
        .map(|earlier| format!("{} {earlier}", office.say(words("double de", "duplicate of"))));
    suspect.into_iter().chain(earlier).collect::<Vec<_>>().join(", ")
}

fn total(office: &Office, lines: &[Line]) -> String {
    let today = office.today();
    let is_late = |line: &&Line| matches!(line.summary.promise(today), Promise::Late(_));
    let late = lines.iter().filter(is_late).count();
    let all = told::applications(&office.lang, lines.len());
    match late {
        0 => format!("{all}."),
        _ => format!("{all}, {late} {}.", office.say(words("en retard", "late"))),
    }
}

/// A line for programs. `due_in_days` is negative for late ones, and absent when no call is owed.
#[derive(Serialize)]
struct Written<'a> {
    reference: String,
    stage: Stage,
    received_at: jiff::Timestamp,
    contact_by: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_in_days: Option<i64>,
    since: jiff::Timestamp,
    partner_type: Option<&'a str>,
    levels: &'a std::collections::BTreeSet<String>,
    assigned_to: Option<&'a str>,
    suspect: bool,
    possible_duplicate_of: Option<String>,
    #[serde(flatten)]
    person: Option<&'a Person>,
}

fn written(line: &Line, today: Date) -> Written<'_> {
    let Line { summary, person } = line;
    Written {
        reference: summary.reference.to_string(),
        stage: summary.stage,
        received_at: summary.received_at,
        contact_by: summary.contact_by,
        due_in_days: match summary.promise(today) {
            Promise::Late(days) => Some(-i64::from(days)),
            Promise::Due(days) => Some(i64::from(days)),
            Promise::Settled => None,
        },
        since: since(summary),
        partner_type: summary.partner_type.as_deref(),
        levels: &summary.levels,
        assigned_to: summary.follow_up.assigned_to.as_deref(),
        suspect: summary.suspect,
        possible_duplicate_of: summary.possible_duplicate_of.map(|it| it.to_string()),
        person: person.as_ref(),
    }
}

impl Person {
    fn of(office: &Office, application: &Application, form: &Form) -> Self {
        Self {
            name: application.full_name(form),
            phone: told::phone(&office.lang, application.phone(form)),
            email: application.email(form).unwrap_or_default().to_owned(),
        }
    }
}
