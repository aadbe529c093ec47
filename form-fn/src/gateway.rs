//! API Gateway's events (HTTP API, payload 2.0) to requests, and replies back. `lambda_http` has
//! a conversion of its own, but it panics on an address, host or base64 body that it cannot
//! read, and a panic is a bare "Internal Server Error" to the applicant.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, Uri, header};
use lambda_http::Body;
use lambda_http::aws_lambda_events::{
    apigw::{ApiGatewayV2httpRequest as Event, ApiGatewayV2httpResponse as Reply},
    encodings::Base64Data,
};

use crate::log::RequestId;

/// The request that an event tells of; `id` is the invocation's, for the log.
#[must_use]
pub fn request(event: Event, id: String) -> Request<Bytes> {
    let path = path(&event);
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = event.request_context.http.method;
    *request.uri_mut() = uri(&path, event.raw_query_string.as_deref());
    *request.headers_mut() = event.headers;
    if let Some(host) = event.request_context.domain_name {
        name_host(request.headers_mut(), &host);
    }
    request.extensions_mut().insert(RequestId(id));
    *request.body_mut() = body(event.body.unwrap_or_default(), event.is_base64_encoded);
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
fn path(event: &Event) -> String {
    let raw = event.raw_path.as_deref().unwrap_or("/");
    event
        .request_context
        .stage
        .as_deref()
        .and_then(|stage| raw.strip_prefix('/')?.strip_prefix(stage))
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(raw)
        .to_owned()
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

/// Events made by hand and some gateways leave `Host` out; the domain says the same.
fn name_host(headers: &mut HeaderMap, domain: &str) {
    if let (false, Ok(domain)) = (headers.contains_key(header::HOST), HeaderValue::from_str(domain))
    {
        headers.insert(header::HOST, domain);
    }
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
    use serde_json::{Value, json};

    fn read(event: Value) -> Request<Bytes> {
        request(serde_json::from_value(event).unwrap(), "id-1".to_owned())
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
    fn no_path_or_query_makes_it_panic() {
        for path in ["/é \"<>^`{|}\\", "", "//", "/%zz", "/api/fr/?#"] {
            let request = read(event(json!({ "rawPath": path, "rawQueryString": "a= é" })));
            assert_eq!(request.method(), "POST", "{path}");
        }
        let request = read(event(json!({ "rawPath": "/a b", "rawQueryString": "c=d e" })));
        assert_eq!(request.uri(), "/a%20b?c=d%20e");
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
}
