//! Requests that cannot be taken get a clear answer in the language of their path, as a page or as
//! JSON, and leave nothing behind.

use form_fn::decode::MAX_BODY;
use form_model::lang::Lang;
use form_model::messages::Problem;
use http::{HeaderName, Method, header};
use serde_json::json;

use crate::answers::complete;
use crate::page;
use crate::site::{Seen, Site};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// One of each kind of bad request, in a language and with an `Accept`, with the code it gets.
async fn each(site: &Site, lang: &str, accept: &str) -> Vec<(&'static str, &'static str, Seen)> {
    let form = format!("/api/{lang}/application");
    let post = || site.post(lang).accept(accept);
    let get = |path: &str| site.get(path).accept(accept);
    let other = |method, path: &str| site.visit(method, path).accept(accept);
    let cross_site = post().header(header::ORIGIN, "https://elsewhere.example");
    let visits = [
        ("broken percent-encoding", "undecodable", post().body(FORM, "first_name=100%")),
        ("broken UTF-8", "undecodable", post().body(FORM, "first_name=%FF")),
        ("broken JSON", "undecodable", post().body(JSON, "{")),
        ("JSON that is no object", "undecodable", post().body(JSON, "[]")),
        ("from another site", "cross_site", cross_site.body(FORM, complete().urlencoded())),
        ("a mistyped reference", "not_found", get(&format!("{form}/0000-0001"))),
        ("nothing there", "not_found", get(&format!("/api/{lang}/else"))),
        ("another method", "method_not_allowed", other(Method::PUT, &form)),
        ("too large", "too_large", post().body(FORM, vec![b'a'; MAX_BODY + 1])),
        ("another type", "unsupported_type", post().body("text/plain", "a")),
    ];
    let mut all = Vec::new();
    for (name, code, visit) in visits {
        all.push((name, code, visit.send().await));
    }
    all
}

/// The status and the words for a code.
fn expected<'a>(site: &'a Site, code: &str) -> (u16, &'a Problem) {
    let problems = &site.bundle.form.problems;
    match code {
        "undecodable" => (400, &problems.undecodable),
        "cross_site" => (403, &problems.cross_site),
        "not_found" => (404, &problems.not_found),
        "method_not_allowed" => (405, &problems.method),
        "too_large" => (413, &problems.too_large),
        "unsupported_type" => (415, &problems.unsupported_type),
        other => panic!("no such code: {other}"),
    }
}

#[tokio::test]
async fn each_bad_request_gets_its_page_in_the_language_of_its_path() {
    let site = Site::open().await;
    for lang in [Lang::french(), Lang::english()] {
        for (name, code, seen) in each(&site, lang.as_str(), "text/html").await {
            let (status, problem) = expected(&site, code);
            assert_eq!(seen.status(), status, "{name}");
            assert_eq!(seen.header("content-language"), lang.tag(), "{name}");
            let words = page::words(problem.message.get(&lang));
            for said in [problem.title.get(&lang), &words] {
                assert!(seen.words().contains(said), "{name}: {said}: {}", seen.words());
            }
        }
    }
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn each_bad_request_gets_its_json_in_the_language_of_its_path() {
    let site = Site::open().await;
    for lang in [Lang::french(), Lang::english()] {
        for (name, code, seen) in each(&site, lang.as_str(), JSON).await {
            let (status, problem) = expected(&site, code);
            assert_eq!(seen.status(), status, "{name}");
            let error = json!({ "code": code, "message": problem.message.get(&lang) });
            assert_eq!(seen.json(), json!({ "error": error }), "{name}");
        }
    }
}

#[tokio::test]
async fn another_method_is_told_which_ones_are_taken() {
    let site = Site::open().await;
    for (path, allow) in [
        ("/api/fr/application", "GET, HEAD, POST"),
        ("/api/health", "GET, HEAD"),
        ("/api/en/application/0123-4565", "GET, HEAD"),
    ] {
        let seen = site.visit(Method::DELETE, path).send().await;
        assert_eq!(seen.status(), 405, "{path}");
        assert_eq!(seen.header("allow"), allow, "{path}");
    }
}

#[tokio::test]
async fn a_language_that_the_site_has_not_is_answered_in_french() {
    let site = Site::open().await;
    let seen = site.post("de").form(&complete()).await;
    assert_eq!(seen.status(), 404);
    assert_eq!(seen.header("content-language"), "fr-CA");
    let title = site.bundle.form.problems.not_found.title.get(&Lang::french());
    assert!(seen.words().contains(title), "{}", seen.words());
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn posts_from_other_sites_are_refused_and_from_our_own_taken() {
    let site = Site::open().await;
    let sec_fetch_site = HeaderName::from_static("sec-fetch-site");
    let foreign = site.post("fr").header(sec_fetch_site.clone(), "cross-site");
    assert_eq!(foreign.form(&complete()).await.status(), 403);
    assert!(site.engine.records().await.is_empty());
    let own = site
        .post("fr")
        .header(sec_fetch_site, "same-origin")
        .header(header::ORIGIN, "https://partenaires.example");
    assert_eq!(own.form(&complete()).await.status(), 303);
}

#[tokio::test]
async fn every_answer_has_the_common_headers_and_nothing_of_the_sender_is_logged() {
    let site = Site::open().await;
    let mut all = each(&site, "fr", "text/html").await;
    all.extend(each(&site, "en", "application/json").await);
    let canary = complete().with("motivation", "canari dans la mine, dix-huit").and("canari", "x");
    all.push(("unknown field", "", site.post("fr").form(&canary).await));
    all.push(("stored", "", site.post("fr").form(&canary.without("canari")).await));
    all.push(("path", "", site.get("/api/fr/canari?canari").send().await));
    let odd = Method::from_bytes(b"CANARI").unwrap();
    all.push(("method", "", site.visit(odd, "/api/health").send().await));
    for (name, _, seen) in &all {
        assert_eq!(seen.header("cache-control"), "no-store", "{name}");
        assert_eq!(seen.header("vary"), "Accept", "{name}");
        assert_eq!(seen.header("x-content-type-options"), "nosniff", "{name}");
        assert!(seen.header("content-language").ends_with("-CA"), "{name}");
    }
    let log = site.log();
    assert_eq!(log.lines().count(), all.len());
    let sent = ["canari", "Tremblay", "exemple.ca", "elsewhere"];
    for word in sent {
        assert!(!log.to_lowercase().contains(&word.to_lowercase()), "{word}: {log}");
    }
}

#[tokio::test]
async fn a_body_at_the_limit_is_read() {
    let site = Site::open().await;
    let mut body = b"motivation=".to_vec();
    body.resize(MAX_BODY, b'a');
    assert_eq!(site.post("fr").body(FORM, body).send().await.status(), 422);
}
