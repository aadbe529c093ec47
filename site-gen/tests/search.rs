//! The search index: what it holds, and for which languages there is one.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use serde_json::Value as Json;

fn index(copy: &Copy, lang: &str) -> Json {
    serde_json::from_str(&copy.read(&format!("dist/public/{lang}search.json"))).unwrap()
}

/// The addresses of the pages of a word, with what it weighs on each.
fn pages(index: &Json, word: &str) -> Vec<(String, u64)> {
    let places = index["words"][word].as_array().into_iter().flatten();
    let page = |place: &Json| {
        let place = place.as_u64().unwrap();
        let page = &index["pages"][usize::try_from(place / 16).unwrap()];
        (page[0].as_str().unwrap().to_owned(), place % 16)
    };
    places.map(page).collect()
}

#[test]
fn words_lead_to_pages_without_accents_and_weigh_by_their_place() {
    let copy = Copy::new();
    copy.write(
        "content/pages/essai.fr.md",
        "---\ntitle: L'échassier rêveur\ndescription: Un zébrule.\nsummary: [\"Voir [la mésange](contact.fr.md).\"]\n\
         ---\n\nUn bœuf-gris, `zébrule`.\n\n## Le zébrule {#ici}\n\nÉCHASSIER.\n",
    );
    copy.build();
    let index = index(&copy, "");
    let at = |weight| vec![("/essai/".to_owned(), weight)];
    assert_eq!(pages(&index, "echassier"), at(9));
    assert_eq!(pages(&index, "zebrule"), at(7), "description, prose and heading");
    assert_eq!(pages(&index, "mesange"), at(2));
    assert_eq!(pages(&index, "boeuf"), at(1));
    for common in ["le", "un", "l", "échassier", "fr", "md"] {
        assert_eq!(index["words"].get(common), None, "{common}");
    }
    let page = index["pages"].as_array().unwrap().iter().find(|page| page[0] == "/essai/").unwrap();
    assert_eq!(page[1], "L’échassier rêveur");
    assert_eq!(page[2], "Un zébrule.");
}

#[test]
fn front_matter_is_found_and_pages_above_are_named() {
    let copy = Copy::new();
    copy.build();
    let index = index(&copy, "en/");
    let page = index["pages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|page| page[0] == "/en/levels-of-involvement/partnership/");
    assert_eq!(page.unwrap()[3], serde_json::json!(["Levels of involvement"]));
    let addresses: Vec<_> =
        index["pages"].as_array().unwrap().iter().map(|page| page[0].as_str().unwrap()).collect();
    assert!(addresses.iter().all(|address| address.starts_with("/en/")), "{addresses:?}");
    for left_out in ["/en/search/", "/en/404.html"] {
        assert!(!addresses.contains(&left_out), "{left_out}");
    }
}

#[test]
fn a_language_without_a_search_page_has_no_index() {
    let copy = Copy::new();
    copy.remove("content/pages/search.en.md");
    copy.build();
    assert!(copy.path("dist/public/search.json").is_file());
    assert!(!copy.path("dist/public/en/search.json").exists());
    let english = copy.read("dist/public/en/contact/index.html");
    assert!(!english.contains("/en/search/"), "nothing leads to a search");
    let french = copy.read("dist/public/nous-joindre/index.html");
    assert!(french.contains("<a href=\"/recherche/\">Recherche</a>"), "{french}");
}

#[test]
fn the_index_is_light() {
    let copy = Copy::new();
    copy.build();
    for lang in ["", "en/"] {
        let bytes = copy.read(&format!("dist/public/{lang}search.json")).len();
        let pages = index(&copy, lang)["pages"].as_array().unwrap().len();
        assert!(bytes / pages < 2500, "{bytes} bytes for {pages} pages");
    }
}
