//! Signing in: `POST /tokens`. People by password (RFC 6749, 4.3) and then by refresh token (6), clients by their secret (4.4).

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::caller::Open;
use super::keys::Holder;
use super::policy::{permission, right};
use super::sessions::{self, Renewal};
use super::{clients, users};
use crate::app::App;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::context::{Ctx, client_address};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::Params;
use crate::journal::sha256;
use crate::register::api::Answer;
use crate::text::{Message, text};

mod basic;
mod form;

use form::FormOrJson;

/// How long an access token lives: a quarter of an hour.
pub const TOKEN_SECONDS: i64 = 900;
/// The media type of RFC 6749.
const FORM: &str = "application/x-www-form-urlencoded";

/// The ways to a token.
#[derive(Clone, Copy)]
enum Grant {
    Password,
    RefreshToken,
    ClientCredentials,
}

impl Grant {
    const ALL: [(&'static str, Self); 3] = [
        ("password", Self::Password),
        ("refresh_token", Self::RefreshToken),
        ("client_credentials", Self::ClientCredentials),
    ];

    /// The parameters that it asks for.
    fn asks(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["password", "username"],
            Self::RefreshToken => &["refresh_token"],
            Self::ClientCredentials => &["client_id", "client_secret"],
        }
    }
}

/// A request for a token. Parameters that RFC 6749 does not name are ignored, as it asks.
#[derive(Clone, Deserialize, ToSchema)]
pub struct TokenIn {
    /// `password`, `refresh_token` or `client_credentials`.
    #[schema(max_length = 100, example = "password")]
    pub grant_type: String,
    /// With `password`: the name to sign in with.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200, example = "samordnare")]
    pub username: Option<String>,
    /// With `password`: the password.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200, format = "password", example = "norrsken-over-klaralven")]
    pub password: Option<String>,
    /// With `refresh_token`: the refresh token that came last. It is good once.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200, format = "password")]
    pub refresh_token: Option<String>,
    /// With `client_credentials`: the client's id.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200)]
    pub client_id: Option<String>,
    /// With `client_credentials`: one of the client's secrets.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200, format = "password")]
    pub client_secret: Option<String>,
    /// With `client_credentials`: only these of the client's scopes, separated by spaces; all, when it is absent or empty.
    #[serde(default)]
    #[schema(nullable = false, max_length = 8000)]
    pub scope: Option<String>,
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
    #[schema(minimum = 1, example = 900)]
    pub expires_in: i64,
    /// For people: what gives the next access token, once. Using it a second time ends the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Zk4mX8wq2ZVtA5Jb0yN3r0Zk4mX8wq2ZVtA5Jb0yN3r0")]
    pub refresh_token: Option<String>,
    /// For clients: what the token may do, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "projects:read projects:create")]
    pub scope: Option<String>,
}

/// The endpoint.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/tokens").post(
            Op::new(
                "create_token",
                "tokens",
                "Sign in",
                "RFC 6749, as a form or as JSON. People: `grant_type=password` with `username` and `password` gives an access token of a quarter of an hour and a \
                 refresh token; `grant_type=refresh_token` gives the next pair. A refresh token is good once and for a week; used twice, it ends the session, as somebody \
                 else may have it. Clients: `grant_type=client_credentials` with `client_id` and `client_secret`, in the body or by HTTP Basic, and `scope` to ask for less. \
                 A wrong name and a wrong password are answered alike; tries are counted. Problems carry RFC 6749's `error` too.",
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
    let mut fields = body.0;
    basic::take(&request, &mut fields)?;
    let value = Value::Object(fields);
    ApiError::check(app.schemas.faults("TokenIn", &value)?)?;
    let grant = asked_grant(&value)?;
    let wanted: TokenIn = serde_json::from_value(value).map_err(ApiError::internal)?;
    let address = client_address(&request, &app.config);
    let token = match grant {
        Grant::Password => by_password(&app, wanted, &address).await,
        Grant::RefreshToken => by_refresh_token(&app, wanted, &address).await,
        Grant::ClientCredentials => by_secret(&app, wanted, &address).await,
    };
    let token = token.inspect_err(|error| {
        if matches!(error.0.code, ErrorCode::InvalidGrant | ErrorCode::InvalidClient) {
            log::warn!("trace={} a sign-in failed", ctx.trace_id);
        }
    })?;
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Ok(answer.json(token))
}

/// The grant that is asked for, with all that it asks for.
fn asked_grant(value: &Value) -> Result<Grant, ApiError> {
    let word = value.get("grant_type").and_then(Value::as_str).unwrap_or_default();
    let Some((_, grant)) = Grant::ALL.into_iter().find(|(name, _)| *name == word) else {
        let names = Grant::ALL.map(|(name, _)| name).join(", ");
        let reason = Message::new(format!("förväntade något av {names}"), format!("expected one of {names}"));
        let mut error = ApiError::from(ErrorCode::UnsupportedGrantType);
        error.0.faults = vec![Fault::body("/grant_type", FaultCode::UnknownCode, reason)];
        return Err(error);
    };
    let absent = grant.asks().iter().filter(|name| value.get(**name).is_none());
    let fault = |name: &&str| Fault::body(format!("/{name}"), FaultCode::Missing, text("saknas", "is missing"));
    ApiError::check(absent.map(fault).collect())?;
    Ok(grant)
}

async fn by_password(app: &App, wanted: TokenIn, address: &str) -> Result<TokenOut, ApiError> {
    let (username, password) = (wanted.username.unwrap_or_default(), wanted.password.unwrap_or_default());
    app.passwords.count_try(&username, address)?;
    let account = app.db.read(move |conn| Ok(users::find_account(conn, &username)?)).await?;
    let hash = account.as_ref().map(|account| account.hash.clone());
    let fits = app.passwords.verify(password, hash).await?;
    let account = account.filter(|_| fits).ok_or(ErrorCode::InvalidGrant)?;
    let (user, now) = (account.id, app.clock.now());
    let (session, refresh_token) = app.db.passing(move |conn| Ok(sessions::begin(conn, user, now)?)).await?;
    issued(app, Holder::User(user.uuid(), Some(session)), account.generation, Some(refresh_token), None)
}

async fn by_refresh_token(app: &App, wanted: TokenIn, address: &str) -> Result<TokenOut, ApiError> {
    let hash = sha256(&[wanted.refresh_token.unwrap_or_default().as_bytes()]);
    // Counted by address alone: a token that is guessed has no name.
    app.passwords.count_try(&format!("refresh {address}"), address)?;
    let now = app.clock.now();
    let renewal = app.db.passing(move |conn| Ok(sessions::renew(conn, &hash, now)?)).await?;
    let Renewal::Renewed { user, session, refresh_token } = renewal else {
        return Err(ErrorCode::InvalidGrant.into());
    };
    let caller = app.db.read(move |conn| Ok(users::find_caller(conn, user)?)).await?;
    let caller = caller.ok_or(ErrorCode::InvalidGrant)?;
    issued(app, Holder::User(user.uuid(), Some(session)), caller.generation, Some(refresh_token), None)
}

async fn by_secret(app: &App, wanted: TokenIn, address: &str) -> Result<TokenOut, ApiError> {
    let id = wanted.client_id.unwrap_or_default();
    app.passwords.count_try(&format!("client {id}"), address)?;
    let hash = sha256(&[wanted.client_secret.unwrap_or_default().as_bytes()]);
    let id: uuid::Uuid = id.parse().map_err(|_| ApiError::from(ErrorCode::InvalidClient))?;
    let now = app.clock.now();
    let client = app.db.passing(move |conn| Ok(clients::sign_in(conn, id.into(), &hash, now)?)).await?;
    let (caller, scopes) = client.ok_or(ErrorCode::InvalidClient)?;
    let narrowed = wanted.scope.map(|scope| scope.split_whitespace().collect::<Vec<_>>().join(" "));
    let narrowed = narrowed.filter(|scope| !scope.is_empty());
    if let Some(scope) = &narrowed {
        let has = |name: &&str| right(name).is_some_and(|right| scopes.contains(&right));
        if let Some(name) = scope.split(' ').find(|name| !has(name)) {
            let mut error = ApiError::from(ErrorCode::InvalidScope);
            let reason = Message::new(format!("klienten har inte {name}"), format!("the client does not have {name}"));
            error.0.faults = vec![Fault::body("/scope", FaultCode::UnknownCode, reason)];
            return Err(error);
        }
    }
    let all = || scopes.iter().map(|(subject, verb)| permission(subject, *verb)).collect::<Vec<_>>().join(" ");
    let scope = narrowed.clone().unwrap_or_else(all);
    issued(app, Holder::Client(caller.id, narrowed), caller.generation, None, Some(scope))
}

fn issued(
    app: &App,
    holder: Holder,
    generation: i64,
    refresh_token: Option<String>,
    scope: Option<String>,
) -> Result<TokenOut, ApiError> {
    let issued = app.keys.issue(holder, generation, app.clock.now().0.timestamp(), TOKEN_SECONDS);
    let access_token = issued.map_err(ApiError::internal)?;
    Ok(TokenOut { access_token, token_type: "Bearer", expires_in: TOKEN_SECONDS, refresh_token, scope })
}
