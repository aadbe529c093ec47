//! Lambda's side of the runtime protocol: it starts the function's binary, hands it the gateway's
//! events, and takes its replies.

use std::ffi::OsString;
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

use crate::answers::Answers;
use crate::engine::{REGION, TABLE};
use crate::site::{KEY, Site};

/// Lambda's side: hands events to the function and takes its replies.
pub struct Runtime {
    address: String,
    events: mpsc::UnboundedSender<Value>,
    replies: mpsc::UnboundedReceiver<Value>,
}

type Events = Arc<Mutex<mpsc::UnboundedReceiver<Value>>>;

impl Runtime {
    pub async fn start() -> Self {
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

    /// Hands an event over to whoever asks next.
    pub fn hand(&self, event: Value) {
        self.events.send(event).unwrap();
    }

    /// Sends an event and waits for what the function replies, as long as it lives.
    pub async fn invoke(&mut self, function: &mut Child, event: Value) -> Value {
        self.hand(event);
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
pub fn environment(site: &Site, runtime: &Runtime) -> Vec<(&'static str, String)> {
    let credentials = &site.engine.credentials;
    vec![
        ("AWS_LAMBDA_RUNTIME_API", runtime.address.clone()),
        ("AWS_LAMBDA_FUNCTION_NAME", "form".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128".to_owned()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id().to_owned()),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key().to_owned()),
        ("AWS_SESSION_TOKEN", "a session's token".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", format!("http://{}", site.line.address)),
        ("TABLE_NAME", TABLE.to_owned()),
        ("REFERENCE_KEY", KEY.to_owned()),
        ("BUNDLE", site.folder.path().to_str().unwrap().to_owned()),
    ]
}

/// The function: cargo's own, or one that was built for Lambda.
pub fn binary() -> OsString {
    std::env::var_os("FORM_FN_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_form-fn").into())
}

pub fn start(environment: Vec<(&'static str, String)>) -> Child {
    start_at(binary().as_ref(), environment)
}

pub fn start_at(binary: &std::path::Path, environment: Vec<(&'static str, String)>) -> Child {
    Command::new(binary)
        .env_clear()
        .envs(another_clock())
        .envs(environment)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// The variables by which infra/other-days gives a program another clock.
fn another_clock() -> impl Iterator<Item = (String, String)> {
    let is_of_it = |name: &str| name.starts_with("FAKETIME") || name == "LD_PRELOAD";
    std::env::vars().filter(move |(name, _)| is_of_it(name))
}

/// Ends a function that waits for its next event; what it wrote until then.
pub async fn end(mut function: Child) -> Output {
    function.start_kill().unwrap();
    function.wait_with_output().await.unwrap()
}

/// An event of an HTTP API, payload 2.0, as the gateway sends it; with what a browser tells of itself.
pub fn event(method: &str, path: &str, query: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": ["canary=cookie"],
        "headers": {
            "host": "form.example",
            "accept": "text/html",
            "accept-language": "fr-CA, canary",
            "cookie": "canary=cookie",
            "referer": "https://form.example/candidature/?canary",
            "user-agent": "canary/1.0",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-proto": "https",
        },
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

pub fn posted(answers: &Answers) -> Value {
    let mut event = event("POST", "/api/fr/application", "");
    event["headers"]["content-type"] = json!("application/x-www-form-urlencoded");
    event["headers"]["origin"] = json!("https://form.example");
    event["body"] = json!(answers.urlencoded());
    event
}
