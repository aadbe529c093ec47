//! French: groups of vowels, less the silent `e` at the end, more where two vowels are spoken apart.

/// Syllables of a part without hyphen or apostrophe, in small letters; none where it has no vowel.
pub fn syllables(word: &str) -> usize {
    let letters: Vec<char> = without_silent_end(word).chars().collect();
    let mut count = 0;
    for at in 0..letters.len() {
        if is_vowel_at(&letters, at)
            && (at == 0 || !is_vowel_at(&letters, at - 1) || parts(&letters, at))
        {
            count += 1;
        }
    }
    // `le`, `que`: the only vowel is spoken.
    if count == 0 { usize::from(word.contains(is_vowel)) } else { count }
}

fn is_vowel(letter: char) -> bool {
    "aeiouyàâäéèêëîïôöùûüÿ".contains(letter)
}

/// `y` between vowels is a consonant; `u` after `q`, and after `g` before `e` and `i`, is silent.
fn is_vowel_at(letters: &[char], at: usize) -> bool {
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    let before = at.checked_sub(1).map_or(' ', |before| letters[before]);
    match letters[at] {
        'y' => !is_vowel(next) || (at > 0 && !is_vowel(before)),
        'u' if before == 'q' => !is_vowel(next),
        'u' if before == 'g' => !"eiéèê".contains(next),
        letter => is_vowel(letter),
    }
}

/// Whether the vowel here begins a syllable although a vowel stands before it.
fn parts(letters: &[char], at: usize) -> bool {
    let (before, here) = (letters[at - 1], letters[at]);
    let third = at.checked_sub(2).map_or(' ', |third| letters[third]);
    let fourth = at.checked_sub(3).map_or(' ', |fourth| letters[fourth]);
    match (before, here) {
        // maïs, Noël; théâtre, réel, réunion, création (the silent `e` of `ée` is gone already); aérer, poésie
        (_, 'ï' | 'ë' | 'ü') | ('é' | 'ï', _) | ('a' | 'o', 'é' | 'è') => true,
        // chaos
        ('a', 'o') => third != ' ',
        // client, ouvrier, février: two consonants before
        ('i', _) if "lr".contains(third) && "bcdfgkptv".contains(fourth) => true,
        // partenariat; but confidentialité, social
        ('i', 'a' | 'â') => !"tcs".contains(third),
        // accueil, orgueil
        ('u', 'e') if "cg".contains(third) => false,
        // situation, évaluer, actuel, jouer; but lui, nuit
        ('u', 'a' | 'â' | 'é' | 'è' | 'e' | 'o') => true,
        _ => false,
    }
}

/// Endings `e`, `es` and the `ent` of verbs are not spoken.
fn without_silent_end(word: &str) -> &str {
    if let Some(stem) = word.strip_suffix("ent")
        && is_verb(stem)
    {
        return stem;
    }
    let endings = ["gues", "gue", "ques", "que"];
    if endings.iter().any(|ending| word.ends_with(ending)) {
        return word.trim_end_matches('s').trim_end_matches('e').trim_end_matches('u');
    }
    word.strip_suffix("es").or_else(|| word.strip_suffix('e')).unwrap_or(word)
}

/// Whether `ent` after this stem ends a verb; other words in `-ent` are few.
fn is_verb(stem: &str) -> bool {
    const OTHERS: [&str; 30] = [
        "abs", "acc", "accid", "adhér", "ag", "arg", "c", "cli", "compét", "cont", "d", "différ",
        "excell", "fréqu", "intellig", "l", "ori", "par", "pati", "perman", "pertin", "précéd",
        "prés", "présid", "réc", "récipi", "résid", "souv", "tal", "urg",
    ];
    !OTHERS.contains(&stem) && !stem.ends_with('m') && stem != "v" && stem.contains(is_vowel)
}
