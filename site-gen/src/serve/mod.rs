//! The site on this machine while editors work: built, shown, and built again at each change.
//!
//! A build that fails tells its mistakes in the terminal and over every open page, and leaves the last good
//! pages standing; so does the first. The local system puts the form's function beside these pages;
//! `site-gen serve` shows the pages alone.

mod events;
mod failure;
mod files;
mod host;
mod loopback;
mod pages;
mod places;
mod server;
mod state;
mod watch;

use std::{convert::Infallible, fmt::Display, future::pending, sync::Arc};

use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{any, get},
};
use form_model::{bilingual, lang::Lang};
use tokio::sync::watch::{Sender, channel};

pub use failure::ServeError;
pub use loopback::{Loopback, NotLoopback};
pub use pages::{not_built, notice};
pub use server::{Limits, serve};
pub use watch::Watch;

use self::{
    pages::Pages,
    state::{Problems, State},
};
use crate::{
    Options,
    build::{self, Built},
    cli::{complain, print_diagnostics},
    diagnostic::Diagnostics,
    memory::Memory,
};

/// A site that is built, watched and shown.
pub struct Preview {
    options: Options,
    lang: Lang,
    states: Sender<State>,
    memory: Memory,
}

impl Preview {
    /// A preview for a reader of a language; nothing is built yet.
    #[must_use]
    pub fn new(options: Options, lang: Lang) -> Self {
        let states = channel(State::left_in(&options.out)).0;
        Self { options, lang, states, memory: Memory::default() }
    }

    /// The site's pages, with the script that follows the builds.
    pub fn router(&self) -> Router {
        let pages = Pages::new(&self.options.out, self.states.subscribe());
        let states = self.states.clone();
        Router::new()
            .route("/_preview/events", get(async move || events::stream(states.subscribe())))
            .route("/_preview/preview.js", get(events::script))
            .fallback_service(get(pages::show).with_state(Arc::new(pages)))
    }

    /// Builds and tells how it ended, in the terminal and on every open page. `then` goes on with a good
    /// build, and may fail too.
    pub fn build<E: Display>(&mut self, then: impl FnOnce(&Built) -> Result<(), E>) {
        let was_broken = self.states.borrow().broken.is_some();
        let state = match build::rebuild(&self.options, &mut self.memory) {
            Ok(built) => {
                print_diagnostics(&built.warnings, &self.lang);
                match then(&built) {
                    Ok(()) => {
                        self.tell_good(&built, was_broken);
                        State::good(&built.id)
                    }
                    Err(error) => {
                        complain(&error.to_string());
                        State::good(&built.id).broken(Problems::one(error.to_string(), &self.lang))
                    }
                }
            }
            Err(diagnostics) => self.broken(&diagnostics),
        };
        self.states.send_if_modified(|before| {
            let is_new = *before != state;
            *before = state;
            is_new
        });
    }

    /// Builds again at each change of content or theme; `then` as in [`Self::build`].
    ///
    /// # Errors
    /// Folders that cannot be watched.
    pub fn watch<E: Display>(
        mut self,
        mut then: impl FnMut(&Built) -> Result<(), E> + Send + 'static,
    ) -> Result<Watch, ServeError> {
        let folders = [self.options.content.clone(), self.options.themes.clone()];
        let out = self.options.out.clone();
        Watch::start(&folders, &out, move || self.build(&mut then)).map_err(ServeError::Watch)
    }

    fn tell_good(&self, built: &Built, was_broken: bool) {
        let Built { pages, drawn, changes, .. } = built;
        let changed = changes.told();
        let changed_fr = changed.french();
        let changed_en = changed.english();
        let told = match (was_broken, changes.any()) {
            (_, true) => {
                bilingual!(
                    "produit : {pages} pages, {drawn} dessinées, {changed_fr}",
                    "built: {pages} pages, {drawn} drawn, {changed_en}"
                )
            }
            (true, false) => bilingual!("tout est corrigé", "all is mended"),
            (false, false) => return,
        };
        println!("{}", told.in_lang(&self.lang));
    }

    fn broken(&self, diagnostics: &Diagnostics) -> State {
        print_diagnostics(diagnostics, &self.lang);
        let state = self.states.borrow().broken(Problems::of(diagnostics, &self.lang));
        let told = match state.standing {
            Some(_) => bilingual!(
                "les dernières bonnes pages restent affichées",
                "the last good pages are still shown"
            ),
            None => bilingual!(
                "il n’y a pas encore de page à montrer; corrigez, et elles paraîtront",
                "there is no page to show yet; mend this, and they appear"
            ),
        };
        eprintln!("{}", told.in_lang(&self.lang));
        state
    }
}

/// `site-gen serve`: shows the site until the program is stopped.
///
/// # Errors
/// See [`ServeError`].
pub fn run(options: Options, lang: &Lang, addr: Loopback) -> Result<(), ServeError> {
    let addr = addr.addr();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Io)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(addr)
            .await
            .map_err(|error| ServeError::Listen(addr, error))?;
        let addr = listener.local_addr().map_err(ServeError::Io)?;
        let told = bilingual!(
            "http://{addr} : chaque changement y paraît de lui-même. Ctrl+C arrête.",
            "http://{addr}: every change shows by itself. Ctrl+C stops."
        );
        let mut preview = Preview::new(options, lang.clone());
        preview.build(|_| Ok::<_, Infallible>(()));
        println!("{}", told.in_lang(lang));
        let router = preview.router().route("/api/{*path}", any(no_form));
        let _watch = preview.watch(|_| Ok::<_, Infallible>(()))?;
        // The site's own name leads to the real site, never here.
        serve(listener, router, |_| false, Limits::USUAL, pending()).await;
        Ok(())
    })
}

/// The generator shows pages; what is sent needs the function beside it.
async fn no_form() -> Response {
    notice(
        StatusCode::NOT_IMPLEMENTED,
        &bilingual!("Aperçu", "Preview"),
        &bilingual!(
            "Cet aperçu montre les pages seulement. Pour envoyer le formulaire : cargo run --release.",
            "This preview shows the pages alone. To send the form: cargo run --release."
        ),
    )
}
