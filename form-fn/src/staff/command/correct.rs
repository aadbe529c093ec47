//! `correct`: answers as the person asks, judged by the rules of the form that they filled in.

use std::collections::BTreeMap;

use form_model::bilingual;
use form_model::bilingual::{Bilingual, words};
use form_model::code::Code;
use form_model::correction::CorrectionError;
use form_model::definition::Form;
use form_model::history::Deed;
use form_model::lang::Lang;
use form_model::suggestion::suggest;
use form_model::validate::Invalid;

use super::change_with_note;
use crate::staff::console::{Console, Draft};
use crate::staff::failure::Failure;
use crate::staff::office::Office;
use crate::staff::options::{Correct, Text};
use crate::staff::told;

pub async fn run(
    office: &Office,
    what: &Correct,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    if !what.answers.is_empty() {
        let answers = read(what.answers.iter().map(String::as_str), &office.bundle.form)?;
        return correct(office, what, &answers, what.note.as_ref(), console).await;
    }
    // What is typed is not lost on a reference that is not there.
    office.application(office.reference(&what.reference).await?).await?;
    let draft = console.text(&question())?;
    let done = as_typed(office, what, &draft, console).await;
    done.map_err(|failure| draft.keep(failure))
}

/// Corrects what is typed: an answer a line, and after an empty line a note.
async fn as_typed(
    office: &Office,
    what: &Correct,
    draft: &Draft,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let (answers, note) = draft.text.split_once("\n\n").unwrap_or((&draft.text, ""));
    let note = match &what.note {
        Some(Text::Given(text)) => Some(text.clone()),
        Some(Text::Asked) => Some(note.to_owned()),
        None => Some(note.to_owned()).filter(|note| !note.trim().is_empty()),
    };
    let answers = joined(answers);
    let answers = read(answers.iter().map(String::as_str), &office.bundle.form)?;
    correct(office, what, &answers, note.map(Text::Given).as_ref(), console).await
}

fn question() -> Bilingual {
    bilingual!(
        "Écrivez une réponse par ligne, CLÉ=VALEUR; une ligne qui commence par une espace continue la précédente. Après une ligne vide, vous pouvez écrire une note.",
        "Write an answer a line, KEY=VALUE; a line that begins with a space continues the one above. After an empty line you may write a note."
    )
}

/// Lines, each with those that continue it.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push('\n');
                last.push_str(line.trim_start());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

async fn correct(
    office: &Office,
    what: &Correct,
    answers: &BTreeMap<String, String>,
    note: Option<&Text>,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let mut fields = Vec::new();
    let corrected = change_with_note(office, console, &what.reference, note, |application| {
        let form = office.form_of(application).clone();
        let answers = for_kinds(&form, answers);
        fields = application
            .correct(&form, &answers, office.now, &office.bundle.settings.retention)
            .map_err(|error| match error {
                CorrectionError::Invalid(invalid) => refused(&form, &invalid),
                CorrectionError::Calendar(error) => Failure::calendar(&error),
            })?;
        if fields.is_empty() {
            return Err(Failure::Refused(bilingual!(
                "rien à corriger : ces réponses sont déjà là",
                "nothing to correct: these answers are there already"
            )));
        }
        Ok(Deed::Corrected { fields: fields.clone() })
    })
    .await;
    let (_, after) = corrected?;
    if office.json {
        return told::json(&mut console.out, &after);
    }
    let done = office.say(words("corrigé :", "corrected:"));
    told::print(&mut console.out, format!("{} · {done} {}", after.reference, fields.join(", ")))
}

/// `KEY=VALUE` by key.
fn read<'t>(
    typed: impl Iterator<Item = &'t str>,
    form: &Form,
) -> Result<BTreeMap<String, String>, Failure> {
    let example = &form.roles.given_name;
    typed
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) => Ok((key.trim().to_owned(), value.trim().to_owned())),
            None => Err(Failure::Usage(bilingual!(
                "écrivez CLÉ=VALEUR, comme {example}=Zoé, et non « {pair} »",
                "write KEY=VALUE, such as {example}=Zoé, not `{pair}`"
            ))),
        })
        .collect()
}

/// Commas part values only where a question takes several.
fn for_kinds(form: &Form, typed: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let values = |key: &str, text: &str| -> Vec<String> {
        let takes_several = form.field(key).is_some_and(|field| !field.is_single());
        let parts: Vec<_> = if takes_several { text.split(',').collect() } else { vec![text] };
        parts
            .into_iter()
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    typed.iter().map(|(key, text)| (key.clone(), values(key, text))).collect()
}

/// What is wrong with each answer, in the form's own words.
fn refused(form: &Form, invalid: &Invalid) -> Failure {
    let line = |lang: &Lang| {
        let lines = invalid.errors.iter().map(|error| {
            let text = if error.code == Code::UNKNOWN_FIELD {
                let known = suggest(&error.field, form.fields().map(|field| &*field.key));
                let hint = known.in_lang(lang).to_owned();
                let french = format!("le formulaire n’a pas cette question; {hint}");
                let english = format!("the form has no such question; {hint}");
                Bilingual::new(french, english).in_lang(lang).to_owned()
            } else {
                form.error_text(&error.field, &error.code, lang).to_owned()
            };
            format!("{}: {text}", error.field)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    Failure::Refused(Bilingual::new(line(&Lang::french()), line(&Lang::english())))
}
