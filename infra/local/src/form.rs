//! The form's function behind the local server: the same code as on Lambda, its bundle taken anew after
//! each build.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{Response, StatusCode},
    response::IntoResponse,
    routing::any,
};
use dynoxide::Database;
use form_fn::{decode::MAX_BODY, home, http::App, log::Line};
use form_model::reference::ReferenceKey;
use jiff::Timestamp;
use site_gen::{
    bilingual,
    serve::{not_built, notice},
};
use tokio::time::timeout;
use tokio_stream::StreamExt;

use crate::failure::Failure;

/// The most that API Gateway takes; a sender of more is not listened to any longer.
const GATEWAY_LIMIT: usize = 10 * 1024 * 1024;

/// How long a body may take to arrive. nginx hands it over whole; so does a browser on this machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// What opens the function, again and again.
pub struct Form {
    bundle: PathBuf,
    database: Database,
    key: ReferenceKey,
    log: Log,
    app: RwLock<Option<Arc<App>>>,
}

/// Where the lines of the function's log go.
pub type Log = fn(&Line<'_>);

impl Form {
    /// The function of a site over the database, open if an earlier build left a bundle.
    pub fn new(bundle: PathBuf, database: Database, key: ReferenceKey, log: Log) -> Self {
        let form = Self { bundle, database, key, log, app: RwLock::default() };
        // Why it is not open is told after the next build.
        let _ = form.reopen();
        form
    }

    /// Opens it again after a build. The function that runs stays if the new bundle cannot be read.
    ///
    /// # Errors
    /// A bundle that cannot be read.
    pub fn reopen(&self) -> Result<(), Failure> {
        let app = open(&self.bundle, self.database.clone(), self.key.clone())?;
        let app = Arc::new(app.logging_to(self.log));
        *self.app.write().unwrap_or_else(PoisonError::into_inner) = Some(app);
        Ok(())
    }

    /// Everything below `/api/`.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new().route("/api/{*path}", any(answer)).with_state(self)
    }

    /// Whether a host name is the one of the site that was built last.
    pub fn is_site(&self, host: &str) -> bool {
        self.app().is_some_and(|app| app.is_site(host))
    }

    /// None before the first good build.
    fn app(&self) -> Option<Arc<App>> {
        self.app.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Opens the function over a database in this process.
///
/// # Errors
/// A bundle that cannot be read.
pub fn open(bundle: &Path, database: Database, key: ReferenceKey) -> Result<App, Failure> {
    App::open(bundle, home::store(database), key).map_err(|error| Failure::Form(error.to_string()))
}

async fn answer(State(form): State<Arc<Form>>, request: Request) -> Response<Body> {
    let Some(app) = form.app() else { return not_built() };
    let (parts, body) = request.into_parts();
    match receive(body, PATIENCE).await {
        Ok(bytes) => {
            let request = axum::http::Request::from_parts(parts, bytes);
            app.handle(request, Timestamp::now()).await.map(Body::from)
        }
        Err(refusal) => refusal,
    }
}

/// A body, or the answer to one that breaks off or takes too long.
async fn receive(body: Body, patience: Duration) -> Result<Bytes, Response<Body>> {
    match timeout(patience, read(body)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST.into_response()),
        Err(_) => Err(too_slow()),
    }
}

/// Half an application is never taken for a whole one.
fn too_slow() -> Response<Body> {
    notice(
        StatusCode::REQUEST_TIMEOUT,
        &bilingual!("Envoi interrompu", "Sending was interrupted"),
        &bilingual!(
            "Vos réponses ne sont pas arrivées au complet, et rien n’a été enregistré. Revenez à la page précédente et envoyez-les de nouveau.",
            "Your answers did not arrive completely, and nothing was stored. Go back to the previous page and send them again."
        ),
    )
}

/// A body, or as much of it as tells the function that it is too large: the refusal is the function's, in
/// the applicant's language.
async fn read(body: Body) -> Result<Bytes, axum::Error> {
    let mut chunks = body.into_data_stream();
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        length += chunk.len();
        if kept.len() <= MAX_BODY {
            kept.extend_from_slice(&chunk);
        }
        if length > GATEWAY_LIMIT {
            break;
        }
    }
    Ok(kept.into())
}

/// One line for a person, where Lambda writes JSON.
pub fn tell(line: &Line<'_>) {
    if line.method == "POST" {
        println!("form ({}): {}", line.lang, line.outcome.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn half_a_body_is_never_taken_for_a_whole_one() {
        let half = tokio_stream::iter([Ok::<_, std::io::Error>("motivation=I+want")])
            .chain(tokio_stream::pending());
        let refusal = receive(Body::from_stream(half), Duration::from_millis(50)).await;
        assert_eq!(refusal.unwrap_err().status(), StatusCode::REQUEST_TIMEOUT);
    }
}
