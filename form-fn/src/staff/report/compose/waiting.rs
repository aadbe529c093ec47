//! Who waits for a call: the parts of a report that need action.

use super::{Composer, filled};
use crate::staff::report::document::{Column, Section, Table};
use crate::staff::statistics::{Entry, Waiting};

impl Composer<'_> {
    /// Those whom nobody has called in time.
    pub(super) fn late(&self) -> Section {
        let p = self.phrases;
        let text = p.say(
            "Le délai promis est passé, et personne n’a encore appelé. Appelez d’abord ces personnes.",
            "The promised time has passed, and nobody has called yet. Call these people first.",
        );
        let none = p.say(
            "Aucune. Personne n’attend depuis plus longtemps que promis.",
            "None. Nobody has been waiting longer than promised.",
        );
        let title = p.say("En retard", "Late");
        self.waiting("late", title, (text, none), &self.statistics.late, p.say("Retard", "Late by"))
    }

    /// Those to be called soon.
    pub(super) fn due(&self) -> Section {
        let p = self.phrases;
        let text =
            p.say("Leur dernier jour promis arrive bientôt.", "Their last promised day is near.");
        let none = p.say("Aucune.", "None.");
        let title = p.say("À appeler d’ici 7 jours", "To call within 7 days");
        self.waiting("due", title, (text, none), &self.statistics.due, p.say("Reste", "Time left"))
    }

    fn waiting(
        &self,
        id: &'static str,
        title: String,
        (some, none): (String, String),
        waiting: &Waiting,
        days: String,
    ) -> Section {
        let p = self.phrases;
        if waiting.count == 0 {
            return Section { id, title, text: vec![none], chart: None, table: None };
        }
        let mut text = vec![some];
        if waiting.count > waiting.listed.len() as u64 {
            let (shown, all) = (p.number(waiting.listed.len()), p.number(waiting.count));
            let more = p.say(
                "Les {shown} premières sur {all} sont ici; la commande «\u{A0}applications list\u{A0}» les montre toutes.",
                "The first {shown} of {all} are here; the command “applications list” shows all of them.",
            );
            text.push(filled(&more, &[("shown", &shown), ("all", &all)]));
        }
        let caption = p.pair(&title, &p.applications(waiting.count));
        let columns = [
            p.say("Référence", "Reference"),
            p.say("Dernier jour promis", "Last promised day"),
            days,
            p.say("Responsable", "Assigned to"),
        ];
        let table = Table {
            caption,
            columns: columns.map(|label| Column { label, numeric: false }).into(),
            rows: waiting.listed.iter().map(|entry| self.entry(entry)).collect(),
        };
        Section { id, title, text, chart: None, table: Some(table) }
    }

    fn entry(&self, entry: &Entry) -> Vec<String> {
        let p = self.phrases;
        let mark = if entry.suspect { p.say(" (douteuse)", " (suspect)") } else { String::new() };
        let nobody = || p.say("personne", "nobody");
        vec![
            format!("{}{mark}", entry.reference),
            p.date(entry.contact_by),
            if entry.days == 0 { p.say("aujourd’hui", "today") } else { p.days(entry.days) },
            entry.assigned_to.clone().unwrap_or_else(nobody),
        ]
    }
}
