//! `typography`: signs and spaces that are not those of the language and that the generator does not set
//! by itself. What it does set is not told: a pattern counts only where it still stands in the set text.
//!
//! French of Québec after the Office québécois de la langue française; Canadian English.

use std::{ops::Range, sync::LazyLock};

use form_model::bilingual::{Words, words};
use form_model::{bilingual, lang::Lang};
use regex_lite::Regex;

use super::{
    block::{Block, Origin},
    reading::{Finding, Reading},
};
use crate::typography::typeset;

/// A pattern, what is wrong where it matches, how to mend it.
type Entry = (&'static str, Words, Words);

const FRENCH: [Entry; 12] = [
    (
        r"[ \u{a0}\u{202f}][;!?]",
        words(
            "au Québec, il n’y a pas d’espace avant ce signe",
            "in Québec no space stands before this sign",
        ),
        words("retirez l’espace", "take the space away"),
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
        r"\$ ?[0-9]",
        words("le signe suit le montant", "the sign stands after the amount"),
        words("écrivez « 20 $ »", "write « 20 $ »"),
    ),
    (
        r"[0-9]{1,2}[hH][0-9]{0,2}|[0-9]{1,2}:[0-9]{2}",
        words("une heure ne s’écrit pas ainsi", "this is not how a time is written"),
        words("écrivez « 14 h 30 » ou « 19 h »", "write « 14 h 30 » or « 19 h »"),
    ),
    (
        DATE,
        words("cette date peut se lire de deux façons", "this date can be read in two ways"),
        words(
            "écrivez « le 22 novembre 2025 », ou 2025-11-22 dans un tableau",
            "write « le 22 novembre 2025 », or 2025-11-22 in a table",
        ),
    ),
    (
        r"[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}",
        words(
            "un numéro de téléphone ne s’écrit pas ainsi",
            "this is not how a phone number is written",
        ),
        words("écrivez « 819 777-6021 »", "write « 819 777-6021 »"),
    ),
    (
        r"[0-9](?:ème|ième|ème|ier|iere|ière|ère)s?",
        words("un ordinal ne s’abrège pas ainsi", "this is not how an ordinal is shortened"),
        words("écrivez 1er, 1re, 2e", "write 1er, 1re, 2e"),
    ),
    (
        r"[0-9]{1,3}(?:,[0-9]{3})+",
        words(
            "l’espace sépare les milliers, la virgule les décimales",
            "a space parts thousands, a comma parts decimals",
        ),
        words("écrivez « 1 000 » ou « 1 000,5 »", "write « 1 000 » or « 1 000,5 »"),
    ),
    (
        r"(?:^|[.!?] )A [\p{L}]|(?:^|[ ’(])(?:Etablissement|Etape|Etat|Ecole|Ecri|Equipe|Ete|Etes|Evaluation|Energie|Education|Ethique|Egalement|Eval)",
        words("les majuscules prennent leurs accents", "capitals carry their accents"),
        words("écrivez « À », « É »", "write « À », « É »"),
    ),
    (
        r"\.\.\. ?\.|…\.",
        words("les points de suspension sont trois", "an ellipsis is three dots"),
        words("écrivez « … »", "write « … »"),
    ),
];

const ENGLISH: [Entry; 7] = [
    (
        r"[ \u{a0}\u{202f}][;:!?](?: |$)",
        words(
            "en anglais, il n’y a pas d’espace avant ce signe",
            "in English no space stands before this sign",
        ),
        words("retirez l’espace", "take the space away"),
    ),
    (
        "[«»]",
        words("les guillemets anglais sont “ ”", "English quotes are “ ”"),
        words(
            "écrivez \"…\" : le générateur en fait des guillemets courbes",
            "write \"…\": the generator makes curly quotes of it",
        ),
    ),
    (
        r"[0-9:]+ ?(?:am|pm|AM|PM|A\.M\.|P\.M\.)|[0-9:]+(?:a\.m\.|p\.m\.)|[0-9]{1,2} ?h ?[0-9]{2}",
        words("une heure ne s’écrit pas ainsi", "this is not how a time is written"),
        words("écrivez “2:30 p.m.”", "write “2:30 p.m.”"),
    ),
    (
        DATE,
        words("cette date peut se lire de deux façons", "this date can be read in two ways"),
        words(
            "écrivez “November 22, 2025”, ou 2025-11-22 dans un tableau",
            "write “November 22, 2025”, or 2025-11-22 in a table",
        ),
    ),
    (
        r"[0-9]{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December),? [0-9]{4}",
        words(
            "une date ne s’écrit pas ainsi au Canada",
            "this is not how a date is written in Canada",
        ),
        words("écrivez “November 22, 2025”", "write “November 22, 2025”"),
    ),
    (
        r"\(?[0-9]{3}\)?[ .][0-9]{3}[-.][0-9]{4}",
        words(
            "un numéro de téléphone ne s’écrit pas ainsi",
            "this is not how a phone number is written",
        ),
        words("écrivez “819-555-0123”", "write “819-555-0123”"),
    ),
    (
        r"[0-9] [$%]",
        words("il n’y a pas d’espace avant ce signe", "no space stands before this sign"),
        words("écrivez “5%”, “$20”", "write “5%”, “$20”"),
    ),
];

const DATE: &str = r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{2,4}";

type Compiled = Vec<(Regex, Words, Words)>;

static COMPILED: LazyLock<(Compiled, Compiled)> =
    LazyLock::new(|| (compile(&FRENCH), compile(&ENGLISH)));

fn compile(entries: &[Entry]) -> Compiled {
    let regex = |(pattern, message, help): &Entry| {
        // The library knows no classes of letters: these are the Latin ones.
        let pattern = pattern.replace(r"\p{L}", "A-Za-zÀ-ÿŒœ");
        Some((Regex::new(&pattern).ok()?, *message, *help))
    };
    entries.iter().filter_map(regex).collect()
}

/// Signs to mend by hand.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    reading.own_blocks().flat_map(|block| in_block(block, &reading.page.lang)).collect()
}

fn in_block(block: &Block, lang: &Lang) -> Vec<Finding> {
    let entries = match lang.as_str() {
        "fr" => &COMPILED.0,
        "en" => &COMPILED.1,
        _ => return Vec::new(),
    };
    let written = block.without(&[Origin::Foreign]);
    let set = typeset(&written, lang);
    let mut findings = Vec::new();
    for (pattern, message, help) in entries {
        if !pattern.is_match(&set) {
            continue;
        }
        for found in pattern.find_iter(&written) {
            if block.origin(found.start()) != Origin::Typed
                || is_inside_word(&written, &found.range())
            {
                continue;
            }
            let (Words { fr, en }, found_text) = (message, found.as_str().trim());
            let message = bilingual!("{fr} : « {found_text} »", "{en}: “{found_text}”");
            findings.push(Finding::new(block.span(found.range()), message, *help));
        }
    }
    findings
}

/// Whether what begins with a digit goes on before or after: `2:30` in `12:305`, `5h` in `5he`.
fn is_inside_word(text: &str, range: &Range<usize>) -> bool {
    let found = &text[range.clone()];
    found.starts_with(|first: char| first.is_ascii_digit())
        && found.ends_with(char::is_alphanumeric)
        && (text[range.end..].starts_with(char::is_alphanumeric)
            || text[..range.start].ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, lang: &str) -> Vec<String> {
        let mut block = Block::default();
        block.push(text, 0..text.len(), Origin::Typed);
        let lang = lang.parse().unwrap_or_else(|_| unreachable!());
        in_block(&block, &lang).into_iter().map(|finding| text[finding.span].to_owned()).collect()
    }

    #[test]
    fn every_pattern_can_be_read() {
        assert_eq!((COMPILED.0.len(), COMPILED.1.len()), (FRENCH.len(), ENGLISH.len()));
    }

    #[test]
    fn french_that_the_generator_cannot_mend_is_told() {
        for (text, sign) in [
            ("Vraiment ? Oui.", " ?"),
            ("Un \u{a0};", "\u{a0};"),
            ("Dites \"oui.", "\""),
            ("Le «mot», ici.", "«m"),
            ("Téléphone: demain", "e: "),
            ("Pour $20", "$2"),
            ("À 14:30", "14:30"),
            ("Le 22/11/2025.", "22/11/2025"),
            ("Au 819-777-6021", "819-777-6021"),
            ("La 2ème fois", "2ème"),
            ("Il y en a 1,000.", "1,000"),
            ("A l’entrevue", "A l"),
            ("Une Etape", " Etape"),
        ] {
            assert!(told(text, "fr").contains(&sign.to_owned()), "{text}: {:?}", told(text, "fr"));
        }
    }

    #[test]
    fn french_that_is_right_or_is_mended_is_not() {
        let right = "À 8 h 30, « oui » : 5 % de 20 $; l'an 2025-11-22? Le 1er, le 2e. WCAG 2.2, no 18-727-01W, \
            hors-série S1, A-t-on fini? Étape 2 : https. Cela va... Page 10h, 14h30, 5%, 20$.";
        assert!(told(right, "fr").is_empty(), "{:?}", told(right, "fr"));
    }

    #[test]
    fn english_has_its_own_signs() {
        for (text, sign) in [
            ("Really ?", " ?"),
            ("« Yes »", "«"),
            ("At 2:30 pm today", "2:30 pm"),
            ("At 2:30p.m.", "2:30p.m."),
            ("On 22 November 2025", "22 November 2025"),
            ("Call 819 555-0123", "819 555-0123"),
            ("On 11/22/2025", "11/22/2025"),
        ] {
            assert!(told(text, "en").contains(&sign.to_owned()), "{text}: {:?}", told(text, "en"));
        }
        let right = "At 2:30 p.m. on November 22, 2025: call 819-555-0123, \"now\"; 5% of $20.";
        assert!(told(right, "en").is_empty(), "{:?}", told(right, "en"));
    }
}
