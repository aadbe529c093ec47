//! Whoever is not let in, and whatever does not answer, is told in words that say what to do.

use std::net::SocketAddr;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Region, retry::RetryConfig};
use axum::Router;
use axum::http::StatusCode;
use form_model::lang::Lang;

use super::desk::Desk;
use crate::engine::REGION;
use crate::site::Site;

/// Something that refuses every request with a code of the service.
async fn refusing(code: &'static str) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let refuse = move || async move {
        let kind = format!("com.amazonaws.dynamodb.v20120810#{code}");
        (StatusCode::BAD_REQUEST, format!(r#"{{"__type":"{kind}","message":"for tests"}}"#))
    };
    let router = Router::new().fallback(refuse);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn client(site: &Site, address: SocketAddr) -> Client {
    let config = site.engine.client_behind(address).config().to_builder();
    Client::from_conf(config.retry_config(RetryConfig::disabled()).build())
}

#[tokio::test]
async fn each_refusal_of_the_service_says_what_to_do() {
    let site = Site::open().await;
    let mut told = Vec::new();
    for code in [
        "ExpiredTokenException",
        "UnrecognizedClientException",
        "AccessDeniedException",
        "InvalidSignatureException",
        "ResourceNotFoundException",
        "ProvisionedThroughputExceededException",
        "InternalServerError",
    ] {
        let over = client(&site, refusing(code).await);
        let failure = Desk::of(&site).does_over(over, &["list"]).await.failure.unwrap();
        let in_lang = |lang: Lang| failure.told().in_lang(&lang).to_owned();
        told.push(format!(
            "{} {}\n{}",
            failure.exit_code(),
            in_lang(Lang::french()),
            in_lang(Lang::english())
        ));
    }
    insta::assert_snapshot!(told.join("\n\n"));
}

#[tokio::test]
async fn without_credentials_nothing_is_asked() {
    let site = Site::open().await;
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(format!("http://{}", site.engine.address));
    let over = Client::from_conf(config.build());
    let failure = Desk::of(&site).does_over(over, &["list"]).await.failure.unwrap();
    assert_eq!(failure.exit_code(), 5, "{failure}");
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_told() {
    let site = Site::open().await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    let over = client(&site, address);
    let failure = Desk::of(&site).does_over(over, &["list"]).await.failure.unwrap();
    assert_eq!(failure.exit_code(), 6, "{failure}");
}
