//! The binary that Lambda runs, over Lambda's runtime API: events in, replies out, and a start that
//! fails by name.

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::answers::complete;
use crate::base64::base64;
use crate::runtime::{Runtime, end, environment, event, posted, start};
use crate::site::Site;

#[tokio::test]
async fn the_binary_answers_the_gateways_events() {
    let site = Site::open().await;
    let (tokens, mut signed) = mpsc::unbounded_channel();
    site.line.follows(move |wish| {
        tokens.send(wish.session_token.clone()).unwrap();
        None
    });
    let mut runtime = Runtime::start().await;
    let mut child = start(environment(&site, &runtime));
    let function = &mut child;

    let health = runtime.invoke(function, event("GET", "/api/health", "")).await;
    assert_eq!(health["statusCode"], 200);
    assert_eq!(health["headers"]["cache-control"], "no-store");

    let stored = runtime.invoke(function, posted(&complete())).await;
    assert_eq!(stored["statusCode"], 303);
    let location = stored["headers"]["location"].as_str().unwrap().to_owned();
    let records = site.engine.records().await;
    assert_eq!(records.len(), 1);
    assert!(location.contains(records[0]["reference"].as_str().unwrap()));
    assert_eq!(signed.recv().await.flatten().as_deref(), Some("a session's token"));

    let mut in_base64 = posted(&complete());
    in_base64["body"] = json!(base64(complete().urlencoded().as_bytes()));
    in_base64["isBase64Encoded"] = json!(true);
    let again = runtime.invoke(function, in_base64).await;
    assert_eq!(again["statusCode"], 303);
    let reference = location.split('?').next().unwrap();
    assert!(again["headers"]["location"].as_str().unwrap().starts_with(reference));
    assert_eq!(site.engine.records().await.len(), 1);

    let (path, query) = location.split_once('?').unwrap();
    let page = runtime.invoke(function, event("GET", path, query)).await;
    assert_eq!(page["statusCode"], 200);
    assert_eq!(page["headers"]["content-type"], "text/html; charset=utf-8");
    assert!(page["body"].as_str().unwrap().contains("Nous avons reçu votre candidature"));

    let invalid = runtime.invoke(function, posted(&complete().without("first_name"))).await;
    assert_eq!(invalid["statusCode"], 422);
    assert!(invalid["body"].as_str().unwrap().contains("O’Neil Tremblay"));

    let mut odd = event("GET", "/api/fr/ \"é\" ^", "a= é");
    odd["headers"]["x odd"] = json!("a\nb\u{0}é");
    let odd = runtime.invoke(function, odd).await;
    assert_eq!(odd["statusCode"], 404);

    let output = end(child).await;
    let log = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<&str> = lines.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["healthy", "stored", "repeated", "confirmation", "invalid", "not_found"]);
    assert!(lines.iter().all(|line| line["request_id"] == "invocation-1"), "{log}");
    let errors = String::from_utf8(output.stderr).unwrap();
    for sent in ["Tremblay", "exemple.ca", "192.0.2.1", "canary", "form.example"] {
        assert!(!log.contains(sent) && !errors.contains(sent), "{sent}: {log}{errors}");
    }
}

#[tokio::test]
async fn a_start_without_a_setting_fails_by_its_name() {
    let site = Site::open().await;
    let runtime = Runtime::start().await;
    for missing in ["TABLE_NAME", "REFERENCE_KEY"] {
        let mut environment = environment(&site, &runtime);
        environment.retain(|(name, _)| *name != missing);
        let output = start(environment).wait_with_output().await.unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(message.contains(&format!("{missing} is not set: ")), "{message}");
    }
}

#[tokio::test]
async fn a_start_without_a_bundle_names_the_file() {
    let site = Site::open().await;
    let runtime = Runtime::start().await;
    std::fs::remove_file(site.folder.path().join("bundle.json")).unwrap();
    let output = start(environment(&site, &runtime)).wait_with_output().await.unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(message.contains("bundle.json"), "{message}");
    assert!(message.contains("BUNDLE"), "{message}");
}
