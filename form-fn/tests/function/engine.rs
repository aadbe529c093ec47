//! DynamoDB on a loopback port, with the table as it is deployed: the engine of the local system, in
//! memory; or, to hear a second opinion, the one whose address `DYNAMODB_LOCAL` gives. The tests look
//! into it with a client of their own, since the function's cannot.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, PutRequest, ScalarAttributeType, WriteRequest,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use dynoxide::Database;
use form_fn::home;
use form_fn::store::{Connection, Times};
use serde_json::Value;
use tokio::net::TcpListener;

pub const TABLE: &str = "applications";
pub const REGION: &str = "ca-central-1";

/// A running engine with an empty table.
pub struct Engine {
    pub address: SocketAddr,
    pub credentials: Credentials,
    client: Client,
}

impl Engine {
    pub async fn start() -> Self {
        let address = match std::env::var("DYNAMODB_LOCAL") {
            Ok(address) => address.parse().expect("an address and a port in DYNAMODB_LOCAL"),
            Err(_) => in_this_process().await,
        };
        let credentials = credentials();
        let client = client(address, credentials.clone());
        let engine = Self { address, credentials, client };
        engine.create_table().await;
        engine
    }

    /// The table as the function reaches it, over a line.
    pub fn behind(&self, line: SocketAddr, times: Times) -> Connection {
        Connection {
            table: TABLE.to_owned(),
            region: REGION.to_owned(),
            endpoint: Some(format!("http://{line}")),
            credentials: self.credentials.clone(),
            times,
        }
    }

    /// A client of its own for somebody else, over a line.
    pub fn client_behind(&self, line: SocketAddr) -> Client {
        client(line, self.credentials.clone())
    }

    /// The records of all applications, as plain JSON, in the order of their keys.
    pub async fn records(&self) -> Vec<Value> {
        let mut items = self.items().await;
        items.retain(|item| item["sk"] == "APPLICATION");
        items
    }

    /// All that the table holds.
    pub async fn items(&self) -> Vec<Value> {
        let scan = self.client.scan().table_name(TABLE).consistent_read(true);
        let mut pages = scan.into_paginator().items().send();
        let mut items: Vec<Value> = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(serde_dynamo::from_item(item.unwrap()).unwrap());
        }
        items.sort_by_key(|item| item["pk"].to_string());
        items
    }

    /// The record of a reference, as plain JSON.
    pub async fn record(&self, reference: &str) -> Value {
        let text = |text: String| AttributeValue::S(text);
        let get = self.client.get_item().table_name(TABLE).consistent_read(true);
        let get = get.key("pk", text(format!("APPLICATION#{reference}")));
        let got = get.key("sk", text("APPLICATION".to_owned())).send().await.unwrap();
        serde_dynamo::from_item(got.item.unwrap()).unwrap()
    }

    /// Puts items that are plain JSON, many at once.
    pub async fn put(&self, items: &[Value]) {
        // As many as the service takes.
        for some in items.chunks(25) {
            let write = |item| {
                let put =
                    PutRequest::builder().set_item(Some(serde_dynamo::to_item(item).unwrap()));
                WriteRequest::builder().put_request(put.build().unwrap()).build()
            };
            let writes: Vec<_> = some.iter().map(write).collect();
            let put = self.client.batch_write_item().request_items(TABLE, writes);
            let left = put.send().await.unwrap().unprocessed_items.unwrap_or_default();
            assert!(left.is_empty());
        }
    }

    /// Takes an item away.
    pub async fn delete(&self, item: &Value) {
        let key = |name: &str| AttributeValue::S(item[name].as_str().unwrap().to_owned());
        let delete = self.client.delete_item().table_name(TABLE);
        delete.key("pk", key("pk")).key("sk", key("sk")).send().await.unwrap();
    }

    async fn create_table(&self) {
        let key = |name: &str, kind| {
            KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
        };
        let attribute = |(name, kind)| {
            let attribute = AttributeDefinition::builder().attribute_name(name);
            attribute.attribute_type(kind).build().unwrap()
        };
        let index = |name: &str, hash: &str, range: &str, projection| {
            GlobalSecondaryIndex::builder()
                .index_name(name)
                .key_schema(key(hash, KeyType::Hash))
                .key_schema(key(range, KeyType::Range))
                .projection(Projection::builder().projection_type(projection).build())
                .build()
                .unwrap()
        };
        let attributes = [
            ("pk", ScalarAttributeType::S),
            ("sk", ScalarAttributeType::S),
            ("stage", ScalarAttributeType::S),
            ("contact_by", ScalarAttributeType::S),
            ("destroy_after", ScalarAttributeType::N),
        ];
        let by_stage = index("by-stage", "stage", "contact_by", ProjectionType::All);
        let by_destruction =
            index("by-destruction", "sk", "destroy_after", ProjectionType::KeysOnly);
        self.client
            .create_table()
            .table_name(TABLE)
            .set_attribute_definitions(Some(attributes.map(attribute).into()))
            .key_schema(key("pk", KeyType::Hash))
            .key_schema(key("sk", KeyType::Range))
            .global_secondary_indexes(by_stage)
            .global_secondary_indexes(by_destruction)
            .billing_mode(BillingMode::PayPerRequest)
            .send()
            .await
            .unwrap();
    }
}

fn client(address: SocketAddr, credentials: Credentials) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(credentials)
        .endpoint_url(format!("http://{address}"));
    Client::from_conf(config.build())
}

/// The engine at home in memory, behind a port: some tests put a line with faults before it, others reach it from
/// another process.
async fn in_this_process() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(Database::memory().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn answer(
    State(database): State<Database>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let target = headers["x-amz-target"].to_str().unwrap();
    let answer = home::answer(&database, target, &body);
    (StatusCode::from_u16(answer.status).unwrap(), answer.body)
}

/// Credentials that nobody had before: DynamoDB Local gives each a database of its own.
fn credentials() -> Credentials {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let token = Some("token".to_owned());
    Credentials::new(format!("test{process}x{count}"), "secret", token, None, "test")
}
