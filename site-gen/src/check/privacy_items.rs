//! `privacy-items`: the privacy page says all that the law wants it to say.
//!
//! Act respecting Access to documents held by public bodies and the Protection of personal information
//! ss. 63.4 and 65, and the Regulation respecting confidentiality policies (A-2.1, r. 4.1). Each
//! item is a section of the page, known by the id of its heading.

use form_model::lang::Lang;

use super::reading::{Finding, Reading};
use crate::{
    diagnostic::{Code, Diagnostic},
    site::Site,
};

/// The page that holds the policy.
const PAGE: &str = "privacy";

/// What each section says, and its heading's id in French and in English.
const ITEMS: [(&str, &str, &str); 16] = [
    ("who collects the information", "qui", "who"),
    ("what is collected", "quoi", "what"),
    ("what it is for", "pourquoi", "why"),
    ("who sees it", "acces", "access"),
    ("how it is collected", "comment", "how"),
    ("how to refuse, and what follows from that", "refuser", "refuse"),
    ("how to see and correct it", "corriger", "correct"),
    ("the person’s rights", "droits", "rights"),
    ("the person in charge and how to reach them", "responsable", "person"),
    ("third parties", "tiers", "third-parties"),
    ("whether it leaves Québec", "hors-quebec", "outside-quebec"),
    ("how it is protected", "securite", "security"),
    ("how long it is kept", "duree", "how-long"),
    ("how to complain", "plainte", "complaint"),
    ("how a change is announced", "changement", "change"),
    ("the laws that apply", "lois", "laws"),
];

/// Items that the page does not have, or names without a word on them.
pub fn look(reading: &Reading<'_>) -> Vec<Finding> {
    if reading.page.id != PAGE {
        return Vec::new();
    }
    let ids = ITEMS.iter().filter_map(|(item, french, english)| match reading.page.lang.as_str() {
        "fr" => Some((*item, *french)),
        "en" => Some((*item, *english)),
        _ => None,
    });
    ids.filter_map(|(item, id)| missing(reading, item, id)).collect()
}

fn missing(reading: &Reading<'_>, item: &str, id: &str) -> Option<Finding> {
    let headings = &reading.found.headings;
    let Some(at) = headings.iter().position(|heading| heading.id.as_deref() == Some(id)) else {
        return Some(Finding::new(
            reading.title(),
            format!("the law wants this page to say {item}, and no section does"),
            format!("write a section whose heading ends in `{{#{id}}}`"),
        ));
    };
    let start = headings[at].span.end;
    let end = headings.get(at + 1).map_or(usize::MAX, |next| next.span.start);
    let says = |place: usize| (start..end).contains(&place);
    let has_words = reading.found.blocks.iter().any(|block| says(block.place(0)));
    (!has_words).then(|| {
        Finding::new(
            headings[at].span.clone(),
            "this section of the privacy policy is empty",
            format!("write below its heading {item}"),
        )
    })
}

/// A site without that page.
#[must_use]
pub fn missing_page(site: &Site) -> Option<Diagnostic> {
    let is_there = site.find(PAGE, &Lang::french()).is_some();
    (!is_there).then(|| {
        site.settings
            .at(Code::PrivacyItems, &["footer"], "the site has no privacy policy")
            .help("write pages/privacy.fr.md, with a section for each item that RULES.md lists")
    })
}
