//! The rules for one answer, a kind at a time. What comes out is normalised: reading it again gives the
//! same answer.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::answers::{
    Address, AddressError, Answer, Phone, Raw, has_control_characters, length, line, lines, tick,
    visible,
};
use crate::code::Code;
use crate::definition::{Choice, Field, Kind};

/// The normalised answer of a field, or none; the code of the rule that the posted values break. Without
/// a day, every choice is open.
pub(super) fn read(
    field: &Field,
    values: &[Raw],
    day: Option<Date>,
) -> Result<Option<Answer>, Code> {
    match &field.kind {
        Kind::Name { max, .. } => written(values, |text| name(text, *max)),
        Kind::Phone => written(values, phone),
        Kind::Email { max } => written(values, |text| email(text, *max)),
        Kind::LongText { min, max } => written(values, |text| long_text(text, *min, *max)),
        Kind::OneOf { choices } => written(values, |text| one(text, choices, day)),
        Kind::SeveralOf { choices, max } => several(values, choices, *max, day),
        Kind::Tick | Kind::Consent => single(values)?.map_or(Ok(None), ticked),
    }
}

fn single(values: &[Raw]) -> Result<Option<&Raw>, Code> {
    match values {
        [] => Ok(None),
        [value] => Ok(Some(value)),
        _ => Err(Code::REPEATED),
    }
}

fn written(
    values: &[Raw],
    read: impl FnOnce(&str) -> Result<Option<String>, Code>,
) -> Result<Option<Answer>, Code> {
    let Some(value) = single(values)? else { return Ok(None) };
    Ok(read(text(value)?)?.map(Answer::One))
}

fn text(value: &Raw) -> Result<&str, Code> {
    match value {
        Raw::Text(text) => Ok(text),
        Raw::Bool(_) | Raw::Unreadable => Err(Code::WRONG_TYPE),
    }
}

fn name(raw: &str, max: usize) -> Result<Option<String>, Code> {
    limited(line(raw), 0, max, &[])
}

fn long_text(raw: &str, min: usize, max: usize) -> Result<Option<String>, Code> {
    limited(lines(raw), min, max, &['\n', '\t'])
}

fn limited(
    text: Option<String>,
    min: usize,
    max: usize,
    allowed: &[char],
) -> Result<Option<String>, Code> {
    let Some(text) = text else { return Ok(None) };
    if has_control_characters(&text, allowed) {
        return Err(Code::CONTROL_CHARACTERS);
    }
    match length(&text) {
        length if length < min => Err(Code::TOO_SHORT),
        length if length > max => Err(Code::TOO_LONG),
        _ => Ok(Some(text)),
    }
}

fn phone(raw: &str) -> Result<Option<String>, Code> {
    let Some(text) = line(raw) else {
        return Ok(None);
    };
    let phone: Phone = text.parse().map_err(|_| Code::FORMAT)?;
    Ok(Some(phone.to_string()))
}

fn email(raw: &str, max: usize) -> Result<Option<String>, Code> {
    let Some(text) = line(&visible(raw)) else { return Ok(None) };
    if text.len() > max {
        return Err(Code::TOO_LONG);
    }
    match text.parse::<Address>() {
        Ok(address) => Ok(Some(address.into())),
        Err(AddressError::Form) => Err(Code::FORMAT),
        Err(AddressError::Letters) => Err(Code::EMAIL_LETTERS),
    }
}

fn one(raw: &str, choices: &[Choice], day: Option<Date>) -> Result<Option<String>, Code> {
    line(raw).map(|value| offered(value, choices, day)).transpose()
}

fn several(
    values: &[Raw],
    choices: &[Choice],
    max: Option<usize>,
    day: Option<Date>,
) -> Result<Option<Answer>, Code> {
    let texts = values.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let values = texts.into_iter().filter_map(line);
    let values =
        values.map(|value| offered(value, choices, day)).collect::<Result<BTreeSet<_>, _>>()?;
    if max.is_some_and(|max| values.len() > max) {
        return Err(Code::TOO_MANY);
    }
    Ok((!values.is_empty()).then_some(Answer::Several(values)))
}

fn offered(value: String, choices: &[Choice], day: Option<Date>) -> Result<String, Code> {
    match choices.iter().find(|choice| choice.value == value) {
        None => Err(Code::INVALID),
        Some(choice) if day.is_some_and(|day| !choice.accepting.is_open_on(day)) => {
            Err(Code::CLOSED)
        }
        Some(_) => Ok(value),
    }
}

fn ticked(value: &Raw) -> Result<Option<Answer>, Code> {
    let ticked = match value {
        Raw::Bool(ticked) => *ticked,
        Raw::Unreadable => return Err(Code::WRONG_TYPE),
        Raw::Text(text) => tick(text).ok_or(Code::INVALID)?,
    };
    Ok(ticked.then_some(Answer::Ticked(true)))
}
