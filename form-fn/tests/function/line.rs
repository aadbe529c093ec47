//! The line to the engine: a proxy that passes requests on or lets them fail, as a plan says for
//! each. It also sees to it that the function asks for nothing that it has no permission for.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::fault::Fault;
use crate::message::Message;

/// How the line is, when it is the same for all requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    Up,
    Down,
    /// The next reply is lost; then the line is up.
    LosesAReply,
}

/// What a function wants of the table.
pub struct Wish {
    /// `PutItem` and the like.
    pub action: String,
    /// `APPLICATION#…` or `CONTACT#…`; nothing for a query.
    pub pk: String,
    /// What it is about there.
    pub sk: String,
    /// Whether it only asks what is there.
    pub is_question: bool,
    /// The token that the request was signed with.
    pub session_token: Option<String>,
}

impl Wish {
    /// Whether an application is to be stored.
    pub fn is_application(&self) -> bool {
        self.pk.starts_with("APPLICATION#") && !self.is_question
    }

    /// Whether it is this action on what is remembered of this message.
    pub fn is(&self, action: &str, message: &str) -> bool {
        self.action == action && self.sk.strip_prefix("MESSAGE#") == Some(message)
    }
}

/// Says of each request what goes wrong with it.
type Plan = Arc<Mutex<dyn FnMut(&Wish) -> Option<Fault> + Send>>;

/// A line to an engine.
pub struct Line {
    pub address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
}

impl Line {
    /// The form's: it may put items and nothing else.
    pub async fn to(engine: SocketAddr, state: State) -> Self {
        let line = Self::permitting(&["PutItem"], engine).await;
        line.is_now(state);
        line
    }

    /// A line for a function that may do this and nothing else.
    pub async fn permitting(permitted: &'static [&'static str], engine: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = Self { address, plan: Arc::new(Mutex::new(plan(|_| None))) };
        let plan = Arc::clone(&line.plan);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, engine, permitted, Arc::clone(&plan)));
            }
        });
        line
    }

    /// Each request meets what a plan says.
    pub fn follows(&self, faults: impl FnMut(&Wish) -> Option<Fault> + Send + 'static) {
        *self.plan.lock().unwrap() = plan(faults);
    }

    pub fn is_now(&self, state: State) {
        match state {
            State::Up => self.follows(|_| None),
            State::Down => self.follows(|_| Some(Fault::Reset)),
            State::LosesAReply => {
                let mut once = Some(Fault::ReplyLost);
                self.follows(move |wish| once.take_if(|_| wish.is_application()));
            }
        }
    }
}

fn plan(faults: impl FnMut(&Wish) -> Option<Fault> + Send + 'static) -> Plan {
    Arc::new(Mutex::new(faults))
}

async fn carry(
    client: TcpStream,
    engine: SocketAddr,
    permitted: &'static [&'static str],
    plan: Arc<Mutex<Plan>>,
) {
    let mut client = BufReader::new(client);
    let mut engine = BufReader::new(TcpStream::connect(engine).await.unwrap());
    while let Some(request) = Message::read(&mut client).await {
        let now = Arc::clone(&*plan.lock().unwrap());
        let wish = wish(&request);
        assert!(permitted.contains(&wish.action.as_str()), "{}", wish.action);
        let fault = now.lock().unwrap()(&wish);
        match fault {
            Some(Fault::Reset) => return reset(client),
            Some(Fault::NoReply) => return until_given_up(client).await,
            _ => {}
        }
        if let Some(reply) = fault.and_then(Fault::reply) {
            reply.write(&mut client).await;
            continue;
        }
        request.write(&mut engine).await;
        let mut reply = Message::read(&mut engine).await.expect("a reply of the engine");
        match fault {
            Some(Fault::ReplyLost) => return reset(client),
            Some(Fault::ReplyLate) => return until_given_up(client).await,
            Some(Fault::ReplyCut) => {
                // Half of the body, and then the end: the head still tells of all of it.
                reply.body.truncate(reply.body.len() / 2);
                return reply.write(&mut client).await;
            }
            _ => reply.write(&mut client).await,
        }
    }
}

/// What a request asks for.
fn wish(request: &Message) -> Wish {
    let target = request.header("x-amz-target").unwrap();
    let action = target.strip_prefix("DynamoDB_20120810.").unwrap().to_owned();
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let keys = if body["Item"].is_object() { &body["Item"] } else { &body["Key"] };
    let key = |name: &str| keys[name]["S"].as_str().unwrap_or_default().to_owned();
    Wish {
        action,
        pk: key("pk"),
        sk: key("sk"),
        is_question: keys.as_object().is_some_and(|keys| keys.len() == 2),
        session_token: request.header("x-amz-security-token").map(str::to_owned),
    }
}

fn reset(client: BufReader<TcpStream>) {
    // Closed without lingering, a connection is reset.
    client.into_inner().set_zero_linger().unwrap();
}

/// Keeps a connection open until the other end closes it.
async fn until_given_up(mut client: BufReader<TcpStream>) {
    let _ = client.read_u8().await;
}
