//! DynamoDB on a free loopback port: the engine of the local system, in memory, with the table as
//! it is deployed. The tests look into it with a client of their own, since the function's cannot.

use std::collections::HashMap;
use std::net::SocketAddr;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, ScalarAttributeType,
};
use dynoxide::Database;
use form_fn::store::Connection;
use serde_json::Value;
use tokio::net::TcpListener;

pub const TABLE: &str = "applications";
pub const REGION: &str = "ca-central-1";

/// A running engine with an empty table.
pub struct Engine {
    pub address: SocketAddr,
    client: Client,
}

impl Engine {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let database = Database::memory().unwrap();
        tokio::spawn(dynoxide::server::serve_on(listener, database));
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(credentials())
            .endpoint_url(format!("http://{address}"))
            .build();
        let engine = Self { address, client: Client::from_conf(config) };
        engine.create_table().await;
        engine
    }

    /// All records, as plain JSON, in the order of their keys.
    pub async fn records(&self) -> Vec<Value> {
        let scan = self.client.scan().table_name(TABLE).consistent_read(true).send().await;
        let items = scan.unwrap().items.unwrap_or_default();
        let mut records: Vec<Value> = items
            .into_iter()
            .map(|item: HashMap<String, AttributeValue>| serde_dynamo::from_item(item).unwrap())
            .collect();
        records.sort_by_key(|record| record["pk"].to_string());
        records
    }

    /// The record of a reference, as plain JSON.
    pub async fn record(&self, reference: &str) -> Value {
        let text = |text: String| AttributeValue::S(text);
        let get = self.client.get_item().table_name(TABLE).consistent_read(true);
        let get = get.key("pk", text(format!("APPLICATION#{reference}")));
        let got = get.key("sk", text("APPLICATION".to_owned())).send().await.unwrap();
        serde_dynamo::from_item(got.item.unwrap()).unwrap()
    }

    async fn create_table(&self) {
        let key = |name: &str, kind| {
            KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
        };
        let text = |name: &str| {
            let kind = ScalarAttributeType::S;
            let attribute = AttributeDefinition::builder().attribute_name(name);
            attribute.attribute_type(kind).build().unwrap()
        };
        let by_stage = GlobalSecondaryIndex::builder()
            .index_name("by-stage")
            .key_schema(key("stage", KeyType::Hash))
            .key_schema(key("contact_by", KeyType::Range))
            .projection(Projection::builder().projection_type(ProjectionType::All).build())
            .build()
            .unwrap();
        let mut table = self.client.create_table().table_name(TABLE);
        for name in ["pk", "sk", "stage", "contact_by"] {
            table = table.attribute_definitions(text(name));
        }
        table
            .key_schema(key("pk", KeyType::Hash))
            .key_schema(key("sk", KeyType::Range))
            .global_secondary_indexes(by_stage)
            .billing_mode(BillingMode::PayPerRequest)
            .send()
            .await
            .unwrap();
    }
}

/// The table behind an address: the engine's own, or a line's in front of it.
pub fn connection(address: SocketAddr) -> Connection {
    Connection {
        table: TABLE.to_owned(),
        region: REGION.to_owned(),
        endpoint: Some(format!("http://{address}")),
        credentials: credentials(),
    }
}

fn credentials() -> Credentials {
    Credentials::new("id", "secret", None, None, "test")
}
