//! A server with limits: of connections, of the time that a request may take to arrive, of the time that stopping
//! may take.

use std::{pin::pin, time::Duration};

use axum::{Router, serve::Listener};
use hyper::{
    Request, body::Incoming, server::conn::http1, service::Service as _, service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, select, time::timeout};

use super::{host::asked_by_name, places::Places};

/// What a server puts up with.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections that are open at once. A process may have 1,024 files open on many systems.
    pub connections: usize,
    /// How long a connection may wait for a request, or take to send its head.
    pub head: Duration,
    /// How long answers may take that are not finished when the server is to stop.
    pub stop: Duration,
}

impl Limits {
    /// Those of every server of this project. systemd kills a service after 20 s.
    pub const USUAL: Self =
        Self { connections: 512, head: Duration::from_secs(30), stop: Duration::from_secs(15) };
}

/// Answers connections until `stop` resolves; then takes no more and returns when all requests that came are
/// answered, or after [`Limits::stop`]. Only requests by the names of this machine are answered, and by names that
/// `is_site` knows.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    is_site: impl Fn(&str) -> bool + Clone + Send + Sync + 'static,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let mut stop = pin!(stop);
    let places = Places::new(limits.connections);
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(asked_by_name(router, is_site));
    loop {
        // The listener's own `accept` fails when too many files are open; this one waits and goes on.
        let next = async { (Listener::accept(&mut listener).await.0, places.take().await) };
        let (stream, place) = select! {
            next = next => next,
            () = &mut stop => break,
        };
        let service = service.clone();
        let here = place.clone();
        let answer = service_fn(move |request: Request<Incoming>| {
            let work = here.work();
            let answer = service.call(request);
            async move {
                let answer = answer.await;
                drop(work);
                answer
            }
        });
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            select! {
                // A connection that breaks is the other side's affair.
                _ = connection => (),
                () = place.wanted() => (),
            }
        });
    }
    drop(listener);
    // Connections that are still open then end with the process.
    let _ = timeout(limits.stop, open.shutdown()).await;
}
