//! Requests that cannot be taken get a clear answer in the language of their path, as a page or as
//! JSON, and leave nothing behind.

use form_fn::decode::MAX_BODY;
use form_model::code::Code;
use form_model::lang::Lang;
use form_model::messages::Problem;
use http::{HeaderName, Method, header};
use serde_json::{Value, json};

use crate::answers::{Answers, complete};
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
    let packed = post().header(header::CONTENT_ENCODING, "gzip");
    let nested = format!("{{\"levels\":{}", "[".repeat(10_000));
    let visits = [
        ("broken percent-encoding", "undecodable", post().body(FORM, "first_name=100%")),
        ("broken UTF-8", "undecodable", post().body(FORM, "first_name=%FF")),
        ("thousands of fields", "undecodable", post().body(FORM, "a=1&".repeat(5_000))),
        ("broken JSON", "undecodable", post().body(JSON, "{")),
        ("JSON without an end", "undecodable", post().body(JSON, nested)),
        ("half a letter in JSON", "undecodable", post().body(JSON, r#"{"first_name":"\ud83e"}"#)),
        (
            "broken UTF-8 in JSON",
            "undecodable",
            post().body(JSON, &b"{\"first_name\":\"\xE9\"}"[..]),
        ),
        ("JSON that is no object", "undecodable", post().body(JSON, "[]")),
        ("from another site", "cross_site", cross_site.body(FORM, complete().urlencoded())),
        ("a mistyped reference", "not_found", get(&format!("{form}/0000-0001"))),
        ("nothing there", "not_found", get(&format!("/api/{lang}/else"))),
        ("another method", "method_not_allowed", other(Method::PUT, &form)),
        ("too large", "too_large", post().body(FORM, vec![b'a'; MAX_BODY + 1])),
        ("another type", "unsupported_type", post().body("text/plain", "a")),
        ("no type", "unsupported_type", post().body("", "a=1")),
        ("files", "unsupported_type", post().body("multipart/form-data; boundary=a", "--a--")),
        (
            "another charset",
            "unsupported_type",
            post().body("application/json; charset=latin1", "{}"),
        ),
        ("compressed", "unsupported_type", packed.body(FORM, "a=1")),
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
async fn each_bad_answer_gets_the_words_of_its_field() {
    let site = Site::open().await;
    let long = "a".repeat(1_001);
    let texts = [
        ("first_name", "control_characters", "Zo\0é"),
        ("last_name", "control_characters", "Roy\r\nBcc: a@b.ca"),
        ("first_name", "too_long", &long),
        ("motivation", "control_characters", "Je veux aider.\u{8}\u{1B}[31m"),
        ("motivation", "too_short", "Aider"),
        ("motivation", "too_long", &long),
        ("phone", "format", "1 819 555-0123 0"),
        ("email", "format", "nom@exemple"),
        ("email", "too_long", &format!("{long}@exemple.ca")),
        ("partner_type", "invalid", "usager-partenaire"),
        ("levels", "invalid", "partenariat"),
        ("age_14", "invalid", "peut-être"),
        ("birth_date", "unknown_field", "1990-01-01"),
        ("opportunity", "unknown_field", "<script>"),
    ];
    for (key, code, text) in texts {
        let answers = complete().with(key, text);
        is_told(&site, key, code, &answers.json(), Some(&answers)).await;
    }
    for key in ["first_name", "phone", "motivation", "partner_type", "age_14"] {
        let twice = complete().and(key, complete().get(key).unwrap());
        let seen = site.post("fr").form(&twice).await;
        assert!(seen.words().contains(words(&site, key, "repeated", &Lang::french())), "{key}");
    }
}

#[tokio::test]
async fn json_of_a_wrong_type_gets_the_words_of_its_field() {
    let site = Site::open().await;
    let deep = (0..100).fold(json!("a"), |inner, _| json!([inner]));
    for (key, value) in [
        ("first_name", json!(1)),
        ("first_name", json!(true)),
        ("last_name", json!({ "first": "A", "last": "B" })),
        ("phone", json!(8_195_550_123_u64)),
        ("motivation", json!(["a", 1])),
        ("levels", json!({ "0": "partnership" })),
        ("levels", json!([["partnership"]])),
        ("age_14", json!(1)),
        ("accommodations", deep),
    ] {
        let mut answers = complete().json();
        answers[key] = value;
        is_told(&site, key, "wrong_type", &answers, None).await;
    }
}

fn words<'a>(site: &'a Site, key: &str, code: &str, lang: &Lang) -> &'a str {
    let form = &site.bundle.form;
    let code = Code::named(code.to_owned());
    let own = form.field(key).and_then(|field| field.errors.get(&code));
    own.unwrap_or_else(|| &form.errors[&code]).get(lang)
}

/// A program and, where a page can post the same, a person are told of one wrong answer, in both
/// languages, and nothing is stored.
async fn is_told(site: &Site, key: &str, code: &str, sent: &Value, posted: Option<&Answers>) {
    for lang in [Lang::french(), Lang::english()] {
        let message = words(site, key, code, &lang);
        let seen = site.post(lang.as_str()).json(sent).await;
        assert_eq!(seen.status(), 422, "{key}: {code}");
        let error = json!({ "field": key, "code": code, "message": message });
        assert_eq!(seen.json(), json!({ "errors": [error] }), "{key}: {code}");
        if let Some(posted) = posted {
            let seen = site.post(lang.as_str()).form(posted).await;
            assert_eq!(seen.status(), 422, "{key}: {code}");
            assert!(seen.words().contains(&page::words(message)), "{key}: {}", seen.words());
        }
    }
    assert!(site.engine.records().await.is_empty(), "{key}: {code}");
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
