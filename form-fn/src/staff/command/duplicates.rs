//! `duplicates`: applications that have a phone number or an e-mail address in common with an earlier one.

use form_model::bilingual::words;
use form_model::reference::Reference;
use form_model::stage::Stage;
use form_model::summary::Summary;
use serde::Serialize;
use std::collections::BTreeMap;

use super::tell_unread;
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::output::Output;
use crate::staff::told;
use crate::table::Found;

/// Two applications, perhaps by the same person.
#[derive(Serialize)]
struct Pair {
    reference: Reference,
    stage: Stage,
    earlier: Reference,
    /// None if the earlier one is gone, or was never stored.
    earlier_stage: Option<Stage>,
}

pub async fn run(office: &Office, out: &mut Output<'_>) -> Result<(), Failure> {
    let mut found: Found<Summary> = Found { read: Vec::new(), unread: Vec::new() };
    for stage in Stage::ALL {
        found.extend(office.table.summaries(stage, None, office.form_versions()).await?);
    }
    let stages: BTreeMap<_, _> = found.read.iter().map(|it| (it.reference, it.stage)).collect();
    let mut pairs: Vec<_> = found
        .read
        .iter()
        .filter_map(|later| {
            let earlier = later.possible_duplicate_of?;
            let earlier_stage = stages.get(&earlier).copied();
            Some(Pair { reference: later.reference, stage: later.stage, earlier, earlier_stage })
        })
        .collect();
    pairs.sort_by_key(|pair| (pair.earlier, pair.reference));
    if office.json {
        told::json(out, &pairs)?;
    } else if pairs.is_empty() {
        told::print(out, office.say(words("Aucun double possible.", "No possible duplicate.")))?;
    } else {
        let heading = [
            words("Candidature", "Application"),
            words("Étape", "Stage"),
            words("Plus ancienne", "Earlier one"),
            words("Étape", "Stage"),
        ];
        let mut grid = told::grid(&office.lang, heading);
        for pair in &pairs {
            let gone = words("détruite", "gone");
            let earlier_stage = pair.earlier_stage.map_or(gone, Stage::words);
            grid.add_row([
                pair.reference.to_string(),
                office.say(pair.stage.words()).to_owned(),
                pair.earlier.to_string(),
                office.say(earlier_stage).to_owned(),
            ]);
        }
        told::print(out, grid.trim_fmt())?;
    }
    tell_unread(office, &found.unread).map_or(Ok(()), Err)
}
