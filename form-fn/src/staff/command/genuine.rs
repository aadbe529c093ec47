//! `genuine`: removes the mark of a robot. The receipt and the notice then go out, and the person is counted.

use form_model::application::Application;
use form_model::bilingual;
use form_model::bilingual::words;
use form_model::history::Deed;

use super::change;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Genuine;
use crate::staff::output::Output;
use crate::staff::told;

pub async fn run(office: &Office, what: &Genuine, out: &mut Output<'_>) -> Result<(), Failure> {
    let (_, after) = change(office, &what.reference, |application| {
        if application.clear_suspicion(office.now) {
            return Ok(Deed::Genuine);
        }
        let reference = application.reference;
        Err(Failure::Refused(bilingual!(
            "rien à faire : la candidature {reference} n’est pas marquée comme suspecte",
            "nothing to do: the application {reference} is not marked as suspect"
        )))
    })
    .await?;
    if office.json {
        return told::json(out, &after);
    }
    told::print(out, format!("{} · {}", after.reference, consequence(office, &after)))
}

/// What follows from the mark that was just removed.
pub fn consequence(office: &Office, after: &Application) -> &'static str {
    office.say(if after.takes_first_messages() {
        words(
            "n’est plus suspecte : l’accusé de réception et l’avis partent",
            "no longer suspect: the receipt and the notice go out",
        )
    } else {
        words(
            "n’est plus suspecte; à cette étape, aucun message ne part",
            "no longer suspect; at this stage no message goes out",
        )
    })
}
