//! Binding, the layers in their order, and a graceful stop.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Condition, from_fn};
use actix_web::rt::signal::unix::{SignalKind, signal};
use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi};

use crate::app::App;
use crate::config::Config;
use crate::error::{ApiError, ErrorCode};
use crate::exchange::{imports, webhooks};
use crate::http::body::MAX_BODY;
use crate::http::context::API;
use crate::http::endpoint::by_segment;
use crate::http::envelope::envelope;
use crate::{daily, openapi, routes};

/// Seconds that running requests are given when the service is told to stop.
const GRACE: u64 = 30;

/// Starts serving on a bound socket, with all work in the background. SIGTERM finishes what is running, then stops.
///
/// # Errors
/// When the socket cannot be listened on.
pub fn start(app: web::Data<App>, listener: TcpListener) -> std::io::Result<Server> {
    actix_web::rt::spawn(daily::keep(app.clone()));
    actix_web::rt::spawn(webhooks::keep(app.clone()));
    answer(app, listener)
}

/// Starts answering on a bound socket, and taking imports in: for a command that wants no more of it. What is sent to other
/// systems is the service's, with its own settings.
///
/// # Errors
/// As [`start`].
pub fn answer(app: web::Data<App>, listener: TcpListener) -> std::io::Result<Server> {
    let workers = app.config.workers;
    actix_web::rt::spawn(imports::keep(app.clone()));
    watch_for_changes(&app)?;
    let mut server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY))
            .wrap(from_fn(envelope))
            .wrap(Condition::new(offers_cors(&app.config), cors(&app.config)))
            .configure(map)
            .default_service(web::to(nothing_here))
    })
    .shutdown_timeout(GRACE);
    if let Some(workers) = workers {
        server = server.workers(usize::from(workers));
    }
    Ok(server.listen(listener)?.run())
}

/// Wakes those who wait for changes: when there is one, and when the service is told to stop, as it otherwise waits for
/// them until its patience is over.
fn watch_for_changes(app: &web::Data<App>) -> std::io::Result<()> {
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::quit()] {
        let (app, mut told) = (app.clone(), signal(kind)?);
        actix_web::rt::spawn(async move {
            told.recv().await;
            app.changes.stop();
        });
    }
    let app = app.clone();
    actix_web::rt::spawn(async move { app.changes.keep(&app.db).await });
    Ok(())
}

fn map(config: &mut web::ServiceConfig) {
    let mut api = web::scope(API);
    for scope in by_segment(routes::api()) {
        api = api.service(scope.default_service(web::to(nothing_here)));
    }
    config.service(api.default_service(web::to(nothing_here)));
    for endpoint in routes::beside() {
        config.service(endpoint);
    }
    let docs = openapi::docs_path();
    let to_docs = format!("{docs}/");
    config.service(web::resource(docs.clone()).to(move || {
        let to_docs = to_docs.clone();
        async move { HttpResponse::PermanentRedirect().insert_header((header::LOCATION, to_docs)).finish() }
    }));
    let swagger = SwaggerConfig::new([format!("{API}/openapi.json")])
        .try_it_out_enabled(true)
        .persist_authorization(true)
        .display_request_duration(true)
        .filter(true)
        .validator_url("none");
    config.service(SwaggerUi::new(format!("{docs}/{{_:.*}}")).config(swagger));
}

async fn nothing_here() -> Result<HttpResponse, ApiError> {
    Err(ErrorCode::NotFound.into())
}

fn offers_cors(config: &Config) -> bool {
    config.cors_localhost || !config.cors_origins.is_empty()
}

/// Pages of the listed origins may call, and see what a client needs to see (DIGG SAK.17).
fn cors(config: &Config) -> Cors {
    let mut cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            "authorization",
            "content-type",
            "accept",
            "accept-language",
            "if-match",
            "if-none-match",
            "idempotency-key",
            "last-event-id",
            "prefer",
            "traceparent",
        ])
        .expose_headers(["etag", "location", "preference-applied", "retry-after", "traceparent"])
        .max_age(3600);
    for origin in &config.cors_origins {
        cors = cors.allowed_origin(origin);
    }
    if config.cors_localhost {
        cors = cors.allowed_origin_fn(|origin, _| {
            let host = origin.to_str().ok().and_then(|origin| url::Url::parse(origin).ok());
            host.is_some_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")))
        });
    }
    cors
}
