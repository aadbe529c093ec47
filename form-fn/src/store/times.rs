//! How long is waited, and for what. The times nest: a connection < an attempt < an operation < a
//! submission < the function's own time-out < the gateway's (30 s). Each gives up before the one
//! around it, so that it is always we who answer, with the applicant's answers on the page, and never
//! the gateway with a bare error.

use std::time::Duration;

use aws_sdk_dynamodb::config::{retry::RetryConfig, timeout::TimeoutConfig};

/// The most that is waited for each thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// For a new connection, which takes about 50 ms.
    pub connect: Duration,
    /// For one attempt. A put takes about 5 ms: one that takes this long is lost.
    pub attempt: Duration,
    /// Before the second attempt, twice as long before the third; the SDK takes a random part of it.
    pub pause: Duration,
    /// For all attempts to put an application.
    pub operation: Duration,
    /// For noting an application's contacts, which it must not cost more than this.
    pub contacts: Duration,
    /// For a submission as a whole.
    pub submission: Duration,
}

impl Times {
    /// How often a put is tried.
    pub const ATTEMPTS: u32 = 3;

    /// The function's time-out, as it is deployed.
    pub const FUNCTION: Duration = Duration::from_secs(10);

    /// What is waited on Lambda.
    pub const DEPLOYED: Self = Self {
        connect: Duration::from_secs(1),
        attempt: Duration::from_millis(1_500),
        pause: Duration::from_millis(100),
        operation: Duration::from_millis(5_500),
        contacts: Duration::from_secs(2),
        submission: Duration::from_secs(8),
    };

    /// The same for the SDK.
    pub(crate) fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build()
    }

    /// How often and after which pauses the SDK tries again.
    pub(crate) fn retries(&self) -> RetryConfig {
        RetryConfig::standard().with_max_attempts(Self::ATTEMPTS).with_initial_backoff(self.pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_has_room_in_the_one_around_it() {
        let Times { connect, attempt, pause, operation, contacts, submission } = Times::DEPLOYED;
        assert!(connect < attempt);
        // Each pause is twice as long as the one before.
        let pauses = pause * (2_u32.pow(Times::ATTEMPTS - 1) - 1);
        assert!(attempt * Times::ATTEMPTS + pauses < operation);
        assert!(contacts + operation < submission);
        // The page with all answers has to be drawn, for the first time perhaps.
        assert!(submission + Duration::from_secs(1) < Times::FUNCTION);
    }
}
