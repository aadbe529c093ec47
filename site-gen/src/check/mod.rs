//! The rules of `site-gen check`: what a page must keep beyond being buildable.
//!
//! One file a rule or a close family. A rule is a function from a page, read once, to its findings; this
//! table says which there are and how grave each is where `site.yaml` does not say otherwise. Reasons and
//! sources stand in `site-gen/RULES.md`. `build` does not run them: it stays fast.

mod accept;
mod addresses;
mod alt_text;
mod block;
mod body;
mod feed_date;
mod foreign_lang;
mod front_matter;
mod headings;
mod levels;
mod link_text;
mod places;
mod privacy_items;
mod readability;
mod reading;
pub mod scores;
mod security_contact;
mod sentences;
mod stop_words;
mod syllables;
mod table_headers;
mod typed_fact;
mod typography;
mod unrecorded_form;
mod unused_file;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use levels::{Level, Levels};

use form_model::{bilingual, lang::Lang};

use self::{
    accept::Accept,
    reading::{Finding, Reading},
    typed_fact::Needles,
};
use crate::{
    content::page::Page,
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, suggest},
    draw::DrawnSite,
    site::Site,
};

/// A rule of `check`.
pub struct Rule {
    /// Its name.
    pub code: Code,
    /// How grave it is where `site.yaml` does not say.
    pub severity: Severity,
    look: fn(&Reading<'_>) -> Vec<Finding>,
}

const fn error(code: Code, look: fn(&Reading<'_>) -> Vec<Finding>) -> Rule {
    Rule { code, severity: Severity::Error, look }
}

const fn warning(code: Code, look: fn(&Reading<'_>) -> Vec<Finding>) -> Rule {
    Rule { code, severity: Severity::Warning, look }
}

/// All rules.
pub const RULES: [Rule; 19] = [
    error(Code::AltText, alt_text::look),
    error(Code::OneH1, headings::one_h1),
    error(Code::HeadingOrder, headings::order),
    error(Code::DuplicateId, headings::duplicate_ids),
    error(Code::LinkText, link_text::look),
    error(Code::TableHeaders, table_headers::look),
    error(Code::PrivacyItems, privacy_items::look),
    warning(Code::TypedFact, typed_fact::look),
    warning(Code::ForeignLang, foreign_lang::look),
    warning(Code::Readability, readability::look),
    warning(Code::LongSentence, sentences::long),
    warning(Code::Typography, typography::look),
    // Rules on the site as a whole, not on a page: see `look` in the file of each.
    warning(Code::UnrecordedAddress, |_| Vec::new()),
    warning(Code::LostAddress, |_| Vec::new()),
    warning(Code::UnrecordedForm, |_| Vec::new()),
    warning(Code::UnusedFile, |_| Vec::new()),
    warning(Code::FeedDate, |_| Vec::new()),
    warning(Code::SecurityContact, |_| Vec::new()),
    // What is accepted is judged last, by `judge`.
    warning(Code::Accept, |_| Vec::new()),
];

/// The names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().map(|rule| rule.code.as_str())
}

/// Reads every page in a language of the site, in the order of the pages, then every message.
fn read<'a, T: Send>(
    site: &'a Site,
    needles: &'a BTreeMap<Lang, Needles>,
    look: impl Fn(&Reading<'a>) -> T + Sync + Send,
) -> Vec<T> {
    let pages = site.pages.par_iter().chain(&site.messages);
    pages
        .filter_map(|page| Some(Reading::new(site, page, needles.get(&page.lang)?)))
        .map(|reading| look(&reading))
        .collect()
}

/// The facts of each language, as they look where they are typed.
fn needles(site: &Site) -> BTreeMap<Lang, Needles> {
    let languages = site.settings.languages.iter();
    languages.map(|lang| (lang.clone(), Needles::new(&site.settings.facts, lang))).collect()
}

/// Looks at every page with every rule that is not switched off.
#[must_use]
pub fn run(site: &Site, drawn: &DrawnSite) -> Diagnostics {
    let needles = needles(site);
    let told = read(site, &needles, |reading| judge(reading, &site.settings.checks));
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(told.into_iter().flatten());
    let of_the_site = privacy_items::missing_page(site)
        .into_iter()
        .chain(addresses::look(site))
        .chain(unused_file::look(site, &drawn.files))
        .chain(unrecorded_form::look(drawn.bundle.as_ref()))
        .chain(feed_date::look(site))
        .chain(security_contact::look(site));
    diagnostics.extend(of_the_site.filter_map(|told| graded(&site.settings.checks, told)));
    diagnostics
}

/// What the rules say of a page, less what is accepted there, and what is wrong with that.
fn judge(reading: &Reading<'_>, levels: &Levels) -> Vec<Diagnostic> {
    let accepts = &reading.found.accepts;
    let mut used = vec![false; accepts.len()];
    let mut told = Vec::new();
    for rule in &RULES {
        let level = levels.of(rule.code);
        if level == Some(Level::Off) {
            continue;
        }
        for finding in (rule.look)(reading) {
            let covering = |accept: &Accept| accept.covers(rule.code.as_str(), finding.span.start);
            if let Some(at) = accepts.iter().position(covering) {
                used[at] = true;
                continue;
            }
            told.push(tell(reading.page, rule, level, finding));
        }
    }
    let level = levels.of(Code::Accept);
    if let Some(rule) = RULES.last().filter(|_| level != Some(Level::Off)) {
        let wrong =
            accepts.iter().zip(&used).filter_map(|(accept, used)| wrong(accept, *used, levels));
        told.extend(wrong.map(|finding| tell(reading.page, rule, level, finding)));
    }
    told
}

fn tell(page: &Page, rule: &Rule, level: Option<Level>, finding: Finding) -> Diagnostic {
    let is_error = match level {
        Some(level) => level == Level::Error,
        None => rule.severity == Severity::Error || finding.is_grave,
    };
    let diagnostic = page.at(rule.code, finding.span, finding.message).help(finding.help);
    if is_error { diagnostic } else { diagnostic.warning() }
}

/// What a rule says of the site as a whole, as grave as it is here; none where it is switched off.
fn graded(levels: &Levels, told: Diagnostic) -> Option<Diagnostic> {
    let by_default = RULES.iter().find(|rule| rule.code == told.code()).map(|rule| rule.severity);
    match (levels.of(told.code()), by_default) {
        (Some(Level::Off), _) => None,
        (Some(Level::Warning), _) | (None, Some(Severity::Warning)) => Some(told.warning()),
        (Some(Level::Error) | None, _) => Some(told),
    }
}

/// What is wrong with an `accept`.
fn wrong(accept: &Accept, used: bool, levels: &Levels) -> Option<Finding> {
    let span = accept.span.clone();
    let Some(rule) = RULES.iter().find(|rule| rule.code.as_str() == accept.rule) else {
        let message = bilingual!(
            "il n’y a pas de règle `{}` à accepter",
            "there is no rule `{}` to accept",
            accept.rule
        );
        return Some(Finding::new(span, message, suggest(&accept.rule, names())));
    };
    if accept.reason.is_empty() {
        let help = bilingual!(
            "écrivez pourquoi, après un deux-points : `accept {}: titre officiel`",
            "write why, after a colon: `accept {}: official title`",
            accept.rule
        );
        return Some(Finding::new(
            span,
            bilingual!("ceci accepte un cas sans raison", "this accepts a case without a reason"),
            help,
        ));
    }
    if used || levels.of(rule.code) == Some(Level::Off) {
        return None;
    }
    let message = bilingual!(
        "ceci n’accepte rien : ce qui suit respecte la règle `{}`",
        "this accepts nothing: what follows keeps the rule `{}`",
        accept.rule
    );
    let help = bilingual!(
        "retirez-le; ou mettez-le seul sur une ligne, juste avant le bloc visé",
        "take it away; or put it on a line of its own, right before the block that is meant"
    );
    Some(Finding::new(span, message, help))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_is_documented_and_nothing_else_is() {
        let documented = headings();
        assert_eq!(documented.iter().copied().collect::<BTreeSet<_>>(), names().collect());
        assert_eq!(documented.len(), RULES.len(), "one entry a rule");
    }

    fn headings() -> Vec<&'static str> {
        let lines = include_str!("../../RULES.md").lines();
        lines.filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect()
    }

    #[test]
    fn every_code_that_stops_a_build_has_its_reason() {
        let rows = include_str!("../../RULES.md").lines();
        let rows = rows.filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let (codes, reasons): (Vec<_>, Vec<_>) = rows.unzip();
        let all = Code::ALL.iter().map(|code| code.as_str());
        let rules = headings();
        let wanted: BTreeSet<_> = all.filter(|code| !rules.contains(code)).collect();
        let written: Vec<_> = codes.iter().filter(|code| wanted.contains(*code)).collect();
        assert_eq!(written.iter().copied().copied().collect::<BTreeSet<_>>(), wanted);
        assert_eq!(written.len(), wanted.len(), "one row a code");
        assert!(reasons.iter().all(|reason| reason.split(" | ").all(|cell| cell.len() > 2)));
    }

    #[test]
    fn the_documentation_tells_each_rule_whole() {
        let page = include_str!("../../RULES.md");
        for rule in &RULES {
            let name = rule.code.as_str();
            let entry = page.split("\n## ").find(|entry| entry.starts_with(&format!("`{name}`")));
            let entry = entry.unwrap_or_default();
            for part in ["**Checks.** ", "**Why.** ", "**Source.** ", "**Accept.** "] {
                assert!(entry.contains(part), "{name} lacks {part}");
            }
            let severity = if rule.severity == Severity::Error { "error" } else { "warning" };
            assert!(entry.contains(&format!("**Severity.** {severity}")), "{name}: {severity}");
        }
    }
}
