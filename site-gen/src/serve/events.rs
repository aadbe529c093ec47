//! What pages of the preview hear: each build, each mistake, in the order in which they come.

use std::io;

use axum::{
    http::header,
    response::{
        IntoResponse, Sse,
        sse::{Event, KeepAlive},
    },
};
use tokio::sync::watch::Receiver;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

use super::state::State;
use crate::security;

/// Follows the events in the browser and draws the overlay.
const SCRIPT: &str = include_str!("preview.js");

/// Where the script stands.
const SCRIPT_PATH: &str = "/_preview/preview.js";

/// The state now, then every other that comes.
pub fn stream(
    states: Receiver<State>,
) -> Sse<impl Stream<Item = Result<Event, io::Error>> + use<>> {
    let events = WatchStream::new(states).filter_map(|state| event(&state));
    Sse::new(events.map(Ok)).keep_alive(KeepAlive::default())
}

/// None before anything was built.
fn event(state: &State) -> Option<Event> {
    match state {
        State { broken: Some(problems), .. } => {
            let problems = serde_json::to_string(&**problems).ok()?;
            Some(Event::default().event("broken").data(problems))
        }
        State { standing: Some(build), .. } => Some(Event::default().event("built").data(&**build)),
        State { standing: None, broken: None } => None,
    }
}

pub async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)
}

/// The digest that pages and policy name the script by.
pub fn digest() -> String {
    security::digest(SCRIPT.as_bytes())
}

/// A page with the script, which is told what build the page is of.
pub fn with_script(page: &str, build: &str) -> String {
    let digest = digest();
    let script = format!(
        "<script src=\"{SCRIPT_PATH}\" integrity=\"{digest}\" data-build=\"{build}\" defer></script>"
    );
    match page.rfind("</body>") {
        Some(end) => format!("{}{script}{}", &page[..end], &page[end..]),
        None => format!("{page}{script}"),
    }
}
