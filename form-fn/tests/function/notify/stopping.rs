//! Whoever stops in between: wherever that is, the stream comes again, and each message is there once.

use std::pin::pin;

use super::desk::Desk;
use super::stream;
use crate::answers::of_person;
use crate::site::now;

/// Polls a future so many times, unless it ends before; whether it did.
async fn ends_within(polls: usize, future: impl Future) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return std::task::Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[tokio::test]
async fn wherever_it_stops_a_replay_sends_each_message_once() {
    let desk = Desk::open().await;
    let mut polls = 0;
    loop {
        let record = desk.receives(&of_person(polls)).await;
        let reference = record["reference"].as_str().unwrap();
        let event = stream::batch(&[stream::inserted(&record, 1)]);
        let is_done = ends_within(polls, Box::pin(desk.notifier.handle(&event, now()))).await;
        // Twice: the stream comes again as often as it likes.
        for _ in 0..2 {
            assert_eq!(stream::again(&desk.handles(&event).await), [""; 0]);
        }
        let mut names = desk.names();
        names.retain(|name| name.contains(reference));
        assert_eq!(names, ["notice", "receipt"].map(|name| format!("{reference}-{name}.eml")));
        let receipt = desk.letter_about(&record, "receipt");
        assert_eq!(receipt.to(), format!("personne.{polls}@exemple.ca"));
        assert!(receipt.text().contains(&format!("Numéro : {reference}. ")), "{}", receipt.text());
        let notice = desk.letter_about(&record, "notice");
        assert_eq!(notice.to(), "equipe@partenaires.example");
        assert!(
            notice.text().contains(&format!("{reference} : partner-user")),
            "{}",
            notice.text()
        );
        let mut remembered = desk.remembered().await;
        remembered.retain(|it| it["pk"] == format!("APPLICATION#{reference}"));
        let states: Vec<_> = remembered.iter().map(|it| it["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["sent", "sent"], "{polls}");
        if is_done {
            break;
        }
        polls += 1;
    }
    // Four requests to the table: each waits at least once.
    assert!(polls >= 4, "{polls}");
}
