//! The form as a template sees it. The empty form and the form with errors are the same view, filled
//! differently; what a person wrote goes back as it was, not as we normalised it.

use jiff::civil::Date;
use serde::Serialize;

use super::page;
use super::question::FieldView;
use crate::answers::{Controls, Opportunity, Posted};
use crate::bundle::{Applications, Settings};
use crate::definition::Form;
use crate::format;
use crate::lang::Lang;
use crate::messages::fill;
use crate::validate::FieldError;

/// What the form is filled with. [`Filled::default`] is the empty form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filled<'a> {
    /// What was posted, to be kept on the page.
    pub posted: Option<&'a Posted>,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
    /// What happened to the form as a whole.
    pub alert: Option<Alert>,
}

/// What happened to the form as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// The application could not be stored.
    NotStored,
    /// The page was older than the form.
    Stale,
    /// The activity takes no more applications; the page that comes back is for the programme alone.
    ActivityClosed,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// Where the form posts to, with the fragment of the summary.
    pub action: String,
    /// For the hidden `form_version`.
    pub version: String,
    /// The parts.
    pub parts: Vec<PartView>,
    /// The errors, for the summary, in the order of the form.
    pub errors: Vec<ErrorView>,
    /// What happened to the form as a whole.
    pub alert: Option<AlertView>,
    /// The collection notice.
    pub notice: NoticeView,
    /// The send button's words.
    pub submit: String,
    /// The send button's words while sending, for a script.
    pub sending: String,
    /// Said by a script that got no answer: the application may not be stored, the answers are here.
    pub not_saved: String,
    /// Said by a script without a connection.
    pub offline: String,
    /// Paper or phone instead.
    pub paper: String,
    /// The form needs no JavaScript.
    pub no_js: String,
    /// The name of the trap for robots.
    pub honeypot: &'static str,
    /// The name under which a script may send the seconds spent on the page.
    pub seconds: &'static str,
    /// Whether it holds answers. Then the seconds on the page say nothing: whoever switches the language or corrects
    /// an error can send at once.
    pub answered: bool,
    /// The activity that the person applies for.
    pub activity: Option<ActivityView>,
    /// Stands before each error and before the title of a page with errors; ends in a space.
    pub error_prefix: String,
    /// The id of the summary.
    pub summary_id: &'static str,
    /// The title of the summary.
    pub summary_title: String,
    /// How many answers need correcting; empty if none.
    pub summary_count: String,
    /// Stands after the label of an optional question.
    pub optional_suffix: String,
    /// Why applications are not taken; none if they are.
    pub closed: Option<String>,
    /// Whether it holds what a person wrote: then it is drawn even when closed, so that nothing is lost.
    pub filled: bool,
    /// The other languages of the form.
    pub languages: Vec<LanguageView>,
}

/// The activity that the person applies for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityView {
    /// For the hidden `opportunity`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The address path of its page.
    pub url: String,
}

/// A part of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its questions.
    pub fields: Vec<FieldView>,
}

/// An entry of the error summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorView {
    /// The field's key.
    pub key: String,
    /// The id to link to.
    pub id: String,
    /// The same words as beside the field.
    pub message: String,
}

/// What happened to the form as a whole, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlertView {
    /// The heading.
    pub title: String,
    /// What happened and what to do.
    pub message: String,
}

/// The collection notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeView {
    /// The heading.
    pub title: String,
    /// For the hidden `notice_version`.
    pub version: String,
    /// The items.
    pub items: Vec<NoticeItemView>,
}

/// An item of the notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeItemView {
    /// What it is about.
    pub term: String,
    /// What is so.
    pub text: String,
}

/// Another language of the form, for the button that keeps the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageView {
    /// The language.
    pub lang: String,
    /// Its tag for `lang`.
    pub tag: String,
    /// Its own name.
    pub name: String,
    /// Where the button posts to.
    pub action: String,
}

/// The id of the error summary; the form's address ends in it, so that a browser without JavaScript
/// lands there.
const SUMMARY_ID: &str = "form-summary";

impl FormView {
    /// The form in a language, on a day (in Québec: see [`crate::zone::day`]).
    #[must_use]
    pub fn new(
        form: &Form,
        settings: &Settings,
        lang: &Lang,
        day: Date,
        filled: &Filled<'_>,
    ) -> Self {
        let messages = &form.messages;
        let say = |text: &crate::lang::Localized| text.get(lang).to_owned();
        let parts = form.parts.iter().map(|part| PartView {
            id: part.id.clone(),
            title: say(&part.title),
            fields: part
                .fields
                .iter()
                .map(|field| FieldView::new(form, field, lang, day, filled))
                .collect(),
        });
        let named = filled.posted.and_then(|posted| posted.controls().opportunity.as_ref());
        let is_taken = settings.takes(named, day);
        let alert = filled.alert.or((!is_taken).then_some(Alert::ActivityClosed));
        // What could not be stored may have been stored all the same: sent again, it has to be the same.
        let keeps_activity = is_taken || alert == Some(Alert::NotStored);
        let alert = alert.map(|alert| AlertView {
            title: say(&messages.summary_title),
            message: match alert {
                Alert::NotStored => say(&messages.server_error),
                Alert::Stale => say(&messages.stale_form),
                Alert::ActivityClosed => activity_closed(form, settings, named, lang),
            },
        });
        let summary_count = match filled.errors.len() {
            0 => String::new(),
            1 => say(&messages.summary_one),
            n => fill(&messages.summary_many, lang, &[("n", &n.to_string())]),
        };
        let notice = form
            .notice
            .iter()
            .map(|item| NoticeItemView { term: say(&item.term), text: say(&item.text) });
        Self {
            action: format!("{}#{SUMMARY_ID}", page::application_path(lang)),
            version: form.version.clone(),
            parts: parts.collect(),
            errors: filled.errors.iter().map(|error| ErrorView::new(form, error, lang)).collect(),
            alert,
            notice: NoticeView {
                title: say(&messages.notice_title),
                version: form.notice_version.clone(),
                items: notice.collect(),
            },
            submit: say(&messages.submit),
            sending: say(&messages.sending),
            not_saved: say(&messages.server_error),
            offline: say(&messages.offline),
            paper: say(&messages.paper),
            no_js: say(&messages.no_js),
            honeypot: Controls::HONEYPOT,
            seconds: Controls::SECONDS,
            answered: filled.posted.is_some_and(|posted| posted.keys().next().is_some()),
            activity: named
                .filter(|_| keeps_activity)
                .and_then(|named| ActivityView::new(settings, named, lang)),
            error_prefix: say(&messages.error_prefix) + " ",
            summary_id: SUMMARY_ID,
            summary_title: say(&messages.summary_title),
            summary_count,
            optional_suffix: say(&messages.optional_suffix),
            closed: closed(form, settings.applications, lang, day),
            filled: filled.posted.is_some(),
            languages: other_languages(settings, lang),
        }
    }
}

impl ActivityView {
    fn new(settings: &Settings, named: &Opportunity, lang: &Lang) -> Option<Self> {
        let activity = settings.activities.get(named)?;
        Some(Self {
            id: named.to_string(),
            title: activity.title.get(lang).to_owned(),
            url: activity.path.get(lang).to_owned(),
        })
    }
}

impl ErrorView {
    fn new(form: &Form, error: &FieldError, lang: &Lang) -> Self {
        // The control of a question carries its key as id; an unknown key has nothing to link to.
        let id = match form.field(&error.field) {
            Some(field) => field.key.clone(),
            None => SUMMARY_ID.to_owned(),
        };
        Self {
            key: error.field.clone(),
            id,
            message: form.error_text(&error.field, &error.code, lang).to_owned(),
        }
    }
}

/// That the activity takes no more applications, and what can be done with what was written.
pub(crate) fn activity_closed(
    form: &Form,
    settings: &Settings,
    named: Option<&Opportunity>,
    lang: &Lang,
) -> String {
    let Some(activity) = named.and_then(|named| settings.activities.get(named)) else {
        return form.messages.activity_gone.get(lang).to_owned();
    };
    let deadline = format::date(lang, activity.deadline);
    let values = [("activity", activity.title.get(lang)), ("date", deadline.as_str())];
    fill(&form.messages.activity_closed, lang, &values)
}

fn closed(form: &Form, applications: Applications, lang: &Lang, day: Date) -> Option<String> {
    let messages = &form.messages;
    match applications {
        _ if applications.is_open_on(day) => None,
        Applications::ClosedUntil(opening) => {
            let opening = format::date(lang, opening);
            Some(fill(&messages.closed, lang, &[("date", &opening)]))
        }
        Applications::Open | Applications::Closed => {
            Some(messages.closed_open_end.get(lang).to_owned())
        }
    }
}

fn other_languages(settings: &Settings, lang: &Lang) -> Vec<LanguageView> {
    let others = settings.languages.iter().filter(|other| *other != lang);
    let view = |other: &Lang| LanguageView {
        lang: other.to_string(),
        tag: other.tag().to_owned(),
        name: other.endonym().to_owned(),
        action: page::application_path(other),
    };
    others.map(view).collect()
}
