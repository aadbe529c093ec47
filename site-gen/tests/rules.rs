//! The rules of `check` on pages: each mistake is told at its place, changed in gravity, or accepted.

mod copy;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::build;

const FRENCH: &str = "content/pages/essai.fr.md";
const ENGLISH: &str = "content/pages/essai.en.md";

/// A page with a body.
fn page(body: &str) -> String {
    format!("---\ntitle: \"Essai\"\ndescription: \"Une page.\"\n---\n\n{body}\n")
}

/// What `check` says of the real content with one page more.
fn told(copy: &Copy) -> String {
    copy.text(&build::check(&copy.options(), false))
}

fn told_of(body: &str) -> String {
    let copy = Copy::new();
    copy.write(FRENCH, &page(body));
    told(&copy)
}

#[test]
fn the_real_content_keeps_every_rule() {
    let diagnostics = build::check(&Copy::new().options(), false);
    assert!(diagnostics.is_empty(), "{diagnostics}");
}

#[test]
fn a_page_with_every_mistake_is_told_each() {
    let copy = Copy::new();
    copy.write(
        FRENCH,
        &page(
            "# Un autre titre\n\n#### Trop bas {#ici}\n\n## Encore {#ici}\n\n\
            ![](https://exemple.ca/a.jpg) <img src=\"https://exemple.ca/b.jpg\">\n\n\
            [Cliquez ici](steps.fr.md), [ ](steps.fr.md) ou <a href=\"https://exemple.ca\">ici</a>.\n\n\
            <table><tr><td>Un</td><td>Deux</td></tr></table>\n\n\
            Appelez le 819.555.0123 ou écrivez à <partenaires@exemple.ca> dans les 30 jours !\n\n\
            The team that you meet is there for you and for your family.\n\n\
            <!-- accept long-sentence -->\n\
            Quand vous venez chez nous pour la première fois, nous vous montrons les lieux, les gens, les \
            règles et les façons de faire, puis vous posez toutes les questions que vous voulez, sans gêne \
            et sans presse aucune.\n\n\
            <!-- accept typografy: faute de frappe -->\nOui.\n\n<!-- accept alt-text: rien ici -->\nNon.",
        ),
    );
    insta::assert_snapshot!(told(&copy));
    let diagnostics = build::check(&copy.options(), false);
    insta::assert_snapshot!("every_rule_in_french", copy.text_for(&Lang::french(), &diagnostics));
}

#[test]
fn english_pages_have_their_own_words() {
    let copy = Copy::new();
    copy.write(FRENCH, &page("Bonjour.")).write(
        ENGLISH,
        &page("[Read more](steps.en.md) within two years, at 2:30 pm.\n\nLa page que vous cherchez n’est \
            pas dans ce site.\n\n<span lang=\"fr\">Vous êtes ici chez vous, dans les murs qui sont à nous.</span>"),
    );
    insta::assert_snapshot!(told(&copy));
}

#[test]
fn facts_referred_to_are_not_typed() {
    let text = told_of(
        "Dans les {{ facts.reply_within_days }} jours, au [{{ facts.phone | phone }}]\
        (tel:{{ facts.phone | tel }}) ou <{{ facts.email }}>.",
    );
    assert!(!text.contains("[typed-fact]"), "{text}");
    let text =
        told_of("Au [bureau](tel:+18195550123) ou [par écrit](mailto:partenaires@exemple.ca).");
    assert_eq!(text.matches("warning[typed-fact]").count(), 2, "{text}");
    assert!(text.contains("{{ facts.phone | tel }}"), "{text}");
}

#[test]
fn a_fact_typed_in_the_front_matter_has_its_place_there() {
    let copy = Copy::new();
    copy.edit(
        "content/pages/steps.fr.md",
        "Vous commencez après",
        "Après 30 jours ou \\\"plus\\\", après",
    );
    let text = told(&copy);
    assert!(text.contains("content/pages/steps.fr.md:11:12"), "{text}");
}

#[test]
fn severity_is_the_sites_to_choose() {
    let long = "Un mot et un mot et un mot et un mot et un mot et un mot et un mot et un mot.";
    assert!(told_of(long).contains("warning[long-sentence]"));
    for (level, wanted) in [("off", ""), ("warning", "warning["), ("error", "error[")] {
        let copy = Copy::new();
        copy.write(FRENCH, &page(long)).edit(
            "content/site.yaml",
            "facts:",
            &format!("checks: {{ long-sentence: {level} }}\nfacts:"),
        );
        let text = told(&copy);
        assert_eq!(text.contains("[long-sentence]"), level != "off", "{text}");
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn a_sentence_over_thirty_words_is_an_error() {
    assert!(told_of(&format!("Un{}.", " mot".repeat(30))).contains("error[long-sentence]"));
    assert!(told_of(&format!("Un{}.", " mot".repeat(29))).contains("warning[long-sentence]"));
    assert!(!told_of(&format!("Un{}.", " mot".repeat(19))).contains("[long-sentence]"));
}

#[test]
fn an_unknown_rule_or_severity_is_told_with_a_near_one() {
    let copy = Copy::new();
    copy.edit(
        "content/site.yaml",
        "facts:",
        "checks: { long-sentences: off, alt-text: mild }\nfacts:",
    );
    let text = told(&copy);
    assert!(text.contains("did you mean `long-sentence`?"), "{text}");
    assert!(text.contains("write `off`, `warning` or `error`"), "{text}");
}

#[test]
fn one_case_is_accepted_with_its_reason_and_no_other() {
    let long = format!("Un{}.", " mot".repeat(25));
    let note = "<!-- accept long-sentence: titre officiel -->";
    let text = told_of(&format!("{note}\n{long}\n\n{long}\n"));
    assert_eq!(text.matches("[long-sentence]").count(), 1, "{text}");
    let text = told_of(&format!("- {long}\n  {note}\n- {long}\n- {long}\n"));
    assert_eq!(text.matches("[long-sentence]").count(), 2, "{text}");
    assert!(text.contains("essai.fr.md:6:3") && text.contains("essai.fr.md:9:3"), "{text}");
}

#[test]
fn what_is_accepted_is_not_published() {
    let copy = Copy::new();
    copy.write("content/pages/a.svg", "<svg viewBox='0 0 4 3'></svg>");
    copy.write(FRENCH, &page("<!-- accept alt-text: décor -->\n![](a.svg)"));
    copy.build();
    let html = copy.read("dist/public/essai/index.html");
    assert!(html.contains("alt=\"\"") && !html.contains("accept"), "{html}");
}

#[test]
fn a_hard_page_is_told_with_its_hardest_sentences() {
    let hard = "L’institutionnalisation administrative conditionne l’opérationnalisation organisationnelle. ";
    let copy = Copy::new();
    copy.write(FRENCH, &page(&hard.repeat(20)));
    let text = told(&copy);
    assert!(text.contains("warning[readability]: this page is hard to read"), "{text}");
    assert!(text.contains("essai.fr.md:2:1"), "{text}");
    assert!(text.contains("6:1 “L’institutionnalisation administrative"), "{text}");

    let accepted = format!("<!-- accept readability: citation d’une loi -->\n{}", hard.repeat(20));
    copy.write(FRENCH, &page(&accepted));
    let text = told(&copy);
    assert!(!text.contains("[readability]") && !text.contains("[accept]"), "{text}");
}

#[test]
fn the_privacy_policy_says_all_that_the_law_wants() {
    let copy = Copy::new();
    copy.edit("content/pages/privacy.fr.md", "{#tiers}", "{#autres}").edit(
        "content/pages/privacy.en.md",
        "## Choosing not to answer {#refuse}",
        "## Choosing not to answer {#refuse}\n\n## Else",
    );
    let text = told(&copy);
    assert!(text.contains("the law wants this page to say third parties"), "{text}");
    assert!(text.contains("this section of the privacy policy is empty"), "{text}");

    for lang in ["fr", "en"] {
        copy.remove(&format!("content/pages/privacy.{lang}.md"));
    }
    assert!(told(&copy).contains("the site has no privacy policy"));
}

#[test]
fn a_build_does_not_run_the_rules() {
    let copy = Copy::new();
    copy.write(FRENCH, &page("# Un titre\n\n[ici](steps.fr.md)"));
    assert!(copy.build().warnings.is_empty());
}

#[test]
fn an_id_that_the_theme_uses_is_told() {
    let text = told_of("## Menu {#main}\n\n## Main\n\n<p id=\"application\">x</p>");
    assert!(
        text.contains("the id `main` is taken by what the theme puts around the text"),
        "{text}"
    );
    assert_eq!(text.matches("[duplicate-id]").count(), 1, "{text}");
}
