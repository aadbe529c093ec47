//! `assign`: who takes care of an application.

use form_model::bilingual::words;
use form_model::history::Deed;

use super::change;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Assign;
use crate::staff::output::Output;
use crate::staff::told;

pub async fn run(office: &Office, what: &Assign, out: &mut Output<'_>) -> Result<(), Failure> {
    let (_, after) = change(office, &what.reference, |application| {
        application.follow_up.assigned_to.clone_from(&what.to);
        Ok(Deed::Assigned { to: what.to.clone() })
    })
    .await?;
    if office.json {
        return told::json(out, &after);
    }
    let who = match &what.to {
        Some(name) => format!("{} {name}", office.say(words("confiée à", "assigned to"))),
        None => office.say(words("confiée à personne", "assigned to nobody")).to_owned(),
    };
    told::print(out, format!("{} · {who}", after.reference))
}
