//! Why the preview cannot start, or stops.

use std::{fmt, io, net::SocketAddr};

/// A reason that is no mistake of an editor.
#[derive(Debug)]
pub enum ServeError {
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
