//! What stands around a number decides what it is: after « salle » it is a name, after « à » a time.

/// Nouns whose number is a name. A plural without its final `s` or `x` is looked up too.
const NAMED_FR: &str = "aile annexe app appartement apt article ascenseur autobus autoroute bâtiment bloc bureau bus canal carte \
    case casier chaise chambre chapitre civière classe clé code corridor cubicule dossier édifice entrée étage \
    facture feuille format formulaire fréquence groupe guichet ilot îlot immeuble isbn issn kiosque ligne lit \
    local locaux lot modèle module n n° niveau no nos numéro page papier pavillon permis phase pièce place plan \
    porte poste quai rangée réf référence route salle secteur section série siège sortie stationnement suite \
    table taille tour train type unité version virus vitamine voie vol zone";
const NAMED_EN: &str = "apartment apt article bay bed bloc block box building bus channel chapter code dial door file flight floor \
    form frequency gate invoice isbn issn item level line locker lot model no number office page parking phase \
    pier platform question radio ref reference room route seat section size station suite table tower type unit \
    version vitamin ward wing zone";
/// Words that may stand between such a noun and its number.
const ARTICLES: &str = "d de des du l la le les of the";
/// Words that join several such numbers.
const JOINED: &str = "à au aux and et or ou to";
/// So many words before a number are looked at.
const REACH: usize = 5;

/// A word that stands before a place, in small letters and without punctuation around it.
pub(crate) struct Word {
    pub(crate) text: String,
    /// Whether a comma or another sign follows it.
    pub(crate) is_cut_off: bool,
}

/// The words of the same sentence before a place, the nearest first.
pub(crate) fn words_before(text: &str, place: usize) -> impl Iterator<Item = Word> {
    let signs =
        [',', ':', ';', '(', ')', '[', ']', '«', '»', '“', '”', '"', '–', '—', '.', '!', '?', '…'];
    let mut pieces = text[..place].rsplit([' ', '\u{a0}', '\t', '\n', '\'', '’']);
    std::iter::from_fn(move || pieces.by_ref().find(|piece| !piece.is_empty()))
        .take(REACH)
        // An abbreviation ends with a dot as a sentence does; no other short word is followed by a number then.
        .take_while(|piece| {
            !(piece.ends_with(['!', '?', '…']) || (piece.ends_with('.') && piece.len() > 5))
        })
        .map(move |piece| Word {
            text: piece.trim_matches(signs).to_lowercase(),
            is_cut_off: piece.ends_with([',', ';', ')', '–', '—']),
        })
}

/// Whether what stands at a place is the name of something: « salle », « no » or « Room » stands before it. With
/// `far`, other numbers may stand in between, as in « les salles 4H et 5H ».
pub(crate) fn is_name_at(text: &str, place: usize, far: bool) -> bool {
    for word in words_before(text, place) {
        if word.is_cut_off {
            return false;
        }
        let may_stand_between = is_in(ARTICLES, &word.text)
            || (far && (is_in(JOINED, &word.text) || is_number(&word.text)));
        if is_named(&word.text) {
            return true;
        }
        if !may_stand_between {
            return false;
        }
    }
    false
}

/// Whether a list, words with spaces between them, holds a word.
pub(super) fn is_in(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

/// Whether a word may be the number of something, as `4H` or `3-14`. `5$` is an amount.
fn is_number(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
        && word.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
}

fn is_named(word: &str) -> bool {
    let named = |word: &str| is_in(NAMED_FR, word) || is_in(NAMED_EN, word);
    named(word) || word.strip_suffix(['s', 'x']).is_some_and(named)
}

/// Whether a number stands by itself: nothing joins it to what goes before or after.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    opens(text[..start].chars().next_back()) && closes(&text[end..])
}

/// Whether a number may begin after this.
pub(crate) fn opens(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || "([{«“\"‘".contains(before))
}

/// Whether a number may end before this.
pub(crate) fn closes(after: &str) -> bool {
    let mut after = after.chars();
    match after.next() {
        None => true,
        Some('.' | ',' | ':') => after.next().is_none_or(|next| !next.is_alphanumeric()),
        Some(sign) => sign.is_whitespace() || ")]}»”’\";!?…".contains(sign),
    }
}

/// Whether a word is an address of the web or of a mailbox: nothing in it is prose.
pub(crate) fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[', '<', '«', '“', '"']);
    let mailbox =
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    mailbox || word.contains("://") || word.starts_with("www.") || word.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_before_a_number_makes_it_a_name() {
        for (before, far) in [
            ("Salle ", false),
            ("à la salle no ", true),
            ("les unités 4H et ", true),
            ("les salles de ", false),
            ("Room ", false),
            ("app. ", false),
            ("pavillon\u{a0}", false),
        ] {
            assert!(is_name_at(before, before.len(), far), "{before}");
        }
        for before in ["Rencontre à ", "Salle 3, de ", "La salle ouvre à ", ""] {
            assert!(!is_name_at(before, before.len(), false), "{before}");
        }
    }

    #[test]
    fn a_number_alone_is_joined_to_nothing() {
        for (text, number, alone) in [
            ("à 14:30.", "14:30", true),
            ("(14:30)", "14:30", true),
            ("14:30:15", "14:30", false),
            ("a/14:30", "14:30", false),
            ("no 3-14:30", "14:30", false),
        ] {
            let start = text.find(number).unwrap_or_default();
            assert_eq!(stands_alone(text, start, start + number.len()), alone, "{text}");
        }
    }
}
