//! `sweep`: destroys what is past its day, and verifies that nothing is left. The table destroys by itself,
//! within days; this is the check that the law asks for (R-22.1, s. 111), and finds work only if that is late.

use form_model::bilingual;
use form_model::bilingual::words;
use form_model::history::Deed;
use serde::Serialize;

use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::Sweep;
use crate::staff::output::Output;
use crate::staff::told;
use crate::table::{self, Destruction, Kind};

/// What a sweep did.
#[derive(Default, Serialize)]
struct Swept {
    /// Records that were past their day, and are destroyed.
    destroyed: u64,
    /// Of those, records that could not be read: statistics do not know of them.
    unread: u64,
    /// Notes of contacts, and places under limits on messages, that were past their day, and are deleted.
    notes: u64,
    /// What is past its day and still there.
    left: u64,
}

pub async fn run(office: &Office, what: &Sweep, out: &mut Output<'_>) -> Result<(), Failure> {
    let mut swept = Swept::default();
    if !what.dry_run {
        records(office, &mut swept).await?;
        for kind in [Kind::Notes, Kind::Limits] {
            for pk in office.table.due(kind, office.now).await? {
                office.table.expire_other(kind, &pk, office.now).await?;
                swept.notes += 1;
            }
        }
        office.purge()?;
    }
    for kind in [Kind::Records, Kind::Notes, Kind::Limits] {
        swept.left += office.table.count_due(kind, office.now).await?;
    }
    if office.json {
        told::json(out, &swept)?;
    } else {
        told::print(out, line(office, &swept))?;
    }
    let left = swept.left;
    if left == 0 {
        return Ok(());
    }
    Err(Failure::Found(if what.dry_run {
        bilingual!(
            "{left} à détruire : `applications sweep` le fait",
            "{left} to be destroyed: `applications sweep` does it"
        )
    } else {
        bilingual!(
            "{left} sont passés leur date et toujours là\nrecommencez; si cela reste, avertissez l’équipe technique",
            "{left} are past their day and still there\nrepeat; if they stay, tell the technical team"
        )
    }))
}

async fn records(office: &Office, swept: &mut Swept) -> Result<(), Failure> {
    let due = office.table.due(Kind::Records, office.now).await?;
    let bar = told::progress(due.len());
    for pk in due {
        let event = office.event(Deed::Expired)?;
        match office.table.expire(&pk, office.form_versions(), &event).await {
            Ok(Destruction::Done) => swept.destroyed += 1,
            Ok(Destruction::Unread) => {
                swept.destroyed += 1;
                swept.unread += 1;
            }
            // Its day was set anew while we looked: it is not ours to destroy.
            Ok(Destruction::NotDue) | Err(table::Error::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

fn line(office: &Office, swept: &Swept) -> String {
    let Swept { destroyed, unread, notes, left } = swept;
    let mut told = office.tell(&bilingual!(
        "Candidatures détruites : {destroyed}. Codes de contact effacés : {notes}. Reste à détruire : {left}.",
        "Applications destroyed: {destroyed}. Contact codes deleted: {notes}. Left to destroy: {left}."
    ));
    if *unread > 0 {
        let unreadable = words(
            "Illisibles, détruites sans trace statistique :",
            "Unreadable, destroyed without a trace in statistics:",
        );
        told = format!("{told} {} {unread}.", office.say(unreadable));
    }
    told
}
