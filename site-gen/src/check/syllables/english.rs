//! English: groups of vowels, less silent endings, more where two vowels are spoken apart.

/// Syllables of a part without hyphen, in small letters.
pub fn syllables(word: &str) -> usize {
    let word: String = word.chars().map(plain).collect();
    let word = word.split(['’', '\'']).next().unwrap_or_default();
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0;
    for at in 0..letters.len() {
        if is_vowel(letters[at]) && (at == 0 || !is_vowel(letters[at - 1]) || parts(&letters, at)) {
            count += 1;
        }
    }
    // something, someone
    count -= usize::from(word.len() > 4 && word.starts_with("some"));
    let spoken = if has_silent_end(word) && count > 1 { count - 1 } else { count };
    spoken.max(usize::from(!letters.is_empty()))
}

/// `é` keeps its sound at the end of a word: it is taken for an `i`.
fn plain(letter: char) -> char {
    match letter {
        'é' | 'è' | 'ê' | 'ë' | 'ï' | 'î' => 'i',
        'ô' => 'o',
        other => other,
    }
}

fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

/// Whether the vowel here begins a syllable although a vowel stands before it.
fn parts(letters: &[char], at: usize) -> bool {
    let rest: String = letters[at - 1..].iter().collect();
    let third = at.checked_sub(2).map_or(' ', |third| letters[third]);
    let starts =
        |beginnings: &[&str]| beginnings.iter().any(|beginning| rest.starts_with(beginning));
    // social, special, nation, gracious, religion, million, opinion: one sound
    if "tcsg".contains(third) && starts(&["ia", "io"]) || "ln".contains(third) && starts(&["ion"]) {
        return starts(&["iate", "iati"]);
    }
    // orientation, client; but patient, ancient
    if starts(&["ient"]) {
        return "rl".contains(third);
    }
    if starts(&["ying", "eing", "uing", "oing"]) {
        return true;
    }
    // quiet, science, area, idea, create, actual, previous, guardian, experience
    starts(&[
        "iet", "ience", "ia", "ea ", "eate", "eati", "eo", "io", "iu", "ual", "uat", "uou", "oet",
    ]) && !starts(&["eop"])
        && third != 'q'
        || rest == "ea" && letters.len() > 3
}

/// A last `e`, `es` or `ed` that is not spoken.
fn has_silent_end(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let before = |ending: &str| word.strip_suffix(ending).and_then(|stem| stem.chars().next_back());
    if let Some(last) = before("ed") {
        return !"td".contains(last) && !is_vowel(last);
    }
    if let Some(last) = before("es") {
        return !is_vowel(last)
            && !"scgxz".contains(last)
            && !ends(&["ches", "shes", "bles", "ples", "tles", "cles", "dles"]);
    }
    if let Some(last) = before("e") {
        let is_syllable =
            last == 'l' && word.chars().rev().nth(2).is_some_and(|third| !is_vowel(third));
        return !is_vowel(last) && !is_syllable;
    }
    false
}
