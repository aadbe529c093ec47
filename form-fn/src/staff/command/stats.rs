//! `stats`: the numbers, on the terminal.

use comfy_table::CellAlignment;
use form_model::bilingual;
use form_model::bilingual::words;
use form_model::format;

use super::{numbers, tell_unread};
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::output::Output;
use crate::staff::statistics::{FirstCall, Statistics};
use crate::staff::told;

pub async fn run(office: &Office, out: &mut Output<'_>) -> Result<(), Failure> {
    let (statistics, unread) = numbers::gather(office).await?;
    if office.json {
        told::json(out, &statistics)?;
    } else {
        told::print(out, stages(office, &statistics))?;
        told::print(out, calls(office, &statistics))?;
    }
    tell_unread(office, &unread).map_or(Ok(()), Err)
}

fn stages(office: &Office, statistics: &Statistics) -> String {
    let heading =
        [words("Étape", "Stage"), words("Gardées", "Kept"), words("Détruites", "Destroyed")];
    let mut grid = told::grid(&office.lang, heading);
    let number = |n: u64| format::number(&office.lang, &n.to_string()).unwrap_or_default();
    for (stage, count) in &statistics.stages {
        let name = office.say(stage.words()).to_owned();
        grid.add_row([name, number(count.living), number(count.destroyed)]);
    }
    for column in grid.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    grid.trim_fmt()
}

fn calls(office: &Office, statistics: &Statistics) -> String {
    let Statistics { applications, suspect, late, due, first_call, .. } = statistics;
    let (late, due, soon) = (late.count, due.count, Statistics::DUE_WITHIN);
    let FirstCall { within_promise, later, median_days, ninetieth_days, .. } = first_call;
    let mut lines = vec![bilingual!(
        "Candidatures reçues : {applications}, et {suspect} suspectes.",
        "Applications received: {applications}, and {suspect} suspect."
    )];
    lines.push(bilingual!(
        "À appeler d’ici {soon} jours : {due}. En retard : {late}.",
        "To call within {soon} days: {due}. Late: {late}."
    ));
    lines.push(bilingual!(
        "Appels faits à temps : {within_promise}; plus tard : {later}.",
        "Called in time: {within_promise}; later: {later}."
    ));
    if let (Some(median), Some(ninetieth)) = (median_days, ninetieth_days) {
        lines.push(bilingual!(
            "La moitié des appels dans les {median} jours, neuf sur dix dans les {ninetieth}.",
            "Half of the calls within {median} days, nine in ten within {ninetieth}."
        ));
    }
    let lines: Vec<_> = lines.iter().map(|line| office.tell(line)).collect();
    format!("\n{}", lines.join("\n"))
}
