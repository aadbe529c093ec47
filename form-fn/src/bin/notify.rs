//! The function of messages: reads its settings and its bundle, and answers one event after another.

use std::process::ExitCode;

use form_fn::{bundle, config::NotifyConfig, notify::Notifier, notify::post::Post, table::Table};
use jiff::Timestamp;
use lambda_http::{Error, LambdaEvent, lambda_runtime, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    std::panic::set_hook(Box::new(form_fn::log::panicked));
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the function cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Error> {
    let config = NotifyConfig::from_environment()?;
    let function = config.function.clone();
    let bundle = bundle::read(&config.bundle)?;
    let notifier = &Notifier {
        mail: bundle::mail(&config.bundle, &bundle)?,
        forms: bundle::forms(&config.bundle, &bundle)?,
        bundle,
        table: Table::new(config.connection.client(), config.connection.table.clone()),
        post: Post::through_ses(&config),
        log: Box::new(move |line| println!("{}", line.to_json(&function, Timestamp::now()))),
    };
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async move {
        Box::pin(notifier.handle(&event.payload, Timestamp::now())).await.map_err(Error::from)
    }))
    .await
}
