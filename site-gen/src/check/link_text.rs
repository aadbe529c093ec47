//! `link-text`: a link says where it leads, also to a person who hears only the links of a page.

use form_model::bilingual;

use super::reading::{Finding, Reading};

/// Texts that lead anywhere.
const MEANINGLESS: [&str; 29] = [
    "ce lien",
    "cet article",
    "cette page",
    "cliquez",
    "cliquez ici",
    "cliquer ici",
    "consultez",
    "détails",
    "en lire plus",
    "en savoir plus",
    "ici",
    "lien",
    "lire la suite",
    "lire plus",
    "page",
    "plus",
    "plus de détails",
    "plus d’information",
    "savoir plus",
    "suite",
    "click",
    "click here",
    "details",
    "here",
    "learn more",
    "link",
    "more",
    "read more",
    "this page",
];

/// Links whose text is empty or could stand for any.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for link in reading.found.links.iter().filter(|link| !link.is_bare) {
        let text = plain(&link.text);
        let message = if text.is_empty() {
            bilingual!("ce lien n’a pas de texte", "this link has no text")
        } else if MEANINGLESS.contains(&text.as_str()) {
            bilingual!(
                "« {} » ne dit pas où mène le lien",
                "“{}” does not say where the link leads",
                link.text.trim()
            )
        } else {
            continue;
        };
        let help = bilingual!(
            "faites un lien des mots qui nomment ce à quoi il mène : `[les cinq étapes](…)`",
            "make a link of the words that name what it leads to: `[the five steps](…)`"
        );
        findings.push(Finding::new(link.span.clone(), message, help));
    }
    findings
}

/// Small letters, one space between words, no signs around.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase().replace('\'', "’");
    text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_capitals_hide_nothing() {
        for text in ["Cliquez ici!", "« ici »", "Read more…", "→ Plus d'information"] {
            assert!(MEANINGLESS.contains(&plain(text).as_str()), "{text}: {}", plain(text));
        }
        assert_eq!(plain("→"), "");
    }
}
