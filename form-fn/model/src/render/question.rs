//! One question as a template sees it: ids, state and words ready to be written down.

use jiff::civil::Date;
use serde::Serialize;

use super::form::{Alert, Filled};
use crate::answers::tick;
use crate::bundle::Applications;
use crate::definition::{Choice, Condition, Field, Form, Kind, NamePart, Requirement};
use crate::format;
use crate::lang::Lang;
use crate::messages::{Messages, fill};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// The key: name and id of the control.
    pub key: String,
    /// Its place among all questions, from 1: on paper, one question names another by it.
    pub number: usize,
    /// The id of the control, or of the first choice; where an error links to.
    pub id: String,
    /// What to draw: `text`, `tel`, `email`, `textarea`, `radio`, `checkboxes`, `checkbox`.
    pub control: &'static str,
    /// The question.
    pub label: String,
    /// A word of help; may be empty.
    pub hint: String,
    /// Whether to mark the question as optional.
    pub optional: bool,
    /// Whether an answer is necessary from everybody.
    pub required: bool,
    /// The token for the browser to fill in (WCAG 1.3.5); may be empty.
    pub autocomplete: &'static str,
    /// The text written so far.
    pub value: String,
    /// Whether the box is ticked.
    pub checked: bool,
    /// The choices offered.
    pub choices: Vec<ChoiceView>,
    /// A sentence for each choice that cannot be chosen now.
    pub closed_choices: Vec<String>,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// The ids of hint and error; may be empty.
    pub described_by: String,
    /// The most characters of a long text, for a counter.
    pub max: Option<usize>,
    /// The height of a long text.
    pub rows: usize,
    /// When the question is put, for a script; without one it is always on the page.
    pub shown_when: Option<Dependence>,
    /// What makes an answer necessary, each enough by itself; nothing if it always or never is.
    pub required_when: Vec<Dependence>,
}

/// What a question asks of the answer to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dependence {
    /// The key of the deciding question.
    pub field: String,
    /// The deciding question's number.
    pub number: usize,
    /// The values of its inputs that decide, when checked.
    pub values: Vec<String>,
    /// The choices that decide, in words and in their order; none if it is a box to tick.
    pub choices: Vec<String>,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// What is posted.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// The id of its input.
    pub id: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// Characters on a line of a long text, roughly, and the heights that look right.
const CHARACTERS_A_LINE: usize = 160;
const ROWS: (usize, usize) = (3, 8);

impl FieldView {
    pub(super) fn new(
        form: &Form,
        field: &Field,
        lang: &Lang,
        day: Date,
        filled: &Filled<'_>,
    ) -> Self {
        let key = &field.key;
        let texts: Vec<&str> = filled.posted.iter().flat_map(|posted| posted.texts(key)).collect();
        let error = filled.errors.iter().find(|error| error.field == *key);
        let error = error.map(|error| form.error_text(key, &error.code, lang).to_owned());
        let hint = field.hint.as_ref().map_or("", |hint| hint.get(lang)).to_owned();
        let mut described_by = Vec::new();
        if !hint.is_empty() {
            described_by.push(format!("{key}-hint"));
        }
        if error.is_some() {
            described_by.push(format!("{key}-error"));
        }
        let max = match field.kind {
            Kind::LongText { max, .. } => Some(max),
            _ => None,
        };
        let writes = field.choices().is_empty() && !field.is_box();
        Self {
            id: key.clone(),
            control: control(&field.kind),
            label: field.label.get(lang).to_owned(),
            hint,
            optional: field.requirement == Requirement::Never,
            required: field.requirement == Requirement::Always && field.shown_when.is_none(),
            autocomplete: autocomplete(&field.kind),
            value: texts.first().filter(|_| writes).copied().unwrap_or_default().to_owned(),
            checked: field.is_box() && texts.iter().any(|text| tick(text) == Some(true)),
            choices: choices(field, lang, day, &texts, filled.alert),
            closed_choices: closed_choices(&form.messages, field, lang, day),
            error,
            described_by: described_by.join(" "),
            max,
            rows: max.map_or(1, |max| (max / CHARACTERS_A_LINE).clamp(ROWS.0, ROWS.1)),
            shown_when: field
                .shown_when
                .as_ref()
                .map(|condition| Dependence::new(form, condition, lang)),
            required_when: required_when(form, field, lang),
            number: number(form, key),
            key: key.clone(),
        }
    }
}

impl Dependence {
    fn new(form: &Form, condition: &Condition, lang: &Lang) -> Self {
        let key = condition.field();
        let (values, choices) = match condition {
            Condition::Chosen { any_of, .. } => {
                let choices = form.field(key).map_or(&[][..], Field::choices).iter();
                let deciding = choices.filter(|choice| any_of.contains(&choice.value));
                let words = deciding.map(|choice| choice.label.get(lang).to_owned());
                (any_of.iter().cloned().collect(), words.collect())
            }
            Condition::Ticked { .. } => (vec!["true".to_owned()], Vec::new()),
        };
        Self { field: key.to_owned(), number: number(form, key), values, choices }
    }
}

fn required_when(form: &Form, field: &Field, lang: &Lang) -> Vec<Dependence> {
    let triggers = match &field.requirement {
        Requirement::When(triggers) => triggers.as_slice(),
        Requirement::Always | Requirement::Never => &[],
    };
    triggers.iter().map(|trigger| Dependence::new(form, &trigger.condition, lang)).collect()
}

/// A question's place among all questions, from 1.
fn number(form: &Form, key: &str) -> usize {
    form.fields().take_while(|field| field.key != key).count() + 1
}

/// The choices offered now; the first one carries the field's id, for error links to land on. What could
/// not be stored may have been stored all the same: its closed choice stays too, so that sending the
/// page again sends the same.
fn choices(
    field: &Field,
    lang: &Lang,
    day: Date,
    texts: &[&str],
    alert: Option<Alert>,
) -> Vec<ChoiceView> {
    let is_chosen = |choice: &Choice| texts.iter().any(|text| text.trim() == choice.value);
    let is_offered = |choice: &&Choice| {
        let is_open = choice.accepting.is_open_on(day);
        is_open || (alert == Some(Alert::NotStored) && is_chosen(choice))
    };
    let offered = field.choices().iter().filter(is_offered).enumerate();
    let views = offered.map(|(position, choice)| ChoiceView {
        id: match position {
            0 => field.key.clone(),
            _ => format!("{}-{}", field.key, choice.value),
        },
        label: choice.label.get(lang).to_owned(),
        checked: is_chosen(choice),
        value: choice.value.clone(),
    });
    views.collect()
}

fn closed_choices(messages: &Messages, field: &Field, lang: &Lang, day: Date) -> Vec<String> {
    let closed = field.choices().iter().filter(|choice| !choice.accepting.is_open_on(day));
    let sentence = |choice: &Choice| {
        let label = choice.label.get(lang);
        match choice.accepting {
            Applications::ClosedUntil(opening) => {
                let opening = format::date(lang, opening);
                let values = [("choice", label), ("date", opening.as_str())];
                fill(&messages.choice_closed_until, lang, &values)
            }
            Applications::Open | Applications::Closed => {
                fill(&messages.choice_closed, lang, &[("choice", label)])
            }
        }
    };
    closed.map(sentence).collect()
}

fn control(kind: &Kind) -> &'static str {
    match kind {
        Kind::Name { .. } => "text",
        Kind::Phone => "tel",
        Kind::Email { .. } => "email",
        Kind::LongText { .. } => "textarea",
        Kind::OneOf { .. } => "radio",
        Kind::SeveralOf { .. } => "checkboxes",
        Kind::Tick | Kind::Consent => "checkbox",
    }
}

fn autocomplete(kind: &Kind) -> &'static str {
    match kind {
        Kind::Name { part: NamePart::Given, .. } => "given-name",
        Kind::Name { part: NamePart::Family, .. } => "family-name",
        Kind::Phone => "tel",
        Kind::Email { .. } => "email",
        _ => "",
    }
}
