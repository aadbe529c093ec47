//! `foreign-lang`: a passage in the other language says so, so that it is read aloud in that language.

use form_model::bilingual;

use super::reading::{Finding, Reading};

/// Blocks that plainly are in the site's other language.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in &reading.found.blocks {
        let Some(language) = block.other_language else { continue };
        let (code, french) =
            if language == "English" { ("en", "anglais") } else { ("fr", "français") };
        findings.push(Finding::new(
            block.span(0..block.text.len()),
            bilingual!(
                "ce passage est en {french}, et rien ne le dit",
                "this passage is in {language}, and nothing says so"
            ),
            bilingual!(
                "traduisez-le, ou mettez-le entre `<span lang=\"{code}\">` et `</span>`",
                "translate it, or put it between `<span lang=\"{code}\">` and `</span>`"
            ),
        ));
    }
    findings
}
