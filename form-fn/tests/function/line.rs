//! The line to the engine, which can be cut, or lose a reply after the engine has stored what was
//! asked of it: the two ways in which an application gets lost or doubled elsewhere.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// How the line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    Up,
    Down,
    /// The next reply is lost; then the line is up.
    LosesAReply,
}

/// A line to an engine.
pub struct Line {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Line {
    pub async fn to(engine: SocketAddr, state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(state));
        let line = Self { address, state: Arc::clone(&state) };
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let now = *state.lock().unwrap();
                match now {
                    State::Up => drop(tokio::spawn(carry(client, engine))),
                    State::Down => drop(client),
                    State::LosesAReply => {
                        *state.lock().unwrap() = State::Up;
                        tokio::spawn(lose_the_reply(client, engine));
                    }
                }
            }
        });
        line
    }

    pub fn is_now(&self, state: State) {
        *self.state.lock().unwrap() = state;
    }
}

async fn carry(mut client: TcpStream, engine: SocketAddr) {
    if let Ok(mut engine) = TcpStream::connect(engine).await {
        let _ = copy_bidirectional(&mut client, &mut engine).await;
    }
}

/// Carries the request, and hangs up when the engine begins to answer.
async fn lose_the_reply(client: TcpStream, engine: SocketAddr) {
    let Ok(mut engine) = TcpStream::connect(engine).await else { return };
    let (mut from_client, _to_client) = client.into_split();
    let (mut from_engine, mut to_engine) = engine.split();
    tokio::select! {
        _ = tokio::io::copy(&mut from_client, &mut to_engine) => {}
        _ = from_engine.read_u8() => {}
    }
}
