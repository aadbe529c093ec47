//! What an editor writes in HTML is followed and checked as what stands in Markdown.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;

const FILE: &str = "content/pages/essai.fr.md";

fn with(body: &str) -> Copy {
    let copy = Copy::new();
    copy.write("content/pages/plan.svg", "<svg viewBox='0 0 4 3'></svg>");
    copy.write(FILE, &format!("---\ntitle: Essai\ndescription: Une page.\n---\n\n{body}\n"));
    copy
}

fn page(body: &str) -> String {
    let copy = with(body);
    copy.build();
    copy.read("dist/public/essai/index.html")
}

#[test]
fn links_lead_to_pages() {
    let html = page("Voir <a href=\"steps.fr.md#appel\" class=\"x\">l'appel</a>.");
    assert!(html.contains("<a class=\"x\" href=\"/etapes/#appel\">l’appel</a>"), "{html}");
    let html = page("<table>\n<tr><th>A\n<td><a\n  href='contact.fr.md'>B</a>\n</table>");
    assert!(html.contains("<a href=\"/nous-joindre/\">B</a>"), "{html}");
}

#[test]
fn a_broken_one_is_told_at_its_place() {
    let text =
        with("Voir <a href=\"step.fr.md\">là</a>.\n\n<p>\n<a href=\"#rien\">x</a></p>").fail();
    assert!(text.contains("content/pages/essai.fr.md:6:6"), "{text}");
    assert!(text.contains("`steps.fr.md`"), "{text}");
    assert!(text.contains("content/pages/essai.fr.md:9:1"), "{text}");
    assert!(text.contains("2 errors"), "{text}");
}

#[test]
fn pictures_are_published_and_missing_ones_told() {
    let html = page("<p><img src=\"plan.svg\" alt=\"Le plan\"></p>");
    assert!(html.contains("alt=\"Le plan\"") && html.contains("width=\"4\""), "{html}");
    assert!(!html.contains("\"plan.svg\""), "{html}");
    let text = with("<img src=\"plans.svg\" alt=\"Le plan\">").fail();
    assert!(text.contains("error[broken-link]"), "{text}");
}

#[test]
fn an_id_in_it_can_be_linked_to() {
    let html = page("[Là-bas](#ancre)\n\n<p id=\"ancre\">x</p>");
    assert!(html.contains("href=\"#ancre\""), "{html}");
}

#[test]
fn a_link_without_an_address_is_told() {
    let text = with("[Vide]()").fail();
    assert!(text.contains("this link has no address"), "{text}");
}

#[test]
fn two_braces_can_be_shown() {
    let html = page("Écrivez `\\{{ facts.phone | phone }}` : {{ facts.phone | phone }}.");
    assert!(html.contains("<code>{{ facts.phone | phone }}</code>"), "{html}");
    assert!(html.contains("819\u{a0}555-0123"), "{html}");
}
