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
async fn an_address_that_no_mail_service_takes_is_told_and_the_notice_goes() {
    let desk = Desk::open().await;
    let record = desk.receives(&complete().with("email", "é@exemple.ca")).await;
    desk.hears_of(&record).await;
    assert_eq!(desk.names(), [format!("{}-notice.eml", record["reference"].as_str().unwrap())]);
    let remembered = desk.remembered().await;
    let receipt = remembered.iter().find(|it| it["name"] == "receipt").unwrap();
    assert_eq!((&receipt["state"], &receipt["code"]), (&"failed".into(), &"unwritable".into()));
}

proptest! {
    /// Whatever address the form takes, a message to it goes there and nowhere else, written in ASCII alone. Only
    /// before the `@` there is no way to write other letters.
    #[test]
    fn whatever_address_is_taken_is_written_to(
        local in "[a-zA-Zé0-9!#$%&'*+/=?^_`{|}~.-]{1,20}",
        domain in "[a-zé0-9-]{1,20}\\.(ca|example|québec)",
    ) {
        let Ok(to) = format!("{local}@{domain}").parse::<Address>() else { return Ok(()) };
        let lang = Lang::french();
        let mail = wording::mail(lang.clone());
        let values = mail::Receipt {
            reference: "0123-4565".parse().unwrap(),
            contact_by: "2026-12-22".parse().unwrap(),
        };
        let filled = mail.receipt.get(&lang).fill(&values);
        match letter::Letter::new("x".to_owned(), &mail, &to, &lang, filled, now()) {
            Ok(written) => {
                let (before, after) = written.to.as_str().split_once('@').unwrap();
                prop_assert_eq!(before, local);
                prop_assert!(after.is_ascii());
                let (read, result) = idna::domain_to_unicode(after);
                prop_assert!(result.is_ok());
                prop_assert_eq!(read, domain);
                prop_assert_eq!(Letter::of(written.bytes).to(), written.to.as_str());
            }
            // The domain may be none: a hyphen at its end, or two where a code begins.
            Err(_) => prop_assert!(!local.is_ascii() || idna::domain_to_ascii(&domain).is_err()),
        }
    }
}
