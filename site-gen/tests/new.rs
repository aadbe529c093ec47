//! New pages from their kind: what is written, that it harms nothing, and what is told when it cannot be.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::{Options, build, diagnostic::Diagnostics, kind, new};

fn write(copy: &Copy, kind: &str, path: &str) -> new::NewPage {
    new::page(&copy.options(), kind, path).unwrap_or_else(|told| panic!("{told}"))
}

fn refused(copy: &Copy, kind: &str, path: &str) -> String {
    copy.text(&new::page(&copy.options(), kind, path).expect_err("it should be refused"))
}

fn with_drafts(copy: &Copy) -> Options {
    Options { drafts: true, ..copy.options() }
}

#[test]
fn an_opportunity_comes_with_every_key_explained_in_both_languages() {
    let copy = Copy::new();
    write(&copy, "opportunity", "opportunities/garden");
    insta::assert_snapshot!("french", copy.read("content/pages/opportunities/garden.fr.md"));
    insta::assert_snapshot!("english", copy.read("content/pages/opportunities/garden.en.md"));
}

#[test]
fn a_new_page_of_any_kind_changes_nothing_until_it_is_no_draft() {
    let theme = Copy::new();
    let file = theme.path("themes/circles/kinds.yaml");
    let (_, kinds) = kind::read(&file, &mut Diagnostics::default());
    let kinds = kinds.unwrap();
    assert!(kinds.len() > 10);
    for kind in kinds.keys() {
        let copy = Copy::new();
        copy.build();
        let before = copy.built_files();
        write(&copy, kind, "essai");
        copy.build();
        assert_eq!(copy.built_files(), before, "{kind}");

        let told = build::check(&with_drafts(&copy), false);
        let text = copy.text(&told);
        for lang in ["fr", "en"] {
            for key in ["title", "description"] {
                assert!(text.contains(&format!("`{key}` is empty")), "{kind}: {text}");
            }
            assert!(text.contains(&format!("content/pages/essai.{lang}.md")), "{kind}: {text}");
        }
        // A second page with the form is one mistake more, and rightly told.
        let expected = ["missing-key", if kind == "form" { "form" } else { "missing-key" }];
        let all_expected = told.iter().all(|told| expected.contains(&told.code().as_str()));
        assert!(all_expected, "{kind}: {text}");
    }
}

#[test]
fn without_its_mark_a_page_with_gaps_is_refused_at_each_gap() {
    let copy = Copy::new();
    write(&copy, "result", "essai");
    for lang in ["fr", "en"] {
        copy.edit(&format!("content/pages/essai.{lang}.md"), "draft: true\n", "");
    }
    insta::assert_snapshot!(copy.fail());
}

#[test]
fn what_is_commented_out_can_be_used_as_it_stands() {
    let copy = Copy::new();
    write(&copy, "opportunity", "essai");
    let file = "content/pages/essai.fr.md";
    for (from, to) in [
        ("title: \"\"", "title: Essai"),
        ("description: \"\"", "description: Un essai."),
        ("level: \"\"", "level: partnership"),
        ("deadline:", "deadline: 2026-11-30"),
        ("team: \"\"", "team: Accueil"),
        ("hours: \"\"", "hours: 2 heures"),
        ("place: \"\"", "place: À distance"),
        ("# partner_types:", "partner_types:"),
        ("# starts_on:", "starts_on:"),
        ("# ends_on:", "ends_on:"),
        ("# seats:", "seats:"),
        ("# remote:", "remote:"),
        ("# slug:", "slug:"),
        ("# order:", "order:"),
        ("# summary:", "summary:"),
        ("draft: true\n", ""),
    ] {
        copy.edit(file, from, to);
    }
    copy.remove("content/pages/essai.en.md");
    copy.build();
    assert!(copy.path("dist/public/mon-adresse/index.html").exists());
}

#[test]
fn a_draft_in_french_keeps_its_translation_back() {
    let copy = Copy::new();
    write(&copy, "page", "essai");
    let english = "content/pages/essai.en.md";
    copy.edit(english, "draft: true\n", "").edit(english, "title: \"\"", "title: Try");
    copy.edit(english, "description: \"\"", "description: A try.");
    copy.build();
    assert!(!copy.path("dist/public/en/essai").exists());
}

#[test]
fn nothing_that_stands_is_written_over() {
    let copy = Copy::new();
    let before = copy.read("content/pages/steps.fr.md");
    for path in ["steps", "steps/index", "levels", "levels/index", "content/pages/steps.fr.md"] {
        let path = path.replace("content/", &format!("{}/", copy.path("content").display()));
        let text = refused(&copy, "page", &path);
        assert!(text.contains("error[page-exists]"), "{path}: {text}");
    }
    assert_eq!(copy.read("content/pages/steps.fr.md"), before);

    copy.write("content/pages/essai.en.md", "mine");
    assert!(refused(&copy, "page", "essai").contains("content/pages/essai.en.md"));
    assert!(!copy.path("content/pages/essai.fr.md").exists());
    assert_eq!(copy.read("content/pages/essai.en.md"), "mine");
}

#[test]
fn names_and_kinds_that_cannot_be_are_told_with_a_mend() {
    let copy = Copy::new();
    let text = refused(&copy, "page", "Jardin d’été");
    assert!(text.contains("such as `jardin-d-ete`"), "{text}");
    let text = refused(&copy, "levle", "../dehors");
    assert!(text.contains("is not below"), "{text}");
    assert!(text.contains("did you mean `level`?"), "{text}");
    assert!(!copy.path("content/dehors.fr.md").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let copy = Copy::new();
    std::fs::create_dir(copy.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(copy.path("elsewhere"), copy.path("content/pages/out")).unwrap();
    let text = refused(&copy, "page", "out/essai");
    assert!(text.contains("a link that leads elsewhere"), "{text}");
    assert_eq!(std::fs::read_dir(copy.path("elsewhere")).unwrap().count(), 0);
}

#[test]
fn every_language_of_the_site_gets_its_file() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "languages: [fr, en]", "languages: [fr, en, es]");
    let page = write(&copy, "page", "essai");
    assert_eq!(page.files.len(), 3);
    assert!(copy.read("content/pages/essai.es.md").contains("translation_of"));
}

#[test]
fn what_to_do_next_is_told_in_the_language_of_who_asks() {
    let copy = Copy::new();
    for file in copy.content_files(".md") {
        if file.contains("/opportunities/") {
            copy.remove(&file);
        }
    }
    let page = write(&copy, "opportunity", "opportunities/garden");
    let french = page.tell(&Lang::french());
    assert!(french.contains("garden.fr.md") && french.contains("Ensuite"), "{french}");
    assert!(french.contains("site-gen new opportunities opportunities/index"), "{french}");
    assert!(page.tell(&Lang::english()).contains("Next:"));
    write(&copy, "opportunities", "opportunities/index");
    assert_eq!(write(&copy, "opportunity", "opportunities/other").lonely_in, None);
}
