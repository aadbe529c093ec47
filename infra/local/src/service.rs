//! The form alone, as a service that runs for years behind a web server: the site's files are the web
//! server's (`infra/hosts`), the applications are kept here.
//!
//! systemd may hold the socket. Who sends an application while the service starts again, or when it has
//! crashed, then waits for a moment and is answered; and the service needs no network of its own.

use std::{io, sync::Arc};

use form_fn::log;
use listenfd::ListenFd;
use site_gen::{
    bilingual,
    serve::{Limits, ServeError, serve},
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};

use crate::{failure::Failure, options::Options, programme::Programme};

/// Answers the form of a built site until it is told to end, and ends when all that came is answered, or after
/// [`Limits::stop`].
///
/// # Errors
/// See [`Failure`]. A site that is not built is one, since nobody is there to build it.
pub async fn run(options: Options) -> Result<(), Failure> {
    let mut hangups = listen(SignalKind::hangup())?;
    let listener = listener(&options).await?;
    let Programme { form, post } = Programme::open(&options, log::print)?;
    form.reopen()?;

    let address = listener.local_addr().map_err(ServeError::Io)?;
    let data = options.data.display();
    let lang = options.reader.language();
    let told = bilingual!(
        "Formulaire : http://{address}. Candidatures : gardées dans {data}.",
        "Form: http://{address}. Applications: kept in {data}."
    );
    println!("{}", told.in_lang(&lang));
    tokio::spawn(post.work());
    let (router, site) = (Arc::clone(&form).router(), Arc::clone(&form));
    tokio::spawn(async move {
        while hangups.recv().await.is_some() {
            match form.reopen() {
                Ok(()) => {
                    let told =
                        bilingual!("la nouvelle version est prise", "the new build is taken");
                    println!("{}", told.in_lang(&lang));
                }
                // The build that is served stays.
                Err(failure) => eprintln!("{}", failure.told().in_lang(&lang)),
            }
        }
    });
    let ended = ended()?;
    serve(listener, router, move |host| site.is_site(host), Limits::USUAL, ended).await;
    Ok(())
}

/// The socket that systemd holds, else one of our own.
async fn listener(options: &Options) -> Result<TcpListener, Failure> {
    let addr = options.addr.addr();
    let unusable = |error| ServeError::Listen(addr, error);
    let Some(held) = ListenFd::from_env().take_tcp_listener(0).map_err(unusable)? else {
        return Ok(TcpListener::bind(addr).await.map_err(unusable)?);
    };
    held.set_nonblocking(true).map_err(unusable)?;
    Ok(TcpListener::from_std(held).map_err(unusable)?)
}

/// Resolves when the service is told to end.
fn ended() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminated = listen(SignalKind::terminate())?;
    let mut interrupted = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => (),
            _ = interrupted.recv() => (),
        }
    })
}

fn listen(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error: io::Error| ServeError::Io(error).into())
}
