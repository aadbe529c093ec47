//! Pages that come and go by themselves: `publish_on` and `expires_on`.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use site_gen::{
    Options,
    build::{self, Built},
};

const FRENCH: &str = "content/pages/fair.fr.md";
const HTML: &str = "dist/public/foire/index.html";

/// A page in both languages, from January 15 through January 31.
fn with_page() -> Copy {
    let copy = Copy::new();
    copy.write(
        FRENCH,
        "---\ntitle: Foire\ndescription: Venez.\nslug: foire\npublish_on: 2027-01-15\n\
            expires_on: 2027-01-31\n---\n\n## Midi {#midi}\n\nVenez.\n",
    )
    .write("content/pages/fair.en.md", "---\ntitle: Fair\ndescription: Come.\n---\n\nCome.\n");
    copy
}

fn on(copy: &Copy, day: &str) -> Options {
    Options { today: Some(day.parse().unwrap()), ..copy.options() }
}

fn built_on(copy: &Copy, day: &str) -> Built {
    build::build(&on(copy, day)).unwrap_or_else(|told| panic!("{told}"))
}

#[test]
fn a_page_is_there_from_its_first_day_through_its_last_in_all_languages() {
    let copy = with_page();
    let days =
        [("2027-01-14", false), ("2027-01-15", true), ("2027-01-31", true), ("2027-02-01", false)];
    for (day, is_there) in days {
        built_on(&copy, day);
        assert_eq!(copy.path(HTML).exists(), is_there, "{day}");
        assert_eq!(copy.path("dist/public/en/fair/index.html").exists(), is_there, "{day}");
        assert_eq!(copy.read("dist/public/sitemap.xml").contains("/foire/"), is_there, "{day}");
    }
}

#[test]
fn menus_follow() {
    let copy = with_page();
    copy.edit("content/site.yaml", "\nnavigation: [", "\nnavigation: [fair, ").edit(
        "content/site.yaml",
        "\nfooter: [",
        "\nfooter: [fair, ",
    );
    built_on(&copy, "2027-01-14");
    assert!(!copy.read("dist/public/index.html").contains("/foire/"));
    built_on(&copy, "2027-01-15");
    assert_eq!(copy.read("dist/public/index.html").matches("/foire/").count(), 2);
}

#[test]
fn a_link_keeps_its_words_until_its_page_is_there() {
    let copy = with_page();
    copy.write(
        "content/pages/news.fr.md",
        "---\ntitle: Nouvelles\ndescription: D.\nsummary: [\"La [foire](fair.fr.md#midi).\"]\n---\n\n\
            Venez à la [grande *foire*](fair.fr.md) d’hiver.\n",
    );
    let page = "dist/public/news/index.html";
    let told = copy.text(&built_on(&copy, "2027-01-14").warnings);
    assert!(copy.read(page).contains("<p>Venez à la grande <em>foire</em> d’hiver.</p>"));
    assert!(copy.read(page).contains("<li>La foire.</li>"), "{}", copy.read(page));
    assert!(copy.text(&build::check(&on(&copy, "2027-01-14"), false)).contains("unpublished-link"));
    insta::assert_snapshot!(told);

    let built = built_on(&copy, "2027-01-15");
    assert!(built.warnings.is_empty(), "{}", built.warnings);
    assert!(copy.read(page).contains("<a href=\"/foire/\">grande <em>foire</em></a>"));

    let told = built_on(&copy, "2027-02-01").warnings.to_string();
    assert!(told.contains("a page that was taken down after 2027-01-31"), "{told}");
}

#[test]
fn pages_below_one_that_is_not_there_keep_their_addresses() {
    let copy = Copy::new();
    copy.edit("content/pages/levels/index.fr.md", "slug:", "publish_on: 2027-01-15\nslug:");
    built_on(&copy, "2027-01-14");
    let child = "niveaux-de-participation/partenariat/index.html";
    assert!(!copy.path("dist/public/niveaux-de-participation/index.html").exists());
    assert!(copy.path("dist/public").join(child).exists());
}

#[test]
fn a_type_that_is_not_there_is_no_choice_and_breaks_no_rule() {
    let copy = Copy::new();
    let file = "content/pages/partner-types/partner-user.fr.md";
    copy.edit(file, "slug:", "expires_on: 2027-01-31\nslug:");
    let choice = "value=\"partner-user\"";
    built_on(&copy, "2027-01-31");
    assert!(copy.read("dist/public/candidature/index.html").contains(choice));
    built_on(&copy, "2027-02-01");
    assert!(!copy.read("dist/public/candidature/index.html").contains(choice));
    assert!(!copy.read("dist/public/en/apply/index.html").contains(choice));
    let bundle = copy.read("dist/form-fn/bundle.json");
    assert_eq!(
        bundle.matches("\"accepting\":{\"open\":false}").count(),
        1,
        "known to the function, and closed"
    );
}

#[test]
fn an_activity_does_without_a_level_that_is_gone() {
    let copy = Copy::new();
    copy.write(
        "content/pages/welcome.fr.md",
        "---\ntitle: Accueil\ndescription: D.\ntemplate: opportunity\nlevel: collaboration\n\
            partner_types: [partner-user]\ndeadline: 2027-11-30\nteam: A\nhours: 2 h\nplace: B\n---\n",
    )
    .edit("content/pages/levels/collaboration.fr.md", "template:", "expires_on: 2027-01-31\ntemplate:");
    let told = built_on(&copy, "2027-02-01").warnings.to_string();
    assert!(
        told.contains("`collaboration` is a page that was taken down after 2027-01-31"),
        "{told}"
    );
}

#[test]
fn check_tells_what_a_coming_day_would_break() {
    let copy = with_page();
    build::record(&on(&copy, "2027-01-15")).unwrap();
    let text = |copy: &Copy| copy.text(&build::check(&copy.options(), false));
    assert_eq!(text(&copy), "\n");

    copy.remove("content/addresses.yaml").edit(
        "content/site.yaml",
        "\nfacts:",
        "\nchecks: { unrecorded-address: error }\nfacts:",
    );
    build::record(&copy.options()).unwrap();
    assert_eq!(text(&copy), "\n", "what is not there yet is not recorded yet");

    // Its body is read when its day comes; the other page takes its address when it is there.
    copy.edit(FRENCH, "\n\nVenez.\n", "\n\n[Venez](nulle-part.fr.md).\n").edit(
        "content/pages/steps.fr.md",
        "title:",
        "aliases: [/foire/]\ntitle:",
    );
    assert!(build::build(&copy.options()).is_ok());
    insta::assert_snapshot!(text(&copy));
    assert!(build::build(&on(&copy, "2027-01-15")).is_err());
}

#[test]
fn mistakes_in_dates_are_told() {
    let copy = with_page();
    copy.edit(FRENCH, "2027-01-31", "2027-01-14")
        .edit("content/pages/fair.en.md", "title:", "publish_on: 2027-01-15\ntitle:")
        .edit("content/pages/index.fr.md", "title:", "publish_on: 2027-01-15\ntitle:")
        .edit("content/pages/404.fr.md", "title:", "expires_on: 2027-01-15\ntitle:")
        .edit("content/pages/apply.fr.md", "title:", "expires_on: demain\ntitle:");
    insta::assert_snapshot!(copy.fail());
    copy.edit("content/pages/apply.fr.md", "demain", "2027-01-15");
    assert!(copy.fail().contains("content/pages/apply.fr.md:2:1"));
}
