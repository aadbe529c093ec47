//! When the store or the theme fails: never a false "received", never a lost answer.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use form_model::code::Code;
use form_model::lang::Lang;
use serde_json::json;

use crate::answers::complete;
use crate::line::State;
use crate::page::words;
use crate::site::{Seen, Site, broken, bundle, hand_over, pages};

#[tokio::test]
async fn while_the_store_is_away_the_answers_stay_and_a_later_try_succeeds() {
    let site = Site::with(bundle(), pages(), State::Down).await;
    for (lang, phone) in [("fr", "819 555-0123"), ("en", "819-555-0123")] {
        let seen = site.post(lang).form(&complete()).await;
        assert_eq!(seen.status(), 503);
        assert_eq!(seen.header("retry-after"), "120");
        assert_eq!(seen.resent().of_questions(), complete().of_questions());
        // The page's words have their white space evened.
        assert!(seen.words().contains(phone), "{}", seen.words());
    }
    let seen = site.post("en").json(&complete().json()).await;
    assert_eq!(seen.status(), 503);
    assert_eq!(seen.header("retry-after"), "120");
    let message = site.bundle.form.messages.server_error.get(&Lang::english());
    let error = json!({ "error": { "code": "not_stored", "message": message } });
    assert_eq!(seen.json(), error);
    assert!(site.engine.records().await.is_empty());

    site.line.is_now(State::Up);
    let page = site.post("fr").form(&complete()).await;
    assert_eq!(page.status(), 303);
    assert_eq!(site.engine.records().await.len(), 1);
}

#[tokio::test]
async fn a_reply_lost_after_storing_ends_in_one_record_and_its_confirmation() {
    let site = Site::with(bundle(), pages(), State::LosesAReply).await;
    let seen = site.post("fr").form(&complete()).await;
    assert_eq!(seen.status(), 303);
    let records = site.engine.records().await;
    assert_eq!(records.len(), 1);
    let reference = records[0]["reference"].as_str().unwrap();
    assert!(seen.header("location").contains(reference));
    // The first attempt did store it: the second one found it there.
    assert!(site.log().contains("\"outcome\":\"repeated\""), "{}", site.log());
}

#[test]
fn a_panic_costs_nobody_their_answers() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let site = runtime.block_on(Site::open());
    for lang in [Lang::french(), Lang::english()] {
        let seen = without_a_runtime(site.post(lang.as_str()).form(&complete()));
        assert_eq!(seen.status(), 503);
        assert_eq!(seen.header("retry-after"), "120");
        let message = site.bundle.form.messages.server_error.get(&lang);
        assert!(seen.words().contains(&words(message)), "{}", seen.words());
        assert_eq!(seen.resent().of_questions(), complete().of_questions());
    }
    let seen = without_a_runtime(site.post("en").json(&complete().json()));
    assert_eq!(
        (seen.status().as_u16(), &seen.json()["error"]["code"]),
        (503, &json!("not_stored"))
    );
    assert_eq!(site.log().matches("\"outcome\":\"panicked\"").count(), 3);
    assert_eq!(site.log().matches("\"failed\":1").count(), 3);
    assert!(!site.log().contains("Tremblay"));

    runtime.block_on(async {
        assert!(site.engine.records().await.is_empty());
        assert_eq!(site.post("fr").form(&complete()).await.status(), 303);
    });
}

/// What comes of a visit outside of the runtime, where whoever wants to wait for the store panics.
fn without_a_runtime(visit: impl Future<Output = Seen>) -> Seen {
    match pin!(visit).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(seen) => seen,
        Poll::Pending => panic!("it waits"),
    }
}

#[tokio::test]
async fn a_broken_theme_costs_nobody_their_answers() {
    let site = Site::with(bundle(), broken(pages()), State::Up).await;
    let english = Lang::english();
    let incomplete = complete().without("last_name").with("first_name", "\"A\" <b>");
    let seen = site.post("en").form(&incomplete).await;
    assert_eq!(seen.status(), 422);
    assert_eq!(seen.resent().of_questions(), incomplete.of_questions());
    let form = &site.bundle.form;
    let words = seen.words();
    assert!(words.starts_with(form.messages.error_prefix.get(&english)), "{words:.60}");
    let required = Code::REQUIRED;
    let message = form.error_text("last_name", &required, &english);
    for said in [message, "819-555-0123"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(site.log().contains("theme_failed"));

    let stored = site.post("en").form(&seen.resent().with("last_name", "C")).await;
    assert_eq!(stored.status(), 303);
    let confirmation = site.get(stored.header("location")).send().await;
    assert_eq!(confirmation.status(), 200);
    let nowhere = site.get("/api/fr/nowhere").send().await;
    assert_eq!(nowhere.status(), 404);
    let title = form.messages.thanks_title.get(&english);
    for said in [title, "December 22, 2026", "819-555-0123"] {
        assert!(confirmation.words().contains(said), "{said}: {}", confirmation.words());
    }
    let title = form.problems.not_found.title.get(&Lang::french());
    for said in [title, "819 555-0123"] {
        assert!(nowhere.words().contains(said), "{said}: {}", nowhere.words());
    }
}

#[tokio::test]
async fn pages_that_cannot_be_read_do_not_hinder_storing() {
    let site = Site::open().await;
    std::fs::write(site.folder.path().join("pages.json"), "{").unwrap();
    assert_eq!(site.post("fr").form(&complete()).await.status(), 303);
    let seen = site.get("/api/fr/nowhere").send().await;
    assert_eq!(seen.status(), 404);
    let title = site.bundle.form.problems.not_found.title.get(&Lang::french());
    assert!(seen.words().contains(title), "{}", seen.words());
}

#[tokio::test]
async fn a_function_renders_the_pages_of_its_own_build_while_the_site_is_built_again() {
    let named = |pages: &str| {
        let mut bundle = bundle();
        pages.clone_into(&mut bundle.files.pages);
        bundle
    };
    let site = Site::with(named("pages.000000000001.json"), pages(), State::Up).await;
    let mut next = pages();
    for text in next.templates.values_mut() {
        "The next build".clone_into(text);
    }
    hand_over(site.folder.path(), &named("pages.000000000002.json"), &next);
    let seen = site.get("/api/fr/nowhere").send().await;
    let other = Site::open().await;
    assert_eq!(seen.words(), other.get("/api/fr/nowhere").send().await.words());
}
