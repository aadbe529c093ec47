//! Sentences and their words; `long-sentence`.

use std::ops::Range;

use form_model::{bilingual, lang::Lang};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    block::{Block, Origin},
    reading::{Finding, Reading},
    syllables,
};

/// Words from which on a sentence is long.
const LONG: usize = 20;
/// Words from which on it is too long.
const TOO_LONG: usize = 30;

/// What a full stop does not end: `r. 4.1`, `2:30 p.m. on Monday`.
const ABBREVIATIONS: [&str; 22] = [
    "a.m", "art", "c", "ch", "cf", "dr", "etc", "ex", "ext", "m", "mm", "mr", "mrs", "ms", "n",
    "no", "p", "p.m", "pp", "r", "s", "vol",
];

/// A sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first word to its last, in its block.
    pub range: Range<usize>,
    /// Its words.
    pub words: usize,
    /// Their syllables.
    pub syllables: usize,
}

/// The sentences of a block. What is foreign and the names among the facts are set aside.
#[must_use]
pub fn sentences(block: &Block, lang: &Lang) -> Vec<Sentence> {
    let text = block.without(&[Origin::Foreign, Origin::Name]);
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut goes_on = false;
    for (start, piece) in text.split_sentence_bound_indices() {
        let Some(more) = count(piece, start, lang) else { continue };
        match sentences.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.range.end = more.range.end;
                last.words += more.words;
                last.syllables += more.syllables;
            }
            None => sentences.push(more),
        }
        goes_on = ends_in_abbreviation(piece);
    }
    sentences
}

fn count(piece: &str, start: usize, lang: &Lang) -> Option<Sentence> {
    let words = words(piece);
    let end = start + piece.trim_end().len();
    let start = start + piece.len() - piece.trim_start().len();
    let syllables = words.iter().map(|word| syllables::count(word, lang)).sum();
    (!words.is_empty()).then_some(Sentence { range: start..end, words: words.len(), syllables })
}

/// What stands between spaces and holds a letter or a digit: `l’équipe` is one word.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect()
}

fn ends_in_abbreviation(piece: &str) -> bool {
    let Some(before) = piece.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit([' ', '\u{a0}', '(', '’']).next().unwrap_or_default();
    ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Sentences that are hard to hold in mind.
pub fn long(reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in reading.own_blocks() {
        for sentence in sentences(block, &reading.page.lang) {
            if sentence.words <= LONG {
                continue;
            }
            let finding = Finding::new(
                block.span(sentence.range.clone()),
                bilingual!(
                    "cette phrase a {} mots : « {} »",
                    "this sentence has {} words: “{}”",
                    sentence.words,
                    beginning(&block.text[sentence.range.clone()])
                ),
                bilingual!(
                    "faites-en deux, ou une liste; jusqu’à {LONG} mots, on suit sans peine",
                    "make two of it, or a list; up to {LONG} words are easy to follow"
                ),
            );
            findings.push(if sentence.words > TOO_LONG { finding.grave() } else { finding });
        }
    }
    findings
}

/// The first words of a sentence, to know it by.
#[must_use]
pub fn beginning(sentence: &str) -> String {
    let words: Vec<_> = sentence.split_whitespace().collect();
    let more = if words.len() > 5 { "…" } else { "" };
    words[..words.len().min(5)].join(" ") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str, lang: &str) -> Vec<usize> {
        let mut block = Block::default();
        block.push(text, 0..text.len(), Origin::Typed);
        let lang = lang.parse().unwrap_or_else(|_| unreachable!());
        sentences(&block, &lang).iter().map(|sentence| sentence.words).collect()
    }

    #[test]
    fn signs_end_sentences_and_abbreviations_do_not() {
        assert_eq!(counted("Un appel. Vous venez? Oui : demain!", "fr"), [2, 2, 2]);
        assert_eq!(counted("Chapitre A-2.1, r. 4.1 et suivants.", "fr"), [6]);
        assert_eq!(counted("We open at 2:30 p.m. Monday. Come.", "en"), [6, 1]);
        assert_eq!(counted("« Non. » Puis oui.", "fr"), [1, 2]);
    }

    #[test]
    fn names_and_foreign_passages_are_set_aside() {
        let mut block = Block::default();
        block.push("Écrivez au ", 0..12, Origin::Typed);
        block.push("Grand Établissement. De tout", 12..40, Origin::Name);
        block.push(" dès lundi.", 40..52, Origin::Typed);
        let told = sentences(&block, &Lang::french());
        assert_eq!(told.iter().map(|sentence| sentence.words).collect::<Vec<_>>(), [4]);
    }
}
