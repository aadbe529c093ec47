//! Site, form and database joined on one address.

use std::{future::pending, sync::Arc};

use site_gen::{
    bilingual,
    serve::{Limits, Preview, ServeError, serve},
};
use tokio::net::TcpListener;

use crate::{failure::Failure, form, options::Options, post::outbox, programme::Programme};

/// Builds the site, starts everything, and runs until Ctrl+C. Mistakes in the site keep nothing
/// from starting.
///
/// # Errors
/// See [`Failure`].
pub async fn run(options: Options) -> Result<(), Failure> {
    let addr = options.addr.addr();
    let listener =
        TcpListener::bind(addr).await.map_err(|error| ServeError::Listen(addr, error))?;
    let generator = options.build();
    let lang = options.reader.language();
    let Programme { form, post } = Programme::open(&options, form::tell)?;
    let mut preview = Preview::new(generator, lang.clone());
    preview.build(|_| form.reopen());
    let router = preview.router().merge(Arc::clone(&form).router());
    let _watch = preview.watch(move |_| form.reopen())?;

    let address = listener.local_addr().map_err(ServeError::Io)?;
    let (data, content) = (options.data.display(), options.content.display());
    let outbox = outbox(&options.data);
    let outbox = outbox.display();
    let told = bilingual!(
        "Site et formulaire : http://{address}\n\
         Candidatures :       gardées dans {data}, même après l’arrêt\n\
         Messages :           mis dans {outbox}, rien n’est envoyé\n\
         Changer les pages :  modifiez {content}, le navigateur suit. Ctrl+C arrête tout.",
        "Site and form:   http://{address}\n\
         Applications:    kept in {data}, also when you stop\n\
         Messages:        put into {outbox}, nothing is sent\n\
         To change pages: edit {content}, the browser follows. Ctrl+C stops."
    );
    println!("{}", told.in_lang(&lang));
    tokio::spawn(post.work());
    // The site's own name leads to the real site, never here. Pages that listen for the next build keep their
    // connections open, so nothing waits for those.
    tokio::select! {
        () = serve(listener, router, |_| false, Limits::USUAL, pending()) => (),
        () = interrupted() => (),
    }
    Ok(())
}

async fn interrupted() {
    // Without a signal to wait for, the system simply runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        pending::<()>().await;
    }
}
