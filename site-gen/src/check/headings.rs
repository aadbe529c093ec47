//! `one-h1`, `heading-order`, `duplicate-id`: a page's headings make an outline that can be walked.

use std::collections::HashMap;

use form_model::bilingual;

use super::reading::{Finding, Reading};

/// Headings of first level: the page's title is that.
pub fn one_h1(reading: &Reading<'_>) -> Vec<Finding> {
    let first = reading.found.headings.iter().filter(|heading| heading.level == 1);
    first
        .map(|heading| {
            Finding::new(
                heading.span.clone(),
                bilingual!(
                    "une page a un seul titre de premier niveau, et c’est son `title`",
                    "a page has one heading of first level, and its `title` is that"
                ),
                bilingual!("commencez le titre par `##`", "begin the heading with `##`"),
            )
        })
        .collect()
}

/// Headings that skip a level on the way down.
pub fn order(reading: &Reading<'_>) -> Vec<Finding> {
    let mut above = 1;
    let mut findings = Vec::new();
    for heading in &reading.found.headings {
        if heading.level > above + 1 {
            let wanted = "#".repeat(usize::from(above) + 1);
            findings.push(Finding::new(
                heading.span.clone(),
                bilingual!(
                    "ce titre est de niveau {}, celui d’avant de niveau {above}",
                    "this heading is of level {}, the one above of level {above}",
                    heading.level
                ),
                bilingual!(
                    "commencez-le par `{wanted}`; sa grosseur est l’affaire du thème",
                    "begin it with `{wanted}`; how large it looks is the theme’s affair"
                ),
            ));
        }
        above = heading.level;
    }
    findings
}

/// Ids that stand twice.
pub fn duplicate_ids(reading: &Reading<'_>) -> Vec<Finding> {
    let headings = reading.found.headings.iter();
    let written = headings.filter_map(|heading| Some((heading.id.clone()?, heading.span.clone())));
    let mut ids: Vec<_> = written.chain(reading.found.ids.iter().cloned()).collect();
    ids.sort_by_key(|(_, span)| span.start);
    let mut seen = HashMap::new();
    let mut findings = Vec::new();
    for (id, span) in ids {
        if reading.around.is_some_and(|around| around.has_id(&id)) {
            findings.push(Finding::new(
                span,
                bilingual!(
                    "le nom `{id}` est déjà pris par ce que le thème met autour du texte",
                    "the id `{id}` is taken by what the theme puts around the text"
                ),
                bilingual!("donnez-lui un autre nom", "give it another id"),
            ));
            continue;
        }
        match seen.get(&id) {
            None => {
                seen.insert(id, span.start);
            }
            Some(first) => findings.push(Finding::new(
                span,
                bilingual!(
                    "le nom `{id}` est déjà à la ligne {}",
                    "the id `{id}` stands on line {} already",
                    reading.line(*first)
                ),
                bilingual!(
                    "donnez un autre nom à l’un des deux : un lien mène toujours au premier",
                    "give one of the two another id: a link to it always leads to the first"
                ),
            )),
        }
    }
    findings
}
