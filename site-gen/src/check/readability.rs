//! `readability`: a page can be read by most people, by the formula of its language.
//!
//! English: Flesch-Kincaid grade. French: Kandel and Moles' adaptation of Flesch's reading ease. Both
//! weigh words a sentence and syllables a word, so that both want short sentences of common words.

use std::cmp::Reverse;

use form_model::bilingual::{Bilingual, Words, words};
use form_model::{bilingual, lang::Lang};

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
struct Formula {
    name: Words,
    score: fn(f64, f64) -> f64,
    is_hard: fn(f64) -> bool,
    wanted: Words,
}

const ENGLISH: Formula = Formula {
    name: words("niveau de Flesch-Kincaid", "Flesch-Kincaid grade"),
    score: |sentence, word| 0.39 * sentence + 11.8 * word - 15.59,
    is_hard: |score| score > 8.0,
    wanted: words("au plus 8, mieux : 6", "at most 8, better 6"),
};

const FRENCH: Formula = Formula {
    name: words("indice de Kandel et Moles", "Kandel-Moles reading ease"),
    score: |sentence, word| 207.0 - 1.015 * sentence - 73.6 * word,
    is_hard: |score| score < 60.0,
    wanted: words("au moins 60, mieux : 70", "at least 60, better 70"),
};

/// A page that is too hard as a whole. Blocks that are accepted (official titles) are set aside; where
/// that alone mends it, the finding stands at them, so that accepting is seen to have an effect.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let lang = &reading.page.lang;
    let formula = match lang.as_str() {
        "fr" => FRENCH,
        "en" => ENGLISH,
        _ => return Vec::new(),
    };
    let is_set_aside = |block: &Block| {
        let code = Code::Readability.as_str();
        reading.found.accepts.iter().any(|accept| accept.covers(code, block.place(0)))
    };
    let all: Vec<_> = reading.own_blocks().collect();
    let (aside, kept): (Vec<&Block>, Vec<&Block>) =
        all.iter().partition(|block| is_set_aside(block));
    if !formula.judge(&all, lang).is_some_and(|(_, is_hard)| is_hard) {
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
    if let Some((score, true)) = formula.judge(&kept, lang) {
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

    /// The score of some blocks and whether that is hard; none where there are too few words.
    fn judge(&self, blocks: &[&Block], lang: &Lang) -> Option<(f64, bool)> {
        let sentences: Vec<_> = blocks.iter().flat_map(|block| sentences(block, lang)).collect();
        let words: usize = sentences.iter().map(|sentence| sentence.words).sum();
        let syllables: usize = sentences.iter().map(|sentence| sentence.syllables).sum();
        if words < FEWEST_WORDS {
            return None;
        }
        let score = (self.score)(ratio(words, sentences.len()), ratio(syllables, words));
        Some((score, (self.is_hard)(score)))
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
