//! An answer before it is a response: what it says, and what the log says of it. All answers get
//! their common headers here, so that none can miss them.

use bytes::Bytes;
use form_model::lang::Lang;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use serde_json::Value;

use crate::log::{Cause, Ending};

/// An answer.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub status: StatusCode,
    pub content: Content,
    /// Headers of this answer alone.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What became of the request, for the log.
    pub outcome: Ending,
    /// Why, for the log.
    pub causes: Vec<Cause<'a>>,
}

/// What an answer says.
#[derive(Debug)]
pub(super) enum Content {
    /// Nothing: the headers say it all.
    Nothing,
    /// A page, in the language of the path.
    Page(String),
    /// JSON, with its words in the language of the path.
    Json(Value),
    /// JSON without words.
    Status(Value),
}

impl Answer<'_> {
    pub fn new(status: StatusCode, content: Content, outcome: Ending) -> Self {
        Self { status, content, headers: Vec::new(), outcome, causes: Vec::new() }
    }

    /// Adds a header. A value that is none is left out: ours are dates, paths and numbers.
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// The response, with the site's headers; without its body if only the head was asked for.
    pub fn into_response(self, site: &HeaderMap, lang: &Lang, method: &Method) -> Response<Bytes> {
        let has_words = !matches!(self.content, Content::Status(_));
        let (kind, body) = match self.content {
            Content::Nothing => (None, String::new()),
            Content::Page(page) => (Some("text/html; charset=utf-8"), page),
            Content::Json(value) | Content::Status(value) => {
                (Some("application/json"), value.to_string())
            }
        };
        let body = if *method == Method::HEAD { Bytes::new() } else { Bytes::from(body) };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.clone_from(site);
        // Confirmations and refilled forms are between us and one person.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if let (true, Ok(tag)) = (has_words, HeaderValue::from_str(lang.tag())) {
            headers.insert(header::CONTENT_LANGUAGE, tag);
        }
        headers.extend(self.headers);
        response
    }
}
