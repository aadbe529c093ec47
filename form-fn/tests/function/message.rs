//! One HTTP message off a connection, as it was sent: enough of HTTP for a line that looks at
//! requests, passes them on, and spoils replies. (A server library would not let a reply be spoilt.)

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A request or a reply with a body of known length, as the SDK and both engines send them.
pub struct Message {
    pub head: String,
    pub body: Vec<u8>,
}

impl Message {
    /// The reply of a service.
    pub fn reply(status: &str, body: &str) -> Self {
        let length = body.len();
        let kind = "application/x-amz-json-1.0";
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self { head, body: body.as_bytes().to_owned() }
    }

    /// The next message; none at the end of the connection.
    pub async fn read(stream: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            stream.read_line(&mut head).await.ok().filter(|read| *read > 0)?;
        }
        let mut message = Self { head, body: Vec::new() };
        let length = message.header("content-length").expect("a body of known length");
        message.body.resize(length.parse().unwrap(), 0);
        stream.read_exact(&mut message.body).await.ok()?;
        Some(message)
    }

    /// Sends it; whoever does not listen any more misses it.
    pub async fn write(&self, stream: &mut BufReader<TcpStream>) {
        let whole = [self.head.as_bytes(), &self.body].concat();
        let _ = stream.write_all(&whole).await;
    }

    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (other, value) = line.split_once(':')?;
            other.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}
