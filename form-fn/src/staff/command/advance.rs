//! `advance`: an application goes to its next stage, or ends.

use form_model::application::Application;
use form_model::bilingual::words;
use form_model::follow_up::AdvanceError;
use form_model::history::Deed;

use super::{change_with_note, genuine};
use crate::staff::console::Console;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Advance;
use crate::staff::told;

pub async fn run(
    office: &Office,
    what: &Advance,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let note = what.note.as_ref();
    let changed = change_with_note(office, console, &what.reference, note, |application| {
        let to = what.stage;
        let reference = application.reference;
        let (form, retention) = (office.form_of(application), &office.bundle.settings.retention);
        let from =
            application.advance(to, office.now, form, retention).map_err(|error| match error {
                AdvanceError::Illegal { from, to } => Failure::illegal(reference, from, to),
                AdvanceError::ClockBehind { since } => Failure::clock_behind(reference, since),
                AdvanceError::Calendar(error) => Failure::calendar(&error),
            })?;
        Ok(Deed::Advanced { from, to })
    })
    .await;
    let (before, after) = changed?;
    let out = &mut console.out;
    if office.json {
        return told::json(out, &after);
    }
    let (from, to) = (office.say(before.stage.words()), office.say(after.stage.words()));
    told::print(out, format!("{} · {from} → {to}", after.reference))?;
    if before.suspect && !after.suspect {
        told::print(out, genuine::consequence(office, &after))?;
    }
    told::print(out, next(office, &after))
}

/// What can come next, or when the record goes.
fn next(office: &Office, application: &Application) -> String {
    let possible = application.stage.followed_by();
    if possible.is_empty() {
        let day =
            jiff::Timestamp::from_second(application.destroy_after).map(form_model::zone::day);
        let until = day.map(|day| told::day(&office.lang, day, office.today())).unwrap_or_default();
        return format!("{} {until}", office.say(words("Sera détruite", "Will be destroyed")));
    }
    let names: Vec<_> = possible.iter().map(|stage| stage.name()).collect();
    format!("{} {}", office.say(words("Ensuite :", "Next:")), names.join(", "))
}
