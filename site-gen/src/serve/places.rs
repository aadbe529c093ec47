//! How many connections may be open at once. If all places are taken, the connection that has waited longest for its
//! next request gives its place to a new one: so connections that nobody uses keep nobody out.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// The places of a server.
pub struct Places {
    most: usize,
    taken: Mutex<Taken>,
    changed: Notify,
}

#[derive(Default)]
struct Taken {
    count: usize,
    /// Connections without a request, by when they began to wait; each can be asked to end.
    waiting: BTreeMap<u64, Arc<Notify>>,
    next: u64,
}

/// The place of one connection, which waits for a request at first.
pub struct Place {
    places: Arc<Places>,
    state: Mutex<State>,
    wanted: Arc<Notify>,
}

/// What a connection does.
#[derive(Clone, Copy)]
enum State {
    /// It waits for a request, by this number in the list of those that wait.
    Waiting(u64),
    /// A request is worked on. If the connection was asked to end before that, it ends after the answer.
    Working { ends: bool },
    /// It has answered, and ends.
    Ending,
}

/// An answer that is being worked on: its connection keeps its place.
pub struct Work(Arc<Place>);

impl Places {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: Mutex::default(), changed: Notify::new() })
    }

    /// Takes a place, for which a waiting connection may have to end. Waits as long as every place has work.
    pub async fn take(self: &Arc<Self>) -> Arc<Place> {
        // One connection is asked to end, and no more: other changes wake this one before that has ended.
        let mut is_asked = false;
        loop {
            let changed = self.changed.notified();
            {
                let mut taken = self.taken();
                if taken.count < self.most {
                    taken.count += 1;
                    let wanted = Arc::new(Notify::new());
                    let state = Mutex::new(State::Waiting(taken.wait(&wanted)));
                    return Arc::new(Place { places: Arc::clone(self), state, wanted });
                }
                if !is_asked && let Some((_, longest)) = taken.waiting.pop_first() {
                    longest.notify_one();
                    is_asked = true;
                }
            }
            changed.await;
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn wait(&mut self, wanted: &Arc<Notify>) -> u64 {
        self.next += 1;
        self.waiting.insert(self.next, Arc::clone(wanted));
        self.next
    }
}

impl Place {
    /// Resolves when the connection is to end for another one, and no request is worked on.
    pub async fn wanted(&self) {
        loop {
            self.wanted.notified().await;
            if !matches!(*self.state(), State::Working { .. }) {
                return;
            }
        }
    }

    /// A request has come: the connection keeps its place until the work is dropped.
    pub fn work(self: &Arc<Self>) -> Work {
        let mut state = self.state();
        let ends = match *state {
            State::Waiting(since) => self.places.taken().waiting.remove(&since).is_none(),
            State::Working { ends } => ends,
            State::Ending => true,
        };
        *state = State::Working { ends };
        Work(Arc::clone(self))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let Place { places, wanted, .. } = &*self.0;
        let mut state = self.0.state();
        if let State::Working { ends: true } = *state {
            *state = State::Ending;
            wanted.notify_one();
        } else {
            *state = State::Waiting(places.taken().wait(wanted));
            places.changed.notify_one();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let state = *self.state();
        let mut taken = self.places.taken();
        taken.count -= 1;
        if let State::Waiting(since) = state {
            taken.waiting.remove(&since);
        }
        self.places.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    /// Whether a future is done without anything else happening.
    fn is_ready<T>(future: impl Future<Output = T>) -> bool {
        matches!(pin!(future).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(_))
    }

    #[tokio::test]
    async fn the_one_that_has_waited_longest_gives_way() {
        let places = Places::new(2);
        let (first, second) = (places.take().await, places.take().await);
        drop(first.work()); // `second` has waited longer since.
        let mut third = pin!(places.take());
        assert!(third.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert!(!is_ready(first.wanted()));
        assert!(is_ready(second.wanted()));
        drop(second);
        third.await;
    }

    #[tokio::test]
    async fn a_connection_with_work_keeps_its_place() {
        let places = Places::new(1);
        let only = places.take().await;
        let work = only.work();
        let mut next = pin!(places.take());
        assert!(next.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert!(!is_ready(only.wanted()));
        drop(work);
        assert!(next.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert!(is_ready(only.wanted()));
        drop(only);
        next.await;
    }

    #[tokio::test]
    async fn a_request_that_comes_when_its_connection_was_asked_to_end_is_answered_first() {
        let places = Places::new(1);
        let only = places.take().await;
        let mut next = pin!(places.take());
        assert!(next.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let work = only.work();
        assert!(!is_ready(only.wanted()));
        drop(work);
        assert!(is_ready(only.wanted()));
        drop(only);
        next.await;
    }
}
