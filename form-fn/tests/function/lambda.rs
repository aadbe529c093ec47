//! The binary that Lambda runs, over Lambda's runtime API: events in, replies out, and a start that
//! fails by name.

use std::process::{Output, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc};

use crate::answers::{Answers, complete};
use crate::engine::{REGION, TABLE};
use crate::site::{KEY, Site};

/// Lambda's side: hands events to the function and takes its replies.
struct Runtime {
    address: String,
    events: mpsc::UnboundedSender<Value>,
    replies: mpsc::UnboundedReceiver<Value>,
}

type Events = Arc<Mutex<mpsc::UnboundedReceiver<Value>>>;

impl Runtime {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (events, waiting) = mpsc::unbounded_channel();
        let (answered, replies) = mpsc::unbounded_channel();
        let invocation = "/2018-06-01/runtime/invocation";
        let reply = async |State(answered): State<mpsc::UnboundedSender<Value>>,
                           Path((id, kind)): Path<(String, String)>,
                           body: Bytes| {
            let body: Value = serde_json::from_slice(&body).unwrap();
            answered.send(json!({ "id": id, "kind": kind, "body": body })).unwrap();
        };
        let events_route = Router::new()
            .route(&format!("{invocation}/next"), get(next))
            .with_state(Arc::new(Mutex::new(waiting)));
        let replies_route = Router::new()
            .route(&format!("{invocation}/{{id}}/{{kind}}"), post(reply))
            .with_state(answered);
        let api = events_route.merge(replies_route);
        tokio::spawn(async move { axum::serve(listener, api).await });
        Self { address, events, replies }
    }

    /// Sends an event and waits for what the function replies, as long as it lives.
    async fn invoke(&mut self, function: &mut Child, event: Value) -> Value {
        self.events.send(event).unwrap();
        let reply = tokio::select! {
            reply = self.replies.recv() => reply.unwrap(),
            ended = function.wait() => panic!("the function ended: {ended:?}"),
        };
        assert_eq!(reply["kind"], "response", "{reply}");
        assert_eq!(reply["id"], "invocation-1");
        reply["body"].clone()
    }
}

/// The next event, as soon as there is one.
async fn next(State(events): State<Events>) -> (HeaderMap, String) {
    let event = events.lock().await.recv().await.unwrap();
    let headers = [
        ("lambda-runtime-aws-request-id", "invocation-1"),
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:ca-central-1:1:function:form"),
    ];
    let header = |(name, value): (&'static str, &'static str)| {
        (name.parse().unwrap(), HeaderValue::from_static(value))
    };
    (headers.map(header).into_iter().collect(), event.to_string())
}

/// The environment that Lambda and the deployment give the function.
fn environment(site: &Site, runtime: &Runtime) -> Vec<(&'static str, String)> {
    vec![
        ("AWS_LAMBDA_RUNTIME_API", runtime.address.clone()),
        ("AWS_LAMBDA_FUNCTION_NAME", "form".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128".to_owned()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", "id".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", format!("http://{}", site.engine.address)),
        ("TABLE_NAME", TABLE.to_owned()),
        ("REFERENCE_KEY", KEY.to_owned()),
        ("BUNDLE", site.folder.path().to_str().unwrap().to_owned()),
    ]
}

fn start(environment: Vec<(&'static str, String)>) -> Child {
    Command::new(env!("CARGO_BIN_EXE_form-fn"))
        .env_clear()
        .envs(environment)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Ends a function that waits for its next event; what it wrote until then.
async fn end(mut function: Child) -> Output {
    function.start_kill().unwrap();
    function.wait_with_output().await.unwrap()
}

/// An event of an HTTP API, payload 2.0, as the gateway sends it; without cookies, as ours are.
fn event(method: &str, path: &str, query: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": { "host": "form.example", "accept": "text/html", "x-forwarded-proto": "https" },
        "requestContext": {
            "accountId": "1",
            "apiId": "api",
            "domainName": "form.example",
            "domainPrefix": "form",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "canary/1.0",
            },
            "requestId": "gateway-1",
            "routeKey": "$default",
            "stage": "$default",
            "time": "22/Nov/2026:15:00:00 +0000",
            "timeEpoch": 1_795_359_600_000_i64,
        },
        "isBase64Encoded": false,
    })
}

fn posted(answers: &Answers) -> Value {
    let mut event = event("POST", "/api/fr/application", "");
    event["headers"]["content-type"] = json!("application/x-www-form-urlencoded");
    event["headers"]["origin"] = json!("https://form.example");
    event["body"] = json!(answers.urlencoded());
    event
}

#[tokio::test]
async fn the_binary_answers_the_gateways_events() {
    let site = Site::open().await;
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

    let odd = runtime.invoke(function, event("GET", "/api/fr/ \"é\" ^", "a= é")).await;
    assert_eq!(odd["statusCode"], 404);

    let output = end(child).await;
    let log = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<&str> = lines.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["healthy", "stored", "repeated", "confirmation", "invalid", "not_found"]);
    assert!(lines.iter().all(|line| line["request_id"] == "invocation-1"), "{log}");
    let errors = String::from_utf8(output.stderr).unwrap();
    for sent in ["Tremblay", "555", "exemple.ca", "192.0.2.1", "canary", "form.example"] {
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

/// Base 64 of the standard alphabet, padded.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let character = |bits: u32, shift: u32| char::from(ALPHABET[(bits >> shift & 63) as usize]);
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.push(character(bits, 18));
        text.push(character(bits, 12));
        text.push(if chunk.len() > 1 { character(bits, 6) } else { '=' });
        text.push(if chunk.len() > 2 { character(bits, 0) } else { '=' });
    }
    text
}
