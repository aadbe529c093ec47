//! Times of day as they are typed in French, told apart from rooms, postal codes, ratios and references.
//!
//! `4H12` may be a room, `5h` a unit, `16:10` a ratio. What surrounds it decides; what stays in doubt is no time.

use std::{ops::Range, sync::LazyLock};

use regex_lite::{Captures, Regex};

use super::context::{closes, is_in, is_name_at, opens, words_before};

/// What is written like a time.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) range: Range<usize>,
    /// The hour's digits.
    pub(crate) hour: Range<usize>,
    /// The digits of the minutes, if there are any.
    pub(crate) minute: Option<Range<usize>>,
    pub(crate) sign: Sign,
    pub(crate) confidence: Confidence,
}

/// What stands between hour and minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// `h`
    Small,
    /// `H`
    Capital,
    /// `:`
    Colon,
}

/// How sure it is that this is a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Confidence {
    /// It may be anything.
    Doubtful,
    /// Good enough to set spaces.
    Likely,
    /// Good enough to report it as written wrong.
    Certain,
}

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern =
        r"([01]?[0-9]|2[0-3])(?:[ \x{a0}]?([hH])(?:[ \x{a0}]?([0-5][0-9]))?|:([0-5][0-9]))";
    Regex::new(pattern).ok()
});

/// What joins two times, spaces aside.
const JOINTS: &[&str] = &[
    "à",
    "a",
    "et",
    "ou",
    "-",
    "–",
    "—",
    "/",
    ",",
    "puis",
    "et de",
    "ou de",
    ", de",
    "jusqu’à",
    "jusqu'à",
    "et à",
];
/// Words after which a number of hours is a time or a duration.
const BEFORE: &str = "a à après arrivée avant dans début depuis départ dès durant entre environ fermé fermée fin heure heures \
    horaire horaires matin midi ouvert ouverte ouverts ouvertes pendant pour soir sous vers lundi mardi mercredi \
    jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis samedis dimanches";
/// Words after which it is one if minutes follow or another time does.
const MAYBE_BEFORE: &str = "d de du";
/// Words after which even two numbers with a colon are a time.
const MOMENT: &str = "à après avant depuis dès entre vers";
/// So many words on each side are looked at for a ratio.
const NEAR: usize = 6;
/// Beginnings of words beside which two numbers with a colon are something else.
const RATIOS: &str = "agrand chapitre chrono dilu écran échelle enregistrement film format image maquette marque minute modèle \
    pointage proportion rapport ratio réduction résolution score seconde solution verset vidéo";

/// Everything in a text that is written like a time, in order.
pub(crate) fn find(text: &str) -> Vec<Written> {
    let mut groups: Vec<Vec<Written>> = Vec::new();
    let mut last_end = None;
    for found in PATTERN.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(written) = written(&found) else { continue };
        let Range { start, end } = written.range;
        let is_joined = last_end.is_some_and(|last| is_joint(&text[last..start]));
        if (!is_joined && !opens(text[..start].chars().next_back())) || !ends(&text[end..]) {
            last_end = None;
            continue;
        }
        last_end = Some(end);
        match groups.last_mut() {
            Some(group) if is_joined => group.push(written),
            _ => groups.push(vec![written]),
        }
    }
    for group in &mut groups {
        judge(text, group);
    }
    groups.into_iter().flatten().collect()
}

fn written(found: &Captures<'_>) -> Option<Written> {
    let group = |number| found.get(number).map(|group| group.range());
    let sign = match found.get(2).map(|letter| letter.as_str()) {
        Some("h") => Sign::Small,
        Some(_) => Sign::Capital,
        None => Sign::Colon,
    };
    Some(Written {
        range: group(0)?,
        hour: group(1)?,
        minute: group(3).or_else(|| group(4)),
        sign,
        confidence: Confidence::Doubtful,
    })
}

fn is_joint(between: &str) -> bool {
    JOINTS.contains(&between.trim_matches([' ', '\u{a0}']).to_lowercase().as_str())
}

/// Whether a time may end before this: a sign, or what joins it to the next time.
fn ends(after: &str) -> bool {
    let begins_another = |after: &str| {
        let next = PATTERN.as_ref().and_then(|pattern| pattern.find(after));
        next.is_some_and(|next| next.start() == 0)
    };
    closes(after) || after.strip_prefix(['-', '–', '—', '/', ',']).is_some_and(begins_another)
}

/// Times that are joined are judged as one.
fn judge(text: &str, group: &mut [Written]) {
    let Some(first) = group.first() else { return };
    let start = first.range.start;
    let before = words_before(text, start).next().map(|word| word.text).unwrap_or_default();
    let is_after = |words: &str| is_in(words, &before);
    let all_minutes = group.iter().all(|written| written.minute.is_some());
    let is_several = group.len() > 1;
    let is_full = all_minutes || is_several;
    let is_certain = is_after(BEFORE) || is_after(MAYBE_BEFORE) || (all_minutes && is_several);
    let confidence = if is_name_at(text, start, !all_minutes) {
        Confidence::Doubtful
    } else if is_full && is_certain {
        Confidence::Certain
    } else if is_full || is_after(BEFORE) {
        Confidence::Likely
    } else {
        Confidence::Doubtful
    };
    let may_have_colon = is_several || is_after(MOMENT);
    for written in group.iter_mut() {
        let is_ratio = written.sign == Sign::Colon
            && (!may_have_colon || is_among_ratios(text, &written.range));
        written.confidence = if is_ratio { Confidence::Doubtful } else { confidence };
    }
}

/// Whether a word or another ratio beside two numbers with a colon says that they are a ratio.
fn is_among_ratios(text: &str, range: &Range<usize>) -> bool {
    let signs = [' ', '\u{a0}', '\'', '’'];
    let before = text[..range.start].rsplit(signs).take(NEAR);
    let after = text[range.end..].split(signs).take(NEAR);
    before.chain(after).map(str::to_lowercase).any(|word| {
        RATIOS.split_whitespace().any(|ratio| word.starts_with(ratio))
            || is_other_ratio(word.trim_matches(['(', ')', ',', '.']))
    })
}

/// `16:9`: two numbers that cannot be a time.
fn is_other_ratio(word: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(':').is_some_and(|(left, right)| {
        let is_time = right.len() == 2 && left.len() <= 2 && left < "24" && right < "60";
        is_number(left) && is_number(right) && !is_time
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, least: Confidence) -> Vec<&str> {
        let times = find(text).into_iter().filter(|written| written.confidence >= least);
        times.map(|written| &text[written.range]).collect()
    }

    #[test]
    fn what_surrounds_it_makes_it_a_time() {
        for (text, times) in [
            (
                "À 9h, dès 10h, vers 11h et entre 13h et 15h30",
                vec!["9h", "10h", "11h", "13h", "15h30"],
            ),
            ("14h30, 9 h 05, 19h et 8h", vec!["14h30", "9 h 05", "19h", "8h"]),
            ("9h-12h ou 13h–17h", vec!["9h", "12h", "13h", "17h"]),
            ("jusqu’à 9h, lundi 9h", vec!["9h", "9h"]),
            ("Rencontre à 9h30, salle 12h", vec!["9h30"]),
            ("Salle 12H, unité 5H, pavillon 3 H, bureau 4H12", vec![]),
            ("les unités 4h et 5h, de la salle 12h à la salle 14h", vec![]),
            ("G1V 4H5, g1v 4h5, H4H 1H2", vec![]),
            ("le bloc 14hA, 25h61, 4h5 et http, a/9h30, 5h-3", vec![]),
        ] {
            assert_eq!(found(text, Confidence::Likely), times, "{text}");
        }
    }

    #[test]
    fn a_time_that_is_written_wrong_is_certain_only_beside_words_of_time() {
        for (text, times) in [
            ("à 13H30, de 9H à 17H et dès 14:30", vec!["13H30", "9H", "17H", "14:30"]),
            ("10:00 à 12:00, 10:00-12:00", vec!["10:00", "12:00", "10:00", "12:00"]),
            ("12H, 13H30, à 12H, bureau 4H12, les salles de 4H à 6H", vec![]),
            ("un format de 16:10, à l’échelle 1:24, un écran à 16:10", vec![]),
            ("passer de 16:9 à 16:10, à 12:30 de la vidéo, Jean 3:16, 14:30:15", vec![]),
        ] {
            assert_eq!(found(text, Confidence::Certain), times, "{text}");
        }
    }
}
