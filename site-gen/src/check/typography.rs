//! `typography`: signs and spaces that are not those of the language and that the generator does not set
//! by itself. What the generator sets is not reported: a pattern counts only where it still stands in the set text.
//!
//! Times, dates, amounts and phone numbers are reported only where they can be nothing else, and the help is what is
//! to be written: anyone who follows it changes no meaning.
//!
//! French of Québec after the Office québécois de la langue française; Canadian English.

mod english;
mod french;

use std::ops::Range;

use form_model::bilingual::{Bilingual, Words};
use form_model::{bilingual, lang::Lang};
use regex_lite::Regex;

use super::{
    block::{Block, Origin},
    reading::{Finding, Reading},
};
use crate::typography::{
    context::{is_name_at, stands_alone},
    typeset,
};

/// A pattern of signs, what is wrong where it matches, how to fix it.
type Entry = (&'static str, Words, Words);

type Compiled = Vec<(Regex, Words, Words)>;

/// A sign or a number to fix by hand.
struct Mark {
    range: Range<usize>,
    message: Words,
    help: Bilingual,
}

/// The rules of a language.
struct Rules {
    signs: &'static Compiled,
    /// Whether a match of a sign's pattern is something else.
    is_other: fn(&str, &Range<usize>) -> bool,
    /// Numbers that the context makes a time, a date, an amount or a phone number.
    numbers: fn(&str) -> Vec<Mark>,
}

impl Rules {
    fn of(lang: &Lang) -> Option<Self> {
        match lang.as_str() {
            "fr" => Some(Self {
                signs: &french::SIGNS,
                is_other: french::is_other,
                numbers: french::numbers,
            }),
            "en" => Some(Self {
                signs: &english::SIGNS,
                is_other: english::is_other,
                numbers: english::numbers,
            }),
            _ => None,
        }
    }
}

fn compile(entries: &[Entry]) -> Compiled {
    let regex = |(pattern, message, help): &Entry| Some((pattern_of(pattern)?, *message, *help));
    entries.iter().filter_map(regex).collect()
}

fn pattern_of(pattern: &str) -> Option<Regex> {
    // The library knows no classes of letters: these are the Latin ones.
    Regex::new(&pattern.replace(r"\p{L}", "A-Za-zÀ-ÿŒœ")).ok()
}

/// Signs to fix by hand.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    reading.own_blocks().flat_map(|block| in_block(block, &reading.page.lang)).collect()
}

fn in_block(block: &Block, lang: &Lang) -> Vec<Finding> {
    let Some(rules) = Rules::of(lang) else { return Vec::new() };
    let written = block.without(&[Origin::Foreign]);
    let set = typeset(&written, lang);
    let mut marks = (rules.numbers)(&written);
    for (pattern, message, help) in
        rules.signs.iter().filter(|(pattern, ..)| pattern.is_match(&set))
    {
        let found = pattern.find_iter(&written).map(|found| found.range());
        let found = found.filter(|range| !(rules.is_other)(&written, range));
        marks.extend(found.map(|range| Mark { range, message: *message, help: (*help).into() }));
    }
    let typed = marks.into_iter().filter(|mark| block.origin(mark.range.start) == Origin::Typed);
    let finding = |Mark { range, message: Words { fr, en }, help }: Mark| {
        let found = written[range.clone()].trim();
        let message = bilingual!("{fr} : « {found} »", "{en}: “{found}”");
        Finding::new(block.span(range), message, help)
    };
    typed.map(finding).collect()
}

/// What a date with slashes may be, the same in both languages: none where the numbers are no day, month and year.
fn slashed_dates(text: &str) -> Vec<Range<usize>> {
    let Some(pattern) = pattern_of("[0-9]{1,4}/[0-9]{1,2}/[0-9]{2,4}") else { return Vec::new() };
    let found = pattern.find_iter(text).filter(|found| {
        let parts: Vec<_> = found.as_str().split('/').collect();
        let number =
            |index: usize| parts.get(index).and_then(|part: &&str| part.parse::<u16>().ok());
        let is_year = |index: usize| {
            parts.get(index).is_some_and(|part| part.len() == 4)
                && number(index).is_some_and(|year| (1900..2200).contains(&year))
        };
        let is_day = |index| number(index).is_some_and(|day| (1..=31).contains(&day));
        let is_month = |index| number(index).is_some_and(|month| (1..=12).contains(&month));
        let is_date = (is_year(2) && is_day(0) && is_day(1) && (is_month(0) || is_month(1)))
            || (is_year(0) && is_month(1) && is_day(2));
        is_date
            && stands_alone(text, found.start(), found.end())
            && !is_name_at(text, found.start(), false)
    });
    found.map(|found| found.range()).collect()
}

/// Phone numbers of North America with these signs between their groups, and how each is written.
fn phones(text: &str, pattern: &Regex) -> Vec<(Range<usize>, [String; 3])> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let range = found.get(0)?.range();
        let group = |number| Some(found.get(number)?.as_str().to_owned());
        let groups = [group(1)?, group(2)?, group(3)?];
        (stands_alone(text, range.start, range.end) && !is_name_at(text, range.start, false))
            .then_some((range, groups))
    });
    found.collect()
}

#[cfg(test)]
mod tests;
