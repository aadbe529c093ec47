//! All that can go wrong between the function and its table. Neither engine fails by itself, so the
//! line to the engine does it.

use std::fmt;

use crate::message::Message;

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The table takes no more requests for now.
    Throttled,
    /// 500.
    InternalError,
    /// 503.
    ServiceUnavailable,
    /// The connection is reset before the request arrives.
    Reset,
    /// The request is swallowed: no reply, and nothing is stored.
    NoReply,
    /// What comes back is not of DynamoDB, and nothing is stored.
    StrangeReply,
    /// It is stored, and the connection is reset before the reply.
    ReplyLost,
    /// It is stored, and the reply comes later than anybody waits.
    ReplyLate,
    /// It is stored, and the reply is cut.
    ReplyCut,
}

impl Fault {
    pub const ALL: [Self; 9] = [
        Self::Throttled,
        Self::InternalError,
        Self::ServiceUnavailable,
        Self::Reset,
        Self::NoReply,
        Self::StrangeReply,
        Self::ReplyLost,
        Self::ReplyLate,
        Self::ReplyCut,
    ];

    /// The reply that is given in the engine's place, if one is.
    pub fn reply(self) -> Option<Message> {
        let error = |status, code: &str| {
            let kind = format!("com.amazonaws.dynamodb.v20120810#{code}");
            let body = format!(r#"{{"__type":"{kind}","message":"a fault for tests"}}"#);
            Some(Message::reply(status, &body))
        };
        match self {
            Self::Throttled => error("400 Bad Request", "ProvisionedThroughputExceededException"),
            Self::InternalError => error("500 Internal Server Error", "InternalServerError"),
            Self::ServiceUnavailable => error("503 Service Unavailable", "ServiceUnavailable"),
            Self::StrangeReply => {
                Some(Message::reply("200 OK", "<html>Welcome to the hotel</html>"))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Throttled => "throttled",
            Self::InternalError => "500",
            Self::ServiceUnavailable => "503",
            Self::Reset => "connection reset",
            Self::NoReply => "no reply",
            Self::StrangeReply => "not DynamoDB's reply",
            Self::ReplyLost => "stored, reply lost",
            Self::ReplyLate => "stored, reply late",
            Self::ReplyCut => "stored, reply cut",
        })
    }
}
