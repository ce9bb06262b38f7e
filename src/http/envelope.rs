//! The outermost layer: gives every request its context, every answer its headers, every failure its problem, and the
//! log one line.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};

use super::context::{API, Context, ROOT};
use super::problem::Problem;
use crate::app::App;
use crate::config::LogFormat;
use crate::error::{ApiError, ErrorCode};
use crate::identity::caller::Caller;

/// The most characters of an address with its query (DIGG UFN.05).
const MAX_URI: usize = 2048;

/// The header of W3C Trace Context.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The middleware, for `actix_web::middleware::from_fn`.
///
/// # Errors
/// None of its own: every failure below has become an answer.
pub async fn envelope(
    app: web::Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let context = Rc::new(Context::of(request.headers(), request.uri(), &app.config));
    request.extensions_mut().insert(Rc::clone(&context));
    let too_long = request.uri().path_and_query().is_some_and(|uri| uri.as_str().len() > MAX_URI);
    let checked = if too_long { Err(ErrorCode::UriTooLong.into()) } else { authenticate(&app, &request).await };
    let response = match checked {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(error) => request.error_response(error),
    };
    let status = response.status();
    let (request, mut answer) = response.into_parts();
    if status.is_client_error() || status.is_server_error() {
        answer = problem_of(&answer, &context, &request);
    }
    dress(&mut answer, &context);
    log_line(&app, &request, &answer, &context, started);
    Ok(ServiceResponse::new(request, answer))
}

/// Finds the caller of everything under the API but what is open to all.
async fn authenticate(app: &App, request: &ServiceRequest) -> Result<(), ApiError> {
    if !request.path().starts_with(API) || is_open(request.method().as_str(), request.path()) {
        return Ok(());
    }
    let caller = app.authenticator.caller(request.headers()).await?;
    request.extensions_mut().insert::<Arc<Caller>>(caller);
    Ok(())
}

/// What nobody needs a token for below the API; everything else that is open lies beside it. Open data is not there unless it
/// is switched on. A report link carries its
/// own single-use secret, and so does the address of a calendar subscription, until it is revoked.
fn is_open(method: &str, path: &str) -> bool {
    let below = path.strip_prefix(API).unwrap_or(path);
    match below {
        "/api-info" | "/openapi.json" | "/openapi.yaml" => true,
        "/tokens" => method == "POST",
        "/dcat" | "/open-data" => true,
        _ => {
            below.starts_with("/open-data/")
                || below.starts_with("/report-links/")
                || below.starts_with("/calendar-feeds/")
        }
    }
}

fn problem_of(answer: &HttpResponse, context: &Context, request: &actix_web::HttpRequest) -> HttpResponse {
    let from_framework;
    let error = match answer.error().and_then(Error::as_error::<ApiError>) {
        Some(error) => error,
        None => {
            from_framework = ApiError::from(ErrorCode::of_status(answer.status()));
            &from_framework
        }
    };
    if let Some(cause) = &error.0.cause {
        // The pattern and not the path, which may hold the secret of a report link or of a subscription.
        let pattern = request.match_pattern().unwrap_or_else(|| "-".to_owned());
        log::error!("trace={} {} {pattern}: {cause}", context.trace_id, request.method());
    }
    Problem::answer(error, context)
}

fn dress(answer: &mut HttpResponse, context: &Context) {
    let headers = answer.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&context.traceparent()) {
        headers.insert(TRACEPARENT, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if context.path.starts_with(ROOT) {
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        }
        headers.append(header::VARY, HeaderValue::from_static("Authorization, Accept, Accept-Language"));
        if !headers.contains_key(header::CONTENT_LANGUAGE) {
            headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(context.lang.code()));
        }
    }
}

/// One line per request: what, how it went, how long, who, and the trace id. Never a token, a password or a body; not
/// even the query, which may hold names.
fn log_line(app: &App, request: &actix_web::HttpRequest, answer: &HttpResponse, context: &Context, started: Instant) {
    let status = answer.status();
    let level = if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        log::Level::Error
    } else if status.is_server_error() || status == StatusCode::UNAUTHORIZED {
        log::Level::Warn
    } else {
        log::Level::Info
    };
    if !log::log_enabled!(target: "utblick::requests", level) {
        return;
    }
    let pattern = request.match_pattern().unwrap_or_else(|| "-".to_owned());
    let method = request.method().as_str();
    let millis = started.elapsed().as_secs_f64() * 1000.0;
    let extensions = request.extensions();
    let caller = extensions.get::<Arc<Caller>>().map(|caller| caller.id.to_string());
    let caller = caller.as_deref().unwrap_or("-");
    let (status, trace) = (status.as_u16(), &context.trace_id);
    if app.config.log == LogFormat::Json {
        log::log!(target: "utblick::requests", level, method = method, path = pattern.as_str(), status = status,
            millis = millis, caller = caller, trace = trace.as_str(); "request");
    } else {
        log::log!(target: "utblick::requests", level, "{method} {pattern} {status} {millis:.1}ms caller={caller} trace={trace}");
    }
}
