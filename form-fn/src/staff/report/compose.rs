//! A report in words: which parts it has, in which order, and what they say.

mod waiting;

use form_model::definition::{Form, Role};
use form_model::format;
use form_model::lang::Lang;
use form_model::zone;
use jiff::Timestamp;

use super::disclosure::Cell;
use super::document::{Bar, Chart, Column, Document, Fact, Notes, Section, Table, Warning};
use super::figures::{Figures, Rows, Step};
use super::phrases::{Phrases, capital, language};
use crate::staff::statistics::Statistics;

/// Who writes, about what, for whom.
pub struct Composer<'a> {
    /// What is reported.
    pub statistics: &'a Statistics,
    /// The words of its answers, and the reader's language.
    pub phrases: Phrases<'a>,
    /// When.
    pub made: Timestamp,
}

impl<'a> Composer<'a> {
    /// About statistics, in a language.
    pub fn new(
        statistics: &'a Statistics,
        form: &'a Form,
        lang: &'a Lang,
        made: Timestamp,
    ) -> Self {
        Self { statistics, phrases: Phrases { lang, form }, made }
    }

    /// For those who work with the applications: everything, first what is to be done.
    pub fn internal(&self) -> Document {
        let (p, numbers) = (self.phrases, self.statistics);
        let figures = Figures::all(numbers, p.form);
        let facts = [
            Some((p.number(numbers.open()), p.say("ouvertes", "open"))),
            Some((p.number(numbers.late.count), p.say("en retard", "late"))),
            Some((
                p.number(numbers.due.count),
                p.say("à appeler d’ici 7 jours", "to call within 7 days"),
            )),
            median(p, &figures),
        ];
        let mut sections = vec![self.late(), self.due()];
        sections.extend(self.numbers(&figures));
        let warning = Warning {
            word: p.say("À l’interne.", "Internal."),
            text: p.say(
                "Ce rapport nomme des dossiers et des membres du personnel. Ne le publiez pas.",
                "This report names files and members of staff. Do not publish it.",
            ),
        };
        let title = p.say("Suivi des candidatures", "Where the applications stand");
        Document {
            warning: Some(warning),
            ..self.document(title, facts, sections, self.notes(false))
        }
    }

    /// For everyone: what may be published.
    pub fn public(&self) -> Document {
        let p = self.phrases;
        let title = p.say("Les candidatures en chiffres", "Applications in figures");
        let Some(figures) = Figures::published(self.statistics, p.form) else {
            let document = self.document(title, [], Vec::new(), self.notes(true));
            return Document { lead: self.too_few_for_any(), ..document };
        };
        let open = figures.open.map(|open| (p.number(open), p.say("ouvertes", "open")));
        let facts = [
            Some((p.number(figures.applications), p.say("reçues en tout", "received in all"))),
            open,
            median(p, &figures),
        ];
        self.document(title, facts, self.numbers(&figures), self.notes(true))
    }

    fn document<const N: usize>(
        &self,
        title: String,
        facts: [Option<(String, String)>; N],
        sections: Vec<Section>,
        notes: Vec<String>,
    ) -> Document {
        let p = self.phrases;
        let here = zone::at(self.made);
        let (day, time) = (p.date(here.date()), format::time(p.lang, here.time()));
        Document {
            lang: p.lang.as_str().to_owned(),
            lang_tag: p.lang.tag().to_owned(),
            title,
            lead: self.lead(),
            warning: None,
            facts: facts
                .into_iter()
                .flatten()
                .map(|(value, label)| Fact { value, label })
                .collect(),
            sections,
            notes: Notes {
                title: p.say("Comment lire ces chiffres", "How to read these figures"),
                items: notes,
            },
            made: filled(
                &p.say(
                    "Produit le {day} à {time}, heure du Québec.",
                    "Made on {day} at {time}, Québec time.",
                ),
                &[("day", &day), ("time", &time)],
            ),
        }
    }

    fn lead(&self) -> String {
        let p = self.phrases;
        let (day, of) = (p.date(self.statistics.day), p.applications(self.statistics.applications));
        let text = p.say("Au {day}, d’après {of}.", "As of {day}, from {of}.");
        filled(&text, &[("day", &day), ("of", &of)])
    }

    fn too_few_for_any(&self) -> String {
        let p = self.phrases;
        let day = p.date(self.statistics.day);
        let text = p.say(
            "Au {day}, il y a moins de cinq candidatures. Pour protéger ces personnes, nous ne publions aucun autre chiffre.",
            "As of {day}, there are fewer than five applications. To protect these people, we publish no other figure.",
        );
        filled(&text, &[("day", &day)])
    }

    fn numbers(&self, figures: &Figures) -> Vec<Section> {
        let p = self.phrases;
        vec![
            self.pipeline(figures.pipeline.as_ref()),
            self.ages(figures),
            self.months(figures),
            self.calls(figures),
            self.table(
                "types",
                [p.say("Par type de partenaire", "By type of partner"), p.say("Type", "Type")],
                None,
                figures.partner_types.as_ref(),
                |id| p.choice(Role::PartnerType, id),
            ),
            self.table(
                "levels",
                [
                    p.say("Par niveau de participation", "By level of involvement"),
                    p.say("Niveau", "Level"),
                ],
                Some(p.say(
                    "Une personne peut choisir plusieurs niveaux. Elle compte alors dans chacun.",
                    "A person may choose several levels, and then counts in each.",
                )),
                figures.levels.as_ref(),
                |id| p.choice(Role::Level, id),
            ),
            self.table(
                "languages",
                [
                    p.say("Par langue du formulaire", "By language of the form"),
                    p.say("Langue", "Language"),
                ],
                None,
                figures.languages.as_ref(),
                |code| language(code),
            ),
        ]
    }

    fn pipeline(&self, rows: Option<&Rows<Step>>) -> Section {
        let p = self.phrases;
        let ended = |step: &Step| !matches!(step, Step::At(stage) if stage.is_open());
        let titles = [
            p.say("Le parcours des candidatures", "The applications’ path"),
            p.say("Étape", "Stage"),
        ];
        let text = p.say(
            "Les candidatures ouvertes sont à l’étape où elles se trouvent; les autres, à leur fin.",
            "Open applications stand at the stage that they have reached; the others at their end.",
        );
        self.charted("pipeline", titles, text, rows, |step| p.step(*step), ended)
    }

    fn ages(&self, figures: &Figures) -> Section {
        let p = self.phrases;
        let titles = [
            p.say("Depuis quand elles sont ouvertes", "How long they have been open"),
            p.say("Âge", "Age"),
        ];
        let text = p.say(
            "L’âge se compte en jours depuis la réception.",
            "Age is counted in days since receipt.",
        );
        self.charted("ages", titles, text, figures.ages.as_ref(), |age| p.age(*age), |_| false)
    }

    fn months(&self, figures: &Figures) -> Section {
        let p = self.phrases;
        let titles = [p.say("Reçues par mois", "Received by month"), p.say("Mois", "Month")];
        let text = p.say(
            "Les douze derniers mois, celui-ci compris, et tout ce qui précède.",
            "The last twelve months, this one included, and all before.",
        );
        self.charted(
            "months",
            titles,
            text,
            figures.months.as_ref(),
            |month| self.month(*month),
            |_| false,
        )
    }

    fn calls(&self, figures: &Figures) -> Section {
        let p = self.phrases;
        let mut text = Vec::new();
        if let Some(days) = figures.median_days {
            let same = p.say(
                "La moitié des personnes appelées l’ont été le jour même.",
                "Half of the people called were called on the same day.",
            );
            let within = p.say(
                "La moitié des personnes appelées l’ont été en {days} ou moins.",
                "Half of the people called were called within {days}.",
            );
            text.push(filled(if days == 0 { &same } else { &within }, &[("days", &p.days(days))]));
        }
        if let Some(days) = figures.ninetieth_days {
            let same = p.say(
                "Neuf sur dix l’ont été le jour même.",
                "Nine in ten were called on the same day.",
            );
            let within = p.say(
                "Neuf sur dix l’ont été en {days} ou moins.",
                "Nine in ten were called within {days}.",
            );
            text.push(filled(if days == 0 { &same } else { &within }, &[("days", &p.days(days))]));
        }
        if text.is_empty() {
            text.push(p.say(
                "Trop peu de personnes ont été appelées pour dire en combien de jours.",
                "Too few people have been called to tell within how many days.",
            ));
        }
        let labels = [
            p.say("Appelées dans le délai promis", "Called within the promised time"),
            p.say("Appelées plus tard", "Called later"),
            p.say("Pas appelées", "Not called"),
        ];
        let rows = figures.calls.map(|cells| labels.into_iter().zip(cells).collect());
        let titles = [p.say("Le premier appel", "The first call"), p.say("Appel", "Call")];
        let mut section = self.table("calls", titles, None, rows.as_ref(), Clone::clone);
        section.text.splice(0..0, text);
        section
    }

    fn month(&self, month: Option<jiff::civil::Date>) -> String {
        let p = self.phrases;
        let first = self.statistics.months.keys().next();
        match (month, first) {
            (Some(month), _) => capital(&p.month(month)),
            (None, Some(first)) => {
                filled(&p.say("Avant {month}", "Before {month}"), &[("month", &p.month(*first))])
            }
            (None, None) => p.say("Avant", "Before"),
        }
    }

    fn charted<K>(
        &self,
        id: &'static str,
        titles: [String; 2],
        text: String,
        rows: Option<&Rows<K>>,
        label: impl Fn(&K) -> String,
        ended: impl Fn(&K) -> bool,
    ) -> Section {
        let chart = rows.map(|rows| self.chart(&titles[0], rows, &label, &ended));
        Section { chart, ..self.table(id, titles, Some(text), rows, label) }
    }

    fn chart<K>(
        &self,
        title: &str,
        rows: &Rows<K>,
        label: &dyn Fn(&K) -> String,
        ended: &dyn Fn(&K) -> bool,
    ) -> Chart {
        let p = self.phrases;
        let longest = rows.iter().filter_map(|(_, cell)| cell.count()).max().unwrap_or_default();
        let percent = |count: u64| {
            let tenths = (count * 1000).checked_div(longest).unwrap_or_default();
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        let bar = |(key, cell): &(K, Cell)| Bar {
            label: label(key),
            value: p.cell(*cell),
            percent: cell.count().map(percent),
            ended: ended(key),
        };
        let bars: Vec<_> = rows.iter().map(bar).collect();
        let told: Vec<_> = bars.iter().map(|bar| p.pair(&bar.label, &bar.value)).collect();
        let text = p.say("Diagramme à barres. {bars}.", "Bar chart. {bars}.");
        Chart {
            title: title.to_owned(),
            description: filled(&text, &[("bars", &told.join(", "))]),
            bars,
        }
    }

    fn table<K>(
        &self,
        id: &'static str,
        [title, first]: [String; 2],
        text: Option<String>,
        rows: Option<&Rows<K>>,
        label: impl Fn(&K) -> String,
    ) -> Section {
        let p = self.phrases;
        let Some(rows) = rows else {
            let few = p.say(
                "Il y a trop peu de candidatures pour montrer ces chiffres sans trahir personne.",
                "There are too few applications to show these figures without giving anyone away.",
            );
            return Section { id, title, text: vec![few], chart: None, table: None };
        };
        let columns = vec![
            Column { label: first, numeric: false },
            Column { label: p.say("Candidatures", "Applications"), numeric: true },
        ];
        let rows = rows.iter().map(|(key, cell)| vec![label(key), p.cell(*cell)]).collect();
        let table = Table { caption: title.clone(), columns, rows };
        Section { id, title, text: text.into_iter().collect(), chart: None, table: Some(table) }
    }

    fn notes(&self, public: bool) -> Vec<String> {
        let p = self.phrases;
        let days = p.days(self.statistics.reply_within_days.into());
        let promise = p.say(
            "Le programme promet un appel dans les {days} qui suivent la réception. Une candidature est en retard si personne n’a appelé à la fin du dernier de ces jours.",
            "The programme promises a call within {days} of receipt. An application is late if nobody has called by the end of the last of these days.",
        );
        let promise = filled(&promise, &[("days", &days)]);
        let call = p.say(
            "Le délai d’un appel se compte en jours civils, de la réception au premier appel. La moitié (ou neuf personnes sur dix) a été appelée dans le plus petit nombre de jours qui suffit à le dire.",
            "The time to a call is counted in calendar days, from receipt to the first call. “Half” and “nine in ten” name the smallest number of days of which this is true.",
        );
        let lapsed = p.say(
            "«\u{A0}Sans suite dans les délais\u{A0}»\u{A0}: la candidature est restée ouverte si longtemps qu’elle a été détruite, comme la loi l’exige.",
            "“Not followed up in time”: the application stayed open so long that it was destroyed, as the law requires.",
        );
        let gone = filled(
            &p.say(
                "Les dossiers détruits comptent encore, sans rien qui mène à une personne\u{A0}: {gone}.",
                "Files that were destroyed still count, without anything that leads to a person: {gone}.",
            ),
            &[("gone", &p.number(self.statistics.destroyed()))],
        );
        let suspect = filled(
            &p.say(
                "Les envois d’un robot probable ne comptent nulle part\u{A0}: {suspect}. Ceux qui attendent un appel sont toutefois dans les listes, marqués\u{A0}: il y a peut-être une personne derrière.",
                "What a robot probably sent counts nowhere: {suspect}. But those that wait for a call are in the lists, marked: there may be a person behind.",
            ),
            &[("suspect", &p.number(self.statistics.suspect))],
        );
        let hidden = p.say(
            "Un nombre de 1 à 4 est masqué, pour que personne ne soit reconnu. Quand on pourrait le retrouver par soustraction, un autre nombre est masqué aussi. Zéro est montré.",
            "A number from 1 to 4 is hidden, so that nobody is recognised. Where it could be found by subtraction, another number is hidden too. Zero is shown.",
        );
        if public {
            vec![hidden, promise, call, lapsed]
        } else {
            vec![promise, call, lapsed, gone, suspect]
        }
    }
}

fn median(p: Phrases<'_>, figures: &Figures) -> Option<(String, String)> {
    let label = p.say("pour appeler la moitié des personnes", "to call half of the people");
    figures.median_days.map(|days| (p.days(days), label))
}

/// A text with values in the place of `{names}`.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
