//! Nothing that the applicant wrote leaves the record, but for the address on the receipt. A canary sits in every
//! answer that takes words.

use super::desk::Desk;
use super::letters::Letter;
use super::service::{Reply, Service};
use super::stream;
use crate::answers::{Answers, complete};
use crate::site::now;

/// In whatever was written, and numbers that the phone number is made of.
const CANARIES: [&str; 3] = ["canari", "8195550199", "555-0199"];
const ADDRESS: &str = "Canari@canari.exemple.ca";

fn answers() -> Answers {
    complete()
        .with("first_name", "Canari-Prénom")
        .with("last_name", "Canari-Nom")
        .with("phone", "819 555-0199, poste 77")
        .with("email", ADDRESS)
        .with("motivation", "Un canari chante dans la mine.")
        .with("accommodations", "Un perchoir pour canari.")
}

fn sings_nowhere(place: &str, text: &str) {
    let text = text.to_lowercase();
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in {place}: {text}");
    }
}

/// Looks at a message as it travels and as it reads.
fn sings_in_its_address_alone(to: &str, letter: &Letter) {
    let header = format!("To: {to}\r\n");
    assert_eq!(letter.raw().matches(&header).count(), 1, "{}", letter.raw());
    sings_nowhere("a message as it travels", &letter.raw().replacen(&header, "", 1));
    sings_nowhere("a message as it reads", &letter.whole().replacen(&format!("To: {to}\n"), "", 1));
}

#[tokio::test]
async fn messages_and_log_tell_nothing_of_the_applicant() {
    let desk = Desk::open().await;
    let record = desk.receives(&answers()).await;
    let suspect = desk.receives(&answers().and("website", "https://canari.example")).await;
    let mut unreadable = record.clone();
    unreadable["stage"] = "canari".into();
    let changes = [
        stream::inserted(&record, 1),
        stream::inserted(&suspect, 2),
        stream::inserted(&unreadable, 3),
        stream::expired(&record, 4),
        stream::expired(&unreadable, 5),
    ];
    desk.handles(&stream::batch(&changes)).await;
    desk.is_asked_for_the_digest("2026-12-21T12:00:00Z".parse().unwrap()).await;
    let names = desk.names();
    assert_eq!(names.len(), 3);
    for name in names {
        let to = if name.ends_with("receipt.eml") { ADDRESS } else { "equipe@partenaires.example" };
        sings_in_its_address_alone(to, &desk.letter(&name));
        sings_nowhere("a file's name", &name);
    }
    for line in desk.log() {
        sings_nowhere("the log", &line.to_string());
    }
    let mut items = desk.site.engine.items().await;
    items.retain(|item| item["sk"] != "APPLICATION");
    sings_nowhere("what is left in the table", &serde_json::to_string(&items).unwrap());
}

#[tokio::test]
async fn no_trouble_with_the_mail_service_tells_anything() {
    for reply in [Reply::Rejected, Reply::Throttled, Reply::Broken, Reply::AcceptedReplyCut] {
        let service = Service::start().await;
        let desk = Desk::open().await.posting_to(&service);
        let record = desk.receives(&answers()).await;
        service.always(reply);
        desk.hears_of(&record).await;
        service.always(Reply::Accepted);
        desk.is_asked_for_the_digest(now()).await;
        for (to, letter) in service.accepted() {
            sings_in_its_address_alone(&to, &letter);
        }
        for line in desk.log() {
            sings_nowhere("the log", &line.to_string());
        }
        sings_nowhere("what is remembered", &format!("{:?}", desk.remembered().await));
    }
}
