//! Pages without a theme, for when the theme cannot be drawn. A slip in a template must not cost an
//! applicant what they wrote: the form comes back bare, whole, with its answers, and can be sent.

use std::fmt::Write as _;

use form_model::format;
use form_model::messages::Problem;
use form_model::reference::Reference;
use form_model::render::{ConfirmationView, FieldView, Filled, FormView};
use jiff::civil::Date;

use super::pages::Setting;

/// The form, filled.
pub(super) fn form(setting: Setting<'_>, filled: &Filled<'_>) -> String {
    let Setting { bundle, lang, day } = setting;
    let form = FormView::new(&bundle.form, &bundle.settings, lang, day, filled);
    let is_wrong = form.alert.is_some() || !form.errors.is_empty();
    let prefix = if is_wrong { form.error_prefix.as_str() } else { "" };
    let title = format!("{prefix}{}", form.submit);
    let mut main = String::new();
    let alert = form.alert.iter().map(|alert| alert.message.as_str());
    let errors = form.errors.iter().map(|error| error.message.as_str());
    for message in form.closed.as_deref().into_iter().chain(alert).chain(errors) {
        tag(&mut main, "p", message);
    }
    let _ = write!(
        main,
        "<form method=\"post\" action=\"{}\" novalidate>\
         <input type=\"hidden\" name=\"form_version\" value=\"{}\">\
         <input type=\"hidden\" name=\"notice_version\" value=\"{}\">",
        Escaped(&form.action),
        Escaped(&form.version),
        Escaped(&form.notice.version),
    );
    if let Some(activity) = &form.activity {
        input(&mut main, "hidden", "opportunity", &activity.id, false);
    }
    for part in &form.parts {
        tag(&mut main, "h2", &part.title);
        for field in &part.fields {
            question(&mut main, field);
        }
    }
    tag(&mut main, "h2", &form.notice.title);
    for item in &form.notice.items {
        tag(&mut main, "h3", &item.term);
        tag(&mut main, "p", &item.text);
    }
    let _ = write!(main, "<button>{}</button></form>", Escaped(&form.submit));
    page(setting, &title, &main)
}

/// The confirmation of a reference.
pub(super) fn confirmation(
    setting: Setting<'_>,
    reference: Reference,
    contact_by: Option<Date>,
) -> String {
    let view = ConfirmationView::new(&setting.bundle.form, setting.lang, reference, contact_by);
    let mut main = String::new();
    tag(&mut main, "p", &view.body);
    tag(&mut main, "p", &view.change);
    page(setting, &view.title, &main)
}

/// What went wrong.
pub(super) fn problem(setting: Setting<'_>, problem: &Problem) -> String {
    let mut main = String::new();
    tag(&mut main, "p", problem.message.get(setting.lang));
    page(setting, problem.title.get(setting.lang), &main)
}

/// A page with the phone number at its end: a person helps when software does not.
fn page(setting: Setting<'_>, title: &str, main: &str) -> String {
    let Setting { bundle, lang, .. } = setting;
    let phone = &bundle.settings.phone;
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{main}</main>\
         <footer><p><a href=\"tel:{}\">{}</a></p></footer></body></html>",
        lang.tag(),
        Escaped(&format::tel(phone)),
        Escaped(&format::phone(lang, phone)),
        title = Escaped(title),
    )
}

fn question(main: &mut String, field: &FieldView) {
    let FieldView { key, label, .. } = field;
    let is_group = !field.choices.is_empty();
    if is_group {
        let _ = write!(main, "<fieldset><legend>{}</legend>", Escaped(label));
    }
    for note in [field.hint.as_str(), field.error.as_deref().unwrap_or_default()] {
        if !note.is_empty() {
            tag(main, "p", note);
        }
    }
    let kind = match field.control {
        "checkboxes" => "checkbox",
        other => other,
    };
    for choice in &field.choices {
        main.push_str("<p><label>");
        input(main, kind, key, &choice.value, choice.checked);
        let _ = write!(main, " {}</label></p>", Escaped(&choice.label));
    }
    if is_group {
        main.push_str("</fieldset>");
        return;
    }
    let _ = write!(main, "<p><label>{} ", Escaped(label));
    match kind {
        "checkbox" => input(main, kind, key, "true", field.checked),
        "textarea" => {
            // A parser drops the first line break of a text area: this one is for it.
            let (key, value) = (Escaped(key), Escaped(&field.value));
            let rows = field.rows;
            let _ = write!(main, "<textarea name=\"{key}\" rows=\"{rows}\">\n{value}</textarea>");
        }
        _ => input(main, kind, key, &field.value, false),
    }
    main.push_str("</label></p>");
}

fn input(main: &mut String, kind: &str, name: &str, value: &str, checked: bool) {
    let checked = if checked { " checked" } else { "" };
    let (name, value) = (Escaped(name), Escaped(value));
    let _ = write!(main, "<input type=\"{kind}\" name=\"{name}\" value=\"{value}\"{checked}>");
}

fn tag(main: &mut String, name: &str, text: &str) {
    let _ = write!(main, "<{name}>{}</{name}>", Escaped(text));
}

/// A text as HTML, in text and in attributes.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
