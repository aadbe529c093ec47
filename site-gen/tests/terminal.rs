//! A terminal obeys nothing that content holds: what it would hide or obey is printed as marks, also beside the quoted line.
//! JSON stays the exact data.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::process::Command;

use copy::Copy;
use form_model::visible::{is_shown, visible};

/// A terminal reset, a bell, a cleared screen, words turned around, a tag, a letter that is not there.
const WRITTEN: &str = "\u{1B}c\u{7}\u{9B}2J\u{202E}eoZ\u{E0041}\u{200B}\u{7F}";

fn printed(copy: &Copy, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(copy.path(""))
        .env("LC_ALL", "C")
        .args(arguments)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    String::from_utf8(printed).unwrap()
}

/// A page with hostile words around a link that leads nowhere.
fn page() -> String {
    format!(
        "---\ntitle: \"Un\"\ndescription: \"Une page.\"\norder: 6\n---\n\n\
         {WRITTEN} [un lien {WRITTEN}](nulle-part.fr.md) {WRITTEN}\n"
    )
}

/// A copy that has mistakes beside hostile text: in a page's words, in front matter, in a file's name.
fn hostile() -> Copy {
    let copy = Copy::new();
    copy.write("content/pages/body.fr.md", &page());
    copy.write("content/pages/front.fr.md", &page().replace("order: 6", &format!("{WRITTEN}: 1")));
    copy.write("content/pages/a\u{202E}\u{9B}b.fr.md", &page());
    copy
}

/// A copy in which only the words of a page are hostile, so that its links are judged.
fn hostile_words() -> Copy {
    let copy = Copy::new();
    copy.write("content/pages/body.fr.md", &page());
    copy
}

#[test]
fn no_command_prints_what_a_terminal_would_obey() {
    let copy = hostile();
    for arguments in [
        &["check"][..],
        &["check", "--format", "github"],
        &["build"],
        &["status"],
        &["status", "--diff", WRITTEN],
        &["schema", WRITTEN],
        &["readability"],
        &["new", "page", WRITTEN],
    ] {
        let printed = printed(&copy, arguments);
        assert!(!printed.is_empty(), "{arguments:?}");
        let hidden = printed.chars().find(|character| !is_shown(*character));
        assert_eq!(hidden, None, "{arguments:?}: {printed}");
    }
    let told = printed(&hostile_words(), &["check"]);
    assert!(told.contains("[un lien ⟨U+001B⟩c⟨U+0007⟩⟨U+009B⟩2J⟨U+202E⟩eoZ"), "{told}");
}

#[test]
fn the_place_is_marked_beside_marks() {
    let copy = hostile_words();
    let told = printed(&copy, &["check"]);
    let lines: Vec<_> = told.lines().collect();
    let quoted = lines.iter().position(|line| line.contains("[un lien")).unwrap();
    let line = lines[quoted].trim_end();
    let marks = lines[quoted + 1];
    let start = marks.chars().position(|c| c == '^').unwrap();
    let end = marks
        .chars()
        .rev()
        .position(|c| c == '^')
        .map(|back| marks.chars().count() - back)
        .unwrap();
    let marked: String = line.chars().skip(start).take(end - start).collect();
    assert!(marked.starts_with("[un lien") && marked.ends_with(".fr.md)"), "{marked} in {told}");
}

#[test]
fn json_is_the_exact_data() {
    let copy = hostile();
    let json = printed(&copy, &["check", "--format", "json"]);
    assert!(json.chars().all(is_shown), "{json}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let files = rows.iter().filter_map(|row| row["file"].as_str());
    assert!(files.clone().any(|file| file.contains("a\u{202E}\u{9B}b")), "{json}");
    assert!(files.clone().any(|file| visible(file) != file));
}
