//! Each request's line is a document of CloudWatch's embedded metric format: what CloudWatch asks of it,
//! and which metrics the function has.

use std::collections::BTreeSet;

use form_model::code::Code;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::answers::{complete, empty};
use crate::line::State;
use crate::runtime::{Runtime, end, environment, event, posted, start};
use crate::site::{Site, bundle, pages};

/// The rules of the format that a schema can say, and limits that we keep to.
fn schema() -> Validator {
    let name =
        json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-z_]+$" });
    let metric = json!({
        "type": "object",
        "required": ["Name", "Unit"],
        "additionalProperties": false,
        "properties": { "Name": name, "Unit": { "enum": ["Count", "Milliseconds"] } },
    });
    let directive = json!({
        "type": "object",
        "required": ["Namespace", "Dimensions", "Metrics"],
        "additionalProperties": false,
        "properties": {
            "Namespace": { "const": "Partenaires" },
            "Dimensions": {
                "type": "array", "minItems": 1, "maxItems": 1,
                "items": { "type": "array", "maxItems": 1, "items": { "const": "function" } },
            },
            "Metrics": { "type": "array", "minItems": 1, "maxItems": 100, "uniqueItems": true, "items": metric },
        },
    });
    let metadata = json!({
        "type": "object",
        "required": ["Timestamp", "CloudWatchMetrics"],
        "additionalProperties": false,
        "properties": {
            "Timestamp": { "type": "integer", "exclusiveMinimum": 1_700_000_000_000_i64 },
            "CloudWatchMetrics": { "type": "array", "minItems": 1, "maxItems": 1, "items": directive },
        },
    });
    let root = json!({
        "type": "object",
        "required": ["_aws"],
        "properties": { "_aws": metadata },
        // CloudWatch reads members of the root alone; ours are plain values, and one list of words.
        "additionalProperties": { "type": ["string", "number", "array"], "items": { "type": "string" } },
    });
    jsonschema::validator_for(&root).unwrap()
}

/// A line's metrics, after the rules that no schema can say: each metric is a number beside, each
/// dimension a text.
fn metrics(line: &Value) -> Vec<(String, Value)> {
    let errors: Vec<String> = schema().iter_errors(line).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}: {line}");
    let directive = &line["_aws"]["CloudWatchMetrics"][0];
    for dimension in directive["Dimensions"][0].as_array().unwrap() {
        let value = line[dimension.as_str().unwrap()].as_str().unwrap();
        assert!((1..=1024).contains(&value.len()), "{line}");
    }
    let definitions = directive["Metrics"].as_array().unwrap().iter();
    let metric = |definition: &Value| {
        let name = definition["Name"].as_str().unwrap().to_owned();
        let value = line[&name].clone();
        assert!(value.as_f64().is_some_and(|value| value.is_finite() && value >= 0.0), "{line}");
        let is_time = name == "duration";
        assert_eq!(definition["Unit"], if is_time { "Milliseconds" } else { "Count" });
        (name, value)
    };
    definitions.map(metric).collect()
}

/// The metrics of the last request, without the time that it took.
fn counted(site: &Site) -> Value {
    let log = site.log();
    let line = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    let mut metrics = metrics(&line);
    let all = metrics.len();
    metrics.retain(|(name, _)| name != "duration");
    assert_eq!(metrics.len(), all - 1, "{line}");
    metrics.into_iter().collect()
}

#[tokio::test]
async fn each_ending_that_counts_is_counted() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    assert_eq!(counted(&site), json!({ "accepted": 1, "cold_start": 1 }));
    site.post("fr").form(&complete()).await;
    assert_eq!(counted(&site), json!({ "repeated": 1 }));
    let wrong = complete().with("phone", "1").without("language").without("first_name");
    site.post("fr").form(&wrong.and("canary", "x").and("other", "y")).await;
    let codes = json!({ "invalid": 1, "invalid_format": 1, "invalid_required": 2, "invalid_unknown_field": 2 });
    assert_eq!(counted(&site), codes);
    site.post("fr").body("text/plain", "a").send().await;
    assert_eq!(counted(&site), json!({}));
    site.get("/api/health").send().await;
    assert_eq!(counted(&site), json!({}));

    let site = Site::with(bundle(), pages(), State::Down).await;
    site.post("fr").form(&complete()).await;
    assert_eq!(counted(&site), json!({ "cold_start": 1, "failed": 1 }));
}

#[tokio::test]
async fn a_line_says_this_and_no_more() {
    let site = Site::open().await;
    site.post("en").form(&empty()).await;
    let log = site.log();
    let mut line: Value = serde_json::from_str(log.trim_end()).unwrap();
    line["duration"] = json!(1.5);
    insta::assert_snapshot!(serde_json::to_string_pretty(&line).unwrap());
}

#[tokio::test]
async fn the_names_of_metrics_are_few_and_known_whatever_is_sent() {
    let site = Site::open().await;
    let mut known: BTreeSet<String> =
        ["accepted", "cold_start", "duration", "failed", "invalid", "repeated"]
            .map(str::to_owned)
            .into();
    let codes = site.bundle.form.fields().flat_map(form_model::definition::Field::codes);
    known.extend(codes.chain([Code::UNKNOWN_FIELD]).map(|code| format!("invalid_{code}")));
    assert!(known.len() < 25, "{known:?}");
    for key in ["first_name", "levels", "canary", "opportunity"] {
        for text in naughty_strings::BLNS {
            site.post("fr").form(&complete().without("language").and(key, text)).await;
        }
    }
    for line in site.log().lines() {
        for (name, _) in metrics(&serde_json::from_str(line).unwrap()) {
            assert!(known.contains(&name), "{name}");
        }
    }
}

#[tokio::test]
async fn on_lambda_the_metrics_are_the_functions_and_one_start_is_cold() {
    let site = Site::open().await;
    let mut runtime = Runtime::start().await;
    let mut child = start(environment(&site, &runtime));
    for event in [event("GET", "/api/health", ""), posted(&complete())] {
        runtime.invoke(&mut child, event).await;
    }
    let output = end(child).await;
    let log = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names = lines.iter().map(|line| {
        assert_eq!(line["_aws"]["CloudWatchMetrics"][0]["Dimensions"], json!([["function"]]));
        assert_eq!(line["function"], "form");
        metrics(line).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    });
    let expected = [vec!["cold_start", "duration"], vec!["accepted", "duration"]];
    assert_eq!(names.collect::<Vec<_>>(), expected);
}
