//! Syllables of a word, as spoken, in French and in English.
//!
//! Own, since no crate serves: `readsight` counts places where a word may be hyphenated (`amour` has none
//! near its edges) and weighs 4.7 MB with 86 languages; `lucid-lint` counts runs of vowels in both
//! languages alike (`théâtre` would have two). A formula needs a mean over a page, so that a rule of
//! thumb that is right in nineteen words of twenty is enough; the tests hold it to that.

mod english;
mod french;

use form_model::lang::Lang;

/// Syllables of a word; its parts between hyphens and apostrophes count by themselves. A number is one.
#[must_use]
pub fn count(word: &str, lang: &Lang) -> usize {
    let of_part = match lang.as_str() {
        "en" => english::syllables,
        _ => french::syllables,
    };
    let lower = word.to_lowercase().replace('œ', "eu").replace('æ', "é");
    let sum: usize = parts(&lower, lang).map(of_part).sum();
    sum.max(1)
}

/// In French an apostrophe parts words, in English it joins them: `l’équipe`, `don’t`.
fn parts<'a>(word: &'a str, lang: &Lang) -> impl Iterator<Item = &'a str> {
    let parts_at_apostrophe = lang.as_str() != "en";
    word.split(move |letter: char| {
        !letter.is_alphabetic() && (parts_at_apostrophe || !matches!(letter, '’' | '\''))
    })
    .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(lang: &Lang, words: &str) -> Vec<String> {
        words
            .split_whitespace()
            .filter_map(|entry| entry.split_once('='))
            .filter(|(word, syllables)| count(word, lang).to_string() != **syllables)
            .map(|(word, syllables)| format!("{word}: {}, not {syllables}", count(word, lang)))
            .collect()
    }

    #[test]
    fn french_words() {
        let words = "le=1 de=1 rue=1 vie=1 année=2 journée=2 soins=1 service=2 services=2 personne=2 \
            établissement=5 santé=2 partenaire=3 partenariat=5 usager=3 citoyenne=3 citoyen=3 \
            formulaire=3 candidature=4 confidentialité=6 renseignements=4 équipe=2 bénévole=3 \
            théâtre=2 réel=2 création=3 idée=2 client=2 ouvrier=3 février=3 action=2 question=2 \
            qui=1 que=1 quatre=1 situation=4 évaluer=4 actuel=3 jouer=2 oui=1 lui=1 nuit=1 \
            voyez=2 essayer=3 payer=2 parlent=1 aident=1 moment=2 document=3 souvent=2 parents=2 \
            patient=2 œuvre=1 cœur=1 Noël=2 maïs=2 août=1 eau=1 beaucoup=2 travail=2 famille=2 \
            feuille=1 accueil=2 l’accueil=2 d’abord=2 aujourd’hui=3 laissez-passer=4 suggestion=3 \
            voulez=2 intéresse=3 langue=1 guide=1 30=1 A-2.1=1 Québec=2 programme=2 deux=1 réunion=3";
        assert_eq!(wrong(&Lang::french(), words), Vec::<String>::new());
    }

    #[test]
    fn english_words() {
        let words = "the=1 care=1 service=2 services=3 people=2 person=2 partner=2 partnership=3 \
            institution=4 volunteer=3 application=4 information=4 experience=4 create=2 created=3 \
            idea=3 area=3 people=2 real=1 quiet=2 science=2 social=2 special=2 question=2 million=2 \
            make=1 makes=1 names=1 places=2 changes=2 asked=1 needed=2 wanted=2 called=1 table=2 \
            little=2 able=2 don’t=1 you’re=1 being=2 seeing=2 trying=2 carrying=3 user=2 users=2 \
            committee=3 orientation=5 interview=3 résumé=3 family=3 privacy=3 health=1 help=1 \
            minutes=2 available=4 required=2 choose=1 phone=1 email=2 each=1 year=1 years=1 two=1 \
            situation=4 actual=3 previous=3 various=3 serious=3 opinion=3 guardian=3 collaboration=5 \
            plain-language=3 every=3 something=2 someone=2 advice=2 decision=3 involved=2 Québec=2";
        assert_eq!(wrong(&Lang::english(), words), Vec::<String>::new());
    }
}
