//! The template engine with our filters. They take the page's language from the context, so that a
//! template, the same in all languages, writes `{{ facts.phone | phone }}` and nothing more.

use jiff::civil::{Date, Time};
use tera::{Error, Kwargs, Number, State, Tera, TeraResult, Value};

use crate::format;
use crate::lang::Lang;

/// An engine with these templates (name, text) and the filters `phone`, `tel`, `words`, `date`,
/// `time`, `number`, `money`, `percent`.
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
    engine.register_filter("time", time);
    engine.register_filter("number", number);
    engine.register_filter("money", money);
    engine.register_filter("percent", percent);
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

fn time(text: &str, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    let time: Time =
        text.parse().map_err(|_| Error::message("`time` takes a time such as 14:30"))?;
    Ok(format::time(&lang(state)?, time))
}

fn number(number: Number, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    shown(format::number(&lang(state)?, &decimal(number)))
}

fn money(number: Number, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    shown(format::money(&lang(state)?, &decimal(number)))
}

fn percent(number: Number, _: Kwargs, state: &State<'_>) -> TeraResult<String> {
    shown(format::percent(&lang(state)?, &decimal(number)))
}

fn decimal(number: Number) -> String {
    number.as_integer().map_or_else(|| number.as_float().to_string(), |number| number.to_string())
}

fn shown(text: Option<String>) -> TeraResult<String> {
    text.ok_or_else(|| Error::message("this filter takes a plain number, such as 1000.5"))
}

/// The language of the page. A component sees it only if it takes `@lang`.
fn lang(state: &State<'_>) -> TeraResult<Lang> {
    let lang: Option<Value> = state.get("lang")?;
    let lang = lang.as_ref().and_then(Value::as_str).and_then(|lang| lang.parse().ok());
    lang.ok_or_else(|| Error::message("this filter needs `lang`; let the component take `@lang`"))
}
