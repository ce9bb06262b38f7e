//! A receiver of webhooks, to try them out.

use std::net::{SocketAddr, TcpListener};

use actix_web::web::{Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use clap::Args;
use tokio::sync::mpsc::{Sender, channel};

use super::failure::Failure;
use super::print;
use crate::exchange::webhooks::{Signed, verify};
use crate::http::body::MAX_BODY;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The secret of the webhook
    #[arg(long, env = "UTBLICK_WEBHOOK_SECRET", hide_env_values = true)]
    secret: String,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:9000")]
    address: SocketAddr,
    /// Stop after so many [default: when it is told to]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
}

/// What the receiver's threads share.
struct Receiver {
    secret: String,
    taken: Sender<Bytes>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let address = arguments.address;
    let listener = TcpListener::bind(address)
        .map_err(|error| Failure::Usage(format!("--address: {address} cannot be listened on: {error}")))?;
    actix_web::rt::System::new().block_on(receive(arguments, listener))
}

async fn receive(arguments: &Arguments, listener: TcpListener) -> Result<(), Failure> {
    let (taken, mut taking) = channel(1);
    let receiver = Data::new(Receiver { secret: arguments.secret.clone(), taken });
    let app = move || {
        let app = App::new().app_data(receiver.clone()).app_data(PayloadConfig::new(MAX_BODY));
        app.default_service(web::to(take))
    };
    let server = HttpServer::new(app).workers(1).listen(listener)?.run();
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let mut left = arguments.count;
    // Ends also when the server is told to stop, as the sender goes with it.
    while left != Some(0) {
        let Some(body) = taking.recv().await else { break };
        print(&format!("{}\n", String::from_utf8_lossy(&body)))?;
        left = left.map(|left| left - 1);
    }
    handle.stop(true).await;
    serving.await.map_err(|error| Failure::Refused(error.to_string()))??;
    Ok(())
}

/// What is not signed as it should be is said, and refused.
async fn take(request: HttpRequest, body: Bytes, receiver: Data<Receiver>) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let message = Signed { id, timestamp, signature: header("webhook-signature"), body: &body };
    if let Err(reason) = verify(&receiver.secret, message, chrono::Utc::now().timestamp()) {
        log::warn!("refused {id}: {reason}");
        return HttpResponse::Unauthorized().finish();
    }
    match receiver.taken.send(body).await {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
