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

fn with_activity() -> Copy {
    let copy = Copy::new();
    copy.write("content/pages/opportunities/welcome.fr.md", ACTIVITY).write(
        "content/pages/opportunities/index.fr.md",
        "---\ntitle: Activités\ndescription: À vous.\nslug: activites\ntemplate: opportunities\n---\n",
    );
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
