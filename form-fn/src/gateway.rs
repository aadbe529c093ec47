//! API Gateway's events (HTTP API, payload 2.0) to requests, and replies back. `lambda_http` has
//! a conversion of its own, but it panics on an address, host or base64 body that it cannot
//! read, and its event refuses a header that HTTP would not allow: to the applicant, both are a bare
//! "Internal Server Error". Here every event is a request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, header};
use lambda_http::aws_lambda_events::{
    apigw::ApiGatewayV2httpResponse as Reply, encodings::Base64Data,
};
use lambda_http::{Body, Context};
use serde::Deserialize;
use serde_json::Value;

use crate::log::Invocation;

/// What is read of an event. The sender's address and browser are in it, too: they are not read, so
/// that they can be neither stored nor logged.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Event {
    raw_path: Option<String>,
    raw_query_string: Option<String>,
    headers: Option<BTreeMap<String, Value>>,
    request_context: RequestContext,
    body: Option<String>,
    is_base64_encoded: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RequestContext {
    domain_name: Option<String>,
    stage: Option<String>,
    http: Http,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Http {
    method: Option<String>,
}

/// The headers that the function looks at. No other one gets past here.
const HEADERS: [HeaderName; 6] = [
    header::ACCEPT,
    header::CONTENT_ENCODING,
    header::CONTENT_TYPE,
    header::HOST,
    header::ORIGIN,
    HeaderName::from_static("sec-fetch-site"),
];

/// The request that an event tells of. One that is not the gateway's, as the console sends for
/// trying out, asks for nothing of ours.
#[must_use]
pub fn request(event: Value, context: &Context) -> Request<Bytes> {
    let event: Event = serde_json::from_value(event).unwrap_or_default();
    let mut request = Request::new(body(event.body.unwrap_or_default(), event.is_base64_encoded));
    let RequestContext { domain_name, stage, http } = event.request_context;
    // A method that is none takes what may be taken by anybody: a look.
    *request.method_mut() = http.method.and_then(|name| name.parse().ok()).unwrap_or(Method::GET);
    let path = event.raw_path.as_deref().unwrap_or("/");
    *request.uri_mut() = uri(without(stage.as_deref(), path), event.raw_query_string.as_deref());
    *request.headers_mut() = headers(event.headers.unwrap_or_default(), domain_name);
    request.extensions_mut().insert(Invocation {
        request_id: context.request_id.clone(),
        function: context.env_config.function_name.clone(),
    });
    request
}

/// The reply in the gateway's words. Bodies are text, always: pages and JSON.
#[must_use]
pub fn reply(response: Response<Bytes>) -> Reply {
    let (parts, body) = response.into_parts();
    let mut reply = Reply::default();
    reply.status_code = i64::from(parts.status.as_u16());
    reply.headers = parts.headers;
    reply.body = Some(Body::Text(String::from_utf8_lossy(&body).into_owned()));
    reply
}

/// The path without the stage, which the gateway puts in front unless it is `$default`.
fn without<'p>(stage: Option<&str>, path: &'p str) -> &'p str {
    stage
        .and_then(|stage| path.strip_prefix('/')?.strip_prefix(stage))
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path)
}

/// The gateway hands over paths already decoded, so that they may hold anything: what an address
/// cannot hold is encoded again. Nothing of ours stands there; it will be "not found".
fn uri(path: &str, query: Option<&str>) -> Uri {
    let mut address = String::with_capacity(path.len());
    encode(path, &mut address);
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        address.push('?');
        encode(query, &mut address);
    }
    Uri::try_from(address).unwrap_or_default()
}

fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/%=&+:,;@!$'()*".contains(&byte) {
            into.push(char::from(byte));
        } else {
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

/// The headers that are looked at. One that HTTP does not allow is kept as a word that means nothing,
/// so that it is not taken for one that was not sent.
fn headers(sent: BTreeMap<String, Value>, domain: Option<String>) -> HeaderMap {
    let value = |text: &str| {
        let value = HeaderValue::from_bytes(text.as_bytes());
        value.unwrap_or(const { HeaderValue::from_static("unreadable") })
    };
    let mut headers = HeaderMap::new();
    for (name, sent) in sent {
        let name = HEADERS.into_iter().find(|known| name.eq_ignore_ascii_case(known.as_str()));
        if let (Some(name), Value::String(sent)) = (name, sent) {
            headers.insert(name, value(&sent));
        }
    }
    // Events made by hand and some gateways leave `Host` out; the domain says the same.
    if let (None, Some(domain)) = (headers.get(header::HOST), domain) {
        headers.insert(header::HOST, value(&domain));
    }
    headers
}

/// The gateway sends form bodies in base64. One that is not base64 is handed on as it came: it
/// is not a form either, and will be told so.
fn body(text: String, is_base64: bool) -> Bytes {
    if !is_base64 {
        return Bytes::from(text);
    }
    match serde_json::from_value::<Base64Data>(text.into()) {
        Ok(data) => Bytes::from(data.0),
        Err(_) => Bytes::from_static(b"%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(event: Value) -> Request<Bytes> {
        request(event, &Context::default())
    }

    fn event(changes: Value) -> Value {
        let mut event = json!({
            "version": "2.0",
            "rawPath": "/api/fr/application",
            "rawQueryString": "",
            "headers": { "host": "form.example" },
            "requestContext": { "http": { "method": "POST", "path": "/api/fr/application" } },
            "isBase64Encoded": false,
        });
        if let (Value::Object(event), Value::Object(changes)) = (&mut event, changes) {
            event.extend(changes);
        }
        event
    }

    #[test]
    fn a_body_comes_plain_or_in_base64_or_not_at_all() {
        let body = |changes| read(event(changes)).into_body();
        assert_eq!(body(json!({ "body": "a=1" })), "a=1");
        assert_eq!(body(json!({ "body": "YT3DqQ==", "isBase64Encoded": true })), "a=é");
        assert_eq!(body(json!({ "body": "*", "isBase64Encoded": true })), "%");
        assert_eq!(body(json!({ "body": null })), "");
        assert_eq!(body(json!({})), "");
    }

    #[test]
    fn the_stage_is_no_part_of_the_path() {
        let path = |path, stage| {
            let context = json!({ "stage": stage, "http": { "method": "GET" } });
            let request = read(event(json!({ "rawPath": path, "requestContext": context })));
            request.uri().path().to_owned()
        };
        assert_eq!(path("/prod/api/health", "prod"), "/api/health");
        assert_eq!(path("/api/health", "$default"), "/api/health");
        assert_eq!(path("/api/health", "ap"), "/api/health");
    }

    #[test]
    fn what_an_address_cannot_hold_is_encoded() {
        let request = read(event(json!({ "rawPath": "/a b", "rawQueryString": "c=d e" })));
        assert_eq!(request.uri(), "/a%20b?c=d%20e");
    }

    #[test]
    fn the_senders_address_and_browser_are_not_read() {
        let headers = json!({
            "Origin": "https://form.example",
            "user-agent": "canary",
            "x-forwarded-for": "192.0.2.1",
            "cookie": "canary=1",
            "referer": "https://canary.example",
        });
        let request = read(event(json!({ "headers": headers })));
        let names: Vec<_> = request.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["origin"]);
    }

    #[test]
    fn an_odd_origin_is_not_taken_for_none() {
        for odd in ["https://a\n.example", "\u{0}", "é"] {
            let request = read(event(json!({ "headers": { "origin": odd } })));
            assert!(!crate::decode::is_ours(request.headers(), "https://form.example"), "{odd:?}");
        }
    }

    #[test]
    fn the_host_is_the_domain_where_no_header_says_it() {
        let context = json!({ "domainName": "domain.example", "http": { "method": "GET" } });
        let host = |headers: Value| {
            let changes = json!({ "headers": headers, "requestContext": context });
            read(event(changes)).headers()[header::HOST].clone()
        };
        assert_eq!(host(Value::Null), "domain.example");
        assert_eq!(host(json!({ "host": "form.example" })), "form.example");
    }

    #[test]
    fn an_event_of_another_kind_asks_for_nothing() {
        for other in [json!({ "key1": "value1" }), json!([]), json!(null), json!({ "body": 1 })] {
            let request = read(other);
            assert_eq!((request.method(), request.uri().path()), (&Method::GET, "/"));
        }
    }

    #[test]
    fn a_reply_keeps_status_headers_and_text() {
        let mut response = Response::new(Bytes::from("Zoé"));
        *response.status_mut() = http::StatusCode::NOT_FOUND;
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
        let reply = serde_json::to_value(reply(response)).unwrap();
        assert_eq!(reply["statusCode"], 404);
        assert_eq!(reply["headers"]["vary"], "Accept");
        assert_eq!(reply["body"], "Zoé");
        assert_eq!(reply["isBase64Encoded"], false);
    }

    proptest! {
        #[test]
        fn no_text_in_an_event_makes_it_panic(
            texts in proptest::array::uniform6(any::<String>()),
            is_base64 in any::<bool>(),
        ) {
            let [path, query, method, origin, host, body] = texts;
            let read = read(json!({
                "rawPath": path,
                "rawQueryString": query,
                "headers": { "origin": origin },
                "requestContext": { "domainName": host, "http": { "method": method } },
                "body": body,
                "isBase64Encoded": is_base64,
            }));
            prop_assert!(is_base64 || read.body() == body.as_bytes());
            prop_assert!(read.headers().contains_key(header::ORIGIN));
        }
    }
}
