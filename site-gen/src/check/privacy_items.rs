//! `privacy-items`: the privacy page says all that the law wants it to say.
//!
//! Act respecting Access to documents held by public bodies and the Protection of personal information
//! ss. 63.4 and 65, and the Regulation respecting confidentiality policies (A-2.1, r. 4.1). Each
//! item is a section of the page, known by the id of its heading.

use form_model::bilingual::{Words, words};
use form_model::{bilingual, lang::Lang};

use super::reading::{Finding, Reading};
use crate::{
    diagnostic::{Code, Diagnostic},
    site::Site,
};

/// The page that holds the policy.
const PAGE: &str = "privacy";

/// What each section says, and its heading's id in French and in English.
const ITEMS: [(Words, &str, &str); 16] = [
    (words("qui recueille les renseignements", "who collects the information"), "qui", "who"),
    (words("ce qui est recueilli", "what is collected"), "quoi", "what"),
    (words("à quoi cela sert", "what it is for"), "pourquoi", "why"),
    (words("qui les voit", "who sees it"), "acces", "access"),
    (words("comment ils sont recueillis", "how it is collected"), "comment", "how"),
    (
        words("comment refuser, et ce qui s’ensuit", "how to refuse, and what follows from that"),
        "refuser",
        "refuse",
    ),
    (
        words("comment les voir et les faire corriger", "how to see and correct it"),
        "corriger",
        "correct",
    ),
    (words("les droits de la personne", "the person’s rights"), "droits", "rights"),
    (
        words(
            "la personne responsable et comment la joindre",
            "the person in charge and how to reach them",
        ),
        "responsable",
        "person",
    ),
    (words("les tiers", "third parties"), "tiers", "third-parties"),
    (words("s’ils sortent du Québec", "whether it leaves Québec"), "hors-quebec", "outside-quebec"),
    (words("comment ils sont protégés", "how it is protected"), "securite", "security"),
    (words("combien de temps ils sont gardés", "how long it is kept"), "duree", "how-long"),
    (words("comment porter plainte", "how to complain"), "plainte", "complaint"),
    (
        words("comment un changement est annoncé", "how a change is announced"),
        "changement",
        "change",
    ),
    (words("les lois qui s’appliquent", "the laws that apply"), "lois", "laws"),
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

fn missing(reading: &Reading<'_>, item: Words, id: &str) -> Option<Finding> {
    let Words { fr, en } = item;
    let headings = &reading.found.headings;
    let Some(at) = headings.iter().position(|heading| heading.id.as_deref() == Some(id)) else {
        return Some(Finding::new(
            reading.title(),
            bilingual!(
                "la loi veut que cette page dise {fr}, et aucune section ne le dit",
                "the law wants this page to say {en}, and no section does"
            ),
            bilingual!(
                "écrivez une section dont le titre se termine par `{{#{id}}}`",
                "write a section whose heading ends in `{{#{id}}}`"
            ),
        ));
    };
    let start = headings[at].span.end;
    let end = headings.get(at + 1).map_or(usize::MAX, |next| next.span.start);
    let says = |place: usize| (start..end).contains(&place);
    let has_words = reading.found.blocks.iter().any(|block| says(block.place(0)));
    (!has_words).then(|| {
        Finding::new(
            headings[at].span.clone(),
            bilingual!(
                "cette section de la politique de confidentialité est vide",
                "this section of the privacy policy is empty"
            ),
            bilingual!("écrivez sous son titre : {fr}", "write below its heading {en}"),
        )
    })
}

/// A site without that page.
#[must_use]
pub fn missing_page(site: &Site) -> Option<Diagnostic> {
    let is_there = site.find(PAGE, &Lang::french()).is_some();
    (!is_there).then(|| {
        site.settings
            .at(Code::PrivacyItems, &["footer"], bilingual!("le site n’a pas de politique de confidentialité", "the site has no privacy policy"))
            .help(bilingual!("écrivez pages/privacy.fr.md, avec une section pour chaque point que RULES.md énumère", "write pages/privacy.fr.md, with a section for each item that RULES.md lists"))
    })
}
