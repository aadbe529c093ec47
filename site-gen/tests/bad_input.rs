//! What editors' machines and mishaps bring along: handled or refused in words, never a panic, a hang or a
//! half-written site.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::{fmt::Write as _, fs};

use copy::Copy;
use proptest::prelude::*;
use site_gen::{build, diagnostic::Code};

const HEAD: &str = "---\ntitle: Essai\ndescription: Une page.\n---\n\n";
const FILE: &str = "content/pages/essai.fr.md";

fn page(body: &str) -> String {
    format!("{HEAD}{body}\n")
}

fn put(copy: &Copy, name: &str, bytes: &[u8]) {
    fs::create_dir_all(copy.path(name).parent().unwrap()).unwrap();
    fs::write(copy.path(name), bytes).unwrap();
}

/// The page as built; the rules of `check` come to an end on it too.
fn built(copy: &Copy) -> String {
    copy.build();
    assert!(!build::check(&copy.options(), false).iter().any(|told| told.code() == Code::Template));
    copy.read("dist/public/essai/index.html")
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let copy = Copy::new();
    let text = page("Un mot.\n\n- Un\n- Deux");
    put(&copy, FILE, text.as_bytes());
    let plain = built(&copy);
    put(&copy, FILE, format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes());
    assert_eq!(built(&copy), plain);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_at_the_first() {
    let copy = Copy::new();
    put(&copy, FILE, b"---\ntitle: Caf\xe9\n---\n");
    let told = copy.fail();
    assert!(told.contains("essai.fr.md:2:11") && told.contains("not written in UTF-8"), "{told}");
}

#[test]
fn an_empty_file_and_one_without_an_end_to_its_front_matter_are_told() {
    for (text, told) in [
        ("", "does not begin with its front matter"),
        ("---\ntitle: Essai\n", "front matter is never closed"),
        ("\0\0\0", "does not begin with its front matter"),
    ] {
        let copy = Copy::new();
        put(&copy, FILE, text.as_bytes());
        assert!(copy.fail().contains(told), "{text:?}: {}", copy.fail());
    }
}

#[test]
fn zero_bytes_in_a_text_do_not_reach_the_page() {
    let copy = Copy::new();
    put(&copy, FILE, page("Un\0 mot.").as_bytes());
    assert!(!built(&copy).contains('\0'));
}

#[test]
fn ten_megabytes_of_markdown_are_a_page() {
    let copy = Copy::new();
    let paragraph = "Une phrase avec un [lien](steps.fr.md) et **du gras**.\n\n";
    put(&copy, FILE, page(&paragraph.repeat(10_000_000 / paragraph.len())).as_bytes());
    copy.build();
    assert!(copy.read("dist/public/essai/index.html").len() > 10_000_000);
}

#[test]
fn one_line_of_a_million_words_is_a_page() {
    let copy = Copy::new();
    put(&copy, FILE, page(&"mot ".repeat(1_000_000)).as_bytes());
    assert!(built(&copy).len() > 4_000_000);
}

#[test]
fn quotes_and_lists_in_each_other_are_a_page_however_deep() {
    for level in ["> ", "- ", "1. "] {
        let copy = Copy::new();
        put(&copy, FILE, page(&format!("{}fin", level.repeat(20_000))).as_bytes());
        assert!(built(&copy).contains("fin"), "{level}");
    }
}

#[test]
fn yaml_that_would_explode_is_refused() {
    let copy = Copy::new();
    let mut yaml = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ["b", "c", "d", "e", "f", "g", "h"].iter().zip("abcdefg".chars()) {
        let all = vec![format!("*{before}"); 9].join(", ");
        writeln!(yaml, "{name}: &{name} [{all}]").unwrap();
    }
    put(&copy, FILE, format!("---\ntitle: Essai\n{yaml}---\n").as_bytes());
    let told = copy.fail();
    assert!(told.contains("too many values repeat others"), "{told}");
}

#[test]
fn yaml_that_is_nested_too_deep_is_refused() {
    let copy = Copy::new();
    let yaml = format!("summary: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    put(&copy, FILE, format!("---\ntitle: Essai\n{yaml}\n---\n").as_bytes());
    let told = copy.fail();
    assert!(told.contains("too many levels"), "{told}");
}

#[test]
fn a_folder_named_like_a_page_is_a_folder() {
    let copy = Copy::new();
    put(&copy, FILE, page("Un mot.").as_bytes());
    fs::create_dir(copy.path("content/pages/dossier.fr.md")).unwrap();
    built(&copy);
}

#[test]
fn a_link_may_be_written_as_browsers_write_it_and_as_any_system_spells_it() {
    let copy = Copy::new();
    put(&copy, "content/pages/Guide de l\u{e9}t\u{e9}.pdf", b"%PDF");
    for link in [
        "Guide%20de%20l%C3%A9t%C3%A9.pdf",
        "<Guide de le\u{301}te\u{301}.pdf>",
        "<Guide de l\u{e9}t\u{e9}.pdf>",
    ] {
        put(&copy, FILE, page(&format!("Voir [le guide]({link}).")).as_bytes());
        assert!(built(&copy).contains("/files/guide-de-lete.pdf"), "{link}");
    }
}

#[test]
fn two_files_that_other_systems_take_for_one_are_told() {
    for (one, other) in
        [("essai.fr.md", "Essai.fr.md"), ("\u{e9}te.pdf", "e\u{301}te.pdf"), ("a.pdf", "A.PDF")]
    {
        let copy = Copy::new();
        for name in [one, other] {
            put(&copy, &format!("content/pages/{name}"), page("Un mot.").as_bytes());
        }
        let told = copy.fail();
        assert!(told.contains("[file-name]"), "{one}: {told}");
        assert!(told.contains("take for the same"), "{one}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_that_cannot_be_read_is_told() {
    let copy = Copy::new();
    std::os::unix::fs::symlink("nowhere.md", copy.path(FILE)).unwrap();
    assert!(copy.fail().contains("symbolic link"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_bytes_make_the_build_panic(front: Vec<u8>, body: Vec<u8>, setting: Vec<u8>) {
        let copy = Copy::new();
        put(&copy, FILE, &[b"---\n", &front[..], b"\n---\n", &body[..]].concat());
        let _ = build::build(&copy.options());
        let settings = [copy.read("content/site.yaml").as_bytes(), b"\n", &setting[..]].concat();
        put(&copy, "content/site.yaml", &settings);
        let _ = build::check(&copy.options(), true);
    }
}
