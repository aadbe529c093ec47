//! "Did you mean …": what a mistyped name was probably meant to be.

use crate::bilingual;
use crate::bilingual::Bilingual;

/// How alike two names must be, out of 1 (Damerau and Levenshtein's distance, by length).
const LIKENESS: f64 = 0.5;

/// The known name nearest to a mistyped one, if any is near.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// "did you mean …", or the whole list where nothing is near.
#[must_use]
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Bilingual {
    let known: Vec<_> = known.into_iter().collect();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return bilingual!("vouliez-vous dire `{near}`?", "did you mean `{near}`?");
    }
    if known.is_empty() {
        return bilingual!("il n’y en a aucun", "there is none to choose from");
    }
    let all: Vec<_> = known.into_iter().map(|name| format!("`{name}`")).collect();
    let all = all.join(", ");
    bilingual!("il y a {all}", "it can be one of {all}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_near_match_is_named_else_all_are_listed() {
        let english = |name, known: &[&'static str]| {
            suggest(name, known.iter().copied()).in_lang(&Lang::english()).to_owned()
        };
        assert_eq!(english("emial", &["phone", "email"]), "did you mean `email`?");
        assert_eq!(english("x", &["phone", "email"]), "it can be one of `phone`, `email`");
        assert_eq!(english("x", &[]), "there is none to choose from");
    }
}
