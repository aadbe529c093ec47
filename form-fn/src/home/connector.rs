//! The AWS SDK's HTTP client, which hands each request to the engine in this process. Nothing listens, so that no
//! other account of the machine and no web page can send the engine a request.

use std::{fmt, sync::Arc};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        http::{
            HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
            http_client_fn,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
    },
    http::StatusCode,
};
use dynoxide::Database;
use tokio::{sync::Mutex, task::spawn_blocking};

use super::operations::answer;

/// An HTTP client whose every request the database answers.
pub(super) fn http_client(database: Database) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Connector(Arc::new(Mutex::new(database))));
    http_client_fn(move |_, _| connector.clone())
}

/// The engine runs one operation at a time. Requests wait for this lock rather than for the engine's own, because
/// there each of them would hold a thread.
struct Connector(Arc<Mutex<Database>>);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let database = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let database = database.lock_owned().await;
            let answered = spawn_blocking(move || {
                let target = request.headers().get("x-amz-target").unwrap_or_default();
                answer(&database, target, request.body().bytes().unwrap_or_default())
            });
            let answer = answered.await.map_err(|error| failed(error.into()))?;
            let status =
                StatusCode::try_from(answer.status).map_err(|error| failed(error.into()))?;
            Ok(HttpResponse::new(status, answer.body.into()))
        })
    }
}

fn failed(error: BoxError) -> ConnectorError {
    ConnectorError::other(error, None)
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::{Client, types::AttributeValue};

    use crate::home;

    async fn put(client: &Client, pk: &str) -> bool {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let put = client
            .put_item()
            .table_name(home::TABLE)
            .condition_expression("attribute_not_exists(pk)");
        let put = put.item("pk", text(pk)).item("sk", text("APPLICATION")).send().await;
        match put.map_err(aws_sdk_dynamodb::Error::from) {
            Ok(_) => true,
            Err(aws_sdk_dynamodb::Error::ConditionalCheckFailedException(_)) => false,
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Two programs, as the service and the staff's command: each has the file open, and sees what the other wrote.
    #[tokio::test(flavor = "multi_thread")]
    async fn of_many_who_write_the_same_at_once_one_is_first() {
        let data = tempfile::tempdir().unwrap();
        let open = || home::client(home::open(data.path()).unwrap());
        let clients = [open(), open()];
        for round in 0..10 {
            let name = format!("APPLICATION#{round}");
            let puts: Vec<_> = (0..8)
                .map(|each| {
                    let (client, name) = (clients[each % 2].clone(), name.clone());
                    tokio::spawn(async move { put(&client, &name).await })
                })
                .collect();
            let mut first = 0;
            for put in puts {
                first += usize::from(put.await.unwrap());
            }
            assert_eq!(first, 1, "{name}");
        }
    }

    #[tokio::test]
    async fn an_operation_that_is_not_known_is_an_error_of_the_service() {
        let client = home::client(dynoxide::Database::memory().unwrap());
        let refused = client.list_tables().send().await.unwrap_err();
        assert_eq!(refused.raw_response().unwrap().status().as_u16(), 501);
    }
}
