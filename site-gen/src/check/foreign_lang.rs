//! `foreign-lang`: a passage in the other language says so, so that it is read aloud in that language.

use super::reading::{Finding, Reading};

/// Blocks that plainly are in the site's other language.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in &reading.found.blocks {
        let Some(language) = block.other_language else { continue };
        let code = if language == "English" { "en" } else { "fr" };
        findings.push(Finding::new(
            block.span(0..block.text.len()),
            format!("this passage is in {language}, and nothing says so"),
            format!("translate it, or put it between `<span lang=\"{code}\">` and `</span>`"),
        ));
    }
    findings
}
