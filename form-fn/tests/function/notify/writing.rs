//! What is written to whom, in which language.

use form_fn::notify::letter;
use form_model::lang::Lang;
use form_model::mail::{self, Address};
use proptest::prelude::*;

use super::desk::Desk;
use super::letters::Letter;
use super::wording;
use crate::answers::complete;
use crate::site::now;

/// A message with what differs between forms put aside.
fn settled(letter: &Letter, record: &serde_json::Value) -> String {
    let reference = record["reference"].as_str().unwrap();
    let whole = letter.whole().replace(reference, "0000-0000");
    whole.replace(&reference.replace('-', "_"), "0000_0000")
}

#[tokio::test]
async fn an_application_in_french_brings_a_receipt_and_a_notice() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    desk.hears_of(&record).await;
    insta::assert_snapshot!(settled(&desk.letter_about(&record, "receipt"), &record));
    insta::assert_snapshot!(settled(&desk.letter_about(&record, "notice"), &record));
    assert_eq!(desk.names().len(), 2);
    let states: Vec<_> = desk.remembered().await.iter().map(|it| it["state"].clone()).collect();
    assert_eq!(states, ["sent", "sent"]);
}

#[tokio::test]
async fn an_application_in_english_brings_them_in_the_languages_of_their_readers() {
    let desk = Desk::in_english().await;
    let record = desk.receives(&complete().with("language", "en")).await;
    desk.hears_of(&record).await;
    insta::assert_snapshot!(settled(&desk.letter_about(&record, "receipt"), &record));
    insta::assert_snapshot!(settled(&desk.letter_about(&record, "notice"), &record));
}

#[tokio::test]
async fn the_language_that_was_chosen_comes_before_that_of_the_page() {
    let desk = Desk::open().await;
    for (page, chosen, expected) in [("fr", "en", "en"), ("en", "fr", "fr")] {
        let answers = complete().with("language", chosen);
        let seen = desk.site.post(page).form(&answers).await;
        let record = desk.site.engine.record(seen.reference()).await;
        assert_eq!(
            (&record["lang"], &record["answers"]["language"]),
            (&page.into(), &chosen.into())
        );
        desk.hears_of(&record).await;
        assert!(
            desk.letter_about(&record, "receipt").header("Content-Language").starts_with(expected)
        );
        assert!(desk.letter_about(&record, "notice").header("Content-Language").starts_with("fr"));
    }
}

#[tokio::test]
async fn a_language_without_messages_leaves_that_of_the_page() {
    let desk = Desk::open().await;
    let seen = desk.site.post("en").form(&complete()).await;
    let mut record = desk.site.engine.record(seen.reference()).await;
    for chosen in ["iu", "no language at all"] {
        record["answers"]["language"] = chosen.into();
        desk.hears_of(&record).await;
        assert!(desk.letter_about(&record, "receipt").header("Content-Language").starts_with("en"));
    }
}

#[tokio::test]
async fn without_an_address_there_is_a_notice_alone() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete().without("email")).await;
    desk.hears_of(&record).await;
    assert_eq!(desk.names(), [format!("{}-notice.eml", record["reference"].as_str().unwrap())]);
}

#[tokio::test]
async fn what_a_robot_may_have_sent_brings_nothing() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete().with("website", "https://spam.example")).await;
    assert_eq!(record["suspect"], true);
    desk.hears_of(&record).await;
    assert_eq!(desk.names(), [""; 0]);
    assert_eq!(desk.remembered().await.len(), 0);
    assert_eq!(desk.told(), [("suspect".to_owned(), "withheld".to_owned())]);
}

#[tokio::test]
async fn a_subject_with_accents_travels_in_ascii_and_reads_back() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete()).await;
    desk.hears_of(&record).await;
    let reference = record["reference"].as_str().unwrap();
    for (name, subject) in [
        ("receipt", format!("Candidature {reference} reçue : à bientôt")),
        ("notice", format!("Nouvelle candidature : {reference}, à évaluer")),
    ] {
        let letter = desk.letter_about(&record, name);
        assert!(letter.header("Subject").contains("=?utf-8?"), "{}", letter.raw());
        assert_eq!(letter.subject(), subject);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn messages_in_the_outbox_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::open().await;
    desk.hears_of(&desk.receives(&complete()).await).await;
    for name in desk.names() {
        let mode = desk.outbox().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn an_old_address_that_no_mail_service_takes_is_told_and_the_notice_goes() {
    let desk = Desk::open().await;
    let mut record = desk.receives(&complete()).await;
    // Earlier versions of the form accepted it.
    record["answers"]["email"] = "é@exemple.ca".into();
    desk.hears_of(&record).await;
    assert_eq!(desk.names(), [format!("{}-notice.eml", record["reference"].as_str().unwrap())]);
    let remembered = desk.remembered().await;
    let receipt = remembered.iter().find(|it| it["name"] == "receipt").unwrap();
    assert_eq!((&receipt["state"], &receipt["code"]), (&"failed".into(), &"unwritable".into()));
}

/// A text that looks like an address, and what careless software makes of one.
fn address() -> impl Strategy<Value = String> {
    let local = prop_oneof![
        "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}",
        "[a-zA-Zé\u{9b}\u{202e}\u{200b}\"\\\\ ]{1,9}",
        "\"\\PC{0,9}\"",
        "\\PC{1,9}",
    ];
    let domain =
        prop_oneof!["[a-zé0-9-]{1,63}\\.(ca|example|québec)", "\\PC{1,9}\\.ca", "\\PC{1,9}"];
    (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

proptest! {
    /// A message can be written to every address that the form accepts, in ASCII alone, and it goes there and nowhere
    /// else.
    #[test]
    fn every_address_that_the_form_accepts_is_written_to(typed in address()) {
        let form = crate::site::bundle().form;
        let posted = complete().with("email", &typed).posted();
        let Ok(valid) = form.validate_for_any_day(&posted) else { return Ok(()) };
        let Some(stored) = valid.answers().text("email") else { return Ok(()) };
        let to: Address = stored.parse().unwrap();
        let lang = Lang::french();
        let mail = wording::mail(lang.clone());
        let values = mail::Receipt {
            reference: "0123-4565".parse().unwrap(),
            contact_by: "2026-12-22".parse().unwrap(),
        };
        let filled = mail.receipt.get(&lang).fill(&values);
        let written = letter::Letter::new("x".to_owned(), &mail, &to, filled, now()).unwrap();
        let (local, domain) = to.ascii().split_once('@').unwrap();
        let (stored_local, stored_domain) = stored.split_once('@').unwrap();
        prop_assert_eq!(local, stored_local);
        prop_assert_eq!(domain, idna::domain_to_ascii(stored_domain).unwrap());
        prop_assert_eq!(Letter::of(written.bytes).to(), to.ascii());
    }
}
