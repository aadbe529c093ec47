//! The template engine with our filters. They take the page's language from the context, so that a
//! template, the same in all languages, writes `{{ facts.phone | phone }}` and nothing more.

use jiff::civil::Date;
use tera::{Error, Kwargs, Number, State, Tera, TeraResult, Value};

use crate::format;
use crate::lang::Lang;

/// An engine with these templates (name, text) and the filters `phone`, `tel`, `words`, `date`.
///
/// ```
/// # use form_model::render::engine;
/// let engine = engine([("it.html", "{{ day | date }}, {{ 2 | words }}")])?;
/// let mut context = tera::Context::new();
/// context.insert("lang", "fr");
/// context.insert("day", "2026-12-06");
/// assert_eq!(engine.render("it.html", &context)?, "6 décembre 2026, deux");
/// # Ok::<(), tera::Error>(())
/// ```
///
/// # Errors
/// If a template cannot be read.
pub fn engine<N, T>(templates: impl IntoIterator<Item = (N, T)>) -> Result<Tera, Error>
where
    N: AsRef<str>,
    T: AsRef<str>,
{
    let mut engine = Tera::new();
    engine.register_filter("phone", phone);
    engine.register_filter("tel", tel);
    engine.register_filter("words", words);
    engine.register_filter("date", date);
    engine.add_raw_templates(templates)?;
    Ok(engine)
}

fn phone(text: &str, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    Ok(format::phone(&lang(state)?, text))
}

fn tel(text: &str, _: Kwargs, _: &State<'_>) -> String {
    format::tel(text)
}

fn words(number: Number, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let whole = number.as_integer().and_then(|number| u64::try_from(number).ok());
    let number = whole.ok_or_else(|| Error::message("`words` takes a whole number from 0"))?;
    Ok(format::words(&lang(state)?, number))
}

fn date(text: &str, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let date: Date =
        text.parse().map_err(|_| Error::message("`date` takes a date such as 2026-12-06"))?;
    Ok(format::date(&lang(state)?, date))
}

/// The language of the page. A component sees it only if it takes `@lang`.
fn lang(state: &State<'_>) -> TeraResult<Lang> {
    let lang: Option<Value> = state.get("lang")?;
    let lang = lang.as_ref().and_then(Value::as_str).and_then(|lang| lang.parse().ok());
    lang.ok_or_else(|| Error::message("this filter needs `lang`; let the component take `@lang`"))
}
