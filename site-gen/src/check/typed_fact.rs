//! `typed-fact`: what `site.yaml` says once is referred to, not typed again.
//!
//! From the facts come the spellings to look for: a phone number with any signs between its groups, an
//! e-mail address, a text of several words as it stands (names, places, hours), and a number with its
//! noun, in digits or in words. The noun comes from the last word of the fact's name:
//! `service_within_years` is looked for as « deux ans », `photo_ids` as "two pieces of photo ID".

use std::collections::BTreeMap;

use form_model::bilingual::{Bilingual, Words, words};
use form_model::{answers::Phone, bilingual, format, lang::Lang};
use regex_lite::{Regex, escape};
use serde_json::Value as Json;

use super::{
    block::{Block, Origin},
    reading::{Finding, Link, Reading},
};
use crate::facts::Facts;

/// Last words of facts' names, and the nouns that their numbers stand with in French and in English.
const NOUNS: [(&str, &str, &str); 9] = [
    ("years", "années?|ans?", "years?"),
    ("age", "ans?", "years?|or older|or over"),
    ("months", "mois", "months?"),
    ("weeks", "semaines?", "weeks?"),
    ("days", "jours?", "days?"),
    ("hours", "heures?", "hours?"),
    ("minutes", "minutes?", "minutes?"),
    ("ids", "pièces d[’']identité", "pieces of (?:photo )?id|photo ids?"),
    ("questions", "questions?", "questions?"),
];
/// Words that may stand between a number and its noun.
const BETWEEN: [(&str, &str); 2] =
    [("fr", "derni[eè]re?s|prochaine?s"), ("en", "calendar|required|last|full")];
/// What stands between the groups of a phone number.
const SIGNS: &str = "[ \\u{a0}\\u{202f}./)-]*";
/// What stands between two words.
const SPACE: &str = "[ \\u{a0}\\u{202f}\\n]+";

/// What facts of a language look like where they are typed by hand.
#[derive(Default)]
pub struct Needles {
    texts: Vec<Needle>,
    addresses: Vec<(String, String)>,
}

struct Needle {
    pattern: Regex,
    /// One of these is in every text that the pattern matches; in small letters. Looking for them first
    /// spares nearly all of the patterns' work.
    hints: Vec<String>,
    /// What to call it.
    what: Words,
    /// What to write instead: of the whole, or of the number alone.
    write: Vec<String>,
    /// The number in words, to be written with the filter `words`.
    in_words: Option<String>,
}

impl Needles {
    /// All spellings of all facts in a language.
    #[must_use]
    pub fn new(facts: &Facts, lang: &Lang) -> Self {
        let mut needles = Self::default();
        let mut numbers: BTreeMap<(u64, &str), Vec<&str>> = BTreeMap::new();
        for name in facts.names() {
            match facts.get(name, lang) {
                Some(Json::String(text)) => needles.add_text(name, text),
                Some(Json::Number(number)) => {
                    let last = name.rsplit(['.', '_']).next().unwrap_or(name);
                    let noun = NOUNS.iter().find(|(word, ..)| *word == last);
                    // `one` and `un` are articles too.
                    if let (Some((_, french, english)), Some(number @ 2..)) =
                        (noun, number.as_u64())
                    {
                        let noun = if lang.as_str() == "fr" { french } else { english };
                        numbers.entry((number, noun)).or_default().push(name);
                    }
                }
                _ => {}
            }
        }
        for ((number, noun), names) in numbers {
            needles.add_number(number, noun, &names, lang);
        }
        needles
    }

    fn add_text(&mut self, name: &str, text: &str) {
        let write = |filter: &str| format!("{{{{ facts.{name}{filter} }}}}");
        if let Ok(phone) = text.parse::<Phone>() {
            let (area, exchange, line) = phone.groups();
            let pattern = format!("(?:\\+?1[ .-]?)?\\(?{area}{SIGNS}{exchange}{SIGNS}{line}");
            let write_shown = vec![format!("`{}`", write(" | phone"))];
            self.add(
                &pattern,
                &[line],
                words("le numéro de téléphone", "the phone number"),
                write_shown,
                None,
            );
            self.addresses.push((format::tel(text), write(" | tel")));
            return;
        }
        let write = write("");
        if text.contains('@') && !text.contains(' ') {
            let pattern = format!("(?i){}", escape(text));
            self.add(
                &pattern,
                &["@"],
                words("l’adresse courriel", "the e-mail address"),
                vec![format!("`{write}`")],
                None,
            );
            self.addresses.push((text.to_lowercase(), write));
        } else if text.split_whitespace().count() > 1 {
            let parts: Vec<_> = text.split_whitespace().map(escape).collect();
            let pattern = parts.join(SPACE).replace(['’', '\''], "[’']");
            let first = text.split([' ', '’', '\'']).next().unwrap_or_default();
            self.add(
                &pattern,
                &[first],
                words("ce texte", "this"),
                vec![format!("`{write}`")],
                None,
            );
        }
    }

    fn add_number(&mut self, number: u64, noun: &str, names: &[&str], lang: &Lang) {
        let in_words = format::words(lang, number);
        let between = BETWEEN.iter().find(|(code, _)| *code == lang.as_str());
        let between =
            between.map_or(String::new(), |(_, words)| format!("(?:(?:{words}){SPACE})?"));
        let either = format!("(?:{number}|{})", escape(&in_words));
        let pattern = format!("(?i){either}(?:{SPACE}|-){between}(?:{noun})");
        let write: Vec<_> = names.iter().map(|name| format!("`{{{{ facts.{name} }}}}`")).collect();
        let hints = [&*number.to_string(), &*in_words];
        self.add(
            &pattern,
            &hints,
            words("ce nombre", "this number"),
            write,
            Some(in_words.clone()),
        );
    }

    fn add(
        &mut self,
        pattern: &str,
        hints: &[&str],
        what: Words,
        write: Vec<String>,
        in_words: Option<String>,
    ) {
        let hints = hints.iter().map(|hint| hint.to_lowercase()).collect();
        let needle =
            Regex::new(pattern).map(|pattern| Needle { pattern, hints, what, write, in_words });
        self.texts.extend(needle);
    }
}

/// Facts that are typed in prose or in the address of a link.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let in_prose = reading.found.blocks.iter().flat_map(|block| in_block(block, reading.needles));
    let in_links = reading.found.links.iter().filter_map(|link| in_address(link, reading.needles));
    in_prose.chain(in_links).collect()
}

fn in_block(block: &Block, needles: &Needles) -> Vec<Finding> {
    let lower = block.text.to_lowercase();
    let mut found: Vec<_> = needles
        .texts
        .iter()
        .filter(|needle| needle.hints.iter().any(|hint| lower.contains(hint)))
        .flat_map(|needle| needle.pattern.find_iter(&block.text).map(move |found| (needle, found)))
        .filter(|(needle, found)| {
            !matches!(block.origin(found.start()), Origin::Fact | Origin::Name)
                && stands_alone(&block.text, found.start(), found.end())
                && !(needle.in_words.is_some()
                    && (ends_a_range(&block.text[..found.start()])
                        || is_part_of_a_number(&block.text, found.start(), found.end())))
        })
        .collect();
    // The longest of those that begin alike, and none inside another.
    found.sort_by_key(|(_, found)| (found.start(), std::cmp::Reverse(found.end())));
    let mut end = 0;
    found.retain(|(_, found)| {
        let is_new = found.start() >= end;
        end = end.max(found.end());
        is_new
    });
    let finding = |(needle, found): &(&Needle, regex_lite::Match<'_>)| {
        let Words { fr, en } = needle.what;
        let typed = found.as_str();
        let instead = needle.instead(typed);
        let (instead_fr, instead_en) = (instead.french(), instead.english());
        Finding::new(
            block.span(found.range()),
            bilingual!(
                "{fr} est un fait commun, tapé à la main : « {typed} »",
                "{en} is a shared fact, typed by hand: “{typed}”"
            ),
            bilingual!(
                "écrivez {instead_fr}, pour que cela change partout à la fois",
                "write {instead_en}, so that it changes everywhere at once"
            ),
        )
    };
    found.iter().map(finding).collect()
}

impl Needle {
    /// What to write for a spelling of it.
    fn instead(&self, found: &str) -> Bilingual {
        let (fr, en) = (self.write.join(" ou "), self.write.join(" or "));
        let Some(in_words) = &self.in_words else { return Bilingual::new(fr, en) };
        let found = found.to_lowercase();
        if found.starts_with(|first: char| first.is_ascii_digit()) {
            let digits: String = found.chars().take_while(char::is_ascii_digit).collect();
            bilingual!("{fr} pour « {digits} »", "{en} for “{digits}”")
        } else {
            let spelled = |write: &str| write.replace(" }}", " | words }}");
            let (fr, en) = (spelled(&fr), spelled(&en));
            bilingual!("{fr} pour « {in_words} »", "{en} for “{in_words}”")
        }
    }
}

fn in_address(link: &Link, needles: &Needles) -> Option<Finding> {
    if !link.is_typed {
        return None;
    }
    let address = link.address.to_lowercase();
    let address = address.trim_start_matches("tel:").trim_start_matches("mailto:");
    let (_, write) = needles.addresses.iter().find(|(known, _)| {
        known == address || (link.address.starts_with("tel:") && *known == format::tel(address))
    })?;
    Some(Finding::new(
        link.span.clone(),
        bilingual!(
            "l’adresse de ce lien est un fait commun, tapé à la main : « {} »",
            "the address of this link is a shared fact, typed by hand: “{}”",
            link.address
        ),
        bilingual!(
            "écrivez-y `{write}`, pour que cela change partout à la fois",
            "write `{write}` in it, so that it changes everywhere at once"
        ),
    ))
}

/// Whether no letter or digit runs on before or after.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let runs_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !runs_on(text[..start].chars().next_back()) && !runs_on(text[end..].chars().next())
}

/// `2,5 ans`, `1 365 jours`, « vingt-deux ans », "two years and a half": the fact is only a part of the number.
fn is_part_of_a_number(text: &str, start: usize, end: usize) -> bool {
    let (before, found, after) = (&text[..start], &text[start..end], &text[end..]);
    let ends_in_digit = |text: &str| text.ends_with(|last: char| last.is_ascii_digit());
    let digits = found.bytes().take_while(u8::is_ascii_digit).count();
    let is_part = if digits > 0 {
        before.strip_suffix([',', '.', '/', ':']).is_some_and(ends_in_digit)
            || (digits == 3
                && before.strip_suffix([' ', '\u{a0}', '\u{202f}']).is_some_and(ends_in_digit))
    } else {
        let larger = ["cent", "cents", "mille", "hundred", "thousand", "and"];
        before.ends_with('-')
            || before
                .split_whitespace()
                .next_back()
                .is_some_and(|word| larger.contains(&&*word.to_lowercase()))
    };
    let after = after.trim_start_matches([' ', '\u{a0}', '-']);
    is_part || ["et demi", "et quart", "and a half"].iter().any(|half| after.starts_with(half))
}

/// `1 à 2 ans`, "one or two years", `1–2 years`: another number before it makes it something else.
fn ends_a_range(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    if last.ends_with(['–', '-']) {
        return last.starts_with(|first: char| first.is_ascii_digit());
    }
    let is_number = |word: &str| {
        word.parse::<u64>().is_ok()
            || (1..=20).any(|number| {
                [Lang::french(), Lang::english()]
                    .iter()
                    .any(|lang| format::words(lang, number) == word.to_lowercase())
            })
    };
    matches!(last, "à" | "ou" | "to" | "or" | "–") && words.next().is_some_and(is_number)
}

#[cfg(test)]
mod tests;
