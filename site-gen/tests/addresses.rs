//! Old addresses: a changed slug, `aliases`, the record of addresses that visitors know.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use serde_json::Value as Json;
use site_gen::build;

const RECORD: &str = "content/addresses.yaml";

/// The page at an old address, and the same in the list for a content delivery network.
fn leads(copy: &Copy, from: &str, to: &str) -> bool {
    let page = copy.path(&format!("dist/public{from}index.html"));
    let refresh = format!("<meta http-equiv=\"refresh\" content=\"0; url={to}\">");
    let list: Json = serde_json::from_str(&copy.read("dist/redirects.json")).unwrap();
    let row = serde_json::json!({ "from": from, "to": to, "status": 301 });
    std::fs::read_to_string(page).is_ok_and(|html| html.contains(&refresh))
        && list.as_array().unwrap().contains(&row)
}

fn recorded() -> Copy {
    let copy = Copy::new();
    build::record(&copy.options()).unwrap();
    copy
}

fn told(copy: &Copy) -> String {
    copy.text(&build::check(&copy.options(), false))
}

#[test]
fn a_changed_slug_redirects_the_page_and_all_below_it_each_language_for_itself() {
    let copy = recorded();
    copy.edit(
        "content/pages/levels/index.fr.md",
        "slug: niveaux-de-participation",
        "slug: niveaux",
    )
    .edit("content/pages/steps.en.md", "title:", "slug: how-it-goes\ntitle:");
    copy.build();
    assert!(leads(&copy, "/niveaux-de-participation/", "/niveaux/"));
    assert!(leads(&copy, "/niveaux-de-participation/partenariat/", "/niveaux/partenariat/"));
    assert!(leads(&copy, "/en/steps/", "/en/how-it-goes/"));
    let list: Json = serde_json::from_str(&copy.read("dist/redirects.json")).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 6, "{list:#}");
    let sitemap = copy.read("dist/public/sitemap.xml");
    assert!(!sitemap.contains("/niveaux-de-participation/") && sitemap.contains("/niveaux/"));
}

#[test]
fn the_page_at_an_old_address_needs_no_script_and_leads_by_hand_too() {
    let copy = recorded();
    copy.edit(
        "content/pages/levels/index.fr.md",
        "slug: niveaux-de-participation",
        "slug: niveaux",
    );
    copy.build();
    insta::assert_snapshot!(copy.read("dist/public/niveaux-de-participation/index.html"));
}

#[test]
fn an_address_that_changes_twice_leads_straight_to_the_page() {
    let copy = recorded();
    let file = "content/pages/steps.fr.md";
    copy.edit(file, "slug: etapes", "slug: demarche");
    assert_eq!(build::record(&copy.options()).unwrap().addresses, 1);
    copy.edit(file, "slug: demarche", "slug: parcours");
    copy.build();
    assert!(leads(&copy, "/etapes/", "/parcours/") && leads(&copy, "/demarche/", "/parcours/"));

    copy.edit(file, "slug: parcours", "slug: etapes");
    copy.build();
    assert!(leads(&copy, "/demarche/", "/etapes/") && !leads(&copy, "/etapes/", "/etapes/"));
    assert!(copy.read("dist/public/etapes/index.html").contains("<nav"), "the page itself");
}

#[test]
fn a_page_takes_the_address_that_another_gave_up() {
    let copy = recorded();
    copy.edit("content/pages/steps.fr.md", "slug: etapes", "slug: demarche").edit(
        "content/pages/criteria.fr.md",
        "slug: criteres",
        "slug: etapes",
    );
    copy.build();
    assert!(copy.read("dist/public/etapes/index.html").contains("<h1>Critères</h1>"));
    assert!(leads(&copy, "/criteres/", "/etapes/"));
    assert!(
        !copy.read("dist/redirects.json").contains("\"/etapes/\",\n    \"to\": \"/demarche/\"")
    );
    build::record(&copy.options()).unwrap();
    assert!(copy.read(RECORD).contains("\n/etapes/: criteria.fr\n"));
}

#[test]
fn an_alias_leads_to_its_page_in_its_language() {
    let copy = Copy::new();
    copy.edit(
        "content/pages/become-a-partner.fr.md",
        "title:",
        "aliases: [/devenir/benevole, /b%C3%A9n%C3%A9vole/, /Accueil.html, /fr/page.aspx]\ntitle:",
    )
    .edit(
        "content/pages/become-a-partner.en.md",
        "title:",
        "aliases: [/en/volunteer/]\ntitle:",
    );
    copy.build();
    let page = "/devenir-partenaire/";
    assert!(leads(&copy, "/devenir/benevole/", page));
    assert!(leads(&copy, "/en/volunteer/", "/en/become-a-partner/"));
    assert!(copy.read("dist/public/en/volunteer/index.html").contains("<html lang=\"en-CA\">"));
    for file in ["Accueil.html", "bénévole/index.html", "fr/page.aspx/index.html"] {
        assert!(copy.read(&format!("dist/public/{file}")).contains(page), "{file}");
    }
    let list = copy.read("dist/redirects.json");
    assert!(
        list.contains("\"/b%C3%A9n%C3%A9vole/\"") && list.contains("\"/fr/page.aspx\""),
        "{list}"
    );
    let list: Json = serde_json::from_str(&list).unwrap();
    let from: Vec<_> = list.as_array().unwrap().iter().map(|row| row["from"].as_str()).collect();
    assert!(from.is_sorted());

    copy.edit("content/pages/become-a-partner.en.md", "aliases: [/en/volunteer/]\n", "");
    copy.build();
    assert!(!copy.path("dist/public/en/volunteer").exists());
}

#[test]
fn mistakes_in_aliases_are_told() {
    let copy = Copy::new();
    copy.edit(
        "content/pages/become-a-partner.fr.md",
        "title:",
        "aliases:\n  - https://exemple.ca/benevole/\n  - /devenir?a=b\n  - /a/../b/\n  - /a.html/b\n  \
            - /100%\n  - /devenir-partenaire\n  - /Etapes/\n  - /criteres/index.html\n  \
            - /api/x\n  - /robots.txt/\n  - /404.html\n  - /benevole\n  - /Benevole/\ntitle:",
    )
    .edit("content/pages/steps.fr.md", "title:", "aliases: [/benevole/]\ntitle:")
    .edit("content/pages/steps.en.md", "title:", "aliases: /en/way/\ntitle:");
    insta::assert_snapshot!(copy.fail());
}

#[test]
fn the_record_is_written_once_sorted_and_keeps_what_it_has() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path(RECORD)).ok();
    let text = told(&copy);
    assert!(text.contains("warning[unrecorded-address]") && text.contains("such as `/`"), "{text}");
    assert!(text.contains("site-gen record") && text.contains("1 warning\n"), "{text}");

    let all = build::record(&copy.options()).unwrap().addresses;
    assert_eq!(all, copy.build().pages - 2, "all but the two 404 pages");
    assert_eq!(told(&copy), "\n");
    assert_eq!(build::record(&copy.options()).unwrap().addresses, 0);

    let file = copy.read(RECORD);
    assert!(file.starts_with("# Les adresses que les visiteurs connaissent"), "{file}");
    let lines: Vec<_> = file.lines().filter(|line| line.starts_with('/')).collect();
    assert!(lines.is_sorted() && lines.contains(&"/en/apply/: apply.en"), "{file}");

    copy.write("content/pages/essai.fr.md", "---\ntitle: Essai\ndescription: D.\n---\n")
        .write("content/pages/plus.fr.md", "---\ndraft: true\ntitle: Plus\ndescription: D.\n---\n")
        .edit("content/pages/steps.fr.md", "slug: etapes", "slug: demarche");
    let text = told(&copy);
    assert!(text.contains("2 published addresses are not recorded yet: `/demarche/`, `/essai/`"));
    assert_eq!(build::record(&copy.options()).unwrap().addresses, 2);
    let file = copy.read(RECORD);
    for line in ["\n/demarche/: steps.fr\n", "\n/etapes/: steps.fr\n", "\n/essai/: essai.fr\n"] {
        assert!(file.contains(line), "{file}");
    }
}

#[test]
fn a_build_writes_nothing_into_the_content() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path(RECORD)).ok();
    copy.build();
    assert!(!build::check(&copy.options(), false).is_empty());
    assert!(!copy.path(RECORD).exists());
}

#[test]
fn a_site_with_mistakes_is_not_recorded() {
    let copy = Copy::new();
    let before = copy.read(RECORD);
    copy.write("content/pages/essai.fr.md", "---\ntitle: Essai\n---\n");
    let told = build::record(&copy.options()).unwrap_err().to_string();
    assert!(told.contains("missing-key"), "{told}");
    assert_eq!(copy.read(RECORD), before);
}

#[test]
fn a_page_that_is_gone_is_told_until_another_takes_its_address() {
    let copy = Copy::new();
    copy.write(RECORD, "/vieux/: old.fr\n/es/viejo/: old.es\n").edit(
        "content/site.yaml",
        "\nfacts:",
        "\nchecks: { unrecorded-address: off }\nfacts:",
    );
    insta::assert_snapshot!(told(&copy));
    copy.edit("content/pages/steps.fr.md", "title:", "aliases: [/vieux/]\ntitle:");
    assert_eq!(told(&copy), "\n");
    copy.build();
    assert!(leads(&copy, "/vieux/", "/etapes/"));
}

#[test]
fn a_page_that_is_held_back_is_not_lost() {
    let copy = recorded();
    copy.edit("content/pages/questions.fr.md", "title:", "expires_on: 2026-11-21\ntitle:");
    copy.edit("content/pages/criteria.fr.md", "title:", "draft: true\ntitle:");
    let text = told(&copy);
    assert!(!text.contains("lost-address"), "{text}");
}

#[test]
fn mistakes_in_the_record_are_told() {
    let copy = Copy::new();
    copy.write(
        RECORD,
        "/: index.fr\netapes: steps.fr\n/a/: steps\n/b?: steps.fr\n/c/: [steps.fr]\n",
    );
    insta::assert_snapshot!(copy.fail());
    for wrong in ["- /a/\n", "/a/: a.fr\n/a/: b.fr\n"] {
        copy.write(RECORD, wrong);
        assert!(copy.fail().contains("content/addresses.yaml"), "{wrong}");
    }
}

#[test]
fn both_rules_can_be_graver_or_off() {
    let copy = recorded();
    copy.write(RECORD, "/vieux/: old.fr\n").edit(
        "content/site.yaml",
        "\nfacts:",
        "\nchecks: { lost-address: error, unrecorded-address: off }\nfacts:",
    );
    let text = told(&copy);
    assert!(text.contains("error[lost-address]") && !text.contains("unrecorded"), "{text}");
}
