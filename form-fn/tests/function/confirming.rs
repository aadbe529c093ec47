//! The pages that can be opened: a confirmation, the way to the form, and health.

use http::Method;
use serde_json::json;

use crate::answers::complete;
use crate::site::Site;

/// A reference with the right check character, and the same mistyped.
const RIGHT: &str = "0123-4565";
const WRONG: &str = "0123-4566";

#[tokio::test]
async fn the_confirmation_tells_reference_date_and_phone() {
    let site = Site::open().await;
    let stored = site.post("fr").form(&complete()).await;
    let seen = site.get(stored.header("location")).send().await;
    assert_eq!(seen.status(), 200);
    assert_eq!(seen.header("content-language"), "fr-CA");
    let words = seen.words();
    let reference = &stored.header("location")["/api/fr/application/".len()..][..9];
    for said in [reference, "22 décembre 2026", "819 555-0123"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let other = format!("/api/en/application/{reference}?contact_by=2026-12-22");
    assert!(seen.body.contains(&other), "{}", seen.body);
    assert_eq!(site.get(&other).send().await.status(), 200);
}

#[tokio::test]
async fn without_a_good_date_the_confirmation_has_none() {
    let site = Site::open().await;
    for query in ["", "?contact_by=", "?contact_by=soon", "?contact_by=2026-12-40"] {
        let seen = site.get(&format!("/api/en/application/{RIGHT}{query}")).send().await;
        assert_eq!(seen.status(), 200, "{query}");
        assert!(seen.words().contains(RIGHT));
        assert!(!seen.body.contains("<time"), "{query}: {}", seen.body);
    }
}

#[tokio::test]
async fn a_reference_is_read_as_people_write_it_but_not_mistyped() {
    let site = Site::open().await;
    for written in [RIGHT, "01234565", "oi23-4565", "0123%204565"] {
        let seen = site.get(&format!("/api/fr/application/{written}")).send().await;
        assert_eq!(seen.status(), 200, "{written}");
        assert!(seen.words().contains(RIGHT), "{written}");
    }
    for written in [WRONG, "0123", "%FF", "%3Cb%3E"] {
        let seen = site.get(&format!("/api/fr/application/{written}")).send().await;
        assert_eq!(seen.status(), 404, "{written}");
    }
}

#[tokio::test]
async fn a_program_gets_the_confirmation_as_json() {
    let site = Site::open().await;
    let path = format!("/api/fr/application/{RIGHT}");
    let seen = site.get(&path).accept("application/json").send().await;
    assert_eq!(seen.json(), json!({ "reference": RIGHT, "contact_by": null }));
}

#[tokio::test]
async fn the_forms_address_leads_to_the_form() {
    let site = Site::open().await;
    for (lang, page) in [("fr", "/candidature/"), ("en", "/en/apply/")] {
        let seen = site.get(&format!("/api/{lang}/application")).send().await;
        assert_eq!(seen.status(), 303);
        assert_eq!(seen.header("location"), page);
    }
}

#[tokio::test]
async fn health_is_told_with_the_build() {
    let site = Site::open().await;
    let seen = site.get("/api/health").send().await;
    assert_eq!(seen.status(), 200);
    assert_eq!(seen.json(), json!({ "status": "ok", "build": "build-1" }));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let site = Site::open().await;
    let paths = ["/api/health", "/api/fr/application", "/api/fr/application/0123-4565", "/api/x"];
    for path in paths {
        let get = site.get(path).send().await;
        let head = site.visit(Method::HEAD, path).send().await;
        assert_eq!(head.status(), get.status(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.body, "", "{path}");
    }
}
