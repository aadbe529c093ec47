//! A panic is a slip of ours, and still costs nobody their answers: the form comes back with them. It
//! comes plain, because the theme may be what broke. The process goes on; the next request is another.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use form_model::render::{Alert, Filled};
use http::request::Parts;
use http::{Method, StatusCode, header};

use super::answer::{Answer, Content};
use super::negotiate::Shape;
use super::outcome::RETRY_AFTER;
use super::plain;
use super::visit::{Visit, error};
use crate::decode::{self, Address};
use crate::log::Ending;

/// What a future gives, or nothing if it panics. What it borrows must be fit for use afterwards: the
/// form, its pages and the client are, as none of them is ever left half changed.
pub(super) async fn surviving<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |polled| polled.map(Some))
    })
    .await
}

impl<'a> Visit<'a> {
    /// The answer to a request over which we panicked. A post may have been stored: a retry will tell.
    pub(super) fn panicked(&self, parts: &Parts, body: &[u8]) -> Answer<'a> {
        let form = &self.bundle().form;
        let is_post = *self.address == Address::Form && parts.method == Method::POST;
        let posted = decode::answers(&parts.headers, body).ok().filter(|_| is_post);
        let (status, code, message) = if posted.is_some() {
            (StatusCode::SERVICE_UNAVAILABLE, "not_stored", &form.messages.server_error)
        } else {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", &form.problems.internal.message)
        };
        let content = match (self.shape, &posted) {
            (Shape::Json, _) => error(code, message.get(self.lang)),
            (Shape::Page, None) => {
                Content::Page(plain::problem(self.setting(), &form.problems.internal))
            }
            (Shape::Page, Some(posted)) => {
                let alert = Some(Alert::NotStored);
                let filled = Filled { posted: Some(posted), errors: &[], alert };
                Content::Page(plain::form(self.setting(), &filled))
            }
        };
        Answer::new(status, content, Ending::Panicked).with(header::RETRY_AFTER, RETRY_AFTER)
    }
}
