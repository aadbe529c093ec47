//! What editors get wrong: every mistake of a run is told at once, with its place and its mend.

mod copy;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::{build, diagnostic::Format};

/// A page that is right, for mistakes to be planted in.
fn page(front_matter: &str, body: &str) -> String {
    format!("---\ntitle: Essai\ndescription: Une page.\n{front_matter}---\n\n{body}\n")
}

/// A copy with ten mistakes of ten kinds.
fn with_ten_mistakes() -> Copy {
    let copy = Copy::new();
    copy.write("content/pages/a-yaml.fr.md", "---\ntitle: \"Sans fin\ndescription: x\n---\n")
        .write("content/pages/b-key.fr.md", &page("sumary: [x]\n", ""))
        .write("content/pages/c-only.en.md", &page("", "Only English."))
        .write("content/pages/d-slug.fr.md", &page("slug: etapes\n", ""))
        .write("content/pages/e-link.fr.md", &page("", "Voir [les étapes](step.fr.md)."))
        .write("content/pages/f-fact.fr.md", &page("", "Appelez le {{ facts.phon | phone }}."))
        .write("content/pages/g-missing.fr.md", "---\ntitle: Sans description\n---\n")
        .write("content/pages/h-kind.fr.md", &page("template: levle\n", ""))
        .write("content/pages/i-value.fr.md", &page("order: premier\n", ""))
        .write("content/pages/j-anchor.fr.md", &page("", "Voir [l’aide](#aide).\n\n## Aides"));
    copy
}

#[test]
fn ten_mistakes_are_told_in_one_run() {
    insta::assert_snapshot!(with_ten_mistakes().fail());
}

#[test]
fn they_are_told_in_french_to_who_reads_french() {
    let copy = with_ten_mistakes();
    let diagnostics = build::build(&copy.options()).unwrap_err();
    let told = copy.text_for(&Lang::french(), &diagnostics);
    assert!(!told.contains("error[") && !told.contains("help:"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn mistakes_in_settings_form_and_theme_are_told_with_those_in_pages() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "theme: circles", "theme: circles\nlangauges: [fr]")
        .edit("content/site.yaml", "navigation: [", "navigation: [nowhere, ")
        .edit("content/form.yaml", "choices_from: levels", "choices_from: level")
        .edit(
            "themes/circles/templates/level.html",
            "{% block figure %}",
            "{% block figure %}{{ page.titel }}",
        )
        .write("content/pages/e-link.fr.md", &page("", "Voir [les étapes](step.fr.md)."));
    insta::assert_snapshot!(copy.fail());
    let diagnostics = build::build(&copy.options()).unwrap_err();
    insta::assert_snapshot!("the_same_in_french", copy.text_for(&Lang::french(), &diagnostics));
}

#[test]
fn templates_that_only_the_function_draws_are_tried_at_build_time() {
    let copy = Copy::new();
    copy.edit(
        "themes/circles/templates/problem.html",
        "{{ problem.message }}",
        "{{ problem.mesage }}",
    );
    let text = copy.fail();
    assert!(text.contains("`mesage` is not defined"), "{text}");
    assert!(text.contains("themes/circles/templates/problem.html:"), "{text}");
}

#[test]
fn a_page_that_cannot_be_read_is_one_mistake() {
    let copy = Copy::new();
    std::fs::write(copy.path("content/pages/apply.fr.md"), b"---\ntitle: \xe9\n---\n").unwrap();
    copy.write("content/pages/contact.fr.md", "---\ntitle: \"A\n---\n");
    let text = copy.fail();
    assert!(text.contains("2 errors"), "{text}");
}

#[test]
fn a_link_to_a_draft_says_so() {
    let copy = Copy::new();
    copy.write("content/pages/a.fr.md", &page("draft: true\n", ""))
        .write("content/pages/b.fr.md", &page("", "[a](a.fr.md)"));
    let text = copy.fail();
    assert!(text.contains("the link leads to a draft: `a.fr.md` is not published"), "{text}");
    assert!(text.contains("1 error\n"), "{text}");
}

#[test]
fn addresses_that_are_taken_or_unfit_are_refused() {
    let copy = Copy::new();
    copy.write("content/pages/a.fr.md", &page("slug: api\n", ""))
        .write("content/pages/en/index.fr.md", &page("", ""))
        .write("content/pages/Été b/c.fr.md", &page("", ""));
    let text = copy.fail();
    assert!(text.contains("`/api/` is taken by the site itself"), "{text}");
    assert!(text.contains("`/en/` is taken by the site itself"), "{text}");
    assert!(text.contains("the folder `Été b` cannot stand in an address"), "{text}");
}

#[test]
fn a_mistyped_theme_is_one_mistake() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "theme: circles", "theme: circle");
    let text = copy.fail();
    assert!(text.contains("did you mean `circles`?") && text.contains("1 error\n"), "{text}");
}

#[test]
fn links_of_the_summary_are_followed_like_others() {
    let copy = Copy::new();
    copy.write("content/pages/a.fr.md", &page("summary: [\"[b](steps.fr.md)\"]\n", ""));
    copy.build();
    assert!(copy.read("dist/public/a/index.html").contains("<a href=\"/etapes/\">b</a>"));
    copy.write("content/pages/a.fr.md", &page("summary:\n  - \"[b](step.fr.md)\"\n", ""));
    let text = copy.fail();
    assert!(text.contains("content/pages/a.fr.md:5:5"), "{text}");
}

#[test]
fn one_broken_reference_hides_no_other_mistake_of_its_page() {
    let copy = Copy::new();
    copy.write(
        "content/pages/a.fr.md",
        &page("", "{{ facts.nope }}, {{ facts.phone\n\n[x](nowhere.fr.md)"),
    );
    let text = copy.fail();
    assert!(text.contains("3 errors"), "{text}");
}

#[test]
fn a_base_url_is_a_scheme_and_a_host() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "https://partenaires.exemple.ca", "partenaires.exemple.ca/site");
    let text = copy.fail();
    assert!(text.contains("`base_url` must be the site’s address"), "{text}");
}

#[test]
fn a_site_without_home_or_form_is_told_so() {
    let copy = Copy::new();
    for page in ["index", "apply"] {
        for lang in ["fr", "en"] {
            copy.remove(&format!("content/pages/{page}.{lang}.md"));
        }
    }
    let text = copy.fail();
    assert!(text.contains("the site has no home page"), "{text}");
    assert!(text.contains("no page of the site shows this form"), "{text}");
}

#[test]
fn a_translation_does_not_say_again_what_is_shared() {
    let copy = Copy::new();
    copy.edit("content/pages/levels/partnership.en.md", "title:", "overlap: 0.1\ntitle:");
    let text = copy.fail();
    assert!(text.contains("error[shared-key]"), "{text}");
    assert!(text.contains("content/pages/levels/partnership.en.md:2:1"), "{text}");
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    let copy = Copy::new();
    std::fs::write(copy.path("content/pages/latin.fr.md"), b"---\ntitle: \xe9t\xe9\n---\n")
        .unwrap();
    let text = copy.fail();
    assert!(text.contains("content/pages/latin.fr.md:2:8"), "{text}");
}

#[test]
fn marks_and_line_ends_of_other_systems_change_nothing() {
    let copy = Copy::new();
    copy.build();
    let before = copy.built_files();
    let text = copy.read("content/pages/steps.fr.md");
    copy.write("content/pages/steps.fr.md", &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    copy.build();
    assert_eq!(copy.built_files(), before);
}

#[test]
fn example_data_is_not_released() {
    let copy = Copy::new();
    assert!(!build::check(&copy.options(), false).has_errors());
    let diagnostics = build::check(&copy.options(), true);
    assert!(diagnostics.has_errors());
    let text = copy.text(&diagnostics);
    assert!(text.contains("`phone` is still an example"), "{text}");

    let settings = copy.read("content/site.yaml").replace("!example", "");
    copy.write("content/site.yaml", &settings);
    for file in copy.content_files(".fr.md") {
        copy.write(&file, &copy.read(&file).replace("\nsample: true\n", "\n"));
    }
    let diagnostics = build::check(&copy.options(), true);
    assert!(!diagnostics.has_errors(), "{diagnostics}");
}

#[test]
fn programs_get_json_and_forges_annotations() {
    let copy = Copy::new();
    copy.write("content/pages/e-link.fr.md", &page("", "Voir [les étapes](step.fr.md)."));
    let diagnostics = build::check(&copy.options(), false);
    let folder = format!("{}/", copy.path("").display());
    let folder = folder.replace("//", "/");
    insta::assert_snapshot!(
        "json",
        diagnostics.render(Format::Json, &Lang::english(), false).replace(&folder, "")
    );
    insta::assert_snapshot!(
        "github",
        diagnostics.render(Format::Github, &Lang::english(), false).replace(&folder, "")
    );
}

#[test]
fn every_mistake_of_kinds_words_and_form_is_told_and_nothing_that_follows_from_them() {
    let copy = Copy::new();
    copy.edit("themes/circles/kinds.yaml", "type: text", "type: txt")
        .edit("themes/circles/kinds.yaml", "      required: true", "      required: yess")
        .edit("themes/circles/kinds.yaml", "  listed: true", "  listd: true")
        .edit("content/form.yaml", "    title: {", "    titel: {")
        .edit("content/form.yaml", "kind: email", "kind: emial");
    let words = copy.read("themes/circles/strings.yaml");
    let wrong = "one: [a]\ntwo: { fr: 1, en: { a: b } }\nthree: { fr: a, english: b }\n";
    copy.write("themes/circles/strings.yaml", &format!("{wrong}{words}"));
    insta::assert_snapshot!(copy.fail());
    let told = build::check(&copy.options(), false);
    assert_eq!(copy.text(&told), copy.fail(), "`check` blames no page either");
    insta::assert_snapshot!("yaml_in_french", copy.text_for(&Lang::french(), &told));
}

#[test]
fn a_key_that_stands_twice_is_told_at_the_second_one() {
    let copy = Copy::new();
    copy.write("content/pages/a.fr.md", "---\ntitle: A\ndescription: B\ntitle: C\n---\n");
    let text = copy.fail();
    assert!(text.contains("content/pages/a.fr.md:4:1"), "{text}");
    assert!(text.contains("the key `title` stands on line 2 already"), "{text}");
}

#[test]
fn settings_are_told_value_by_value() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "languages: [fr, en]", "languages: [fr, en, FR, en]");
    let text = copy.fail();
    assert!(text.contains("this must be a language code"), "{text}");
    assert!(text.contains("`en` is there twice"), "{text}");
    assert!(text.contains("2 errors"), "{text}");

    let copy = Copy::new();
    let settings = copy.read("content/site.yaml");
    let alert = "alert:\n  text: { fr: a, en: b }\n  until: 2026-02-30\n  pages: contact\n";
    copy.write("content/site.yaml", &format!("{settings}\n{alert}"));
    let text = copy.fail();
    assert!(text.contains("there is no key `pages` here"), "{text}");
    assert!(text.contains("did you mean `page`?"), "{text}");
    assert!(text.contains("`until` must be a day such as 2027-01-15"), "{text}");
}

#[test]
fn only_an_address_that_everybody_can_reach_is_released() {
    let copy = Copy::new();
    let released = |base_url: Option<&str>| {
        let base_url = base_url.map(|url| url.parse().unwrap());
        copy.text(&build::check(&site_gen::Options { base_url, ..copy.options() }, true))
    };
    assert!(released(None).contains("`base_url` is still an example"));
    let text = released(Some("https://partenaires.exemple.ca"));
    assert!(!text.contains("base_url"), "{text}");
    let text = released(Some("http://localhost:8080"));
    assert!(text.contains("`http://localhost:8080` is not the address of a site"), "{text}");
}

#[test]
fn what_the_system_refuses_is_told_in_the_readers_language() {
    let copy = Copy::new();
    copy.remove("content/form.yaml");
    let told = build::check(&copy.options(), false);
    let french = copy.text_for(&Lang::french(), &told);
    assert!(french.contains("ceci ne peut pas être lu : il n’existe pas"), "{french}");
    assert!(!french.contains("os error"), "{french}");
}
