//! The feed of a subscription: what a calendar program fetches, without a token, by the secret of its address.

use actix_web::{HttpRequest, web};
use chrono::Days;

use super::api::{Calendar, send};
use super::events::{Event, EventKind, MOST, events};
use super::ical::{self, TEXT_CALENDAR};
use super::subscriptions::{CalendarSubscriptions, find};
use crate::app::App;
use crate::db::Conn;
use crate::error::{ApiError, ErrorCode};
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Caller, Open, Subject};
use crate::identity::policy::{Grant, Verb};
use crate::identity::users::find_caller;
use crate::journal::sha256;
use crate::register::api::Answer;

/// The days that it shows before today, and after it.
const DAYS: (Days, Days) = (Days::new(60), Days::new(400));

/// The endpoint. A feed is a file for calendar programs and no JSON, so the document leaves it out.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let about = "The calendar of a subscription.";
    let op = Op::new("get_calendar_feed", CalendarSubscriptions::NAME, "Read a feed", about).produces(&[TEXT_CALENDAR]);
    vec![Endpoint::apart("/calendar-feeds/{secret}.ics").get(op, get_feed)]
}

async fn get_feed(
    _open: Open,
    ctx: Ctx,
    secret: web::Path<String>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let today = app.clock.today();
    let (maker, name, kinds) = app.db.snapshot(move |conn| read(conn, &secret)).await?;
    let (before, after) = DAYS;
    let from = today.checked_sub_days(before).unwrap_or(today);
    let to = today.checked_add_days(after).unwrap_or(today);
    let found = app.seen_by(&maker).snapshot(move |conn| events(conn, from, to, &kinds, today)).await?;
    // A program that asks by itself is better served with what comes first than with a fault.
    let found = found.get(..MOST).unwrap_or(&found);
    let host = app.config.public_host();
    // The id of a record is nobody's business who has the address alone.
    let uid = |event: &Event| format!("{}@{host}", sha256(&[event.key().as_bytes()]));
    Ok(send(&request, ical::write(found, &name, ctx.lang, uid), ctx.lang))
}

/// Who made a subscription, its name, and what it shows.
fn read(conn: &mut Conn, secret: &str) -> Result<(Caller, String, Vec<EventKind>), ApiError> {
    let (user, name, kinds) = find(conn, secret)?.ok_or(ErrorCode::NotFound)?;
    let maker = find_caller(conn, user)?.ok_or(ErrorCode::NotFound)?;
    if maker.grant(Calendar::NAME, Verb::Read) == Grant::No {
        return Err(ErrorCode::NotFound.into());
    }
    Ok((maker, name, kinds))
}
