use proptest::prelude::*;

use super::*;
use crate::{facts::Facts, reference::expand};

fn read_text(text: &str) -> Found {
    let mut found = Found::default();
    let lang = Lang::french();
    let (expanded, _) = expand(text, &lang, &Facts::default());
    read_markdown(&expanded, &Places::same(0..text.len()), &lang, &mut found);
    found
}

#[test]
fn prose_is_what_is_read_aloud() {
    let text = "## Titre {#a}\n\nUn `code`, <https://a.ca>, [un *lien*](b.fr.md)\nici.\n\n- x\n  - y\n\n\
        <details>\n<summary>Oui</summary>\n\nPuis <span lang=\"en\">the end</span>.\n\n</details>\n\n\
        | A | B |\n|---|---|\n| c | d |\n";
    let found = read_text(text);
    let blocks: Vec<_> = found.blocks.iter().map(|block| block.text.trim()).collect();
    let wanted = [
        "Titre",
        "Un \u{fffc}, \u{fffc}, un lien ici.",
        "x",
        "y",
        "Oui",
        "Puis the end.",
        "A",
        "B",
        "c",
        "d",
    ];
    assert_eq!(blocks, wanted);
    assert_eq!(found.links.iter().map(|link| &*link.text).collect::<Vec<_>>(), ["", "un lien"]);
    assert!(found.tables.iter().all(|table| table.has_headers));
    assert_eq!(found.headings[0].id.as_deref(), Some("a"));
}

#[test]
fn places_are_those_of_the_file() {
    let text = "Un &amp; **deux** <b>trois</b>\nquatre";
    let found = read_text(text);
    let block = &found.blocks[0];
    for word in ["Un", "deux", "trois", "quatre"] {
        let at = block.text.find(word).unwrap_or_default();
        assert_eq!(&text[block.span(at..at + word.len())], word);
    }
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "[a-zé«»:;!?<>/=\"'&#*_|\\[\\](){}0-9 \n`-]{0,80}") {
        let found = read_text(&text);
        for block in &found.blocks {
            let span = block.span(0..block.text.len());
            prop_assert!(span.start <= span.end && span.end <= text.len());
        }
    }
}
