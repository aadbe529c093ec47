//! Pages that are made from others: the site map, the glossary, the questions that lead to a role, the form on
//! paper, the activities on the home page.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::collections::BTreeSet;

use copy::Copy;
use site_gen::{Options, build};

/// What stands between two texts of a page; both must stand there.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let (_, after) = html.split_once(from).unwrap_or_else(|| panic!("no {from} in {html}"));
    after.split_once(to).unwrap_or_else(|| panic!("no {to} in {after}")).0
}

/// The addresses that a part of a page leads to, in its order.
fn links(html: &str) -> Vec<&str> {
    html.split("href=\"").skip(1).map(|after| after.split_once('"').unwrap().0).collect()
}

fn page(copy: &Copy, address: &str) -> String {
    copy.read(&format!("dist/public{address}index.html"))
}

const TEACHER: &str = "---
template: partner-type
title: Patient enseignant
description: Vous racontez votre expérience.
order: 4
accepting: true
choice: Patient enseignant
who: Vous aimez expliquer.
brings: Ce que les livres n’enseignent pas.
care_received: Oui.
example: Parler à un groupe.
---
";

const TEACHER_EN: &str = "---
title: Patient teacher
description: You share your experience.
choice: Patient teacher
who: You like to explain.
brings: What books do not teach.
care_received: Yes.
example: Talking to a group.
---
";

#[test]
fn the_site_map_leads_to_every_page_of_its_language_once() {
    let copy = Copy::new();
    // A folder without a page of its own: what is in it still belongs somewhere.
    copy.write("content/pages/news/first.fr.md", "---\ntitle: Une\ndescription: Une.\n---\n");
    copy.build();
    let sitemap = copy.read("dist/public/sitemap.xml");
    let all = sitemap.split("<loc>").skip(1).map(|after| after.split_once("</loc>").unwrap().0);
    let base = "https://partenaires.exemple.ca";
    let all: BTreeSet<_> = all.map(|url| url.strip_prefix(base).unwrap()).collect();
    assert!(all.contains("/news/first/") && all.len() > 50, "{all:?}");
    for (map, english) in [("/plan-du-site/", false), ("/en/site-map/", true)] {
        let html = page(&copy, map);
        let listed = links(between(&html, "<section class=\"site-map\">", "</section>"));
        let once: BTreeSet<_> = listed.iter().copied().collect();
        assert_eq!(once.len(), listed.len(), "{listed:?}");
        let own = all.iter().copied().filter(|address| address.starts_with("/en/") == english);
        assert_eq!(once, own.collect(), "{map}");
    }
    let html = page(&copy, "/plan-du-site/");
    let below = between(&html, "Types de partenaires</a>\n<ul>", "</ul>");
    assert_eq!(links(below).len(), 3, "types stand below their page: {below}");
    assert!(html.contains("href=\"/en/site-map/\" lang=\"en-CA\""), "{html}");
}

#[test]
fn each_term_stands_in_both_languages_on_both_pages() {
    let copy = Copy::new();
    copy.build();
    let terms = |address: &str| {
        let html = page(&copy, address);
        let list = between(&html, "<dl class=\"glossary\">", "</dl>").to_owned();
        let of_term = |part: &str| part.split_once('"').unwrap().0.to_owned();
        (list.split("<div id=\"").skip(1).map(of_term).collect::<BTreeSet<_>>(), list)
    };
    let (french, in_french) = terms("/glossaire/");
    let (english, in_english) = terms("/en/glossary/");
    assert_eq!(french, english);
    assert_eq!(in_french.matches("<dd class=\"twin\" lang=\"en-CA\">").count(), french.len());
    assert_eq!(in_english.matches("<dd class=\"twin\" lang=\"fr-CA\">").count(), french.len());
    assert!(in_french.contains("</span> Partner user</dd>"), "{in_french}");
    assert!(in_french.contains("href=\"/types-de-partenaires/usager-partenaire/\""));
    assert!(in_english.contains("href=\"/en/levels-of-involvement/partnership/\""));
}

#[test]
fn a_term_without_its_twin_is_told() {
    let copy = Copy::new();
    let english = "content/pages/glossary.en.md";
    copy.edit(english, "key: mandate", "key: mandat").edit(english, "key: user\n", "key: level\n");
    insta::assert_snapshot!(copy.fail());

    copy.edit(
        "content/pages/glossary.fr.md",
        "terms:",
        "terms:\n  - { key: new, name: Un, definition: Un. }",
    );
    copy.edit(english, "key: mandat\n", "key: mandate\n");
    copy.edit(english, "key: level\n    name: \"User\"", "key: user\n    name: \"User\"");
    let warnings = copy.text(&copy.build().warnings);
    assert!(warnings.contains("warning[missing-language]: missing here: `new`"), "{warnings}");
}

#[test]
fn the_questions_of_the_types_lead_to_them_one_inside_another() {
    let copy = Copy::new();
    copy.write("content/pages/partner-types/teacher.fr.md", TEACHER);
    copy.write("content/pages/partner-types/teacher.en.md", TEACHER_EN);
    copy.build();
    let html = page(&copy, "/criteres/");
    let helper = between(&html, "<div class=\"role-questions\">", "\n</div>").to_owned();
    let roles = ["usager-partenaire", "proche-partenaire", "citoyen-partenaire"];
    let mut expected = Vec::new();
    for role in roles {
        expected.extend([format!("/types-de-partenaires/{role}/"), "/nous-joindre/".to_owned()]);
    }
    // The type that asks nothing comes after the last “no”, beside the phone.
    expected.extend(["tel:+18195550123", "/types-de-partenaires/teacher/"].map(str::to_owned));
    assert_eq!(links(&helper), expected);
    assert!(!helper.contains("<form") && !helper.contains("<script"));
    assert_eq!(helper.matches("<details>").count(), 3);
    assert!(helper.ends_with(&"\n</details>".repeat(3)), "each “no” holds what follows: {helper}");

    let question = "sign: book\nquestion: Aimez-vous expliquer?";
    let asking = TEACHER.replace("accepting: true", &format!("accepting: true\n{question}"));
    copy.write("content/pages/partner-types/teacher.fr.md", &asking);
    copy.build();
    let html = page(&copy, "/criteres/");
    let helper = between(&html, "<div class=\"role-questions\">", "\n</div>");
    assert_eq!(helper.matches("<details>").count(), 4);
    assert!(helper.contains("<h3>Aimez-vous expliquer?</h3>"), "{helper}");
}

#[test]
fn the_form_on_paper_asks_what_the_form_asks_and_sends_nothing() {
    let copy = Copy::new();
    copy.build();
    for (form, paper, condition) in [
        ("/candidature/", "/candidature/imprimer/", "<b>Seulement si, à la question 1</b>"),
        ("/en/apply/", "/en/apply/print/", "<b>Only if, at question 1</b>"),
    ] {
        let form = page(&copy, form);
        let sheet = page(&copy, paper);
        let [form, sheet] = [&form, &sheet].map(|html| between(html, "<main", "</main>"));
        assert!(links(form).contains(&paper), "the form leads to {paper}");
        assert!(!sheet.contains("<form") && !sheet.contains("<input"), "{sheet}");
        assert!(!sheet.contains("<script"), "{sheet}");
        let labels = form.split("<label for=\"").skip(1).map(|label| between(label, "\">", "<"));
        let legends =
            form.split("<legend>").skip(1).map(|legend| legend.split_once('<').unwrap().0);
        let questions: Vec<_> = labels.chain(legends).filter(|text| !text.is_empty()).collect();
        assert!(questions.len() > 40, "{questions:?}");
        let trap = ["Laissez ce champ vide.", "Leave this field empty."];
        for question in questions.into_iter().filter(|question| !trap.contains(question)) {
            assert!(sheet.contains(question), "{paper} does not ask {question}");
        }
        assert!(sheet.matches(condition).count() >= 2, "{sheet}");
        assert!(sheet.contains("tel:+18195550123") && sheet.contains("J8X"), "{sheet}");
    }
    let contact = page(&copy, "/nous-joindre/");
    assert!(links(&contact).contains(&"/candidature/imprimer/"));

    copy.edit("content/site.yaml", "applications: { open: true }", "applications: { open: false }");
    copy.build();
    let closed = page(&copy, "/candidature/imprimer/");
    assert!(closed.contains("Les candidatures sont fermées") && !closed.contains("class=\"line\""));
}

#[test]
fn the_home_page_shows_activities_while_they_are_open() {
    let copy = Copy::new();
    let home = |day: &str| {
        let options = Options { today: Some(day.parse().unwrap()), ..copy.options() };
        build::build(&options).unwrap_or_else(|told| panic!("{told}"));
        page(&copy, "/")
    };
    copy.edit(
        "content/pages/opportunities/signs.fr.md",
        "deadline: 2027-12-15",
        "deadline: 2027-02-02",
    );
    let open = home("2027-02-02");
    assert!(open.contains("href=\"/activites/panneaux-urgence/\""), "{open}");
    assert!(!open.contains("href=\"/activites/depliant-retour/\""), "closed since October");
    let title = "Activités qui cherchent des partenaires";
    assert!(open.contains(title));
    let closed = home("2027-02-03");
    assert!(!closed.contains("/activites/panneaux-urgence/") && !closed.contains(title));
}
