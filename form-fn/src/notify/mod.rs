//! Messages about applications: a receipt to the applicant, a notice to the programme, and each day a digest of
//! what is to be done. A function of its own, driven by the table's stream and by the clock, so that no
//! trouble with the mail ever keeps an application from being stored.
//!
//! **At least once, and once in all but one case.** For each message: look whether it was sent, send it, remember
//! that it was. Whoever stops in between does the rest when the stream is replayed. Only if this stops after the
//! mail service has taken a message and before that is remembered does the person get it twice; the outbox at
//! home takes even that as one, because a message has one name.
//!
//! **Nobody waits for another.** Each record of a batch is worked on, whatever became of the one before. What the mail
//! service refuses for good is remembered as failed, for the digest, and not tried again. What it could not take yet is
//! remembered as waiting and reported by its number in the stream: it comes again, a few times; after a long outage
//! the clock sends it, with the next digest. What cannot be read is reported too, and in the end goes to the queue of
//! failures.
//!
//! **No mail to a robot's victims.** A suspect application gets no receipt, or anybody could have us write to anybody.
//! It gets no notice either; the digest tells of it. When staff remove the mark, both go.
//!
//! **No mail without a limit.** A mailbox gets a few receipts a day, and the programme some notices; what is beyond that
//! is remembered as withheld, and the digest reports it. See [`Limit`](crate::table::Limit).
//!
//! The rooms, each importing only from those before it: [`event`] → [`letter`] → [`post`] → `digest` → [`Notifier`] →
//! [`log`].

mod digest;
pub mod event;
pub mod letter;
pub mod log;
mod notifier;
pub mod post;

pub use notifier::Notifier;
