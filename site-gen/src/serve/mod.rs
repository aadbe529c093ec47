//! The site on this machine while editors work: built, shown, and built again at each change.
//!
//! A failed build tells its errors in the terminal and leaves the last good pages standing. The local
//! system puts the form's function beside these pages; `site-gen serve` shows the pages alone.

mod files;
mod loopback;
mod watch;

use std::{fmt, io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{
        Html, IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{any, get},
};
use form_model::lang::Lang;
use tokio::sync::watch::{Sender, channel};
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

use crate::{
    Options,
    build::{self, Built},
    cli::print_diagnostics,
    diagnostic::Diagnostics,
    security,
};

pub use loopback::{Loopback, NotLoopback};
pub use watch::Watch;

/// Asks the browser to load the page again when the site was built again.
const RELOAD_JS: &str =
    "new EventSource('/_preview/events').onmessage = () => location.reload();\n";

/// A built site that is watched and shown.
pub struct Preview {
    options: Options,
    builds: Sender<usize>,
}

/// Why the preview cannot start.
#[derive(Debug)]
pub enum ServeError {
    /// The first build failed.
    Build(Diagnostics),
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// Changes cannot be seen.
    Watch(notify::Error),
    /// The runtime or a connection broke.
    Io(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(diagnostics) => write!(f, "{diagnostics}"),
            Self::Listen(addr, error) => write!(
                f,
                "cannot listen on {addr}: {error}\nchoose another address with --addr, such as --addr 127.0.0.1:8081"
            ),
            Self::Watch(error) => write!(f, "cannot watch for changes: {error}"),
            Self::Io(error) => write!(f, "the server stopped: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

impl Preview {
    /// Builds the site for the first time.
    ///
    /// # Errors
    /// The build's errors.
    pub fn build(options: Options) -> Result<(Self, Built), Diagnostics> {
        let built = build::build(&options)?;
        Ok((Self { options, builds: channel(0).0 }, built))
    }

    /// The site's pages, with the script that reloads them.
    pub fn router(&self) -> Router {
        let pages =
            Arc::new(Pages { root: self.options.out.join("public"), headers: page_headers() });
        let builds = self.builds.clone();
        Router::new()
            .route("/_preview/events", get(async move || events(&builds)))
            .route("/_preview/reload.js", get(reload_js))
            .fallback_service(get(show).with_state(pages))
    }

    /// Builds again at each change of content or theme; `done` hears of each build.
    ///
    /// # Errors
    /// Folders that cannot be watched.
    pub fn watch(
        self,
        mut done: impl FnMut(&Result<Built, Diagnostics>) + Send + 'static,
    ) -> Result<Watch, ServeError> {
        let folders = [self.options.content.clone(), self.options.themes.clone()];
        let out = self.options.out.clone();
        Watch::start(&folders, &out, move || {
            let result = build::build(&self.options);
            done(&result);
            if result.is_ok_and(|built| built.changes.any()) {
                self.builds.send_modify(|count| *count += 1);
            }
        })
        .map_err(ServeError::Watch)
    }
}

/// `site-gen serve`: shows the site until the program is stopped.
///
/// # Errors
/// See [`ServeError`].
pub fn run(options: Options, lang: Lang, addr: Loopback) -> Result<(), ServeError> {
    let addr = addr.addr();
    let (preview, built) = Preview::build(options).map_err(ServeError::Build)?;
    print_diagnostics(&built.warnings, &lang);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Io)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(addr)
            .await
            .map_err(|error| ServeError::Listen(addr, error))?;
        let router = preview.router().route("/api/{*path}", any(no_form));
        let addr = listener.local_addr().map_err(ServeError::Io)?;
        println!("http://{addr}: {} pages, built again at each change", built.pages);
        let _watch = preview.watch(move |result| tell(result, &lang))?;
        axum::serve(listener, router).await.map_err(ServeError::Io)
    })
}

/// Tells a person how a rebuild ended.
pub fn tell(result: &Result<Built, Diagnostics>, lang: &Lang) {
    match result {
        Ok(built) if built.changes.any() => {
            print_diagnostics(&built.warnings, lang);
            println!("built again: {}", built.changes);
        }
        Ok(_) => {}
        Err(diagnostics) => {
            print_diagnostics(diagnostics, lang);
            eprintln!("the last good pages are still shown");
        }
    }
}

struct Pages {
    root: std::path::PathBuf,
    headers: HeaderMap,
}

/// The site's own headers, and leave for the one script of the preview.
fn page_headers() -> HeaderMap {
    security::headers()
        .into_iter()
        .filter_map(|(name, value)| {
            let value = if name == header::CONTENT_SECURITY_POLICY.as_str() {
                format!("{value}; script-src 'self'; connect-src 'self'")
            } else {
                value
            };
            Some((name.parse().ok()?, HeaderValue::from_str(&value).ok()?))
        })
        .chain([(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))])
        .collect()
}

async fn show(State(pages): State<Arc<Pages>>, uri: Uri) -> Response {
    let answer = files::answer(&pages.root, uri.path()).await;
    (pages.headers.clone(), answer).into_response()
}

/// The generator shows pages; what is sent needs the function beside it.
async fn no_form() -> impl IntoResponse {
    let page = "<!doctype html><html lang=\"fr-CA\"><meta charset=\"utf-8\"><title>Aperçu</title>\
        <p>Cet aperçu montre les pages seulement. Pour envoyer le formulaire : <code>cargo run --release</code>.\
        <p lang=\"en\">This preview shows the pages alone. To send the form: <code>cargo run --release</code>.";
    (StatusCode::NOT_IMPLEMENTED, Html(page))
}

async fn reload_js() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript")], RELOAD_JS)
}

/// Tells of each build that comes after the browser began to listen.
fn events(builds: &Sender<usize>) -> Sse<impl Stream<Item = Result<Event, io::Error>> + use<>> {
    let builds = WatchStream::from_changes(builds.subscribe());
    Sse::new(builds.map(|_| Ok(Event::default().data("built")))).keep_alive(KeepAlive::default())
}
