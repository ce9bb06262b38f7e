//! Sessions: how a person stays signed in. A session begins with a password and goes on by refresh tokens, each good once; one
//! that is used twice ends it, since two have it (RFC 9700, 4.14.2). The database keeps hashes of the tokens.

use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema as _, ToSchema};
use uuid::Uuid;

use super::caller::{Allowed, Subject, may};
use super::users::User;
use crate::app::App;
use crate::db::Conn;
use crate::db::schema::{refresh_tokens, sessions, sign_outs};
use crate::db::types::{Id, Instant};
use crate::error::ErrorCode;
use crate::http::answer;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::preconditions::IfMatch;
use crate::http::query::{Params, paging, read_paging};
use crate::journal::sha256;
use crate::register::api::{Answer, IdPath};
use crate::register::represent::{Link, Page};
use crate::register::schema;

/// How long a session lasts in which nothing happens.
const IDLE: TimeDelta = TimeDelta::days(7);
/// How long a session lasts at most: then the password is asked for again.
const LONGEST: TimeDelta = TimeDelta::days(30);
/// The version of a session: nobody changes one.
const VERSION: i32 = 1;

/// The caller's own sessions, as a subject of the policy, and as what their ids are of.
#[derive(Debug)]
pub struct Sessions;

impl Subject for Sessions {
    const NAME: &'static str = "sessions";
}

/// A session of the caller.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// When it began.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// When an access token was asked for last.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub last_used_at: Instant,
    /// When it ends if nothing happens.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-09T09:15:00.000000Z")]
    pub expires_at: Instant,
    /// What can be done with it.
    #[serde(rename = "_links")]
    pub links: SessionLinks,
}

/// The links of a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionLinks {
    /// To end it.
    pub delete: Link,
}

type Row = (Id<Sessions>, Instant, Instant, Instant);

impl Session {
    fn of((id, created_at, last_used_at, expires_at): Row, context: &Context) -> Self {
        let delete = Link { href: context.link(&format!("/me/sessions/{id}")), rel: "delete", method: "DELETE" };
        Self { id: id.uuid(), created_at, last_used_at, expires_at, links: SessionLinks { delete } }
    }
}

/// The schemas of sessions.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    Session::schemas(schemas);
    schemas.push(("Session".into(), Session::schema()));
    schemas.push(("SessionPage".into(), schema::page_of("Session", "A page of the caller's own sessions.").into()));
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    let list =
        Op::new("list_own_sessions", "me", "Where am I signed in", "The caller's own sessions, the first begun first.")
            .query(paging())
            .answers(200, "A page of sessions.", "SessionPage")
            .conditional();
    let everywhere = Op::new(
        "delete_own_sessions",
        "me",
        "Sign out everywhere",
        "Ends all of the caller's sessions, and voids every token of the caller, this one too, within two seconds. Sessions have the version 1.",
    )
    .guarded_by_version(true)
    .answers_nothing("Signed out everywhere.");
    let one = Op::new(
        "delete_own_session",
        "me",
        "Sign out",
        "Ends one of the caller's sessions; its tokens are void within two seconds. A session has the version 1.",
    )
    .guarded_by_version(true)
    .answers_nothing("Signed out.");
    vec![
        Endpoint::at("/me/sessions").get(list, list_sessions).delete(everywhere, sign_out_everywhere),
        Endpoint::at("/me/sessions/{id}").delete(one, sign_out_of_one),
    ]
}

async fn list_sessions(
    allowed: Allowed<Sessions, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let (user, now) = (allowed.caller.user()?, app.clock.now());
    let rows: Vec<Row> = app
        .db
        .read(move |conn| {
            let open = sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::expires_at.gt(now));
            let shown = (sessions::id, sessions::created_at, sessions::last_used_at, sessions::expires_at);
            Ok(open.order((sessions::created_at, sessions::id)).select(shown).load(conn)?)
        })
        .await?;
    let all = rows.into_iter().map(|row| Session::of(row, &ctx)).collect();
    answer::by_content(&request, &Page::slice(&ctx, all, page, limit))
}

async fn sign_out_everywhere(
    allowed: Allowed<Sessions, may::Delete>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    IfMatch::read(request.headers())?.required()?.check(VERSION)?;
    let (user, now) = (allowed.caller.user()?, app.clock.now());
    app.db
        .passing(move |conn| {
            end_all(conn, user)?;
            Ok(sign_out(conn, user.uuid(), now)?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn sign_out_of_one(
    allowed: Allowed<Sessions, may::Delete>,
    ctx: Ctx,
    id: IdPath<Sessions>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    IfMatch::read(request.headers())?.required()?.check(VERSION)?;
    let (id, user) = (id.0, allowed.caller.user()?);
    let own = sessions::table.find(id).filter(sessions::user_id.eq(user));
    let ended = app.db.passing(move |conn| Ok(diesel::delete(own).execute(conn)?)).await?;
    if ended == 0 { Err(ErrorCode::NotFound.into()) } else { Ok(HttpResponse::NoContent().finish()) }
}

/// A token that cannot be guessed, and its hash.
fn invent() -> (String, String) {
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let hash = sha256(&[token.as_bytes()]);
    (token, hash)
}

/// Begins a session; its id and its first refresh token. What has ended of the user's others is removed.
///
/// # Errors
/// When the database refuses.
pub fn begin(conn: &mut Conn, user: Id<User>, now: Instant) -> QueryResult<(Uuid, String)> {
    let over = sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::expires_at.le(now));
    diesel::delete(over).execute(conn)?;
    let id = Id::<Sessions>::new();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::user_id.eq(user),
            sessions::created_at.eq(now),
            sessions::last_used_at.eq(now),
            sessions::expires_at.eq(Instant(now.0 + IDLE)),
        ))
        .execute(conn)?;
    Ok((id.uuid(), add_token(conn, id, now)?))
}

fn add_token(conn: &mut Conn, session: Id<Sessions>, now: Instant) -> QueryResult<String> {
    let (token, hash) = invent();
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(token)
}

/// What became of a refresh token.
#[derive(Clone, Debug)]
pub enum Renewal {
    /// It was good, and is spent.
    Renewed {
        /// The user.
        user: Id<User>,
        /// The session.
        session: Uuid,
        /// The next refresh token.
        refresh_token: String,
    },
    /// It is unknown, or its session is over: also by this, when it was spent before.
    Refused,
}

/// Takes a refresh token, by its hash, and gives the next.
///
/// # Errors
/// When the database refuses.
pub fn renew(conn: &mut Conn, hash: &str, now: Instant) -> QueryResult<Renewal> {
    // The first of two at the same time spends it: the second finds it spent.
    let spent = refresh_tokens::table.find(hash).filter(refresh_tokens::used_at.is_null());
    let is_first = diesel::update(spent).set(refresh_tokens::used_at.eq(now)).execute(conn)? == 1;
    let found: Option<(Id<Sessions>, Id<User>, Instant, Instant)> = refresh_tokens::table
        .find(hash)
        .inner_join(sessions::table)
        .select((sessions::id, sessions::user_id, sessions::created_at, sessions::expires_at))
        .get_result(conn)
        .optional()?;
    let Some((session, user, begun_at, expires_at)) = found else { return Ok(Renewal::Refused) };
    if !is_first || expires_at <= now {
        diesel::delete(sessions::table.find(session)).execute(conn)?;
        return Ok(Renewal::Refused);
    }
    let until = Instant((now.0 + IDLE).min(begun_at.0 + LONGEST));
    diesel::update(sessions::table.find(session))
        .set((sessions::last_used_at.eq(now), sessions::expires_at.eq(until)))
        .execute(conn)?;
    let refresh_token = add_token(conn, session, now)?;
    Ok(Renewal::Renewed { user, session: session.uuid(), refresh_token })
}

/// Whether a session of a user goes on.
///
/// # Errors
/// When the database refuses.
pub fn is_open(conn: &mut Conn, session: Uuid, user: Uuid, now: Instant) -> QueryResult<bool> {
    let until: Option<Instant> = sessions::table
        .find(Id::<Sessions>::from(session))
        .filter(sessions::user_id.eq(Id::<User>::from(user)))
        .select(sessions::expires_at)
        .get_result(conn)
        .optional()?;
    Ok(until.is_some_and(|until| until > now))
}

/// Ends all sessions of a user.
///
/// # Errors
/// When the database refuses.
pub fn end_all(conn: &mut Conn, user: Id<User>) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(conn)
}

/// Voids every token that a user or a client has.
///
/// # Errors
/// When the database refuses.
pub fn sign_out(conn: &mut Conn, holder: Uuid, now: Instant) -> QueryResult<()> {
    let holder = Id::<()>::from(holder);
    diesel::delete(sign_outs::table.find(holder)).execute(conn)?;
    diesel::insert_into(sign_outs::table)
        .values((sign_outs::holder_id.eq(holder), sign_outs::at.eq(now)))
        .execute(conn)
        .map(|_| ())
}

/// When every token that a user or a client had was made void, if ever.
///
/// # Errors
/// When the database refuses.
pub fn signed_out_at(conn: &mut Conn, holder: Uuid) -> QueryResult<Option<Instant>> {
    sign_outs::table.find(Id::<()>::from(holder)).select(sign_outs::at).get_result(conn).optional()
}
