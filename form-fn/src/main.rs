//! The Lambda function: reads its settings, opens its bundle, and answers one event after another.

use std::process::ExitCode;
use std::sync::Arc;

use form_fn::{config::Config, gateway, http::App, log, store::Store};
use jiff::Timestamp;
use lambda_http::{Error, LambdaEvent, lambda_runtime, service_fn};

// One event at a time is all that Lambda sends: more threads would only take time to start.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    std::panic::set_hook(Box::new(log::panicked));
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the function cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Error> {
    let config = Config::from_environment()?;
    let store = Store::connect(config.connection);
    let app = &Arc::new(App::open(&config.bundle, store, config.key)?);
    lambda_runtime::run(service_fn(|event: LambdaEvent<_>| {
        let app = Arc::clone(app);
        async move {
            let request = gateway::request(event.payload, &event.context);
            let response = app.handle(request, Timestamp::now()).await;
            Ok::<_, Error>(gateway::reply(response))
        }
    }))
    .await
}
