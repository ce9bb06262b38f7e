//! Signing in: `POST /tokens`, the password grant of RFC 6749 (4.3).

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::caller::Open;
use super::users;
use crate::app::App;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::body::{check_media_type, escape, parse_object, payload_error, unwanted};
use crate::http::context::{Ctx, client_address};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::Params;
use crate::register::api::Answer;
use crate::text::{normalise, text};

/// How long a token lives: an hour.
pub const TOKEN_SECONDS: i64 = 3_600;
/// The media type of RFC 6749.
const FORM: &str = "application/x-www-form-urlencoded";

/// A request for a token. Parameters that RFC 6749 does not name are ignored, as it asks.
#[derive(Clone, Deserialize, ToSchema)]
pub struct TokenIn {
    /// Always `password`.
    #[schema(max_length = 100, example = "password")]
    pub grant_type: String,
    /// The name to sign in with.
    #[schema(max_length = 200, example = "samordnare")]
    pub username: String,
    /// The password.
    #[schema(max_length = 200, format = "password", example = "norrsken-over-klaralven")]
    pub password: String,
}

/// An access token (RFC 6749, 5.1).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenOut {
    /// The token: send it as `Authorization: Bearer`.
    #[schema(example = "eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl")]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until it ends.
    #[schema(minimum = 1, example = 3600)]
    pub expires_in: i64,
}

/// The fields of a form or a JSON object.
pub struct FormOrJson(Map<String, Value>);

impl FromRequest for FormOrJson {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        if let Err(error) = check_media_type(request, &[FORM, JSON]) {
            return Box::pin(std::future::ready(Err(error)));
        }
        let is_form = request.content_type().eq_ignore_ascii_case(FORM);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(payload_error)?;
            if !is_form {
                return parse_object(&bytes).map(Self);
            }
            let pairs: Vec<(String, String)> =
                serde_urlencoded::from_bytes(&bytes).map_err(|_| ApiError::from(ErrorCode::MalformedBody))?;
            let (mut faults, mut names) = (Vec::new(), HashSet::new());
            for (name, value) in &pairs {
                let mut fault = |code, reason| faults.push(Fault::body(format!("/{}", escape(name)), code, reason));
                if let Some(reason) = unwanted(name).or_else(|| unwanted(value)) {
                    fault(FaultCode::InvalidCharacter, reason);
                }
                // RFC 6749, 3.2: no parameter more than once.
                if !names.insert(name.as_str()) {
                    fault(FaultCode::Repeated, text("står flera gånger", "stands more than once"));
                }
            }
            ApiError::check(faults)?;
            Ok(Self(pairs.into_iter().map(|(name, value)| (name, Value::String(normalise(&value)))).collect()))
        })
    }
}

/// The endpoint.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/tokens").post(
            Op::new(
                "create_token",
                "tokens",
                "Sign in",
                "The password grant of RFC 6749, as a form or as JSON. A wrong name and a wrong password are answered alike; \
                 tries are counted. Problems carry RFC 6749's `error` too.",
            )
            .body_as("TokenIn", &[FORM, JSON])
            .answers(200, "A token.", "TokenOut")
            .header("Cache-Control", "no-store: tokens are kept by their owner alone.")
            .problem(ErrorCode::TooManyRequests),
            create_token,
        ),
    ]
}

async fn create_token(_open: Open, ctx: Ctx, body: FormOrJson, app: web::Data<App>, request: HttpRequest) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let value = Value::Object(body.0);
    ApiError::check(app.schemas.faults("TokenIn", &value)?)?;
    let wanted: TokenIn = serde_json::from_value(value).map_err(ApiError::internal)?;
    if wanted.grant_type != "password" {
        let mut error = ApiError::from(ErrorCode::UnsupportedGrantType);
        error.0.faults =
            vec![Fault::body("/grant_type", FaultCode::UnknownCode, text("förväntade password", "expected password"))];
        return Err(error);
    }
    app.passwords.count_try(&wanted.username, &client_address(&request, &app.config))?;
    let username = wanted.username.clone();
    let account = app.db.read(move |conn| Ok(users::find_account(conn, &username)?)).await?;
    let hash = account.as_ref().map(|account| account.hash.clone());
    let fits = app.passwords.verify(wanted.password, hash).await?;
    let Some(account) = account.filter(|_| fits) else {
        log::warn!("trace={} a sign-in failed", ctx.trace_id);
        return Err(ErrorCode::InvalidGrant.into());
    };
    let now = app.clock.now().0.timestamp();
    let issued = app.keys.issue(account.id.uuid(), account.generation, now, TOKEN_SECONDS);
    let access_token = issued.map_err(ApiError::internal)?;
    let token = TokenOut { access_token, token_type: "Bearer", expires_in: TOKEN_SECONDS };
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Ok(answer.json(token))
}
