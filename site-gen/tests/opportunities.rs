//! Activities and results: pages whose kinds ask for days, pages and pictures.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use site_gen::{Options, build};

const ACTIVITY: &str = "---
title: Revoir l’accueil
description: Dites ce qui aide en arrivant.
template: opportunity
level: collaboration
partner_types: [partner-user, citizen-partner]
deadline: 2026-11-30
starts_on: 2026-12-08
ends_on: 2027-02-02
team: L’équipe de l’accueil
hours: 2 heures, trois fois
place: Pavillon A
seats: 6
remote: true
---

## Pourquoi

Pour mieux accueillir.
";

fn built_on(copy: &Copy, day: &str) {
    let today = Some(day.parse().unwrap());
    let options = Options { today, ..copy.options() };
    build::build(&options).unwrap_or_else(|told| panic!("{told}"));
}

/// A copy whose only activity is this one.
fn with_activity() -> Copy {
    let copy = Copy::new();
    for name in ["opportunities", "results"] {
        for file in copy.content_files(".md") {
            let is_index = file.contains("/index.");
            if file.starts_with(&format!("content/pages/{name}/")) && !is_index {
                copy.remove(&file);
            }
        }
    }
    copy.write("content/pages/opportunities/welcome.fr.md", ACTIVITY);
    copy
}

#[test]
fn an_activity_is_open_until_the_end_of_its_deadline() {
    let copy = with_activity();
    let page = "dist/public/activites/welcome/index.html";
    built_on(&copy, "2026-11-30");
    let open = copy.read(page);
    assert!(open.contains("Ouverte") && !open.contains("la date limite était"), "{open}");
    assert!(open.contains("30\u{a0}novembre\u{a0}2026") || open.contains("30 novembre 2026"));
    for link in
        ["niveaux-de-participation/collaboration/", "types-de-partenaires/citoyen-partenaire/"]
    {
        assert!(open.contains(link), "{link}");
    }
    assert!(copy.read("dist/public/activites/index.html").contains("Ouverte"));

    built_on(&copy, "2026-12-01");
    let closed = copy.read(page);
    assert!(closed.contains("la date limite était") && !closed.contains("Ouverte"), "{closed}");
    assert!(copy.read("dist/public/activites/index.html").contains("la date limite était"));
}

#[test]
fn an_activity_is_closed_while_all_applications_are() {
    let copy = with_activity();
    copy.edit(
        "content/site.yaml",
        "\napplications: { open: true }",
        "\napplications: { closed_until: 2026-11-29 }",
    );
    built_on(&copy, "2026-11-28");
    assert!(!copy.read("dist/public/activites/welcome/index.html").contains("Ouverte"));
    built_on(&copy, "2026-11-29");
    assert!(copy.read("dist/public/activites/welcome/index.html").contains("Ouverte"));
}

#[test]
fn an_open_activity_leads_to_its_own_form_and_the_function_knows_its_deadline() {
    let copy = with_activity();
    built_on(&copy, "2026-11-30");
    let link = "href=\"/api/fr/application?opportunity=welcome\"";
    let page = "dist/public/activites/welcome/index.html";
    assert!(copy.read(page).contains(link));
    let bundle: serde_json::Value =
        serde_json::from_str(&copy.read("dist/form-fn/bundle.json")).unwrap();
    assert_eq!(
        bundle["settings"]["activities"]["welcome"],
        serde_json::json!({
            "title": { "fr": "Revoir l’accueil" },
            "path": { "fr": "/activites/welcome/" },
            "deadline": "2026-11-30",
        })
    );
    built_on(&copy, "2026-12-01");
    assert!(!copy.read(page).contains(link));
}

#[test]
fn an_activity_is_over_after_its_last_day() {
    let copy = with_activity();
    let list = "dist/public/activites/index.html";
    built_on(&copy, "2027-02-02");
    assert!(!copy.read(list).contains("Activités terminées"));
    built_on(&copy, "2027-02-03");
    assert!(copy.read(list).contains("Activités terminées"));
}

#[test]
fn two_activities_of_one_name_are_told() {
    let copy = with_activity();
    copy.write("content/pages/opportunities/spring/welcome.fr.md", ACTIVITY);
    assert!(copy.fail().contains("there is an activity `welcome` already"));
}

#[test]
fn a_type_that_is_closed_until_a_day_says_so_and_comes_back_by_itself() {
    let copy = Copy::new();
    copy.edit(
        "content/pages/partner-types/family-partner.fr.md",
        "accepting: true",
        "accepting: true\nclosed_until: 2027-01-15",
    );
    let form = "dist/public/en/apply/index.html";
    let page = "dist/public/en/types-of-partners/family-caregiver-partner/index.html";
    let offered = "value=\"family-partner\"";
    built_on(&copy, "2027-01-14");
    assert!(!copy.read(form).contains(offered));
    let sentence = "Closed to applications until January 15, 2027";
    assert!(copy.read(form).replace('\u{a0}', " ").contains(sentence));
    assert!(copy.read(page).contains("This type takes applications again from"));
    built_on(&copy, "2027-01-15");
    assert!(copy.read(form).contains(offered));
    assert!(!copy.read(page).contains("This type takes applications again from"));
}

#[test]
fn a_notice_stands_on_every_page_through_its_last_day() {
    let copy = Copy::new();
    copy.edit(
        "content/site.yaml",
        "\nfacts:",
        "\nalert:\n  text: { fr: \"Tempête : appelez au {{ facts.phone | phone }}.\", en: Storm. }\n  until: 2027-01-15\n  page: contact\n\nfacts:",
    );
    let pages = ["dist/public/index.html", "dist/public/criteres/index.html"];
    built_on(&copy, "2027-01-15");
    for page in pages {
        let html = copy.read(page).replace('\u{a0}', " ");
        let start = html.find("<section class=\"alert\"").expect("a notice");
        let notice = &html[start..start + html[start..].find("</section>").unwrap()];
        assert!(notice.contains("aria-label=\"Avis\""), "{notice}");
        let words = "<b>Avis</b> Tempête : appelez au 819 555-0123. <a href=\"/nous-joindre/\">Nous joindre</a>";
        assert!(notice.contains(words), "{notice}");
    }
    assert!(copy.read("dist/public/en/index.html").contains("<b>Notice</b> Storm."));
    built_on(&copy, "2027-01-16");
    assert!(!copy.read(pages[0]).contains("class=\"alert\""));
}

#[test]
fn a_notice_without_its_last_day_is_told() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "\nfacts:", "\nalert:\n  text: { fr: Tempête. }\n\nfacts:");
    assert!(copy.fail().contains("`alert` must be three keys"));
}

#[test]
fn an_invented_page_is_marked_and_keeps_the_site_from_going_live() {
    let copy = Copy::new();
    copy.build();
    let page = copy.read("dist/public/activites/panneaux-urgence/index.html");
    assert!(page.contains("<p class=\"tag\">Exemple</p>"));
    let told = copy.text(&build::check(&copy.options(), true));
    assert!(told.contains("content/pages/opportunities/signs.fr.md"), "{told}");
    assert!(!copy.text(&build::check(&copy.options(), false)).contains("signs.fr.md"));
}

#[test]
fn a_level_or_type_that_is_no_page_is_told_at_its_place() {
    let copy = with_activity();
    let file = "content/pages/opportunities/welcome.fr.md";
    copy.edit(file, "level: collaboration", "level: colaboration");
    copy.edit(file, "citizen-partner]", "citizen]");
    insta::assert_snapshot!(copy.fail());
}

#[test]
fn a_picture_needs_a_text_for_who_does_not_see_it() {
    let copy = Copy::new();
    let page = |image: &str| {
        format!(
            "---\ntitle: Panneaux\ndescription: D.\ntemplate: result\ndate: 2026-10-01\nheard: A.\nchanged: B.\nimage:\n  {image}\n---\n"
        )
    };
    let file = "content/pages/signs.fr.md";
    for image in ["file: hall.jpg", "file: hall.jpg\n  alt: \" \""] {
        copy.write(file, &page(image));
        let text = copy.fail();
        assert!(text.contains("error[missing-key]: `alt` is missing"), "{text}");
        assert!(text.contains("what the picture shows"), "{text}");
    }
    copy.write(file, &page("file: hall.jpg\n  alt: Un hall\n  legend: x"));
    assert!(copy.fail().contains("there is no key `legend` here"));
}
