//! French of Québec, after the Office québécois de la langue française.

use std::{ops::Range, sync::LazyLock};

use form_model::{bilingual, bilingual::words};
use regex_lite::Regex;

use super::{Compiled, Entry, Mark, compile, pattern_of, phones, slashed_dates};
use crate::typography::{
    context::{is_name_at, stands_alone},
    times::{self, Confidence, Sign},
};

pub(super) static SIGNS: LazyLock<Compiled> = LazyLock::new(|| compile(&ENTRIES));

pub(super) const ENTRIES: [Entry; 6] = [
    (
        r"[ \u{a0}\u{202f}][;!?]",
        words(
            "au Québec, il n’y a pas d’espace avant ce signe",
            "in Québec no space stands before this sign",
        ),
        words("retirez l’espace", "remove the space"),
    ),
    (
        "\"",
        words("les guillemets français sont « »", "French quotes are « »"),
        words(
            "écrivez « … », avec un espace à l’intérieur",
            "write « … », with a space inside each",
        ),
    ),
    (
        r"«[^ \u{a0}\u{202f}]|[^ \u{a0}\u{202f}]»",
        words("il faut un espace à l’intérieur de « »", "a space stands inside « »"),
        words("écrivez « mot », avec des espaces", "write « mot », with spaces"),
    ),
    (
        r"[\p{L}0-9)»]:(?: |$)",
        words("il faut un espace avant le deux-points", "a space stands before a colon"),
        words("écrivez « mot : suite »", "write « mot : suite »"),
    ),
    (
        r"(?:^|[.!?] )A [\p{L}]|(?:^|[ ’(])(?:Etablissement|Etape|Etat|Ecole|Ecri|Equipe|Ete|Etes|Evaluation|Energie|Education|Ethique|Egalement|Eval)",
        words("les majuscules prennent leurs accents", "capitals carry their accents"),
        words(
            "écrivez « À », « É » ; « A » reste si c’est le verbe avoir ou un nom",
            "write « À », « É »; « A » stays where it is the verb avoir or a name",
        ),
    ),
    (
        r"\.\.\. ?\.|…\.",
        words("les points de suspension sont trois", "an ellipsis is three dots"),
        words("écrivez « … »", "write « … »"),
    ),
];

/// `24"` is a length: no quote is open there.
pub(super) fn is_other(text: &str, range: &Range<usize>) -> bool {
    &text[range.clone()] == "\""
        && text[..range.start].ends_with(|before: char| before.is_ascii_digit())
        && text[..range.start].matches('"').count().is_multiple_of(2)
}

struct Patterns {
    amount: Regex,
    phone: Regex,
    ordinal: Regex,
    thousands: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        amount: pattern_of(r"\$ ?([0-9]+(?:[ \u{a0},.][0-9]+)*)")?,
        phone: pattern_of(r"(?:\+?1[-. ])?([2-9][0-9]{2})[-.]([2-9][0-9]{2})[-.]([0-9]{4})")?,
        ordinal: pattern_of(r"([0-9]+)(?:ème|ième|ème|ier|iere|ière|ère)(s?)")?,
        thousands: pattern_of(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")?,
    })
});

pub(super) fn numbers(text: &str) -> Vec<Mark> {
    let Some(patterns) = &*PATTERNS else { return Vec::new() };
    let mut marks = in_times(text);
    marks.extend(slashed_dates(text).into_iter().map(|range| Mark {
        range,
        message: words(
            "une date en chiffres peut se lire de deux façons",
            "a date in figures can be read in two ways",
        ),
        help: bilingual!(
            "écrivez le mois en lettres : « le 22 novembre 2025 », ou 2025-11-22 dans un tableau",
            "write the month in letters: « le 22 novembre 2025 », or 2025-11-22 in a table"
        ),
    }));
    marks.extend(phones(text, &patterns.phone).into_iter().map(
        |(range, [area, exchange, line])| Mark {
            range,
            message: words(
                "un numéro de téléphone ne s’écrit pas ainsi",
                "this is not how a phone number is written",
            ),
            help: bilingual!(
                "écrivez « {area} {exchange}-{line} »",
                "write « {area} {exchange}-{line} »"
            ),
        },
    ));
    marks.extend(in_amounts(text, &patterns.amount));
    marks.extend(in_ordinals(text, &patterns.ordinal));
    marks.extend(in_thousands(text, &patterns.thousands));
    marks
}

/// `13H30`, `14:30`. What is typed as `13h30` the generator sets.
fn in_times(text: &str) -> Vec<Mark> {
    let wrong = times::find(text).into_iter().filter(|time| {
        let typed = &text[time.range.clone()];
        let is_even = time.sign == Sign::Colon || time.minute.is_none() || {
            let spaces = typed.matches([' ', '\u{a0}']).count();
            spaces == 0 || spaces == 2
        };
        time.sign != Sign::Small && time.confidence == Confidence::Certain && is_even
    });
    let mark = |time: times::Written| {
        let hour = &text[time.hour.clone()];
        let hour = if hour.len() == 2 { hour.strip_prefix('0').unwrap_or(hour) } else { hour };
        let right = match &time.minute {
            Some(minute) => format!("{hour} h {}", &text[minute.clone()]),
            None => format!("{hour} h"),
        };
        Mark {
            range: time.range,
            message: words("une heure ne s’écrit pas ainsi", "this is not how a time is written"),
            help: bilingual!("écrivez « {right} »", "write « {right} »"),
        }
    };
    wrong.map(mark).collect()
}

fn in_amounts(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let (whole, amount) = (found.get(0)?, found.get(1)?.as_str());
        // In « 20 $ 5 fois » the sign belongs to what goes before it; « US$20 » is another currency.
        let before = &text[..whole.start()];
        let ends_with = |text: &str, what: fn(char) -> bool| text.ends_with(what);
        if ends_with(before, char::is_alphabetic)
            || ends_with(before.trim_end_matches([' ', '\u{a0}']), |last| last.is_ascii_digit())
        {
            return None;
        }
        let after = &text[whole.end()..];
        let goes_on =
            after.starts_with(char::is_alphanumeric) || after.trim_start().starts_with("mill");
        let help = if !goes_on && amount.bytes().all(|byte| byte.is_ascii_digit()) {
            bilingual!("écrivez « {amount} $ »", "write « {amount} $ »")
        } else {
            bilingual!(
                "écrivez le montant à la française, puis le signe : « 1 000,50 $ »",
                "write the amount as in French, then the sign: « 1 000,50 $ »"
            )
        };
        Some(Mark {
            range: whole.range(),
            message: words("le signe suit le montant", "the sign stands after the amount"),
            help,
        })
    });
    found.collect()
}

fn in_ordinals(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let (number, plural) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        let ending = match (number, whole.as_str()) {
            ("1", typed) if typed.contains("ier") => "er",
            ("1", typed) if !typed.contains('m') => "re",
            _ => "e",
        };
        let joined = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_alphanumeric() || letter == ',')
        };
        let is_joined = joined(text[..whole.start()].chars().next_back())
            || text[whole.end()..].starts_with(|next: char| next.is_alphanumeric());
        (!is_joined).then(|| Mark {
            range: whole.range(),
            message: words(
                "un ordinal ne s’abrège pas ainsi",
                "this is not how an ordinal is shortened",
            ),
            help: bilingual!(
                "écrivez « {number}{ending}{plural} »",
                "write « {number}{ending}{plural} »"
            ),
        })
    });
    found.collect()
}

/// `1,000,000` and `1,000.50`. One comma alone parts decimals: `0,125`, `12,345`.
fn in_thousands(text: &str, pattern: &Regex) -> Vec<Mark> {
    let found = pattern.find_iter(text).filter_map(|found| {
        let typed = found.as_str();
        let (whole, fraction) = typed
            .split_once('.')
            .map_or((typed, None), |(whole, fraction)| (whole, Some(fraction)));
        let groups: Vec<_> = whole.split(',').collect();
        let first = groups.first().copied().unwrap_or_default();
        let is_round = groups.last().is_some_and(|last| *last == "000");
        // `101,102,103` may be a list of rooms.
        let is_one_number =
            fraction.is_some() || (groups.len() > 2 && (first.len() < 3 || is_round));
        let is_amount = is_one_number
            && !first.starts_with('0')
            && stands_alone(text, found.start(), found.end())
            && !is_name_at(text, found.start(), true);
        let right =
            groups.join(" ") + &fraction.map_or(String::new(), |fraction| format!(",{fraction}"));
        is_amount.then(|| Mark {
            range: found.range(),
            message: words(
                "l’espace sépare les milliers, la virgule les décimales",
                "a space separates thousands, a comma separates decimals",
            ),
            help: bilingual!("écrivez « {right} »", "write « {right} »"),
        })
    });
    found.collect()
}
