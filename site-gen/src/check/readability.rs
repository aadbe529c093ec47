//! `readability`: a page can be read by most people, by the formula of its language.
//!
//! English: Flesch-Kincaid grade. French: Kandel and Moles' adaptation of Flesch's reading ease. Both
//! weigh words a sentence and syllables a word, so that both want short sentences of common words.

use std::cmp::Reverse;

use form_model::bilingual::{Bilingual, Words, words};
use form_model::{bilingual, lang::Lang};
use serde::Serialize;

use super::{
    block::Block,
    reading::{Finding, Reading},
    sentences::{Sentence, beginning, sentences},
};
use crate::diagnostic::Code;

/// Below this many words a formula says nothing.
const FEWEST_WORDS: usize = 100;
/// Hard sentences that are named.
const NAMED: usize = 3;

/// A formula and its bounds.
pub struct Formula {
    /// What its score is called.
    pub name: Words,
    /// What the score should be.
    pub wanted: Words,
    score: fn(f64, f64) -> f64,
    is_hard: fn(f64) -> bool,
    is_easy: fn(f64) -> bool,
}

/// How hard a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Harder than a page may be.
    Hard,
    /// Within the bounds.
    Fair,
    /// As it should be.
    Easy,
}

/// What a formula says of a text.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The score.
    pub score: f64,
    /// What it means.
    pub verdict: Verdict,
    /// Words a sentence.
    pub words_a_sentence: f64,
}

const ENGLISH: Formula = Formula {
    name: words("niveau de Flesch-Kincaid", "Flesch-Kincaid grade"),
    score: |sentence, word| 0.39 * sentence + 11.8 * word - 15.59,
    is_hard: |score| score > 8.0,
    is_easy: |score| score <= 6.0,
    wanted: words("au plus 8, mieux : 6", "at most 8, better 6"),
};

const FRENCH: Formula = Formula {
    name: words("indice de Kandel et Moles", "Kandel-Moles reading ease"),
    score: |sentence, word| 207.0 - 1.015 * sentence - 73.6 * word,
    is_hard: |score| score < 60.0,
    is_easy: |score| score >= 70.0,
    wanted: words("au moins 60, mieux : 70", "at least 60, better 70"),
};

/// The formula of a language, if there is one.
#[must_use]
pub fn formula(lang: &Lang) -> Option<&'static Formula> {
    match lang.as_str() {
        "fr" => Some(&FRENCH),
        "en" => Some(&ENGLISH),
        _ => None,
    }
}

/// How hard a page is, what is accepted on it set aside; none where it is too short to say.
#[must_use]
pub fn measure(reading: &Reading<'_>) -> Option<Measure> {
    let lang = &reading.page.lang;
    formula(lang)?.measure(&set_aside(reading).1, lang)
}

/// The blocks of a page that are accepted as hard, and the others.
fn set_aside<'a>(reading: &'a Reading<'_>) -> (Vec<&'a Block>, Vec<&'a Block>) {
    let is_set_aside = |block: &&Block| {
        let code = Code::Readability.as_str();
        reading.found.accepts.iter().any(|accept| accept.covers(code, block.place(0)))
    };
    reading.own_blocks().partition(is_set_aside)
}

/// A page that is too hard as a whole. Blocks that are accepted (official titles) are set aside; where
/// that alone mends it, the finding stands at them, so that accepting is seen to have an effect.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let lang = &reading.page.lang;
    let Some(formula) = formula(lang) else { return Vec::new() };
    let is_hard = |blocks: &[&Block]| {
        formula.measure(blocks, lang).filter(|measure| measure.verdict == Verdict::Hard)
    };
    let all: Vec<_> = reading.own_blocks().collect();
    let (aside, kept) = set_aside(reading);
    if is_hard(&all).is_none() {
        return Vec::new();
    }
    let accepted = aside.iter().map(|block| {
        Finding::new(
            block.span(0..block.text.len()),
            bilingual!(
                "ce bloc rend la page difficile à lire",
                "this block makes the page hard to read"
            ),
            bilingual!("", ""),
        )
    });
    let mut findings: Vec<_> = accepted.collect();
    if let Some(Measure { score, .. }) = is_hard(&kept) {
        let hardest = hardest(&kept, reading);
        findings.push(Finding::new(
            reading.title(),
            formula.told(score),
            bilingual!(
                "commencez par les phrases les plus difficiles : {hardest}",
                "begin with the hardest sentences: {hardest}"
            ),
        ));
    }
    findings
}

impl Formula {
    /// That a page with this score is hard to read.
    fn told(&self, score: f64) -> Bilingual {
        let (Words { fr: name_fr, en: name_en }, wanted) = (self.name, self.wanted);
        let Words { fr: wanted_fr, en: wanted_en } = wanted;
        bilingual!(
            "cette page est difficile à lire : son {name_fr} est de {score:.0}, il en faut {wanted_fr}",
            "this page is hard to read: its {name_en} is {score:.0}, wanted is {wanted_en}"
        )
    }

    /// What it says of some blocks; none where there are too few words.
    fn measure(&self, blocks: &[&Block], lang: &Lang) -> Option<Measure> {
        let sentences: Vec<_> = blocks.iter().flat_map(|block| sentences(block, lang)).collect();
        let words: usize = sentences.iter().map(|sentence| sentence.words).sum();
        let syllables: usize = sentences.iter().map(|sentence| sentence.syllables).sum();
        if words < FEWEST_WORDS {
            return None;
        }
        let words_a_sentence = ratio(words, sentences.len());
        let score = (self.score)(words_a_sentence, ratio(syllables, words));
        let verdict = match ((self.is_hard)(score), (self.is_easy)(score)) {
            (true, _) => Verdict::Hard,
            (false, true) => Verdict::Easy,
            (false, false) => Verdict::Fair,
        };
        Some(Measure { score, verdict, words_a_sentence })
    }
}

fn ratio(a: usize, b: usize) -> f64 {
    // No page has more than 2³² words.
    f64::from(u32::try_from(a).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(b).unwrap_or(u32::MAX))
}

/// The sentences with the most syllables, by line and first words.
fn hardest(blocks: &[&Block], reading: &Reading<'_>) -> String {
    let lang = &reading.page.lang;
    let mut all: Vec<(&Block, Sentence)> = blocks
        .iter()
        .flat_map(|block| {
            sentences(block, lang).into_iter().map(move |sentence| (*block, sentence))
        })
        .collect();
    all.sort_by_key(|(_, sentence)| Reverse(sentence.syllables));
    let name = |(block, sentence): &(&Block, Sentence)| {
        let place = reading.page.source.place(block.place(sentence.range.start));
        format!("{place} “{}”", beginning(&block.text[sentence.range.clone()]))
    };
    all.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_those_that_were_published() {
        // Ten words a sentence, one and a half syllables a word.
        assert!(((ENGLISH.score)(10.0, 1.5) - 6.01).abs() < 0.001);
        assert!(((FRENCH.score)(10.0, 1.5) - 86.45).abs() < 0.001);
    }
}
