//! Whatever the gateway hands over gets one of the known answers, as a page or as JSON, in the language
//! of its path; nothing makes the function panic, and nothing is stored that was not confirmed.

use std::cell::RefCell;
use std::collections::BTreeSet;

use form_fn::gateway;
use form_model::lang::Lang;
use http::{HeaderMap, Method, StatusCode, header};
use lambda_http::Context;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::answers::{Answers, complete};
use crate::base64::base64;
use crate::site::{Seen, Site};

/// A site for many requests, and what waits for it.
fn open() -> (Runtime, Site) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let site = runtime.block_on(Site::open());
    (runtime, site)
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("/api/fr/application".to_owned()),
        Just("/api/en/application".to_owned()),
        Just("/api/health".to_owned()),
        any::<String>(),
        any::<String>().prop_map(|text| format!("/api/en/{text}")),
        "/api/(fr|en|de)/application/[0-9A-Z -]{0,12}",
    ]
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just("POST".to_owned()),
        2 => "GET|HEAD|PUT|DELETE|OPTIONS|PATCH|TRACE",
        1 => any::<String>(),
    ]
}

fn headers() -> impl Strategy<Value = Value> {
    let media = "(application/(json|x-www-form-urlencoded)|text/plain)(; ?charset=[a-z0-9-]{0,8})?";
    let accept = "((text|application|\\*)/(html|json|\\*)(;q=[0-9.]{0,4})?(, ?)?){0,3}";
    let any_or = |pattern: &'static str| prop_oneof![4 => pattern, 1 => any::<String>()];
    let origin = any_or("(https?://(partenaires|autre)\\.example|null)?");
    (any_or(media), any_or(accept), origin, any::<Option<String>>()).prop_map(
        |(media, accept, origin, other)| {
            let mut headers = json!({ "content-type": media, "accept": accept });
            if !origin.is_empty() {
                headers["origin"] = origin.into();
            }
            if let Some(other) = other {
                headers["sec-fetch-site"] = other.clone().into();
                headers["content-encoding"] = other.into();
            }
            headers
        },
    )
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let pairs = proptest::collection::vec((any::<String>(), any::<String>()), 0..6);
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        pairs.prop_map(|pairs| Answers::of(pairs).urlencoded().into_bytes()),
        any::<String>()
            .prop_map(|text| json!({ "first_name": text, "levels": [text] }).to_string().into()),
        "\\PC{0,40}".prop_map(String::into_bytes),
    ]
}

fn event() -> impl Strategy<Value = Value> {
    let query = prop_oneof!["(contact_by|opportunity)=[a-z0-9-]{0,12}", any::<String>()];
    (method(), path(), query, headers(), body()).prop_map(|(method, path, query, headers, body)| {
        json!({
            "rawPath": path,
            "rawQueryString": query,
            "headers": headers,
            "requestContext": { "http": { "method": method } },
            "body": base64(&body),
            "isBase64Encoded": true,
        })
    })
}

/// A complete application in which something was changed.
fn changed() -> impl Strategy<Value = Answers> {
    let keys = [
        "first_name",
        "phone",
        "email",
        "motivation",
        "levels",
        "age_14",
        "partner_type",
        "form_version",
        "_topic",
        "website",
        "_seconds",
        "_action",
        "opportunity",
        "canary",
    ];
    let change = (proptest::sample::select(keys.to_vec()), any::<String>(), any::<bool>());
    proptest::collection::vec(change, 1..4).prop_map(|changes| {
        changes.into_iter().fold(complete(), |answers, (key, value, again)| {
            if again { answers.and(key, &value) } else { answers.with(key, &value) }
        })
    })
}

/// What holds for every answer.
fn is_known(seen: &Seen, method: &Method, path: &str) -> TestCaseResult {
    const KNOWN: [u16; 10] = [200, 201, 303, 400, 403, 404, 405, 413, 415, 422];
    let status = seen.status();
    prop_assert!(KNOWN.contains(&status.as_u16()), "{status}");
    prop_assert_eq!(seen.header("cache-control"), "no-store");
    prop_assert_eq!(seen.header("x-content-type-options"), "nosniff");
    let has_body = status != StatusCode::SEE_OTHER && *method != Method::HEAD;
    prop_assert_eq!(!seen.body.is_empty(), has_body);
    match seen.header("content-type") {
        "" => prop_assert_eq!(status, StatusCode::SEE_OTHER),
        "application/json" if has_body => drop(seen.json()),
        "application/json" => {}
        other => prop_assert_eq!(other, "text/html; charset=utf-8"),
    }
    match seen.header("content-language") {
        "" => prop_assert_eq!((status, path), (StatusCode::OK, "/api/health")),
        tag => prop_assert_eq!(tag.to_owned(), language(path).tag().to_owned()),
    }
    prop_assert_eq!(seen.header("allow").is_empty(), status != StatusCode::METHOD_NOT_ALLOWED);
    Ok(())
}

/// The language of a path as a person sees it.
fn language(path: &str) -> Lang {
    if path.starts_with("/api/en/") || path == "/api/en" { Lang::english() } else { Lang::french() }
}

#[test]
fn any_event_gets_a_known_answer_in_the_language_of_its_path() {
    let (runtime, site) = open();
    let tried = TestRunner::default().run(&event(), |event| {
        let request = gateway::request(event, &Context::default());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let seen = runtime.block_on(site.answer(request));
        prop_assert!(!matches!(seen.status().as_u16(), 201));
        is_known(&seen, &method, &path)
    });
    tried.unwrap();
    assert!(runtime.block_on(site.engine.records()).is_empty());
}

#[test]
fn a_changed_application_is_stored_whole_or_refused_whole() {
    let (runtime, site) = open();
    let confirmed = RefCell::new(BTreeSet::new());
    let tried = TestRunner::default().run(&(changed(), any::<bool>()), |(answers, as_json)| {
        let post = site.post("en");
        let seen = runtime.block_on(async {
            if as_json { post.json(&answers.json()).await } else { post.form(&answers).await }
        });
        if matches!(seen.status().as_u16(), 201 | 303) {
            confirmed.borrow_mut().insert(seen.header("location").to_owned());
        }
        is_known(&seen, &Method::POST, "/api/en/application")
    });
    tried.unwrap();
    assert!(!confirmed.borrow().is_empty());
    assert_eq!(runtime.block_on(site.engine.records()).len(), confirmed.borrow().len());
}

#[test]
fn a_request_without_any_header_is_answered() {
    let (runtime, site) = open();
    for (method, path, status) in [
        ("GET", "/api/health", 200),
        ("POST", "/api/en/application", 422),
        ("GET", "/api/en/application", 303),
        ("PUT", "/api/en/application", 405),
    ] {
        let context = json!({ "http": { "method": method } });
        let event = json!({ "rawPath": path, "requestContext": context });
        let request = gateway::request(event, &Context::default());
        assert_eq!(request.headers(), &HeaderMap::new());
        let seen = runtime.block_on(site.answer(request));
        assert_eq!(seen.status(), status, "{method} {path}");
        assert_ne!(seen.header(header::CACHE_CONTROL.as_str()), "");
    }
}
