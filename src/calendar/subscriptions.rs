//! Subscriptions to the calendar: a calendar program has no token, so an address is made that shows dates and titles to
//! whoever has it, as long as its maker may see them. The database keeps the hash of its secret, so that any instance can
//! open it and none can tell it.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema as _, ToSchema};
use uuid::Uuid;

use super::events::EventKind;
use crate::app::App;
use crate::db::Conn;
use crate::db::schema::calendar_subscriptions as table;
use crate::db::types::{Id, Instant, Json};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::answer;
use crate::http::body::{self, Body};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::preconditions::IfMatch;
use crate::http::query::{Params, paging, read_paging};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::users::User;
use crate::journal::sha256;
use crate::register::api::{Answer, IdPath};
use crate::register::represent::{Link, Page};
use crate::register::rules::check_unique;
use crate::register::schema;
use crate::text::text;

/// The most subscriptions of a user.
const MOST_OF_A_USER: usize = 20;
/// The version of a subscription, which never changes.
const VERSION: i32 = 1;

/// The subscriptions to the calendar, as a subject of the policy, and as what their ids are of.
pub struct CalendarSubscriptions;

impl Subject for CalendarSubscriptions {
    const NAME: &'static str = "calendar-subscriptions";
}

/// What shall be subscribed to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarSubscriptionIn {
    /// What it is called, here and in a calendar program.
    #[schema(min_length = 1, max_length = 100, example = "Utblick i Outlook")]
    pub name: String,
    /// The kinds of events that it shows; all, when none is named.
    #[serde(default)]
    #[schema(required = false, max_items = 12, example = json!(["meeting", "decision_needed"]))]
    pub kinds: Vec<EventKind>,
}

/// The links of a subscription.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalendarSubscriptionLinks {
    /// The subscription.
    #[serde(rename = "self")]
    pub this: Link,
    /// To revoke it: its address shows nothing any more.
    pub delete: Link,
}

/// A subscription. Its address is told once, when it is made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CalendarSubscription)]
pub struct CalendarSubscriptionOut {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Utblick i Outlook")]
    pub name: String,
    /// The kinds of events that it shows; all, when none is named.
    #[schema(example = json!(["meeting", "decision_needed"]))]
    pub kinds: Vec<EventKind>,
    /// When it was made.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// What can be done with it.
    #[serde(rename = "_links")]
    pub links: CalendarSubscriptionLinks,
}

/// A subscription that was just made, with its address.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCalendarSubscription {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Utblick i Outlook")]
    pub name: String,
    /// The kinds of events that it shows; all, when none is named.
    #[schema(example = json!(["meeting", "decision_needed"]))]
    pub kinds: Vec<EventKind>,
    /// When it was made.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// The address for a calendar program, told this once. It needs no token: whoever has it sees dates and titles.
    #[schema(
        format = "uri",
        example = "https://utblick.example.se/international-strategy/v1/calendar-feeds/5Jb0yN3r0Zk4mX8wq2ZVtA5Jb0yN3r0Z.ics"
    )]
    pub href: String,
    /// What can be done with it.
    #[serde(rename = "_links")]
    pub links: CalendarSubscriptionLinks,
}

/// A row without its secret: id, name, kinds, and when it was made.
type Row = (Id<CalendarSubscriptions>, String, Json<Vec<EventKind>>, Instant);

/// A query's columns of a row.
const SHOWN: (table::id, table::name, table::kinds, table::created_at) =
    (table::id, table::name, table::kinds, table::created_at);

impl CalendarSubscriptionOut {
    fn of((id, name, kinds, created_at): Row, context: &Context) -> Self {
        let href = context.link(&format!("/{}/{id}", CalendarSubscriptions::NAME));
        let link = |rel, method| Link { href: href.clone(), rel, method };
        let links = CalendarSubscriptionLinks { this: link("self", "GET"), delete: link("delete", "DELETE") };
        Self { id: id.uuid(), name, kinds: kinds.0, created_at, links }
    }
}

/// The schemas of subscriptions.
pub(super) fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    CalendarSubscriptionOut::schemas(schemas);
    schemas.push(("CalendarSubscriptionIn".into(), CalendarSubscriptionIn::schema()));
    schemas.push(("CalendarSubscription".into(), CalendarSubscriptionOut::schema()));
    schemas.push(("NewCalendarSubscription".into(), NewCalendarSubscription::schema()));
    let page = schema::page_of("CalendarSubscription", "A page of the caller's own subscriptions.");
    schemas.push(("CalendarSubscriptionPage".into(), page.into()));
}

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    const TAG: &str = CalendarSubscriptions::NAME;
    let list = Op::new("list_calendar_subscriptions", TAG, "List my subscriptions", "The caller's own subscriptions to the calendar, the first made first; without their addresses, which nobody can tell again.")
        .query(paging())
        .answers(200, "A page of subscriptions.", "CalendarSubscriptionPage")
        .conditional();
    let create = Op::new("create_calendar_subscription", TAG, "Subscribe to the calendar", "Makes an address that a calendar program such as Outlook can subscribe to: `text/calendar` (RFC 5545) with the events of the last 60 and the next 400 days, dates and titles only, the first 2,000. It needs no token, so whoever has it sees them, until the subscription is deleted or the user's account is closed. A user has at most 20.")
        .body("CalendarSubscriptionIn")
        .answers(201, "The subscription, with its address.", "NewCalendarSubscription")
        .header("Location", "The address of the subscription, which is not that of its calendar.");
    let read = Op::new(
        "get_calendar_subscription",
        TAG,
        "Read a subscription",
        "One of the caller's own subscriptions, without its address.",
    )
    .answers(200, "The subscription.", "CalendarSubscription")
    .conditional();
    let revoke = Op::new("delete_calendar_subscription", TAG, "End a subscription", "Deletes one of the caller's own subscriptions: its address shows nothing any more. A subscription never changes, so its version is 1.")
        .guarded_by_version(true)
        .answers_nothing("Deleted.");
    vec![
        Endpoint::at(format!("/{TAG}")).get(list, list_subscriptions).post(create, create_subscription),
        Endpoint::at(format!("/{TAG}/{{id}}")).get(read, read_subscription).delete(revoke, delete_subscription),
    ]
}

async fn list_subscriptions(
    allowed: Allowed<CalendarSubscriptions, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let user = allowed.caller.user()?;
    let rows: Vec<Row> = app
        .db
        .read(move |conn| {
            let own = table::table.filter(table::user_id.eq(user));
            Ok(own.order((table::created_at, table::id)).select(SHOWN).load(conn)?)
        })
        .await?;
    let all = rows.into_iter().map(|row| CalendarSubscriptionOut::of(row, &ctx)).collect();
    answer::by_content(&request, &Page::slice(&ctx, all, page, limit))
}

async fn create_subscription(
    allowed: Allowed<CalendarSubscriptions, may::Create>,
    ctx: Ctx,
    body: Body,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let CalendarSubscriptionIn { name, kinds } = body::read(&app.schemas, "CalendarSubscriptionIn", body.0)?;
    let mut faults = Vec::new();
    check_unique("/kinds", kinds.iter(), &mut faults);
    ApiError::check(faults)?;
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    let (hash, user) = (sha256(&[secret.as_bytes()]), allowed.caller.user()?);
    let row: Row = (Id::new(), name, Json(kinds), app.clock.now());
    let new = row.clone();
    app.db.passing(move |conn| enter(conn, user, &hash, &new)).await?;
    let subscription = CalendarSubscriptionOut::of(row, &ctx);
    let location = HeaderValue::from_str(&subscription.links.this.href).map_err(ApiError::internal)?;
    let href = ctx.link(&format!("/calendar-feeds/{secret}.ics"));
    let CalendarSubscriptionOut { id, name, kinds, created_at, links } = subscription;
    let new = NewCalendarSubscription { id, name, kinds, created_at, href, links };
    let mut response = answer::json(StatusCode::CREATED, &new)?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Enters a subscription, unless its user has too many.
fn enter(conn: &mut Conn, user: Id<User>, hash: &str, (id, name, kinds, created_at): &Row) -> Result<(), ApiError> {
    let own: i64 = table::table.filter(table::user_id.eq(user)).count().get_result(conn)?;
    if usize::try_from(own).is_ok_and(|own| own >= MOST_OF_A_USER) {
        let reason = text(
            "du har redan 20 prenumerationer; ta bort en som inte används",
            "you have 20 subscriptions already; delete one that is not used",
        );
        return Err(ApiError::faults(vec![Fault::body("", FaultCode::TooMany, reason)]));
    }
    diesel::insert_into(table::table)
        .values((
            table::id.eq(id),
            table::secret_hash.eq(hash),
            table::user_id.eq(user),
            table::name.eq(name),
            table::kinds.eq(kinds.clone()),
            table::created_at.eq(created_at),
        ))
        .execute(conn)?;
    Ok(())
}

async fn read_subscription(
    allowed: Allowed<CalendarSubscriptions, may::Read>,
    ctx: Ctx,
    id: IdPath<CalendarSubscriptions>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (id, user) = (id.0, allowed.caller.user()?);
    let row: Option<Row> = app
        .db
        .read(move |conn| {
            let own = table::table.find(id).filter(table::user_id.eq(user));
            Ok(own.select(SHOWN).get_result(conn).optional()?)
        })
        .await?;
    let row = row.ok_or(ErrorCode::NotFound)?;
    answer::record(&request, StatusCode::OK, VERSION, &CalendarSubscriptionOut::of(row, &ctx))
}

async fn delete_subscription(
    allowed: Allowed<CalendarSubscriptions, may::Delete>,
    ctx: Ctx,
    id: IdPath<CalendarSubscriptions>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    IfMatch::read(request.headers())?.required()?.check(VERSION)?;
    let (id, user) = (id.0, allowed.caller.user()?);
    let gone = app
        .db
        .passing(move |conn| Ok(diesel::delete(table::table.find(id).filter(table::user_id.eq(user))).execute(conn)?))
        .await?;
    if gone == 0 { Err(ErrorCode::NotFound.into()) } else { Ok(HttpResponse::NoContent().finish()) }
}

/// Whose subscription a secret opens, what it is called, and what it shows.
pub(super) type Subscribed = (Id<User>, String, Vec<EventKind>);

/// The subscription that a secret opens.
pub(super) fn find(conn: &mut Conn, secret: &str) -> QueryResult<Option<Subscribed>> {
    let hash = sha256(&[secret.as_bytes()]);
    let found: Option<(Id<User>, String, Json<Vec<EventKind>>)> = table::table
        .filter(table::secret_hash.eq(hash))
        .select((table::user_id, table::name, table::kinds))
        .get_result(conn)
        .optional()?;
    Ok(found.map(|(user, name, kinds)| (user, name, kinds.0)))
}
