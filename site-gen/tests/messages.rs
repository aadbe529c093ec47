//! `MESSAGES.md` quotes what is really said.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::process::Command;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::{build, diagnostic::Format};

/// Whether the page quotes a text, wherever its line stands today.
fn is_quoted(text: &str) {
    let quoted = timeless(include_str!("../MESSAGES.md"));
    let text = timeless(text);
    assert!(quoted.contains(text.trim_end()), "MESSAGES.md does not quote this:\n{text}");
}

/// A text without what changes with content and theme: numbers of lines and pages, names of fields.
fn timeless(text: &str) -> String {
    let number = regex_lite::Regex::new("[0-9]+").unwrap();
    let fields = regex_lite::Regex::new("Available fields: [a-z_, ]+").unwrap();
    fields.replace_all(&number.replace_all(text, "0"), "Available fields: … ").into_owned()
}

/// The head of a picture of 50,000,000 by 1 pixels.
const STRIP: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\x02\xfa\xf0\x80\0\0\0\x01\x01\0\0\0\0\x79\x8c\x4f\x49\
    \0\0\0\0IDAT\x35\xaf\x06\x1e";

fn winter(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndescription: Il neige.\n---\n\n{body}\n")
}

#[test]
fn a_missing_quote_in_both_languages() {
    let copy = Copy::new();
    copy.write("content/pages/winter.fr.md", &winter("\"Hiver", "Il neige."));
    is_quoted(&copy.fail());
    let told = build::build(&copy.options()).expect_err("the build should fail");
    let told = told.render(Format::Text, &Lang::french(), false);
    is_quoted(&told.replace(&format!("{}/", copy.path("").display()).replace("//", "/"), ""));
}

#[test]
fn content_that_would_act() {
    let copy = Copy::new();
    let body = "<p onclick=\"alert(1)\">Il neige.</p>\n\n<iframe src=\"https://exemple.ca\"></iframe>\n\n\
                [Voir la neige](javascript:alert)";
    copy.write("content/pages/winter.fr.md", &winter("Hiver", body));
    copy.write("content/pages/neige.js", "alert(1)");
    std::fs::write(copy.path("content/pages/neige.png"), STRIP).unwrap();
    is_quoted(&copy.fail());
}

#[test]
fn a_link_to_nothing() {
    let copy = Copy::new();
    let body = "Voir [les étapes](step.fr.md).";
    copy.write("content/pages/winter.fr.md", &winter("Hiver", body));
    is_quoted(&copy.fail());
}

#[test]
fn an_unknown_word_in_a_template() {
    let copy = Copy::new();
    copy.edit("themes/circles/templates/page.html", "page.title", "page.titel");
    is_quoted(&copy.fail());
}

#[test]
fn english_without_french() {
    let copy = Copy::new();
    copy.write("content/pages/winter.en.md", &winter("Winter", "It snows."));
    is_quoted(&copy.fail());
}

#[test]
fn a_word_of_the_interface_without_english() {
    let copy = Copy::new();
    copy.edit(
        "themes/circles/strings.yaml",
        "apply: { fr: \"Poser ma candidature\", en: \"Apply to be a partner\" }",
        "apply: { fr: \"Poser ma candidature\" }",
    );
    is_quoted(&copy.fail());
}

#[test]
fn translations_that_need_work() {
    let copy = Copy::new();
    copy.write("content/pages/winter.fr.md", &winter("Hiver", "Il neige."));
    copy.edit("content/pages/contact.fr.md", "Pour toute question", "Pour toute autre question");
    let output = Command::new(env!("CARGO_BIN_EXE_site-gen"))
        .current_dir(copy.path(""))
        .env("GIT_CEILING_DIRECTORIES", copy.path("").parent().unwrap())
        .args(["--lang", "en", "status"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    for file in ["content/pages/winter.en.md", "content/pages/contact.en.md"] {
        let line = told.lines().find(|line| line.contains(file)).expect("a line on the page");
        let words = line.split_whitespace().skip(1).collect::<Vec<_>>();
        let quoted = include_str!("../MESSAGES.md").lines();
        let mut quoted = quoted.map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>());
        assert!(quoted.any(|quoted| quoted == words), "MESSAGES.md does not quote this:\n{line}");
    }
}
