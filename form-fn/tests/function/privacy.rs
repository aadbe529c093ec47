//! Nothing that a visitor sends leaves the function but for the record and the page that goes back to
//! them. A canary sits in every answer, control, header and address; after all that can happen, none
//! may be in a log, a metric, a header of the reply, an address, or, if it was no answer, in a record.

use form_model::bundle::{Applications, Bundle, Pages};
use serde_json::{Value, json};

use crate::answers::{Answers, complete};
use crate::base64::base64;
use crate::line::State;
use crate::runtime::{Runtime, end, environment, event, start};
use crate::site::{Site, broken, bundle, pages};

/// In whatever a visitor writes that takes words.
const WORD: &str = "canari";
/// Numbers that a phone number was made of, in each shape that it has on its way.
const DIGITS: [&str; 2] = ["8195550199", "555-0199"];
/// What only headers, addresses and the gateway's words about the sender hold.
const SENDER: [&str; 2] = ["oiseau", "192.0.2.77"];

/// A complete application that is full of canaries, where words are taken.
fn answers() -> Answers {
    complete()
        .with("first_name", "Canari-Prénom")
        .with("last_name", "Canari-Nom")
        .with("phone", "819 555-0199, poste 77")
        .with("email", "Canari@canari.exemple.ca")
        .with("motivation", "Un canari chante dans la mine.")
        .with("accommodations", "Un perchoir pour canari.")
        .and("website", "https://canari.example")
        .and("_seconds", "canari")
        .and("_action", "canari")
}

/// A request of a browser that tells everything of itself.
fn request(method: &str, path: &str) -> Value {
    let mut event = event(method, path, "oiseau=oiseau");
    event["cookies"] = json!(["oiseau=oiseau"]);
    for (name, value) in [
        ("accept-language", "oiseau"),
        ("authorization", "Basic oiseau"),
        ("cookie", "oiseau=oiseau"),
        ("referer", "https://form.example/?oiseau"),
        ("user-agent", "oiseau/1.0"),
        ("via", "oiseau"),
        ("x-forwarded-for", "192.0.2.77"),
        ("x-oiseau", "oiseau"),
    ] {
        event["headers"][name] = json!(value);
    }
    event["requestContext"]["http"]["sourceIp"] = json!("192.0.2.77");
    event["requestContext"]["http"]["userAgent"] = json!("oiseau/1.0");
    event
}

fn post(kind: &str, body: &[u8]) -> Value {
    let mut event = request("POST", "/api/fr/application");
    event["headers"]["content-type"] = json!(kind);
    event["body"] = json!(base64(body));
    event["isBase64Encoded"] = json!(true);
    event
}

fn form(answers: &Answers) -> Value {
    post("application/x-www-form-urlencoded", answers.urlencoded().as_bytes())
}

fn with(mut event: Value, header: &str, value: &str) -> Value {
    event["headers"][header] = json!(value);
    event
}

/// Runs the binary over a site and sends it events: what it should say of each in the log, and whether
/// the answers come back on the page.
async fn run(site: &Site, endpoint: Option<&str>, events: Vec<(&str, Value)>) -> Vec<Value> {
    let mut runtime = Runtime::start().await;
    let mut variables = environment(site, &runtime);
    if let Some(endpoint) = endpoint {
        variables.retain(|(name, _)| *name != "AWS_ENDPOINT_URL_DYNAMODB");
        variables.push(("AWS_ENDPOINT_URL_DYNAMODB", endpoint.to_owned()));
    }
    let mut child = start(variables);
    let mut replies = Vec::new();
    for (_, event) in &events {
        replies.push(runtime.invoke(&mut child, event.clone()).await);
    }
    let output = end(child).await;
    let log = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = lines.iter().filter_map(|line| line["outcome"].as_str()).collect();
    let expected: Vec<_> = events.iter().map(|(outcome, _)| *outcome).collect();
    assert_eq!(outcomes, expected, "{log}");
    sings_nowhere("standard output, with the metrics", &log);
    sings_nowhere("standard error", &String::from_utf8(output.stderr).unwrap());
    for ((outcome, _), reply) in events.iter().zip(&replies) {
        let mut around = reply.clone();
        around["body"] = Value::Null;
        sings_nowhere(outcome, &around.to_string());
        assert_eq!(reply["headers"]["cache-control"], "no-store", "{outcome}");
        for (name, value) in &site.bundle.settings.headers {
            assert_eq!(reply["headers"][name], json!(value), "{outcome}");
        }
    }
    replies
}

fn sings_nowhere(place: &str, text: &str) {
    let text = text.to_lowercase();
    for canary in DIGITS.into_iter().chain(SENDER).chain([WORD]) {
        assert!(!text.contains(canary), "{canary} in {place}: {text}");
    }
}

fn body(reply: &Value) -> &str {
    reply["body"].as_str().unwrap()
}

async fn site(bundle: Bundle, pages: Pages) -> Site {
    Site::with(bundle, pages, State::Up).await
}

#[tokio::test]
async fn when_all_is_well_only_answers_are_stored() {
    let site = site(bundle(), pages()).await;
    let wrong = answers().without("language").with("phone", "canari 819 555-0199 12 34");
    let unknown = answers().and("canari-inconnu", "canari");
    let stale = answers().with("time_wish", "once").and("form_version", "canari");
    let stale = stale.and("notice_version", "canari");
    let elsewhere = answers().and("opportunity", "canari");
    let mut json = answers().json();
    json["canari"] = json!({ "canari": ["canari"] });
    let broken = b"first_name=canari%ZZ";
    let large = "canari".repeat(20_000).into_bytes();
    let confirmation = "/api/fr/application/0123-4565";
    let events = vec![
        ("stored", form(&answers())),
        ("repeated", form(&answers())),
        ("invalid", form(&wrong)),
        ("invalid", form(&unknown)),
        ("invalid", with(form(&unknown), "accept", "application/json")),
        ("invalid", post("application/json", json.to_string().as_bytes())),
        ("stale", form(&stale)),
        ("activity_closed", form(&elsewhere)),
        ("shown", form(&answers().with("_action", "show"))),
        ("cross_site", with(form(&answers()), "origin", "https://oiseau.canari.example")),
        ("cross_site", with(form(&answers()), "sec-fetch-site", "cross-site")),
        ("undecodable", post("application/x-www-form-urlencoded", broken)),
        ("undecodable", post("application/json", b"{\"canari\": canari}")),
        ("too_large", post("application/x-www-form-urlencoded", &large)),
        ("unsupported_type", post("text/canari", b"canari")),
        ("not_found", request("GET", "/api/fr/canari")),
        ("not_found", request("GET", "/api/canari/application")),
        ("method_not_allowed", request("OISEAU", "/api/fr/application")),
        ("redirected", request("GET", "/api/fr/application")),
        ("confirmation", request("GET", confirmation)),
        ("healthy", request("GET", "/api/health")),
    ];
    let replies = run(&site, None, events).await;
    for at in [2, 3, 6, 7, 8] {
        assert!(body(&replies[at]).contains("Un canari chante"), "{at}: {}", replies[at]);
    }

    let records = site.engine.records().await;
    assert_eq!(records.len(), 1);
    let mut record = records[0].clone();
    assert_eq!(record["suspect"], true);
    assert_eq!(record["answers"]["first_name"], "Canari-Prénom");
    let whole = record.to_string();
    for sent in SENDER {
        assert!(!whole.contains(sent), "{sent}: {whole}");
    }
    record["answers"] = Value::Null;
    sings_nowhere("the record around the answers", &record.to_string());
}

#[tokio::test]
async fn while_closed_nothing_is_told_of_who_tries() {
    let mut bundle = bundle();
    bundle.settings.applications = Applications::Closed;
    let site = site(bundle, pages()).await;
    let as_json = with(form(&answers()), "accept", "application/json");
    let replies = run(&site, None, vec![("closed", form(&answers())), ("closed", as_json)]).await;
    assert!(body(&replies[0]).contains("Un canari chante"));
    assert!(site.engine.records().await.is_empty());
}

#[tokio::test]
async fn while_the_store_is_away_nothing_is_told_of_who_waits() {
    let site = site(bundle(), pages()).await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let as_json = with(form(&answers()), "accept", "application/json");
    let events = vec![("unavailable", form(&answers())), ("unavailable", as_json)];
    let replies = run(&site, Some(&format!("http://{nobody}")), events).await;
    assert!(body(&replies[0]).contains("Un canari chante"));
}

#[tokio::test]
async fn when_the_theme_fails_its_error_is_told_without_what_it_drew() {
    let quoting = |mut pages: Pages| {
        for text in pages.templates.values_mut() {
            *text += "{{ form.parts[0].fields[0].value | date }}{{ form.nothing }}";
        }
        pages
    };
    for pages in [broken(pages()), quoting(pages())] {
        let site = site(bundle(), pages).await;
        let wrong = answers().without("language");
        let events =
            vec![("invalid", form(&wrong)), ("not_found", request("GET", "/api/fr/canari"))];
        let replies = run(&site, None, events).await;
        assert!(body(&replies[0]).contains("Un canari chante"));
    }
}
