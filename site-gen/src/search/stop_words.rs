//! Words so common that they find nothing, folded: they are left out of the index, so that asking for them
//! beside others makes no difference.

use form_model::lang::Lang;

const FRENCH: &str = "\
    ai au aux avec avez avons car ce ceci cela ces cet cette ceux comme dans de des donc du elle elles en est \
    et etes etre eux il ils je la le les leur leurs lui ma mais me mes moi mon ne ni nos notre nous on ont ou \
    par pas plus pour qu que quel quelle qui sa sans se sera ses si soi son sont sous sur ta te tes toi ton tu \
    un une va vos votre vous y";

const ENGLISH: &str = "\
    about all also am an and any are as at be been but by can did do does for from had has have he her here \
    him his how if in into is it its just me my no nor not of on or our out she should so some such than that \
    the their them then there these they this those to too us was we were what when where which who will with \
    would you your";

/// The common words of a language; none where we do not know them.
pub fn of(lang: &Lang) -> Vec<&'static str> {
    let words = match lang.as_str() {
        "fr" => FRENCH,
        "en" => ENGLISH,
        _ => "",
    };
    words.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_so_that_a_word_is_found_quickly() {
        for lang in [Lang::french(), Lang::english()] {
            let words = of(&lang);
            assert!(words.len() > 50 && words.is_sorted(), "{lang}");
        }
    }
}
