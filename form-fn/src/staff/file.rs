//! A person's file: all that is kept about them, in words that they and staff can read. What is shown on
//! the terminal and what is handed over on an access request (A-2.1, s. 83) is the same.

use std::collections::BTreeMap;

use form_model::answers::Answer;
use form_model::application::Application;
use form_model::bilingual::words;
use form_model::definition::{Field, Kind};
use form_model::format;
use jiff::Timestamp;

use super::office::Office;
use super::told;

/// All that is kept about a person.
#[derive(Debug)]
pub struct File {
    parts: Vec<Part>,
}

/// A part of it.
#[derive(Debug)]
pub struct Part {
    /// What it is about.
    pub title: String,
    /// Questions and answers.
    pub lines: Vec<(String, String)>,
}

impl File {
    /// The file of an application, in the language of who reads.
    #[must_use]
    pub fn of(office: &Office, application: &Application) -> Self {
        let mut parts = vec![about(office, application)];
        parts.extend(answered(office, application));
        let notes: Vec<_> = application
            .follow_up
            .notes
            .iter()
            .map(|note| (format!("{} · {}", told::moment(note.at), note.by), note.text.clone()))
            .collect();
        if !notes.is_empty() {
            parts
                .push(Part { title: office.say(words("Notes", "Notes")).to_owned(), lines: notes });
        }
        Self { parts }
    }

    /// An application's answers by the keys of the questions.
    #[must_use]
    pub fn answers(office: &Office, application: &Application) -> BTreeMap<String, String> {
        let form = office.form_of(application);
        let answers = application.answers.iter().map(|(key, answer)| {
            let text = match form.field(key) {
                Some(field) => written(office, application, field, answer),
                None => plain(answer).join("; "),
            };
            (key.to_owned(), text)
        });
        answers.collect()
    }

    /// Its parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

fn about(office: &Office, application: &Application) -> Part {
    let (lang, today) = (&office.lang, office.today());
    let line = |question, answer: String| (office.say(question).to_owned(), answer);
    let mut lines = vec![
        line(words("Numéro de référence", "Reference"), application.reference.to_string()),
        line(words("Reçue", "Received"), told::moment(application.received_at)),
        line(words("Étape", "Stage"), office.say(application.stage.words()).to_owned()),
        line(
            words("Appel promis", "Call promised"),
            told::day(lang, application.contact_by, today),
        ),
    ];
    if let Some(at) = application.follow_up.called_at {
        lines.push(line(words("Appel fait", "Called"), told::moment(at)));
    }
    if let Some(name) = &application.follow_up.assigned_to {
        lines.push(line(words("Responsable", "Assigned to"), name.clone()));
    }
    if let Some(id) = &application.opportunity {
        let activity = office.bundle.settings.activities.get(id);
        let title = activity.map_or_else(|| id.to_string(), |it| it.title.get(lang).to_owned());
        lines.push(line(words("Activité", "Activity"), title));
    }
    if let Some(earlier) = application.possible_duplicate_of {
        let question = words("Peut-être la même personne que", "Perhaps the same person as");
        lines.push(line(question, earlier.to_string()));
    }
    if application.suspect {
        let answer = words(
            "peut-être d’un robot : aucun accusé ni avis n’est parti. Si une personne l’a envoyée : applications genuine",
            "perhaps sent by a robot: no receipt and no notice went out. If a person sent it: applications genuine",
        );
        lines.push(line(words("Suspecte", "Suspect"), office.say(answer).to_owned()));
    }
    lines.push(line(
        words("Langue de la page", "Language of the page"),
        application.lang.endonym().to_owned(),
    ));
    lines.push(line(words("À détruire", "To be destroyed"), destruction(application)));
    let title = office.say(words("Candidature", "Application")).to_owned();
    Part { title, lines }
}

fn destruction(application: &Application) -> String {
    Timestamp::from_second(application.destroy_after).map(told::moment).unwrap_or_default()
}

/// The answers, in the parts of the form that asked for them; what that form does not know comes last.
fn answered(office: &Office, application: &Application) -> Vec<Part> {
    let lang = &office.lang;
    let form = office.form_of(application);
    let mut parts: Vec<_> = form
        .parts
        .iter()
        .map(|part| Part {
            title: part.title.get(lang).to_owned(),
            lines: part
                .fields
                .iter()
                .filter_map(|field| {
                    let answer = application.answers.get(&field.key)?;
                    let label = field.label.get(lang).to_owned();
                    Some((label, written(office, application, field, answer)))
                })
                .collect(),
        })
        .filter(|part| !part.lines.is_empty())
        .collect();
    let unknown: Vec<_> = application
        .answers
        .iter()
        .filter(|(key, _)| form.field(key).is_none())
        .map(|(key, answer)| (key.to_owned(), plain(answer).join("; ")))
        .collect();
    if !unknown.is_empty() {
        let title = words(
            "Réponses que cette version du programme ne connaît pas",
            "Answers that this version of the program does not know",
        );
        parts.push(Part { title: office.say(title).to_owned(), lines: unknown });
    }
    parts
}

fn written(office: &Office, application: &Application, field: &Field, answer: &Answer) -> String {
    let lang = &office.lang;
    match &field.kind {
        Kind::Phone => told::phone(lang, application.answers.text(&field.key)),
        Kind::Consent => match application.consents.get(&field.key) {
            Some(consent) => format!(
                "{} · {}",
                office.say(words("oui", "yes")),
                format::date(lang, form_model::zone::day(consent.given_at))
            ),
            None => office.say(words("oui", "yes")).to_owned(),
        },
        Kind::Tick => office.say(words("oui", "yes")).to_owned(),
        Kind::OneOf { choices } | Kind::SeveralOf { choices, .. } => {
            let label = |value: &&str| {
                let choice = choices.iter().find(|choice| choice.value == **value);
                choice.map_or_else(|| (*value).to_owned(), |it| it.label.get(lang).to_owned())
            };
            plain(answer).iter().map(label).collect::<Vec<_>>().join("; ")
        }
        Kind::Name { .. } | Kind::Email { .. } | Kind::LongText { .. } => plain(answer).join("; "),
    }
}

fn plain(answer: &Answer) -> Vec<&str> {
    match answer {
        Answer::Ticked(true) => vec!["true"],
        Answer::Ticked(false) => vec!["false"],
        Answer::One(text) => vec![text],
        Answer::Several(values) => values.iter().map(String::as_str).collect(),
    }
}
