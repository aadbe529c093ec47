//! The messages that follow an application: as they are sent, and what is told of mistakes in them.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use form_model::{
    lang::Lang,
    mail::{Digest, Filled, Mail, Notice, Receipt},
};
use site_gen::{build, diagnostic::Diagnostics, memory::Memory};

const RECEIPT: &str = "content/messages/receipt.fr.md";

fn mail(copy: &Copy) -> Mail {
    copy.build();
    serde_json::from_str(&copy.read_bundled("mail")).unwrap()
}

/// A copy whose programme reads its own messages in English.
fn in_english() -> Copy {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "staff_lang: fr", "staff_lang: en");
    copy
}

fn receipt() -> Receipt {
    let contact_by = "2026-12-22".parse().unwrap();
    Receipt { reference: "0123-4565".parse().unwrap(), contact_by }
}

/// As a person gets it: the plain text, then the HTML document.
fn sent(name: &str, Filled { lang, subject, html, text }: &Filled) {
    insta::assert_snapshot!(format!("{name}_{lang}_text"), format!("{subject}\n\n{text}"));
    insta::assert_snapshot!(format!("{name}_{lang}_html"), html);
    let lines = text.lines().map(|line| line.chars().count());
    assert!(lines.max() <= Some(78), "{text}");
}

#[test]
fn the_applicant_gets_a_receipt_in_each_language() {
    let receipts = mail(&Copy::new()).receipt;
    for lang in [Lang::french(), Lang::english()] {
        sent("receipt", &receipts.get(&lang).fill(&receipt()));
    }
}

#[test]
fn the_programme_gets_a_notice_and_a_digest_in_its_language() {
    let lines = ["0123-4565 : 22 décembre 2026".to_owned(), "ZZZZ-ZZZ0 : <demain>".to_owned()];
    for copy in [Copy::new(), in_english()] {
        let Mail { notice, digest, .. } = mail(&copy);
        let Receipt { reference, contact_by } = receipt();
        let values = Notice { reference, partner_type: "Proche partenaire", contact_by };
        sent("notice", &notice.fill(&values));
        let values = Digest {
            day: "2026-12-01".parse().unwrap(),
            due: &lines,
            late: &lines[..1],
            suspect: &[],
            failed: &[],
            expired: &[],
            none: "–",
        };
        sent("digest", &digest.fill(&values));
    }
}

#[test]
fn no_message_brings_anything_from_elsewhere() {
    let Mail { receipt: receipts, .. } = mail(&Copy::new());
    let html = receipts.get(&Lang::french()).fill(&receipt()).html;
    for part in ["<img", "<link", "<script", "src=", "url(", "@import", "http://"] {
        assert!(!html.contains(part), "{part}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
}

/// Every mistake at once, told in one run.
fn mistaken() -> (Copy, Diagnostics) {
    let copy = Copy::new();
    copy.edit(RECEIPT, "subject: \"Nous", "subject: \"{first_name}, nous")
        .edit(RECEIPT, "{ref}", "{reff}")
        .edit(RECEIPT, "../pages/privacy.fr.md", "../pages/privcy.fr.md")
        .edit(RECEIPT, "{{ facts.programme }}", "{{ facts.program }}")
        .remove("content/messages/receipt.en.md")
        .edit("content/messages/notice.fr.md", "{ref}", "{type}")
        .edit("content/messages/notice.fr.md", "**{date}**", "demain ![](a.png)")
        .edit("content/messages/notice.en.md", "---\n", "---\ntitle: Notice\n")
        .edit(
            "content/messages/notice.en.md",
            "An application",
            "<p>{ref}</p>\n\n[Read](https://a.ca/{ref})",
        )
        .edit("content/messages/digest.fr.md", "subject: \"", "subject: |\n  Un\n  \"")
        .edit("content/messages/digest.fr.md", "\n{due}\n", "\nLes voici : {due}\n")
        .write("content/messages/recipt.fr.md", "---\nsubject: Reçu\n---\n")
        .write("content/messages/digest.en.md", "No front matter.")
        .write("content/messages/receipt.es.md", "No es un mensaje.");
    let told = build::build(&copy.options()).unwrap_err();
    (copy, told)
}

#[test]
fn every_mistake_of_a_message_is_told_at_its_place() {
    let (copy, told) = mistaken();
    insta::assert_snapshot!(copy.text(&told));
}

#[test]
fn they_are_told_in_french_too() {
    let (copy, told) = mistaken();
    insta::assert_snapshot!(copy.text_for(&Lang::french(), &told));
}

#[test]
fn a_message_that_lacks_what_it_must_say_is_told() {
    for (name, blank) in
        [("receipt", "ref"), ("receipt", "date"), ("notice", "type"), ("digest", "late")]
    {
        let copy = Copy::new();
        let file = format!("content/messages/{name}.fr.md");
        let text = copy.read(&file);
        let (front_matter, body) = text.rsplit_once("---\n").unwrap();
        let body = body.replace(&format!("{{{blank}}}"), "…");
        copy.write(&file, &format!("{front_matter}---\n{body}"));
        let told = copy.fail();
        assert!(told.contains(&format!("does not say `{{{blank}}}`")), "{told}");
        assert!(told.contains(&file) && told.contains("1 error\n"), "{told}");
    }
}

#[test]
fn english_of_the_programme_s_messages_is_needed_only_where_it_is_read() {
    let copy = Copy::new();
    for name in ["notice", "digest"] {
        copy.remove(&format!("content/messages/{name}.en.md"));
    }
    copy.build();
    copy.edit("content/site.yaml", "staff_lang: fr", "staff_lang: en");
    let told = copy.fail();
    for name in ["notice", "digest"] {
        let file = format!("content/messages/{name}.en.md");
        assert!(told.contains(&file) && told.contains("this message is missing"), "{told}");
    }
}

#[test]
fn addresses_and_their_language_are_judged_each_at_its_place() {
    for (from, to, told, place) in [
        (
            "from: ne-pas-repondre@exemple.ca",
            "from: ne pas répondre",
            "`from` must be an e-mail address, such as",
            "from: ne pas répondre",
        ),
        ("  staff: partenaires@exemple.ca\n", "", "`staff` is missing", "mail: !example"),
        (
            "staff_lang: fr",
            "staff_lang: iu",
            "`iu` is not among the site’s languages",
            "staff_lang: iu",
        ),
        ("staff_lang: fr", "staf_lang: fr", "there is no key `staf_lang` here", "staf_lang: fr"),
    ] {
        let copy = Copy::new();
        copy.edit("content/site.yaml", from, to);
        let text = copy.fail();
        assert!(text.contains(told) && text.contains("1 error\n"), "{text}");
        assert!(text.contains("content/site.yaml:") && text.contains(place), "{text}");
    }
}

#[test]
fn prose_of_messages_keeps_the_rules_of_pages() {
    let copy = Copy::new();
    let long = "Nous avons bien reçu votre candidature et nous la lirons avec soin dans les jours qui viennent, \
        parce que chaque candidature compte beaucoup pour nous.";
    copy.edit(RECEIPT, "Nous avons bien reçu votre candidature.", long);
    copy.edit(RECEIPT, "Bonjour,", "# Bonjour\n\n[Cliquez ici](../pages/privacy.fr.md)");
    let told = copy.text(&build::check(&copy.options(), false));
    for rule in ["warning[long-sentence]", "error[one-h1]", "error[link-text]"] {
        assert!(told.contains(rule), "{rule}: {told}");
    }
    assert!(told.contains("content/messages/receipt.fr.md:"), "{told}");
}

#[test]
fn a_link_to_a_page_that_is_held_back_keeps_its_words() {
    let copy = Copy::new();
    copy.edit("content/pages/results/waiting-room.fr.md", "---\n", "---\npublish_on: 2027-01-01\n");
    copy.edit(RECEIPT, "Bonjour,", "Voyez [un résultat](../pages/results/waiting-room.fr.md).");
    let html = mail(&copy).receipt.get(&Lang::french()).fill(&receipt()).html;
    assert!(html.contains("<p>Voyez un résultat.</p>"), "{html}");
}

#[test]
fn a_process_that_builds_again_takes_a_changed_message() {
    let copy = Copy::new();
    let mut memory = Memory::default();
    build::rebuild(&copy.options(), &mut memory).unwrap();
    copy.edit(RECEIPT, "Bonjour,", "Bonsoir,");
    build::rebuild(&copy.options(), &mut memory).unwrap();
    assert!(copy.read_bundled("mail").contains("Bonsoir,"));
}

#[test]
fn a_template_that_fails_or_is_missing_is_told_and_nothing_that_follows() {
    let copy = Copy::new();
    copy.edit("themes/circles/templates/message.html", "message.subject", "message.subjet");
    let told = copy.fail();
    assert!(told.contains("themes/circles/templates/message.html:"), "{told}");
    assert!(told.contains("`subjet`") && !told.contains("error[message]"), "{told}");
    let copy = Copy::new();
    copy.remove("themes/circles/templates/message.txt");
    let told = copy.fail();
    assert!(told.contains("error[theme]") && told.contains("message.txt"), "{told}");
    assert!(told.contains("1 error\n"), "{told}");
}
