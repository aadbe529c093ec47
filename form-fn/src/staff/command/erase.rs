//! `erase`: destroys an application for good, after its reference was typed once more.

use form_model::bilingual;
use form_model::bilingual::{Bilingual, words};
use form_model::history::Deed;
use form_model::reference::Reference;
use serde_json::json;

use crate::staff::console::Console;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Erase;
use crate::staff::told;

pub async fn run(office: &Office, what: &Erase, console: &mut Console<'_>) -> Result<(), Failure> {
    let reference = office.reference(&what.reference).await?;
    let application = office.application(reference).await?;
    let typed = match &what.confirm {
        Some(typed) => typed.clone(),
        None => console.line(&question(reference))?,
    };
    if typed.trim().parse() != Ok(reference) {
        return Err(Failure::Refused(bilingual!(
            "rien n’a été détruit : pour confirmer, tapez {reference}",
            "nothing was destroyed: to confirm, type {reference}"
        )));
    }
    let form = office.form_of(&application);
    office.table.erase(&application, form, &office.event(Deed::Erased)?).await?;
    office.purge()?;
    if office.json {
        return told::json(&mut console.out, &json!({ "reference": reference, "erased": true }));
    }
    let done = office.say(words(
        "détruite : réponses, notes et messages; il reste le journal, et une trace anonyme pour les statistiques",
        "destroyed: answers, notes and messages; the log is left, and an anonymous trace for statistics",
    ));
    told::print(&mut console.out, format!("{reference} · {done}"))
}

fn question(reference: Reference) -> Bilingual {
    bilingual!(
        "La candidature {reference} sera détruite pour toujours. Tapez son numéro pour confirmer :",
        "Application {reference} will be destroyed for ever. Type its reference to confirm:"
    )
}
