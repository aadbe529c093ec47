//! Canadian English, after *The Canadian Style*.

use std::{ops::Range, sync::LazyLock};

use form_model::{
    bilingual,
    bilingual::{Words, words},
};
use regex_lite::Regex;

use super::{Compiled, Entry, Mark, compile, pattern_of, phones, slashed_dates};
use crate::typography::context::{closes, is_name_at, opens, stands_alone, words_before};

pub(super) static SIGNS: LazyLock<Compiled> = LazyLock::new(|| compile(&ENTRIES));

pub(super) const ENTRIES: [Entry; 3] = [
    (
        r"[ \u{a0}\u{202f}][;:!?](?: |$)",
        words(
            "en anglais, il n’y a pas d’espace avant ce signe",
            "in English no space stands before this sign",
        ),
        words("retirez l’espace", "remove the space"),
    ),
    (
        "[«»]",
        words("les guillemets anglais sont “ ”", "English quotes are “ ”"),
        words(
            "écrivez \"…\" : le générateur en fait des guillemets courbes",
            "write \"…\": the generator makes curly quotes of it",
        ),
    ),
    (
        r"[0-9] [$%]",
        words("il n’y a pas d’espace avant ce signe", "no space stands before this sign"),
        words("écrivez “5%”, “$20”", "write “5%”, “$20”"),
    ),
];

/// `3 : 4` is a ratio, and in `5 $20 bills` the sign belongs to what follows it.
pub(super) fn is_other(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    match text[range.clone()].trim() {
        ":" => before.ends_with(|last: char| last.is_ascii_digit()) && begins_with_digit(after),
        found => found.ends_with('$') && begins_with_digit(after),
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

const MONTHS: &str =
    "January|February|March|April|May|June|July|August|September|October|November|December";

struct Patterns {
    half_day: Regex,
    hours: Regex,
    date: Regex,
    phone: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        half_day: pattern_of(
            r"(1[0-2]|0?[1-9])(:[0-5][0-9])?(?: ?([AaPp])[Mm]| ?([AP])\.M\.|([ap])\.m\.)",
        )?,
        hours: pattern_of(r"([01]?[0-9]|2[0-3])h([0-5][0-9])")?,
        date: pattern_of(&format!("([0-9]{{1,2}})(?:st|nd|rd|th)? ({MONTHS}),? ([0-9]{{4}})"))?,
        phone: pattern_of(r"(?:\+?1[-. ])?\(?([2-9][0-9]{2})\)?[ .]([2-9][0-9]{2})[-.]([0-9]{4})")?,
    })
});

pub(super) fn numbers(text: &str) -> Vec<Mark> {
    let Some(patterns) = &*PATTERNS else { return Vec::new() };
    let mut marks = in_half_days(text, &patterns.half_day);
    marks.extend(in_hours(text, &patterns.hours));
    marks.extend(slashed_dates(text).into_iter().map(|range| Mark {
        range,
        message: words(
            "une date en chiffres peut se lire de deux façons",
            "a date in figures can be read in two ways",
        ),
        help: bilingual!(
            "écrivez le mois en lettres : “November 22, 2025”, ou 2025-11-22 dans un tableau",
            "write the month in letters: “November 22, 2025”, or 2025-11-22 in a table"
        ),
    }));
    marks.extend(in_dates(text, &patterns.date));
    marks.extend(phones(text, &patterns.phone).into_iter().map(
        |(range, [area, exchange, line])| Mark {
            range,
            message: words(
                "un numéro de téléphone ne s’écrit pas ainsi",
                "this is not how a phone number is written",
            ),
            help: bilingual!(
                "écrivez “{area}-{exchange}-{line}”",
                "write “{area}-{exchange}-{line}”"
            ),
        },
    ));
    marks
}

const TIME: Words = words("une heure ne s’écrit pas ainsi", "this is not how a time is written");

/// `2:30 pm`, `9AM`.
fn in_half_days(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let half = (3..=5).find_map(|group| found.get(group))?.as_str().to_lowercase();
        let minutes = found.get(2).map_or("", |minutes| minutes.as_str());
        let hour = found.get(1)?.as_str().trim_start_matches('0');
        // In `2 pm-4 pm` a dash joins two of them.
        let before = text[..whole.start()].trim_end_matches(['-', '–', '—']);
        let is_joined = before.len() < whole.start() && before.ends_with(['m', 'M', '.']);
        let after = text[whole.end()..].trim_start_matches(['-', '–', '—']);
        let is_time = (is_joined || opens(text[..whole.start()].chars().next_back()))
            && (closes(after)
                || (after.len() < text.len() - whole.end() && begins_with_digit(after)))
            && !is_name_at(text, whole.start(), false);
        is_time.then(|| Mark {
            range: whole.range(),
            message: TIME,
            help: bilingual!(
                "écrivez “{hour}{minutes} {half}.m.”",
                "write “{hour}{minutes} {half}.m.”"
            ),
        })
    });
    found.collect()
}

/// `14h30` after a word that makes it a moment: elsewhere it may be a duration or a room.
fn in_hours(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let before = words_before(text, whole.start()).next()?;
        let is_moment = ["at", "until", "by"].contains(&before.text.as_str());
        let hour: u8 = found.get(1)?.as_str().parse().ok()?;
        let half = if hour < 12 { "a.m." } else { "p.m." };
        let hour = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
        let minutes = found.get(2)?.as_str();
        (is_moment && stands_alone(text, whole.start(), whole.end())).then(|| Mark {
            range: whole.range(),
            message: TIME,
            help: bilingual!(
                "écrivez “{hour}:{minutes} {half}”",
                "write “{hour}:{minutes} {half}”"
            ),
        })
    });
    found.collect()
}

fn in_dates(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let day: u8 = found.get(1)?.as_str().parse().ok()?;
        let (month, year) = (found.get(2)?.as_str(), found.get(3)?.as_str());
        let is_date = (1..=31).contains(&day)
            && stands_alone(text, whole.start(), whole.end())
            && !is_name_at(text, whole.start(), false);
        is_date.then(|| Mark {
            range: whole.range(),
            message: words(
                "une date ne s’écrit pas ainsi au Canada",
                "this is not how a date is written in Canada",
            ),
            help: bilingual!("écrivez “{month} {day}, {year}”", "write “{month} {day}, {year}”"),
        })
    });
    found.collect()
}
