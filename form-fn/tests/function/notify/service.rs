//! Amazon's mail service on a loopback port: it takes messages, or not, as a plan says for each. Its replies can
//! be spoilt, which is why it is no server of a library.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use form_fn::store::Times;
use mail_parser::decoders::base64::base64_decode;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::letters::Letter;
use crate::message::Message;

/// What it makes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Accepted,
    /// It does not want it, and never will.
    Rejected,
    /// It has too much to do.
    Throttled,
    /// 500.
    Broken,
    /// It neither takes it nor says anything.
    Held,
    /// It takes it, and the reply is cut.
    AcceptedReplyCut,
    /// It takes it, and needs longer for that than the table may ever need.
    AcceptedSlowly,
}

/// Says what it makes of a message to an address.
type Plan = Arc<Mutex<dyn FnMut(&str) -> Reply + Send>>;

/// The mail service.
pub struct Service {
    pub address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    asked: Vec<String>,
    accepted: Vec<(String, Vec<u8>)>,
}

impl Service {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let first: Plan = Arc::new(Mutex::new(|_: &str| Reply::Accepted));
        let service = Self { address, plan: Arc::new(Mutex::new(first)), seen: Arc::default() };
        let (plan, seen) = (Arc::clone(&service.plan), Arc::clone(&service.seen));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, Arc::clone(&plan), Arc::clone(&seen)));
            }
        });
        service
    }

    /// Each message meets what a plan says of its address.
    pub fn follows(&self, plan: impl FnMut(&str) -> Reply + Send + 'static) {
        *self.plan.lock().unwrap() = Arc::new(Mutex::new(plan));
    }

    /// All messages meet the same.
    pub fn always(&self, reply: Reply) {
        self.follows(move |_| reply);
    }

    /// The addresses that it was asked to send to, in order.
    pub fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap().asked.clone()
    }

    /// What it has taken, in order: where each goes, and what it is.
    pub fn accepted(&self) -> Vec<(String, Letter)> {
        let accepted = self.seen.lock().unwrap().accepted.clone();
        accepted.into_iter().map(|(to, raw)| (to, Letter::of(raw))).collect()
    }

    /// Where those go that it has taken.
    pub fn accepted_for(&self) -> Vec<String> {
        self.accepted().into_iter().map(|(to, _)| to).collect()
    }
}

async fn serve(client: TcpStream, plan: Arc<Mutex<Plan>>, seen: Arc<Mutex<Seen>>) {
    let mut client = BufReader::new(client);
    while let Some(request) = Message::read(&mut client).await {
        assert!(request.head.starts_with("POST /v2/email/outbound-emails "), "{}", request.head);
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let to = body["Destination"]["ToAddresses"][0].as_str().unwrap().to_owned();
        let raw = body["Content"]["Raw"]["Data"].as_str().unwrap();
        let raw = base64_decode(raw.as_bytes()).unwrap();
        assert_eq!(body["FromEmailAddress"], "ne-pas-repondre@partenaires.example");
        let now = Arc::clone(&*plan.lock().unwrap());
        let reply = now.lock().unwrap()(&to);
        {
            let mut seen = seen.lock().unwrap();
            seen.asked.push(to.clone());
            if matches!(reply, Reply::Accepted | Reply::AcceptedReplyCut | Reply::AcceptedSlowly) {
                seen.accepted.push((to, raw));
            }
        }
        let error = |status: &str, code: &str| {
            let body = format!(r#"{{"__type":"{code}","message":"canary: a fault for tests"}}"#);
            Message::reply(status, &body)
        };
        match reply {
            Reply::Accepted => taken(),
            Reply::AcceptedSlowly => {
                tokio::time::sleep(Times::DEPLOYED.attempt * 2).await;
                taken()
            }
            Reply::Rejected => error("400 Bad Request", "MessageRejected"),
            Reply::Throttled => error("429 Too Many Requests", "TooManyRequestsException"),
            Reply::Broken => error("500 Internal Server Error", "InternalServiceErrorException"),
            Reply::Held => {
                // Until the other end gives up.
                let _ = client.read_u8().await;
                return;
            }
            Reply::AcceptedReplyCut => {
                let mut reply = taken();
                reply.body.truncate(reply.body.len() / 2);
                return reply.write(&mut client).await;
            }
        }
        .write(&mut client)
        .await;
    }
}

fn taken() -> Message {
    Message::reply("200 OK", r#"{"MessageId":"0100000000000000-00000000-0000"}"#)
}
