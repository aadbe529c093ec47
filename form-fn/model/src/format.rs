//! Phone numbers, dates, times, amounts and small numbers as each language writes them (Office québécois de la langue
//! française; Canadian English). Languages that we do not know get the ISO date and the plain number.

use jiff::civil::{Date, Time};

use crate::answers::Phone;
use crate::lang::Lang;

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WORDS_FR: [&str; 21] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
];
const WORDS_EN: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A phone number as people read it, held together by no-break spaces; a text that is no North
/// American number, such as 711, comes back as it is.
///
/// ```
/// use form_model::{format::phone, lang::Lang};
///
/// assert_eq!(phone(&Lang::french(), "+18195550123;ext=12"), "819\u{A0}555-0123, poste\u{A0}12");
/// assert_eq!(phone(&Lang::english(), "819 555-0123, poste 12"), "819-555-0123, ext.\u{A0}12");
/// assert_eq!(phone(&Lang::english(), "711"), "711");
/// ```
#[must_use]
pub fn phone(lang: &Lang, text: &str) -> String {
    let Ok(phone) = text.parse::<Phone>() else {
        return text.to_owned();
    };
    let (area, exchange, line) = phone.groups();
    let (joint, word) = match lang.as_str() {
        "fr" => ('\u{A0}', "poste"),
        _ => ('-', "ext."),
    };
    let number = format!("{area}{joint}{exchange}-{line}");
    match phone.extension() {
        Some(extension) => format!("{number}, {word}\u{A0}{extension}"),
        None => number,
    }
}

/// A phone number for a `tel:` link (RFC 3966); of another text, its digits.
///
/// ```
/// use form_model::format::tel;
///
/// assert_eq!(tel("819 555-0123, poste 12"), "+18195550123;ext=12");
/// assert_eq!(tel("711"), "711");
/// ```
#[must_use]
pub fn tel(text: &str) -> String {
    match text.parse::<Phone>() {
        Ok(phone) => phone.to_string(),
        Err(_) => text.chars().filter(char::is_ascii_digit).collect(),
    }
}

/// A date in words, without an article.
///
/// ```
/// use form_model::{format::date, lang::Lang};
///
/// let day = jiff::civil::date(2026, 12, 6);
/// assert_eq!(date(&Lang::french(), day), "6 décembre 2026");
/// assert_eq!(date(&Lang::french(), jiff::civil::date(2027, 5, 1)), "1er mai 2027");
/// assert_eq!(date(&Lang::english(), day), "December 6, 2026");
/// assert_eq!(date(&"es".parse()?, day), "2026-12-06");
/// # Ok::<(), form_model::lang::LangError>(())
/// ```
#[must_use]
pub fn date(lang: &Lang, date: Date) -> String {
    let (year, day) = (date.year(), date.day());
    // A month is 1 to 12.
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match lang.as_str() {
        "fr" if day == 1 => format!("1er {} {year}", MONTHS_FR[month]),
        "fr" => format!("{day} {} {year}", MONTHS_FR[month]),
        "en" => format!("{} {day}, {year}", MONTHS_EN[month]),
        _ => date.to_string(),
    }
}

/// A whole number in words, up to twenty; in digits above.
///
/// ```
/// use form_model::{format::words, lang::Lang};
///
/// assert_eq!(words(&Lang::french(), 2), "deux");
/// assert_eq!(words(&Lang::english(), 20), "twenty");
/// assert_eq!(words(&Lang::french(), 21), "21");
/// assert_eq!(words(&"es".parse()?, 2), "2");
/// # Ok::<(), form_model::lang::LangError>(())
/// ```
#[must_use]
pub fn words(lang: &Lang, number: u64) -> String {
    let words: &[&str] = match lang.as_str() {
        "fr" => &WORDS_FR,
        "en" => &WORDS_EN,
        _ => &[],
    };
    let word = usize::try_from(number).ok().and_then(|number| words.get(number));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// A time of the day.
///
/// ```
/// use form_model::{format::time, lang::Lang};
///
/// let half_past_two = jiff::civil::time(14, 30, 0, 0);
/// assert_eq!(time(&Lang::french(), half_past_two), "14\u{A0}h\u{A0}30");
/// assert_eq!(time(&Lang::english(), half_past_two), "2:30\u{A0}p.m.");
/// assert_eq!(time(&Lang::french(), jiff::civil::time(19, 0, 0, 0)), "19\u{A0}h");
/// assert_eq!(time(&Lang::english(), jiff::civil::time(0, 0, 0, 0)), "12\u{A0}a.m.");
/// ```
#[must_use]
pub fn time(lang: &Lang, time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (lang.as_str(), minute) {
        ("fr", 0) => format!("{hour}\u{A0}h"),
        ("fr", _) => format!("{hour}\u{A0}h\u{A0}{minute:02}"),
        ("en", _) => {
            let half = if hour < 12 { "a.m." } else { "p.m." };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            let minutes = if minute == 0 { String::new() } else { format!(":{minute:02}") };
            format!("{hour}{minutes}\u{A0}{half}")
        }
        _ => format!("{hour:02}:{minute:02}"),
    }
}

/// A number in digits, its thousands apart; none for a text that is no plain decimal number.
///
/// ```
/// use form_model::{format::number, lang::Lang};
///
/// assert_eq!(number(&Lang::french(), "1000.5").as_deref(), Some("1\u{A0}000,5"));
/// assert_eq!(number(&Lang::english(), "-1234567").as_deref(), Some("-1,234,567"));
/// assert_eq!(number(&Lang::english(), "1e6"), None);
/// ```
#[must_use]
pub fn number(lang: &Lang, text: &str) -> Option<String> {
    let (group, point) = match lang.as_str() {
        "fr" => ('\u{A0}', ','),
        _ => (',', '.'),
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || text.ends_with('.') {
        return None;
    }
    let mut shown = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            shown.push(group);
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push(point);
        shown.push_str(fraction);
    }
    Some(shown)
}

/// An amount in dollars, with cents where there are any; none for a text that is no amount.
///
/// ```
/// use form_model::{format::money, lang::Lang};
///
/// assert_eq!(money(&Lang::french(), "1000.5").as_deref(), Some("1\u{A0}000,50\u{A0}$"));
/// assert_eq!(money(&Lang::english(), "20").as_deref(), Some("$20"));
/// assert_eq!(money(&Lang::english(), "1.005"), None);
/// ```
#[must_use]
pub fn money(lang: &Lang, text: &str) -> Option<String> {
    let cents = text.split_once('.').map_or(0, |(_, cents)| cents.len());
    let whole = match cents {
        0 | 2 => text.to_owned(),
        1 => format!("{text}0"),
        _ => return None,
    };
    let amount = number(lang, &whole)?;
    Some(match lang.as_str() {
        "fr" => format!("{amount}\u{A0}$"),
        _ => match amount.strip_prefix('-') {
            Some(amount) => format!("-${amount}"),
            None => format!("${amount}"),
        },
    })
}

/// A part of a hundred; none for a text that is no number.
///
/// ```
/// use form_model::{format::percent, lang::Lang};
///
/// assert_eq!(percent(&Lang::french(), "12.5").as_deref(), Some("12,5\u{A0}%"));
/// assert_eq!(percent(&Lang::english(), "12").as_deref(), Some("12%"));
/// ```
#[must_use]
pub fn percent(lang: &Lang, text: &str) -> Option<String> {
    let number = number(lang, text)?;
    Some(if lang.as_str() == "fr" { format!("{number}\u{A0}%") } else { format!("{number}%") })
}
