//! A message as it travels: RFC 5322, with a plain text and an HTML part that say the same. Built once, so that
//! what lies in the outbox at home is what the mail service gets in the cloud.

use std::time::SystemTime;

use form_model::mail::{Address, Filled, Mail};
use jiff::Timestamp;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart, header};

/// A message, ready to be sent.
#[derive(Clone)]
pub struct Letter {
    /// Its name: the same whenever it is sent again.
    pub name: String,
    /// Where it goes.
    pub to: Address,
    /// Where it comes from.
    pub from: Address,
    /// All of it, with its headers.
    pub bytes: Vec<u8>,
}

/// A message that cannot be built; says nothing of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

impl Letter {
    /// A message of the programme to an address, in the message's language.
    ///
    /// # Errors
    /// If the message cannot be written. An [`Address`] is never the reason.
    pub fn new(
        name: String,
        mail: &Mail,
        to: &Address,
        filled: Filled,
        at: Timestamp,
    ) -> Result<Self, Unwritable> {
        let lang = &filled.lang;
        let address = |address: &Address| address.ascii().parse().map_err(|_| Unwritable);
        let sender = Mailbox::new(Some(mail.sender.get(lang).to_owned()), address(&mail.from)?);
        let parts = MultiPart::alternative()
            // Parts are told apart by the name, so that the same message has the same bytes.
            .boundary(format!("=_{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "_")))
            .singlepart(part(header::ContentType::TEXT_PLAIN, filled.text))
            .singlepart(part(header::ContentType::TEXT_HTML, filled.html));
        let domain = mail.from.ascii().rsplit('@').next().unwrap_or_default();
        let message = Message::builder()
            .from(sender)
            .to(Mailbox::new(None, address(to)?))
            .subject(filled.subject)
            .date(SystemTime::from(at))
            .message_id(Some(format!("<{name}@{domain}>")))
            // RFC 3834: nobody's out-of-office notice need answer this.
            .raw_header(text("Auto-Submitted", "auto-generated"))
            .raw_header(text("X-Auto-Response-Suppress", "All"))
            .raw_header(text("Content-Language", lang.tag()))
            .multipart(parts)
            .map_err(|_| Unwritable)?;
        let (from, to) = (mail.from.clone(), to.clone());
        Ok(Self { name, to, from, bytes: message.formatted() })
    }
}

fn part(kind: header::ContentType, body: String) -> SinglePart {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = lettre::message::Body::new_with_encoding(body, encoding);
    // Text is always fit for quoted-printable.
    let body = body.unwrap_or_else(lettre::message::Body::new);
    SinglePart::builder().content_type(kind).body(body)
}

fn text(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
