//! The pages of the preview: the site's own, or one that says why there are none yet.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    extract::State as Shared,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use form_model::bilingual::Bilingual;
use tokio::sync::watch::Receiver;

use super::{
    events::{self, with_script},
    files::Files,
    state::State,
};
use crate::security;

/// What the site's pages are answered from.
pub struct Pages {
    /// The folder of the site.
    root: PathBuf,
    /// The headers that the build wrote beside it.
    headers: PathBuf,
    states: Receiver<State>,
}

impl Pages {
    /// The pages of an output folder, as far as there are any.
    pub fn new(out: &Path, states: Receiver<State>) -> Self {
        Self { root: out.join("public"), headers: out.join(security::LIST), states }
    }

    /// The headers of the site as it was built last; a browser keeps nothing.
    async fn headers(&self) -> HeaderMap {
        let built = tokio::fs::read(&self.headers).await.ok();
        let built = built.and_then(|json| serde_json::from_slice::<BTreeMap<_, _>>(&json).ok());
        let headers = built.unwrap_or_else(|| security::headers([]).into_iter().collect());
        let with_preview = |(name, value): (String, String)| {
            let value = if name == security::POLICY { allow_preview(&value) } else { value };
            Some((name.parse().ok()?, HeaderValue::from_str(&value).ok()?))
        };
        let headers = headers.into_iter().filter_map(with_preview);
        headers.chain([(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]).collect()
    }
}

/// The policy of the site, which also allows the script of the preview.
fn allow_preview(policy: &str) -> String {
    let digest = events::digest();
    let allowed = format!("script-src '{digest}'");
    let no_script = "script-src 'none'";
    if policy.contains(no_script) {
        policy.replace(no_script, &allowed)
    } else {
        policy.replace("script-src", &allowed)
    }
}

/// The answer to an address of the site.
pub async fn show(Shared(pages): Shared<Arc<Pages>>, uri: Uri) -> Response {
    // Taken before the file is read: a page that is newer than it says loads itself again, once.
    let standing = pages.states.borrow().standing.clone();
    let answer = match standing {
        Some(build) => Files { root: &pages.root, build: &build }.answer(uri.path()).await,
        None => not_built(),
    };
    (pages.headers().await, answer).into_response()
}

/// Every address before the first good build. The script shows what is wrong, and loads the page when it
/// is there.
#[must_use]
pub fn not_built() -> Response {
    let page = "<!doctype html><html lang=\"fr-CA\"><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><title>Pas encore de site – No site yet</title>\
        <body><h1>Pas encore de site</h1>\
        <p>Il y a des erreurs à corriger, que le terminal montre aussi. La page paraîtra ensuite d’elle-même.\
        <div lang=\"en-CA\"><h2>No site yet</h2>\
        <p>There are errors to mend; the terminal shows them too. The page will then appear by itself.</div></body></html>";
    let retry = [(header::RETRY_AFTER, "1")];
    (StatusCode::SERVICE_UNAVAILABLE, retry, Html(with_script(page, ""))).into_response()
}

/// A page of one sentence in both languages, for what the site has no page for.
#[must_use]
pub fn notice(status: StatusCode, title: &Bilingual, text: &Bilingual) -> Response {
    let (fr, en) = (title.french(), title.english());
    let page = format!(
        "<!doctype html><html lang=\"fr-CA\"><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><title>{fr} – {en}</title>\
        <body><main><h1>{fr}</h1><p>{}</p>\
        <div lang=\"en-CA\"><h2>{en}</h2><p>{}</p></div></main></body></html>",
        text.french(),
        text.english()
    );
    let headers = [
        // What was sent may be unread.
        (header::CONNECTION, "close"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preview_adds_its_script_to_the_policy_and_nothing_else() {
        let digest = events::digest();
        for scripts in [&[][..], &["sha256-a", "sha256-b"]] {
            let headers = security::headers(scripts.iter().copied());
            let policy = &headers.iter().find(|(name, _)| name == security::POLICY).unwrap().1;
            let with_preview = allow_preview(policy);
            assert_eq!(with_preview.matches(&digest).count(), 1, "{with_preview}");
            let without = with_preview.replace(&format!("'{digest}'"), "'none'");
            let without = without.replace("'none' 'sha256-a'", "'sha256-a'");
            assert_eq!(&without, policy);
        }
    }
}
