//! Facts that stand once, in `site.yaml`: the phone, names, a retention period.

use form_model::{
    format,
    lang::Lang,
    mail::{Mail, Receipt},
    zone,
};
use jiff::ToSpan as _;

use crate::{
    addresses::leads,
    answers::{complete, empty},
    copy::Copy,
    function::{Function, bundle},
    guide,
    site::{self, DAY, MORNING},
};

#[tokio::test]
async fn task_02_change_the_directors_phone_once() {
    const OLD: &str = "819-555-0123";
    const NEW: &str = "819-555-0199";
    let copy = Copy::new();
    site::build_on(&copy, DAY);
    let called_before = pages_that_call(&copy, OLD);
    assert!(called_before.len() >= 30, "{called_before:?}");

    guide::follow(&copy, 2);
    site::build_on(&copy, DAY);
    assert_eq!(pages_that_call(&copy, NEW), called_before);
    assert!(pages_that_call(&copy, OLD).is_empty());
    let french = format::phone(&Lang::french(), NEW);
    let english = format::phone(&Lang::english(), NEW);
    assert_ne!(french, english);
    for (page, phone) in [("/nous-joindre/", &french), ("/en/contact/", &english)] {
        assert!(site::words(&copy, page).contains(&site::plain(phone)), "{page}");
    }

    let mail: Mail = serde_json::from_str(&copy.read_bundled("mail")).unwrap();
    let values = Receipt {
        reference: "0123-4565".parse().unwrap(),
        contact_by: jiff::civil::date(2027, 1, 31),
    };
    for (lang, phone) in [(Lang::french(), &french), (Lang::english(), &english)] {
        let receipt = mail.receipt.get(&lang).fill(&values);
        for part in [&receipt.html, &receipt.text] {
            assert!(site::plain(part).contains(&site::plain(phone)), "{part}");
            assert!(
                !site::plain(part).contains(&site::plain(&format::phone(&lang, OLD))),
                "{part}"
            );
        }
    }

    let function = Function::of(&copy);
    for (lang, phone) in [("fr", site::plain(&french)), ("en", site::plain(&english))] {
        let confirmed = function.post(lang, &complete(), MORNING).await;
        assert_eq!(confirmed.status, 303);
        let confirmation = function.get(&confirmed.location, MORNING).await;
        assert!(confirmation.words().contains(&phone), "the confirmation in {lang}");
        let refused = function.post(lang, &empty(), MORNING).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words().contains(&phone), "mistakes in {lang}");
    }
    function.lose_the_table();
    for (lang, phone) in [("fr", site::plain(&french)), ("en", site::plain(&english))] {
        let unstored = function.post(lang, &complete(), MORNING).await;
        assert_eq!(unstored.status, 503);
        let messages = bundle(&copy).form.messages;
        let message = site::plain(messages.server_error.get(&lang.parse().unwrap()));
        assert!(message.contains(&phone), "{message}");
        assert!(unstored.words().contains(&message), "not stored, in {lang}");
    }
}

/// Pages that offer to call a number.
fn pages_that_call(copy: &Copy, phone: &str) -> Vec<String> {
    let link = format!("href=\"tel:{}\"", format::tel(phone));
    let calls = |address: &String| site::html(copy, address).contains(&link);
    site::addresses(copy).into_iter().filter(calls).collect()
}

#[tokio::test]
async fn task_06_rename_the_institution_in_one_place() {
    const OLD: [&str; 4] = [
        "Établissement de santé (exemple)",
        "Health institution (example)",
        "Organisme principal (exemple)",
        "Parent body (example)",
    ];
    let copy = Copy::new();
    site::build_on(&copy, DAY);
    for name in OLD {
        assert!(site::is_said(&copy, name), "{name}");
    }

    guide::follow(&copy, 6);
    site::build_on(&copy, DAY);
    for (file, bytes) in copy.built_files() {
        let text = String::from_utf8_lossy(&bytes);
        let old = OLD.iter().find(|name| text.contains(**name));
        assert!(old.is_none(), "{file} holds {old:?}");
    }
    // A page whose address held the old name changes it as in task 11.
    guide::follow(&copy, 11);
    site::build_on(&copy, DAY);
    assert!(leads(&copy, "/nous-joindre/", "/joignez-nous/"));

    let names = [
        ("/confidentialite/", "Centre de santé des Rapides", "Santé régionale de l’Outaouais"),
        ("/en/privacy/", "Des Rapides Health Centre", "Outaouais Regional Health"),
    ];
    let function = Function::of(&copy);
    for (page, institution, parent_body) in names {
        let words = site::words(&copy, page);
        assert!(words.contains(institution) && words.contains(parent_body), "{words}");
        let lang = if page.starts_with("/en/") { "en" } else { "fr" };
        let form = function.post(lang, &empty(), MORNING).await.words();
        assert!(form.contains(institution), "the notice in {lang}: {form}");
    }
}

#[tokio::test]
async fn task_08_change_a_retention_period() {
    let copy = Copy::new();
    site::build_on(&copy, DAY);
    let mut function = Function::of(&copy);
    assert_eq!(function.post("fr", &complete(), MORNING).await.status, 303);
    let before = function.records().remove(0);
    assert_eq!(before.notice_version, bundle(&copy).form.notice_version);

    guide::follow(&copy, 8);
    site::build_on(&copy, DAY);
    let privacy = site::words(&copy, "/confidentialite/");
    assert!(privacy.contains("9 mois après la dernière étape"), "{privacy}");
    assert!(privacy.contains("Dernière mise à jour : 15 janvier 2027"), "{privacy}");
    let privacy = site::words(&copy, "/en/privacy/");
    assert!(privacy.contains("9 months after"), "{privacy}");
    assert!(privacy.contains("January 15, 2027"), "{privacy}");
    assert!(site::words(&copy, "/candidature/").contains("9 mois si"));

    function.renew(&copy);
    let later = complete().with("time_wish", "once");
    assert_eq!(function.post("fr", &later, MORNING).await.status, 303);
    let (old, new): (Vec<_>, Vec<_>) =
        function.records().into_iter().partition(|record| record.reference == before.reference);
    assert_eq!(old, std::slice::from_ref(&before), "what was stored stays as it was");
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].notice_version, bundle(&copy).form.notice_version);
    assert_ne!(new[0].notice_version, before.notice_version);
    let destroyed = zone::at(new[0].received_at).checked_add(9.months()).unwrap();
    assert_eq!(new[0].destroy_after, destroyed.timestamp().as_second());

    // Who read the notice of before is asked to read it again, and loses nothing.
    let seen = complete().with("time_wish", "short").and("notice_version", &before.notice_version);
    let asked = function.post("fr", &seen, MORNING).await;
    assert_eq!(asked.status, 422);
    assert_eq!(crate::page::resent(&asked.html).of_questions(), seen.of_questions());
}
