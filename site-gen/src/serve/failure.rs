//! Why the preview cannot start, or stops.

use std::{fmt, io, net::SocketAddr};

use form_model::{bilingual, bilingual::Bilingual};

use crate::diagnostic::reason;

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

impl ServeError {
    /// The reason, and what to do where something can be done.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        match self {
            Self::Listen(addr, error) => {
                let reason = reason(error);
                let (fr, en) = (reason.french(), reason.english());
                bilingual!(
                    "impossible d’écouter à {addr} : {fr}
choisissez une autre adresse avec --addr, comme --addr 127.0.0.1:8081",
                    "cannot listen on {addr}: {en}
choose another address with --addr, such as --addr 127.0.0.1:8081"
                )
            }
            Self::Watch(error) => bilingual!(
                "les changements ne peuvent pas être suivis : {error}",
                "cannot watch for changes: {error}"
            ),
            Self::Io(error) => {
                bilingual!("le serveur s’est arrêté : {error}", "the server stopped: {error}")
            }
        }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told().english())
    }
}

impl std::error::Error for ServeError {}
