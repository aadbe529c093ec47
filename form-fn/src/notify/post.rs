//! The ways that a message can go: through Amazon's Simple Email Service, or into a folder on this machine.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::letter::Letter;
use crate::private;

/// A way for messages.
#[derive(Debug)]
pub enum Post {
    /// Amazon SES.
    #[cfg(feature = "ses")]
    Ses(aws_sdk_sesv2::Client),
    /// A folder of `.eml` files, which any mail program opens.
    Outbox(PathBuf),
}

/// A message that did not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// It is refused, and would be again.
    Refused {
        /// Why: a code, without a word of what was in it.
        code: String,
    },
    /// It may go later.
    Later {
        /// Why not now.
        code: String,
    },
}

impl Post {
    /// Amazon SES, with the function's own permission.
    #[cfg(feature = "ses")]
    #[must_use]
    pub fn through_ses(config: &crate::config::NotifyConfig) -> Self {
        Self::Ses(ses::client(config))
    }

    /// Sends a message. The same one twice is one in the outbox.
    ///
    /// # Errors
    /// See [`Undelivered`].
    #[cfg_attr(
        not(feature = "ses"),
        expect(clippy::unused_async, reason = "a folder does not keep anybody waiting")
    )]
    pub async fn send(&self, letter: &Letter) -> Result<(), Undelivered> {
        match self {
            #[cfg(feature = "ses")]
            Self::Ses(client) => ses::send(client, letter).await,
            Self::Outbox(folder) => put(folder, letter)
                .map_err(|error| Undelivered::Later { code: format!("outbox: {}", error.kind()) }),
        }
    }
}

/// Written whole under another name first, so that nobody meets half a message; for its owner alone to read.
fn put(folder: &Path, letter: &Letter) -> std::io::Result<()> {
    private::create_folder(folder)?;
    let staged = folder.join(format!(".{}", letter.name));
    let mut file = private::new_file().write(true).truncate(true).open(&staged)?;
    file.write_all(&letter.bytes)?;
    file.sync_all()?;
    fs::rename(staged, folder.join(format!("{}.eml", letter.name)))
}

#[cfg(feature = "ses")]
mod ses {
    use std::time::Duration;

    use aws_sdk_sesv2::Client;
    use aws_sdk_sesv2::config::{BehaviorVersion, Config, Region, timeout::TimeoutConfig};
    use aws_sdk_sesv2::error::SdkError;
    use aws_sdk_sesv2::operation::send_email::SendEmailError;
    use aws_sdk_sesv2::primitives::Blob;
    use aws_sdk_sesv2::types::{Destination, EmailContent, RawMessage};

    use super::{Letter, Undelivered};
    use crate::config::NotifyConfig;
    use crate::store::Unavailable;

    /// The most that is waited for one message. All of that is for one attempt, if it takes so long: the service may
    /// be sending the message, and whoever tried again would have it sent twice.
    const PATIENCE: Duration = Duration::from_secs(10);

    pub(super) fn client(config: &NotifyConfig) -> Client {
        let NotifyConfig { connection, mail_endpoint, .. } = config;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(connection.times.connect)
            .operation_timeout(PATIENCE)
            .build();
        let mut ses = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(connection.region.clone()))
            .credentials_provider(connection.credentials.clone())
            .timeout_config(timeouts)
            .retry_config(connection.times.retries());
        ses.set_endpoint_url(mail_endpoint.clone());
        Client::from_conf(ses.build())
    }

    pub(super) async fn send(client: &Client, letter: &Letter) -> Result<(), Undelivered> {
        let raw = RawMessage::builder().data(Blob::new(letter.bytes.clone())).build();
        let raw = raw.map_err(|_| Undelivered::Refused { code: "empty".to_owned() })?;
        let sent = client
            .send_email()
            .from_email_address(letter.from.ascii())
            .destination(Destination::builder().to_addresses(letter.to.ascii()).build())
            .content(EmailContent::builder().raw(raw).build())
            .send();
        match Box::pin(sent).await {
            Ok(_) => Ok(()),
            Err(error) => Err(undelivered(error)),
        }
    }

    /// Whether trying again can help. A paused account, a domain that is not verified yet, too many requests: all
    /// of those end. A message or an address that is refused stays so.
    fn undelivered(error: SdkError<SendEmailError>) -> Undelivered {
        let is_final = error
            .as_service_error()
            .is_some_and(|error| error.is_message_rejected() || error.is_bad_request_exception());
        let code = Unavailable::from(error).code;
        if is_final { Undelivered::Refused { code } } else { Undelivered::Later { code } }
    }
}
