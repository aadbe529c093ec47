//! Which of the two languages a text plainly is in, told by its small words.
//!
//! Words that both languages write alike (`on`, `or`, `a`, `me`, `pour`) are left out of the lists.

use form_model::lang::Lang;

const FRENCH: [&str; 48] = [
    "au", "aux", "avec", "ce", "ces", "cette", "chez", "comme", "dans", "de", "des", "du", "elle",
    "elles", "en", "est", "et", "il", "ils", "la", "le", "les", "leur", "leurs", "mais", "ne",
    "nos", "notre", "nous", "ou", "où", "par", "pas", "que", "qui", "sans", "se", "ses", "sont",
    "sous", "un", "une", "vos", "votre", "vous", "à", "été", "être",
];
const ENGLISH: [&str; 48] = [
    "about", "and", "are", "at", "be", "been", "by", "can", "do", "for", "from", "has", "have",
    "he", "how", "if", "in", "is", "it", "its", "not", "of", "our", "she", "should", "that", "the",
    "their", "them", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where",
    "which", "who", "will", "with", "would", "you", "your", "yours", "there",
];
const FEWEST_WORDS: usize = 8;

/// The name of the other language, if a text is plainly in it. Pages in a third language are not judged.
#[must_use]
pub fn plainly_in_another(text: &str, lang: &Lang) -> Option<&'static str> {
    let (own, other, name) = match lang.as_str() {
        "fr" => (&FRENCH, &ENGLISH, "English"),
        "en" => (&ENGLISH, &FRENCH, "French"),
        _ => return None,
    };
    let (mut words, mut owns, mut others) = (0, 0, 0);
    let is_letter = |letter: char| letter.is_alphabetic();
    for word in text.split(|letter| !is_letter(letter)).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        words += 1;
        owns += usize::from(own.contains(&word.as_str()));
        others += usize::from(other.contains(&word.as_str()));
    }
    (words >= FEWEST_WORDS && others * 10 >= words * 3 && owns * 4 <= others).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_the_other_language_is_known() {
        let english = "The page you are looking for does not exist, or its address has changed.";
        let french = "La page que vous cherchez n’existe pas, ou elle a changé d’adresse.";
        assert_eq!(plainly_in_another(english, &Lang::french()), Some("English"));
        assert_eq!(plainly_in_another(french, &Lang::english()), Some("French"));
        assert_eq!(plainly_in_another(english, &Lang::english()), None);
        assert_eq!(plainly_in_another(french, &Lang::french()), None);
    }

    #[test]
    fn titles_and_mixed_sentences_are_left_alone() {
        let mixed =
            "Son échelle s’appelle, en anglais, Spectrum of Public Participation for the people.";
        assert_eq!(plainly_in_another(mixed, &Lang::french()), None);
        assert_eq!(plainly_in_another("The end of it", &Lang::french()), None);
    }
}
