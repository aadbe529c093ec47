//! How easy every page of the real content is to read, and how an editor gets to see it.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::process::{Command, Stdio};

use copy::Copy;
use serde_json::Value as Json;

/// What `site-gen readability` prints.
fn readability(copy: &Copy, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(copy.path(""))
        .arg("readability")
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The file, the language and the score of each page that has one.
fn scores(copy: &Copy) -> Vec<(String, String, f64)> {
    let rows: Json = serde_json::from_str(&readability(copy, &["--format", "json"])).unwrap();
    let text = |row: &Json, key: &str| row[key].as_str().unwrap().to_owned();
    let row = |row: &Json| (text(row, "file"), text(row, "lang"), row["score"].as_f64().unwrap());
    rows.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn every_page_is_within_the_targets_in_both_languages() {
    let scores = scores(&Copy::new());
    for lang in ["fr", "en"] {
        let of_lang: Vec<_> = scores.iter().filter(|(_, of, _)| of == lang).collect();
        assert!(of_lang.len() >= 15, "{} pages in {lang}", of_lang.len());
        for (file, _, score) in of_lang {
            let fits = if lang == "fr" { *score >= 60.0 } else { *score <= 8.0 };
            assert!(fits, "{file}: {score}");
        }
    }
}

#[test]
fn the_hardest_page_comes_first_and_is_marked() {
    let copy = Copy::new();
    let hard = "L’institutionnalisation administrative conditionne l’opérationnalisation. ";
    copy.write(
        "content/pages/essai.fr.md",
        &format!("---\ntitle: Essai\ndescription: Une page.\n---\n\n{}\n", hard.repeat(30)),
    );
    let first = scores(&copy).into_iter().next().unwrap();
    assert!(first.0.ends_with("essai.fr.md") && first.2 < 60.0, "{first:?}");

    let french = readability(&copy, &["--lang", "fr"]);
    assert!(french.contains("essai.fr.md  trop difficile\n"), "{french}");
    assert!(french.contains("Français : indice de Kandel et Moles, au moins 60"), "{french}");
    assert!(french.contains(" 1 trop difficile"), "{french}");
    let english = readability(&copy, &["--lang", "en"]);
    assert!(english.contains("English: Flesch-Kincaid grade, at most 8, better 6"), "{english}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let copy = Copy::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(copy.path(""))
        .arg("readability")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}
