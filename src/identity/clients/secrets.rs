//! The secrets of clients: several at a time, so that one can take another's place without a pause. Each is told once, when it
//! is made; the database keeps its hash.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema as _, ToSchema};
use uuid::Uuid;

use super::Client;
use crate::app::App;
use crate::clock::end_of_day_in_sweden;
use crate::db::Conn;
use crate::db::schema::client_secrets as table;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::answer;
use crate::http::body::{self, Body};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::preconditions::IfMatch;
use crate::http::query::{Params, paging, read_paging};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::sessions::sign_out;
use crate::journal::{Action, Tx, sha256};
use crate::register::api::{Answer, IdPath};
use crate::register::represent::{Link, Page};
use crate::register::{Register as _, schema, write};
use crate::text::text;

/// The most secrets of a client.
const MOST_OF_A_CLIENT: usize = 10;
/// How long a secret lasts when nothing is said, in days.
const DAYS: i64 = 365;
/// The version of a secret, which never changes.
const VERSION: i32 = 1;
/// What a secret begins with, so that tools which look for lost secrets know it.
const PREFIX: &str = "utblick_";

/// The secrets of clients, as a subject of the policy, and as what their ids are of.
#[derive(Debug)]
pub struct ClientSecrets;

impl Subject for ClientSecrets {
    const NAME: &'static str = "client-secrets";
}

/// What secret shall be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientSecretIn {
    /// What it is for, to tell it from the others.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "Nattjobbet, vintern 2009")]
    pub description: Option<String>,
    /// The last day on which it is good; a year from today when nothing is said, and at most two.
    #[serde(default)]
    #[schema(example = "2009-12-31")]
    pub expires_on: Option<NaiveDate>,
}

/// A secret, without the secret itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecret {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is for.
    #[schema(example = "Nattjobbet, vintern 2009")]
    pub description: Option<String>,
    /// When it was made.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// Until when it is good.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-12-31T22:59:59.999999Z")]
    pub expires_at: Instant,
    /// When a token was asked for with it last.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-02T09:15:00.000000Z")]
    pub last_used_at: Option<Instant>,
    /// What can be done with it.
    #[serde(rename = "_links")]
    pub links: ClientSecretLinks,
}

/// The links of a secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientSecretLinks {
    /// To void it, and every token of the client.
    pub delete: Link,
}

/// A secret that was just made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewClientSecret {
    /// The client's id, for `client_id`.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub client_id: Uuid,
    /// The secret, for `client_secret`: told this once.
    #[schema(example = "utblick_Zk4mX8wq2ZVtA5Jb0yN3r0Zk4mX8wq2ZVtA5Jb0yN3r0")]
    pub secret: String,
    /// What is known of it.
    #[serde(flatten)]
    pub kept: ClientSecret,
}

type Row = (Id<ClientSecrets>, Option<String>, Instant, Instant, Option<Instant>);

/// A query's columns of a row: all but the hash.
const SHOWN: (table::id, table::description, table::created_at, table::expires_at, table::last_used_at) =
    (table::id, table::description, table::created_at, table::expires_at, table::last_used_at);

impl ClientSecret {
    fn of((id, description, created_at, expires_at, last_used_at): Row, client: Id<Client>, context: &Context) -> Self {
        let href = context.link(&format!("/{}/{client}/secrets/{id}", Client::PATH));
        let links = ClientSecretLinks { delete: Link { href, rel: "delete", method: "DELETE" } };
        Self { id: id.uuid(), description, created_at, expires_at, last_used_at, links }
    }
}

/// The schemas of secrets.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    ClientSecret::schemas(schemas);
    schemas.push(("ClientSecretIn".into(), ClientSecretIn::schema()));
    schemas.push(("ClientSecret".into(), ClientSecret::schema()));
    schemas.push(("NewClientSecret".into(), NewClientSecret::schema()));
    let page = schema::page_of("ClientSecret", "A page of a client's secrets.");
    schemas.push(("ClientSecretPage".into(), page.into()));
}

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let list = Op::new(
        "list_client_secrets",
        Client::PATH,
        "List a client's secrets",
        "What is known of a client's secrets, the first made first; never a secret itself.",
    )
    .query(paging())
    .answers(200, "A page of secrets.", "ClientSecretPage")
    .conditional();
    let create = Op::new("create_client_secret", Client::PATH, "Make a secret for a client", "Makes a secret and tells it this once. A client may have ten, so that the next can be in use before the last is voided.")
        .body("ClientSecretIn")
        .answers(201, "The secret.", "NewClientSecret")
        .header("Location", "The address of the client's secrets.")
        .header("Cache-Control", "no-store: secrets are kept by their owner alone.");
    let void = Op::new(
        "delete_client_secret",
        Client::PATH,
        "Void a client's secret",
        "Voids a secret, and within two seconds every token of the client: it gets the next with another secret. A secret never changes, so its version is 1.",
    )
    .guarded_by_version(true)
    .answers_nothing("Voided.");
    vec![
        Endpoint::at(format!("/{}/{{id}}/secrets", Client::PATH)).get(list, list_secrets).post(create, create_secret),
        Endpoint::at(format!("/{}/{{id}}/secrets/{{secretId}}", Client::PATH)).delete(void, delete_secret),
    ]
}

async fn list_secrets(
    allowed: Allowed<ClientSecrets, may::Read>,
    ctx: Ctx,
    id: IdPath<Client>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let client = id.0;
    let rows: Vec<Row> = app
        .seen_by(&allowed.caller)
        .read(move |conn| {
            write::find::<Client>(conn, client)?;
            let all = table::table.filter(table::client_id.eq(client));
            Ok(all.order((table::created_at, table::id)).select(SHOWN).load(conn)?)
        })
        .await?;
    let all = rows.into_iter().map(|row| ClientSecret::of(row, client, &ctx)).collect();
    answer::by_content(&request, &Page::slice(&ctx, all, page, limit))
}

async fn create_secret(
    allowed: Allowed<ClientSecrets, may::Create>,
    ctx: Ctx,
    id: IdPath<Client>,
    body: Body,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let ClientSecretIn { description, expires_on } = body::read(&app.schemas, "ClientSecretIn", body.0)?;
    let expires_at = expiry(expires_on, app.clock.today())?;
    let secret = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
    let (client, hash) = (id.0, sha256(&[secret.as_bytes()]));
    let row = app
        .db
        .write(ctx.by(allowed.caller.id), move |tx| {
            let row: Row = (Id::new(), description, tx.now(), expires_at, None);
            write::find_for(tx.conn()?, &allowed.caller, client)?;
            enter(tx, client, &hash, &row)?;
            Ok(row)
        })
        .await?;
    let kept = ClientSecret::of(row, client, &ctx);
    let mut response = answer::json(StatusCode::CREATED, &NewClientSecret { client_id: client.uuid(), secret, kept })?;
    let location = ctx.link(&format!("/{}/{client}/secrets", Client::PATH));
    let location = HeaderValue::from_str(&location).map_err(ApiError::internal)?;
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Until when a secret is good.
fn expiry(wanted: Option<NaiveDate>, today: NaiveDate) -> Result<Instant, ApiError> {
    let day = wanted.unwrap_or(today + chrono::TimeDelta::days(DAYS));
    let longest = today + chrono::TimeDelta::days(2 * DAYS);
    let instant = end_of_day_in_sweden(day).filter(|_| (today..=longest).contains(&day));
    instant.ok_or_else(|| {
        let reason = text("ska ligga mellan i dag och två år framåt", "must lie between today and two years from now");
        ApiError::faults(vec![Fault::body("/expiresOn", FaultCode::Rule, reason)])
    })
}

/// Enters a secret, unless its client has too many; what has expired is removed. The journal tells that one was made.
fn enter(
    tx: &mut Tx<'_>,
    client: Id<Client>,
    hash: &str,
    (id, description, created_at, expires_at, _): &Row,
) -> Result<(), ApiError> {
    let mut record = write::find::<Client>(tx.conn()?, client)?;
    let of_client = table::table.filter(table::client_id.eq(client));
    diesel::delete(of_client.filter(table::expires_at.le(created_at))).execute(tx.conn()?)?;
    let own: i64 = of_client.count().get_result(tx.conn()?)?;
    if usize::try_from(own).is_ok_and(|own| own >= MOST_OF_A_CLIENT) {
        let reason = text(
            "klienten har redan 10 hemligheter; ta bort en som inte används",
            "the client has 10 secrets already; delete one that is not used",
        );
        return Err(ApiError::faults(vec![Fault::body("", FaultCode::TooMany, reason)]));
    }
    diesel::insert_into(table::table)
        .values((
            table::id.eq(id),
            table::client_id.eq(client),
            table::secret_hash.eq(hash),
            table::description.eq(description),
            table::created_at.eq(created_at),
            table::expires_at.eq(expires_at),
        ))
        .execute(tx.conn()?)?;
    write::store_next(tx, &mut record, Action::AddSecret)
}

async fn delete_secret(
    allowed: Allowed<ClientSecrets, may::Delete>,
    ctx: Ctx,
    path: web::Path<(String, String)>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    IfMatch::read(request.headers())?.required()?.check(VERSION)?;
    let (client, secret) = path.into_inner();
    let not_found = || ApiError::from(ErrorCode::NotFound);
    let client: Id<Client> = client.parse().map_err(|_| not_found())?;
    let secret: Id<ClientSecrets> = secret.parse().map_err(|_| not_found())?;
    app.db
        .write(ctx.by(allowed.caller.id), move |tx| {
            let mut record = write::find_for(tx.conn()?, &allowed.caller, client)?;
            let own = table::table.find(secret).filter(table::client_id.eq(client));
            if diesel::delete(own).execute(tx.conn()?)? == 0 {
                return Err(ErrorCode::NotFound.into());
            }
            let now = tx.now();
            sign_out(tx.conn()?, client.uuid(), now)?;
            write::store_next(tx, &mut record, Action::DeleteSecret)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whether a secret is one of a client's good ones, and notes that it was used.
pub(super) fn spend(conn: &mut Conn, client: Id<Client>, hash: &str, now: Instant) -> QueryResult<bool> {
    let good = table::table
        .filter(table::client_id.eq(client))
        .filter(table::secret_hash.eq(hash))
        .filter(table::expires_at.gt(now));
    Ok(diesel::update(good).set(table::last_used_at.eq(now)).execute(conn)? == 1)
}

/// When some clients asked for a token last: one query.
pub(super) fn last_used(conn: &mut Conn, clients: &[Id<Client>]) -> QueryResult<HashMap<Id<Client>, Instant>> {
    let used = table::table.filter(table::last_used_at.is_not_null());
    let used = used.select((table::client_id, table::last_used_at.assume_not_null())).order(table::last_used_at);
    let used: Vec<(Id<Client>, Instant)> = crate::load_of!(conn, used, table::client_id, clients)?;
    Ok(used.into_iter().collect())
}
