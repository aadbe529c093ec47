//! Sent in time, stored, and the reply lost; sent again when it is too late. Whoever did everything in
//! time gets the confirmation with the day that was promised; who did not is told as always.

use form_model::bundle::{Applications, Bundle};
use form_model::definition::Kind;
use serde_json::json;

use crate::answers::{Answers, complete};
use crate::fault::Fault;
use crate::line::State;
use crate::site::{Site, bundle};

const LAST_MOMENT: &str = "2026-12-01T04:59:59Z";
const TOO_LATE: &str = "2026-12-01T05:00:00Z";
/// Thirty days after the first try.
const PROMISED: &str = "?contact_by=2026-12-30";

/// A site on which an application was just stored without anybody hearing of it.
async fn unheard(answers: &Answers) -> Site {
    let site = Site::open().await;
    site.line.follows(|wish| wish.is_application().then_some(Fault::ReplyLost));
    let seen = site.post("fr").at(LAST_MOMENT).form(answers).await;
    assert_eq!(seen.status(), 503);
    assert_eq!(seen.resent().of_questions(), answers.of_questions());
    site.line.is_now(State::Up);
    assert_eq!(site.engine.records().await.len(), 1);
    site
}

/// What was stored is confirmed, what was not is refused, and nothing is written.
async fn only_what_is_stored_is_confirmed(site: &Site, stored: &Answers, refused: u16) {
    let before = site.engine.items().await;
    let reference = site.engine.records().await[0]["reference"].clone();
    let seen = site.post("fr").at(TOO_LATE).form(stored).await;
    assert_eq!(seen.reference(), reference);
    assert!(seen.header("location").ends_with(PROMISED), "{}", seen.header("location"));
    let program = site.post("en").at(TOO_LATE).accept("application/json").form(stored).await;
    assert_eq!(program.status(), 201);
    assert_eq!(program.json(), json!({ "reference": reference, "contact_by": "2026-12-30" }));

    let other = stored.clone().with("time_wish", "once");
    let seen = site.post("fr").at(TOO_LATE).form(&other).await;
    assert_eq!(seen.status(), refused);
    assert_eq!(site.engine.items().await, before);
}

/// The site's own bundle, changed by an editor.
fn changed(change: impl FnOnce(&mut Bundle)) -> Bundle {
    let mut bundle = bundle();
    change(&mut bundle);
    bundle
}

fn close_the_role(bundle: &mut Bundle) {
    if let Kind::OneOf { choices } = &mut bundle.form.parts[0].fields[0].kind {
        choices[0].accepting = Applications::Closed;
    }
}

#[tokio::test]
async fn after_an_activitys_deadline() {
    let answers = complete().and("opportunity", "jardin");
    let site = unheard(&answers).await;
    only_what_is_stored_is_confirmed(&site, &answers, 403).await;
}

#[tokio::test]
async fn after_an_activity_was_taken_away() {
    let answers = complete().and("opportunity", "jardin");
    let site = unheard(&answers).await;
    let site = site.rebuilt(changed(|bundle| bundle.settings.activities.clear()));
    only_what_is_stored_is_confirmed(&site, &answers, 403).await;
}

#[tokio::test]
async fn after_applications_closed() {
    let site = unheard(&complete()).await;
    let site = site.rebuilt(changed(|it| it.settings.applications = Applications::Closed));
    only_what_is_stored_is_confirmed(&site, &complete(), 403).await;
}

#[tokio::test]
async fn after_a_role_closed() {
    let site = unheard(&complete()).await;
    let site = site.rebuilt(changed(close_the_role));
    only_what_is_stored_is_confirmed(&site, &complete(), 422).await;
}

#[tokio::test]
async fn after_the_form_changed_in_what_does_not_touch_the_answers() {
    let version = bundle().form.version;
    let answers = complete().and("form_version", &version);
    let site = unheard(&answers).await;
    let site = site.rebuilt(changed(|bundle| bundle.form.version = "newer".to_owned()));
    only_what_is_stored_is_confirmed(&site, &answers, 422).await;
}

/// Nobody is told that it is too late while nobody can tell, and the page that comes back sends the same.
async fn nobody_is_told_that_it_is_too_late(site: &Site, answers: &Answers) {
    site.line.is_now(State::Down);
    let seen = site.post("fr").at(TOO_LATE).form(answers).await;
    assert_eq!(seen.status(), 503);
    assert_eq!(seen.resent().of_questions(), answers.of_questions());
    site.line.is_now(State::Up);
    let seen = site.post("fr").at(TOO_LATE).form(&seen.resent()).await;
    assert!(seen.header("location").ends_with(PROMISED), "{}", seen.header("location"));
    assert_eq!(site.engine.records().await.len(), 1);
}

#[tokio::test]
async fn while_the_store_is_away_after_an_activitys_deadline() {
    let answers = complete().and("opportunity", "jardin");
    let site = unheard(&answers).await;
    nobody_is_told_that_it_is_too_late(&site, &answers).await;
}

#[tokio::test]
async fn while_the_store_is_away_after_a_role_closed() {
    let site = unheard(&complete()).await.rebuilt(changed(close_the_role));
    nobody_is_told_that_it_is_too_late(&site, &complete()).await;
}
