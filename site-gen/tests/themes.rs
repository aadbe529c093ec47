//! A theme that extends another: whose file counts, and what is told when that cannot be known.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::build;

/// The real content in a theme that extends the real one.
fn child() -> Copy {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "theme: circles", "theme: child");
    copy.write("themes/child/theme.yaml", "extends: circles\n");
    copy
}

#[test]
fn a_theme_that_only_extends_another_builds_the_same_site() {
    let same = Copy::new();
    same.build();
    let copy = child();
    copy.build();
    let [same, copy] = [same, copy].map(|copy| copy.built_files());
    assert!(same == copy, "the sites differ");
}

#[test]
fn its_files_stand_in_place_of_whole_files_also_in_the_forms_bundle() {
    let copy = child();
    copy.write("themes/child/templates/problem.html", "{% extends \"base.html\" %}")
        .write("themes/child/templates/steps.html", "{{ page.title }}: mine")
        .write("themes/child/assets/style.css", "p{}")
        .write("themes/child/assets/more.css", "b{}");
    copy.build();
    assert_eq!(copy.read("dist/public/etapes/index.html"), "Étapes: mine");
    let names: Vec<_> =
        copy.built_files().into_iter().filter(|(_, bytes)| bytes == b"p{}").collect();
    assert!(names.len() == 1 && names[0].0.starts_with("public/assets/style."), "{names:?}");
    assert!(copy.built_files().iter().any(|(_, bytes)| bytes == b"b{}"));
    let bundle = copy.read_bundled("pages");
    assert!(bundle.contains(r#""problem.html":"{% extends \"base.html\" %}""#), "{bundle}");
    assert!(bundle.contains("confirmation.reference"), "the other templates are the parent's");
}

#[test]
fn its_words_are_taken_one_by_one_and_language_by_language() {
    let copy = child();
    copy.write("themes/child/strings.yaml", "skip: { en: Straight on }\n");
    copy.build();
    let [french, english] =
        ["dist/public/index.html", "dist/public/en/index.html"].map(|f| copy.read(f));
    assert!(french.contains("Aller au contenu") && !french.contains("Straight on"));
    assert!(english.contains("Straight on") && english.contains("Need help?"));
}

#[test]
fn a_theme_may_extend_one_that_extends_another() {
    let copy = child();
    copy.write("themes/child/strings.yaml", "skip: { en: Straight on }\n")
        .write("themes/grandchild/theme.yaml", "extends: child\n")
        .write("themes/grandchild/strings.yaml", "skip: { fr: Tout droit }\n")
        .edit("content/site.yaml", "theme: child", "theme: grandchild");
    copy.build();
    assert!(copy.read("dist/public/index.html").contains("Tout droit"));
    assert!(copy.read("dist/public/en/index.html").contains("Straight on"));
}

#[test]
fn a_missing_parent_a_circle_and_a_mistyped_key_are_told_in_both_languages() {
    let told = |theme: &str| {
        let copy = child();
        copy.write("themes/child/theme.yaml", theme)
            .write("themes/other/theme.yaml", "extends: child\n");
        let diagnostics = build::check(&copy.options(), false);
        [Lang::french(), Lang::english()].map(|lang| copy.text_for(&lang, &diagnostics)).join("\n")
    };
    insta::assert_snapshot!("missing", told("extends: circle\n"));
    insta::assert_snapshot!("circle", told("extends: other\n"));
    insta::assert_snapshot!("itself", told("extends: child\n"));
    insta::assert_snapshot!("key", told("extend: circles\n"));
    insta::assert_snapshot!("value", told("extends: [circles]\n"));
}

#[test]
fn the_second_theme_has_no_mistake_and_its_own_face() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "theme: circles", "theme: squares");
    let diagnostics = build::check(&copy.options(), false);
    assert!(!diagnostics.has_errors(), "{}", copy.text(&diagnostics));
    copy.build();
    let home = copy.read("dist/public/index.html");
    assert!(home.contains("/assets/variant.") && home.contains("/assets/style."));
}
