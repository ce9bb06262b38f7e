//! `GET /changes`: at once, when something comes, or as it comes.

use std::time::{Duration, Instant};

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::Changes;
use super::asked::Asked;
use super::feed::{Page, page};
use super::item::{ChangeLinks, ChangeList, ChangeListLinks, ChangeMeta, ChangeOut};
use super::stream::{EVENT_STREAM, Follower};
use crate::app::App;
use crate::error::{ApiError, Fault, FaultCode, Place as At};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::{answer, negotiate, prefer};
use crate::identity::caller::{Allowed, Caller, Subject as _, may};
use crate::register::api::Answer;
use crate::text::text;

/// The number of the last event that a client got.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Asks proxies of a common kind to pass each event on at once.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    add::<ChangeLinks>(schemas);
    add::<ChangeOut>(schemas);
    add::<ChangeMeta>(schemas);
    add::<ChangeListLinks>(schemas);
    add::<ChangeList>(schemas);
}

/// The endpoint.
pub fn endpoints() -> Vec<Endpoint> {
    let about = "What has changed in all registers that the caller may read, in the order it did. Whoever keeps `_meta.last` and asks for what comes after it misses nothing and gets nothing twice. A deletion is a tombstone: action `delete`, without record and link. An answer looks through at most 10,000 changes of the journal: with `type=` it may be empty although `_meta.more` is true, and `_meta.last` has moved on.\n\n`Prefer: wait=20` waits until there is something or the time is over. `Accept: text/event-stream` sends each change as it comes (server-sent events: `id` is its number, `event` such as `partner.update`, `data` the item as one line of JSON; `limit` means nothing there); the stream ends after an hour at most, and a client comes back with `Last-Event-ID`. 503 with `Retry-After` when too many wait.";
    let op = Op::new("list_changes", Changes::NAME, "Follow all changes", about)
        .query(Asked::document())
        .reads_header(
            "Prefer",
            "`wait=20`: wait so many seconds, at most 60, for a change, when there is none (RFC 7240).",
        )
        .reads_header("Last-Event-ID", "The number of the last event that a client of the stream got; before `after`.")
        .produces(&[JSON, EVENT_STREAM])
        .answers(200, "The changes, the oldest first.", "ChangeList")
        .header("Preference-Applied", "`wait=20`, when the service was ready to wait.")
        .conditional();
    vec![Endpoint::at("/changes").get(op, list_changes)]
}

async fn list_changes(
    allowed: Allowed<Changes, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut asked = Asked::read(&ctx.query)?;
    let caller = allowed.caller;
    if negotiate::choose(&request, &[JSON, EVENT_STREAM])? == EVENT_STREAM {
        asked.after = last_event(&request)?.unwrap_or(asked.after);
        // What is wrong is said before the stream begins.
        read(&app, &caller, &asked, asked.after, &ctx).await?;
        let place = app.changes.stream()?;
        let base = ctx.link("");
        let follower = Follower { app, headers: request.headers().clone(), asked, base, place };
        return Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, EVENT_STREAM))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((X_ACCEL_BUFFERING, "no"))
            .body(follower.follow(caller)));
    }
    let wait = prefer::wait(request.headers());
    let found = await_changes(&app, &caller, &asked, wait, &ctx).await?;
    let mut response = answer::by_content(&request, &ChangeList::of(asked.after, found, &ctx))?;
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Prefer"));
    if let Some(wait) = wait {
        prefer::applied(headers, wait);
    }
    Ok(response)
}

/// The number in `Last-Event-ID`.
fn last_event(request: &HttpRequest) -> Result<Option<i64>, ApiError> {
    let Some(value) = request.headers().get(LAST_EVENT_ID).filter(|value| !value.is_empty()) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|value| value.parse().ok()).filter(|number| *number >= 0);
    number.map(Some).ok_or_else(|| {
        let reason = text("förväntade ett händelsenummer", "expected the number of an event");
        ApiError::faults(vec![Fault::query("Last-Event-ID", FaultCode::WrongFormat, reason).at(At::Header)])
    })
}

async fn read(app: &App, caller: &Caller, asked: &Asked, after: i64, ctx: &Context) -> Result<Page, ApiError> {
    let (kinds, base) = (asked.kinds(caller)?, ctx.link(""));
    let (limit, with_record) = (asked.limit, asked.with_record);
    app.seen_by(caller).snapshot(move |conn| page(conn, &kinds, (after, limit), with_record, &base)).await
}

/// What there is, or what comes within the time. Nothing is held meanwhile but a place among those who wait.
async fn await_changes(
    app: &App,
    caller: &Caller,
    asked: &Asked,
    wait: Option<Duration>,
    ctx: &Context,
) -> Result<Page, ApiError> {
    let began = Instant::now();
    let mut found = read(app, caller, asked, asked.after, ctx).await?;
    let Some(wait) = wait.filter(|_| found.items.is_empty()) else { return Ok(found) };
    let _place = app.changes.wait()?;
    while found.items.is_empty() {
        let left = wait.saturating_sub(began.elapsed());
        let stopping = if found.more {
            app.changes.seen().borrow().stopping
        } else {
            app.changes.after(found.last, left).await.stopping
        };
        if stopping || began.elapsed() >= wait {
            break;
        }
        found = read(app, caller, asked, found.last, ctx).await?;
    }
    Ok(found)
}
