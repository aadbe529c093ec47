//! Addresses that only this machine reaches.

use std::{fmt, net::SocketAddr, str::FromStr};

use form_model::{bilingual, bilingual::Bilingual};

/// An address on this machine's loopback: the preview has no password, so nobody else may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loopback(SocketAddr);

/// Why a text is no such address, in both languages: the reader's is not known yet.
#[derive(Debug)]
pub struct NotLoopback(Bilingual);

impl Loopback {
    /// The address to listen on.
    #[must_use]
    pub fn addr(self) -> SocketAddr {
        self.0
    }
}

impl FromStr for Loopback {
    type Err = NotLoopback;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let addr: SocketAddr = text.parse().map_err(|_| {
            NotLoopback(bilingual!(
                "écrivez une adresse et un port, comme 127.0.0.1:8080",
                "write an address and a port, such as 127.0.0.1:8080"
            ))
        })?;
        if addr.ip().to_canonical().is_loopback() {
            return Ok(Self(addr));
        }
        Err(NotLoopback(bilingual!(
            "d’autres pourraient voir cet aperçu, qui n’a pas de mot de passe; restez sur cette machine, comme 127.0.0.1:8080",
            "others could see this preview, which has no password; stay on this machine, such as 127.0.0.1:8080"
        )))
    }
}

impl fmt::Display for NotLoopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.0.french(), self.0.english())
    }
}

impl std::error::Error for NotLoopback {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_listened_to() {
        for text in ["127.0.0.1:8080", "127.9.9.9:0", "[::1]:8080", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(text.parse::<Loopback>().unwrap().addr(), text.parse().unwrap());
        }
        for text in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:80", "8080", "localhost"] {
            assert!(text.parse::<Loopback>().is_err(), "{text}");
        }
    }
}
