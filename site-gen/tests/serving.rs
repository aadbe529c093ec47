//! The server of the preview and of the form: whom it answers, what it puts up with, how it stops.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    future::pending,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use axum::{Router, routing::any};
use form_model::lang::Lang;
use site_gen::{
    Options,
    serve::{Limits, Preview, serve},
};
use tokio::sync::{Notify, oneshot};

/// So long that a test which waits for it never ends.
const NEVER: Duration = Duration::from_hours(24);
const SOON: Duration = Duration::from_millis(50);
const PATIENT: Limits = Limits { connections: 4, head: NEVER, stop: NEVER };

/// A server in a thread of its own.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Server {
    fn of(router: Router, limits: Limits) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let thread = thread::spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let stopped = async { drop(stopped.await) };
                serve(listener, router, |host| host == "site.example", limits, stopped).await;
            });
        });
        Self { address, stop, thread }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).unwrap()
    }

    fn sends(&self, head: &str) -> TcpStream {
        let mut connection = self.connect();
        connection.write_all(head.as_bytes()).unwrap();
        connection
    }

    /// The answer to a request by a name.
    fn answer(&self, method: &str, path: &str, host: &str) -> String {
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n");
        all(self.sends(&(head + "content-length: 0\r\nconnection: close\r\n\r\n")))
    }

    /// Whether it is told to end, and has ended.
    fn end(self) {
        self.stop.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

/// All that comes until the server closes the connection.
fn all(mut connection: TcpStream) -> String {
    let mut all = Vec::new();
    // Closed with bytes unread, a connection is reset: that is an end too.
    let _ = connection.read_to_end(&mut all);
    String::from_utf8(all).unwrap()
}

fn hello() -> Router {
    Router::new().fallback(any(|| async { "hello" }))
}

#[test]
fn connections_that_wait_keep_nobody_out_and_the_oldest_ends_first() {
    let server = Server::of(hello(), PATIENT);
    let mut waiting: Vec<_> = (0..50).map(|_| server.connect()).collect();
    assert!(server.answer("GET", "/", "127.0.0.1").ends_with("hello"));
    assert_eq!(all(waiting.remove(0)), "");
    let last = waiting.pop().unwrap();
    (&last).write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    assert!(all(last).ends_with("hello"));
    server.end();
}

#[test]
fn a_head_that_does_not_come_ends_the_connection() {
    let server = Server::of(hello(), Limits { head: SOON, ..PATIENT });
    all(server.connect());
    all(server.sends("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "));
    let again = server.sends("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    assert!(all(again).ends_with("hello"), "one answer, then nothing more is asked");
    server.end();
}

#[test]
fn stopping_lets_an_answer_be_finished() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (entered, awaited) = (Arc::clone(&begun), Arc::clone(&go_on));
    let slow = any(move || async move {
        entered.notify_one();
        awaited.notified().await;
        "finished"
    });
    let server = Server::of(Router::new().fallback(slow), PATIENT);
    let asked = server.sends("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(begun.notified());
    let waiting = server.connect();
    server.stop.send(()).unwrap();
    // Nothing was asked here, so nothing is waited for.
    assert_eq!(all(waiting), "");
    assert!(TcpStream::connect(server.address).is_err());
    go_on.notify_one();
    assert!(all(asked).ends_with("finished"));
    server.thread.join().unwrap();
}

#[test]
fn neither_a_slow_head_nor_an_answer_without_end_keeps_it_from_stopping() {
    let router = Router::new().fallback(any(pending::<&str>));
    let server = Server::of(router, Limits { stop: SOON, ..PATIENT });
    let _open = [
        server.connect(),
        server.sends("GET / HTTP/1.1\r\nhost: "),
        server.sends("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"),
        server.sends("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\nhalf"),
    ];
    server.end();
}

/// A page of `evil.example` whose name was made to lead to this machine.
#[test]
fn a_name_that_only_leads_here_is_refused_before_anything_reads_the_request() {
    let reached = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&reached);
    let router = Router::new().fallback(any(move || async move {
        count.fetch_add(1, Ordering::SeqCst);
        "reached"
    }));
    let server = Server::of(router, PATIENT);
    for method in ["GET", "POST", "DELETE"] {
        let refused = server.answer(method, "/api/fr/application", "evil.example:8080");
        assert!(refused.starts_with("HTTP/1.1 421 "), "{refused}");
        assert!(refused.contains("Rien n’a été enregistré"), "{refused}");
        assert!(refused.contains("Nothing was stored"), "{refused}");
        assert!(!refused.contains("evil.example"), "{refused}");
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0);
    for host in ["127.0.0.1:1", "localhost", "[::1]:8080", "site.example"] {
        assert!(server.answer("GET", "/", host).ends_with("reached"), "{host}");
    }
    server.end();
}

#[test]
fn the_preview_and_its_events_are_for_this_machine_alone() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        content: folder.path().join("content"),
        themes: folder.path().join("themes"),
        out: folder.path().join("dist"),
        today: None,
        base_url: None,
        drafts: false,
    };
    let server = Server::of(Preview::new(options, Lang::french()).router(), PATIENT);
    for path in ["/", "/fr/", "/_preview/events", "/_preview/preview.js"] {
        let refused = server.answer("GET", path, "evil.example");
        assert!(refused.starts_with("HTTP/1.1 421 "), "{path}: {refused}");
    }
    assert!(server.answer("GET", "/_preview/preview.js", "127.0.0.1").contains("EventSource"));
    server.end();
}
