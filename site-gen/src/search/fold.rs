//! Words as search compares them: small letters without accents, `œ` as `oe`; apostrophes and hyphens part
//! words. The search page's script does the same with what is asked for.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Hands on each word of a text, folded.
pub fn words(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        } else if letter.is_ascii() {
            end(&mut word, &mut take);
        } else {
            decompose_canonical(letter, |part| match part {
                'œ' | 'Œ' => word.push_str("oe"),
                'æ' | 'Æ' => word.push_str("ae"),
                mark if is_combining_mark(mark) => {}
                letter if letter.is_alphanumeric() => word.extend(letter.to_lowercase()),
                _ => end(&mut word, &mut take),
            });
        }
    }
    end(&mut word, &mut take);
}

fn end(word: &mut String, take: &mut impl FnMut(&str)) {
    if !word.is_empty() {
        take(word);
        word.clear();
    }
}

/// The text of a line of HTML: its tags and entities are spaces.
pub fn untagged(html: &str) -> String {
    let mut until = None;
    let text = html.chars().map(|letter| {
        match (until, letter) {
            (None, '<') => until = Some('>'),
            (None, '&') => until = Some(';'),
            (None, letter) => return letter,
            (Some(end), letter) if end == letter => until = None,
            _ => {}
        }
        ' '
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn accents_capitals_and_ligatures_make_no_difference() {
        assert_eq!(
            folded("L’ÉTÉ, au cœur d'« Aînés-là »"),
            ["l", "ete", "au", "coeur", "d", "aines", "la"]
        );
        assert_eq!(folded("e\u{301}te\u{301} 2027"), ["ete", "2027"]);
        assert_eq!(folded("ᐃᓄᒃᑎᑐᑦ"), ["ᐃᓄᒃᑎᑐᑦ"]);
    }

    #[test]
    fn html_leaves_its_words() {
        assert_eq!(
            folded(&untagged("<strong>Un</strong>&amp;deux <a href=\"/trois/\">quatre</a>")),
            ["un", "deux", "quatre"]
        );
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once.join(" ")), once);
        }
    }
}
