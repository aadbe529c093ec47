//! What the YAML parser finds wrong, in words for editors: it speaks of tokens.

use form_model::{
    bilingual,
    bilingual::{Bilingual, Words, words},
};

/// What the parser says, by a part of it, and what an editor is told.
const TOLD: [(&str, Words); 11] = [
    (
        "mapping values are not allowed",
        words("il y a un deux-points de trop", "there is one colon too many"),
    ),
    (
        "found character that cannot start any token",
        words("ce signe ne peut pas commencer une valeur", "no value begins with this sign"),
    ),
    (
        "did not find expected ',' or ']'",
        words("cette liste n’est pas fermée par `]`", "this list is not closed by `]`"),
    ),
    (
        "did not find expected ',' or '}'",
        words("ce groupe n’est pas fermé par `}`", "this group is not closed by `}`"),
    ),
    (
        "did not find expected key",
        words("les espaces au début des lignes sont inégaux", "lines begin with uneven spaces"),
    ),
    (
        "did not find expected '-' indicator",
        words("les éléments de cette liste sont inégaux", "the items of this list are uneven"),
    ),
    ("could not find expected ':'", words("il manque un deux-points", "a colon is missing")),
    (
        "unexpected end of stream",
        words("un guillemet n’est pas fermé", "a quotation mark is not closed"),
    ),
    ("unknown anchor", words("`*` renvoie à un nom inconnu", "`*` names something unknown")),
    (
        "recursion limit exceeded",
        words(
            "il y a trop de niveaux l’un dans l’autre",
            "there are too many levels in each other",
        ),
    ),
    (
        "repetition limit exceeded",
        words("trop de valeurs en répètent d’autres", "too many values repeat others"),
    ),
];

/// The parser's message as an editor is told it; its own words where nothing better is known.
pub fn told(message: &str) -> Bilingual {
    let known = TOLD.iter().find(|(part, _)| message.contains(part));
    known.map_or_else(
        || {
            bilingual!(
                "ce YAML ne peut pas être lu : {message}",
                "this YAML cannot be read: {message}"
            )
        },
        |(_, words)| (*words).into(),
    )
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::*;

    fn of(yaml: &str) -> String {
        told(&serde_yaml::from_str::<Value>(yaml).unwrap_err().to_string()).english().to_owned()
    }

    #[test]
    fn the_parsers_words_become_plain_ones() {
        let cases = [
            (of("a: b: c"), "there is one colon too many"),
            (of("a: @b"), "no value begins with this sign"),
            (of("a: [b"), "this list is not closed by `]`"),
            (of("a: {b: c"), "this group is not closed by `}`"),
            (of("a: b\n c: d\n"), "there is one colon too many"),
            (of("a:\n  b: 1\n c: 2\n"), "lines begin with uneven spaces"),
            (of("a: \"b"), "a quotation mark is not closed"),
            (of("a: *b"), "`*` names something unknown"),
        ];
        let (told, expected): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
        assert_eq!(told, expected);
    }
}
