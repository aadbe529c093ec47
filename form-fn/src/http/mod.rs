//! The whole function without a server: a request in, a response out. Lambda's runtime and the
//! local server both call [`App::handle`], so that what works at home works there.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use form_fn::{config::Config, http::App, store::Store};
//!
//! let config = Config::from_environment()?;
//! let store = Store::connect(config.connection);
//! let app = App::open(&config.bundle, store, config.key)?;
//! let request = http::Request::get("/api/health").body(bytes::Bytes::new())?;
//! let response = app.handle(request, jiff::Timestamp::now()).await;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! ```

mod answer;
mod negotiate;
mod outcome;
mod pages;
mod panicked;
mod plain;
mod visit;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use bytes::Bytes;
use form_model::bundle::Bundle;
use form_model::reference::ReferenceKey;
use http::{HeaderMap, Request, Response};
use jiff::Timestamp;

use crate::bundle;
use crate::decode;
use crate::log::{self, Invocation, Line};
use crate::store::Store;

pub use crate::bundle::BundleError;

use pages::Pages;
use panicked::surviving;
use visit::Visit;

/// Where the log's lines go.
type Sink = Box<dyn Fn(&Line<'_>) + Send + Sync>;

/// The function: its form, its pages, its store. One for the life of the process.
pub struct App {
    bundle: Bundle,
    headers: HeaderMap,
    pages: Pages,
    store: Store,
    key: ReferenceKey,
    /// Whether a request has come before.
    is_warm: AtomicBool,
    sink: Sink,
}

impl App {
    /// The function of a bundle: the folder that the generator writes, `dist/form-fn`. Its pages
    /// are read when the first one has to be drawn.
    ///
    /// # Errors
    /// If the bundle cannot be read, with the file and what to do.
    pub fn open(folder: &Path, store: Store, key: ReferenceKey) -> Result<Self, BundleError> {
        let bundle = bundle::read(folder)?;
        Ok(Self {
            headers: bundle::headers(&bundle, folder)?,
            pages: Pages::of(folder, &bundle),
            bundle,
            store,
            key,
            is_warm: AtomicBool::new(false),
            sink: Box::new(log::print),
        })
    }

    /// The same function with its log elsewhere than on standard output.
    #[must_use]
    pub fn logging_to(mut self, sink: impl Fn(&Line<'_>) + Send + Sync + 'static) -> Self {
        self.sink = Box::new(sink);
        self
    }

    /// Whether a host name is the one of the site's address.
    #[must_use]
    pub fn is_site(&self, host: &str) -> bool {
        let base_url = self.bundle.settings.base_url.parse::<http::Uri>();
        base_url.is_ok_and(|base| base.host().is_some_and(|own| own.eq_ignore_ascii_case(host)))
    }

    /// Answers a request that came at a moment, and logs one line about it.
    pub async fn handle(&self, request: Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let started = Instant::now();
        let (parts, body) = request.into_parts();
        let languages = &self.bundle.settings.languages;
        let (lang, address) = decode::of_path(parts.uri.path(), languages);
        let visit = Visit {
            app: self,
            lang: &lang,
            address: &address,
            shape: negotiate::shape(&parts.headers, decode::is_json(&parts.headers)),
            now,
        };
        let answered = surviving(visit.answer(&parts, &body)).await;
        let answer = answered.unwrap_or_else(|| visit.panicked(&parts, &body));
        (self.sink)(&Line {
            at: now,
            invocation: parts.extensions.get::<Invocation>(),
            is_cold: !self.is_warm.swap(true, Ordering::Relaxed),
            build: &self.bundle.build,
            address: address.name(),
            method: log::method(&parts.method),
            lang: &lang,
            status: answer.status,
            outcome: answer.outcome,
            causes: &answer.causes,
            took: started.elapsed(),
        });
        answer.into_response(&self.headers, &lang, &parts.method)
    }
}
