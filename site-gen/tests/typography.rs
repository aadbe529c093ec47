//! Typesetting changes spaces and signs, never a letter or a digit; `check` reports as a time, a date or an amount
//! only what can be nothing else.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::fmt::Write as _;

use copy::Copy;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use site_gen::build;

/// Words that look like times, thousands or dates and are none, and some that are.
const WORDS: &[&str] = &[
    "0,125 mg",
    "1,5 kg",
    "12,345 %",
    "0.125 mg",
    "1,250 people",
    "2 mg/5 ml",
    "1/2 c. à thé",
    "500 mg/m2",
    "G1V 4H5",
    "G1V  4H5",
    "G1V\u{a0}4H5",
    "G1V4H5",
    "g1v 4h5",
    "g1v4h5",
    "H3T 1H2",
    "H4H 1H2",
    "Salle 12H",
    "salle 12h",
    "unité 5H",
    "unité 5h",
    "pavillon 3 H",
    "pavillon 3 h",
    "bureau 4H12",
    "bureau 4h12",
    "Room 12H",
    "unit 5H",
    "12H",
    "5H",
    "4H12",
    "13H30",
    "8H",
    "vitamine B12",
    "A4",
    "T4A",
    "HbA1c",
    "O2",
    "CO2",
    "VIH-1",
    "H1N1",
    "COVID-19",
    "CIM-10",
    "F41.1",
    "3T3",
    "2H2O",
    "1er",
    "2e",
    "1re",
    "XIXe",
    "3D",
    "4K",
    "5G",
    "16:10",
    "16:9",
    "1:24",
    "1:100",
    "v2.5.1",
    "14.04.6",
    "no 18-727-01W",
    "RLRQ, chapitre A-2.1",
    "18/24",
    "24/7",
    "24/7/365",
    "120/80",
    "10-20",
    "10–20",
    "819 555-0123",
    "1-800-555-0199",
    "poste 12",
    "2026-12-01",
    "14h30",
    "à 9h",
    "de 9h à 17h",
    "9 h 30",
    "à 13H30",
    "de 13H30 à 15H",
    "2:30 p.m.",
    "5%",
    "20$",
    "$20",
    "n°12",
    "#204",
    "WCAG 2.2",
    "ISO 9001:2015",
    "Windows 11",
    "192.168.0.1",
    "AB12CD",
    "a1b2c3",
    "0x1F",
    "30x40",
    "½",
    "m³",
];

/// What typesetting may change: spaces of these two kinds, quotes, apostrophes, three dots for an ellipsis. All
/// else must be the same.
fn kept(text: &str) -> String {
    let signs = [' ', '\u{a0}', '\'', '"', '‘', '’', '“', '”'];
    text.replace('…', "...").chars().filter(|letter| !signs.contains(letter)).collect()
}

fn page(title: &str, body: &str) -> String {
    let title = serde_json::to_string(title).unwrap();
    format!("---\ntitle: {title}\ndescription: {title}\nslug: essai\n---\n\n{body}\n")
}

/// The text between the tags of a piece of HTML.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What stands in the element with this id.
fn element(html: &str, id: &str) -> String {
    let (_, after) =
        html.split_once(&format!("id=\"{id}\">")).unwrap_or_else(|| panic!("{id}: {html}"));
    text_of(&format!(">{}", after.split("</p>").next().unwrap()))
}

/// A page that shows each text in prose, in bold, in a heading, in a list, in a table and in raw HTML.
fn everywhere(texts: &[String]) -> String {
    let mut body = String::new();
    for (number, text) in texts.iter().enumerate() {
        let _ = write!(
            body,
            "## {text} {{#t{number}}}\n\nAvant {text} après.\n\nAvant **{text}** après.\n\n\
            - {text}\n\n| Nom | Sens |\n|---|---|\n| {text} | {text} |\n\n\
            <p id=\"r{number}\">Avant {text} après</p>\n\n"
        );
    }
    body
}

#[test]
fn doses_postal_codes_and_rooms_pass_unchanged() {
    let copy = Copy::new();
    let french = "Prenez 0,125 mg, puis 1,5 kg et 12,345 %.\n\nQuébec (Québec)  G1V 4H5, ou H3T 1H2, ou g1v 4h5.\n\n\
        Salle 12H, unité 5H, pavillon 3 H, bureau 4H12, vitamine B12, feuille A4, un écran au format 16:10.\n\n\
        Un plan à l’échelle 1:24, ouvert 24/7/365, dossier 819-555-0142.";
    let english = "Take 0.125 mg; 1,250 people came.\n\nQuébec (Québec)  G1V 4H5, or H3T 1H2.\n\n\
        Room 12H, unit 5H, and the ratio 3 : 4. Room 12 PM is on the left. It costs 5 $20 bills.";
    copy.write("content/pages/essai.fr.md", &page("Salle 12H, 0,125 mg, G1V 4H5", french));
    copy.write("content/pages/essai.en.md", &page("Room 12H, 0.125 mg, G1V 4H5", english));
    let told = copy.text(&build::check(&copy.options(), false));
    assert!(!told.contains("[typography]"), "{told}");
    copy.build();
    for (file, texts) in
        [("dist/public/essai/index.html", french), ("dist/public/en/essai/index.html", english)]
    {
        let html = kept(&text_of(&copy.read(file)));
        for line in texts.split("\n\n") {
            assert!(html.contains(&kept(line)), "{line}\n{html}");
        }
        assert!(copy.read(file).contains("12H"), "{file}");
    }
    let title = kept(&copy.read("dist/public/essai/index.html"));
    assert!(title.contains(&kept("<title>Salle 12H, 0,125 mg, G1V 4H5")), "{title}");
}

#[test]
fn no_way_into_the_site_changes_a_letter_or_a_digit() {
    let config = Config::default();
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let word = prop_oneof![
        "[A-Za-z0-9éÉàœ]{1,6}",
        "[0-9]{1,3}[hH]([0-9]{1,2})?",
        "[0-9]{1,2}:[0-9]{2}",
        "[0-9]{1,3}[.,][0-9]{1,3}",
        "[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]",
        proptest::sample::select(WORDS).prop_map(str::to_owned),
    ];
    let words = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
    let mut texts: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    texts.extend((0..150).map(|_| words.new_tree(&mut runner).unwrap().current()));
    let copy = Copy::new();
    let body = everywhere(&texts);
    for lang in ["fr", "en"] {
        copy.write(&format!("content/pages/essai.{lang}.md"), &page(&texts.join(" · "), &body));
    }
    copy.build();
    for file in ["dist/public/essai/index.html", "dist/public/en/essai/index.html"] {
        let html = copy.read(file);
        let shown = kept(&text_of(&html));
        let mut rest = shown.as_str();
        let mut next = |wanted: &str| match rest.split_once(&kept(wanted)) {
            Some((_, after)) => rest = after,
            None => panic!(
                "{file}: {wanted} is not in what follows: {}",
                rest.chars().take(400).collect::<String>()
            ),
        };
        next(&texts.join(" · "));
        for text in &texts {
            next(text);
            next(&format!("Avant {text} après."));
            next(&format!("Avant {text} après."));
            for _ in 0..3 {
                next(text);
            }
            next(&format!("Avant {text} après"));
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(
                kept(&element(&html, &format!("r{number}"))),
                kept(&format!("Avant {text} après"))
            );
        }
    }
}
