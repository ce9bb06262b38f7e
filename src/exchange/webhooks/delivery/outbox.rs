//! From the journal to deliveries. How far a webhook has come moves in the transaction that enters them: a crash before it
//! leaves everything to be done, and after it nothing.

use diesel::prelude::*;

use super::super::{Webhook, events};
use super::queue::{self, Delivery};
use crate::db::Conn;
use crate::db::schema::webhook_cursors as table;
use crate::db::types::{Id, Instant};
use crate::error::ApiError;
use crate::exchange::changes::{ChangeOut, SCANNED, followed};
use crate::identity::caller::Caller;
use crate::journal::{self, ChangeLine};
use crate::register::{Record, confidentiality};

/// The most changes that are turned into deliveries at once.
const BATCH: i64 = 100;

/// Lets a webhook begin after a number; one that was active before goes on where it stood.
///
/// # Errors
/// When the database refuses.
pub(in super::super) fn begin(conn: &mut Conn, id: Id<Webhook>, seq: i64) -> QueryResult<()> {
    if stood(conn, id)?.is_none() {
        let row = (table::webhook_id.eq(id), table::seq.eq(seq));
        diesel::insert_into(table::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// How far a webhook has come; none when it never was active.
fn stood(conn: &mut Conn, id: Id<Webhook>) -> QueryResult<Option<i64>> {
    table::table.find(id).select(table::seq).get_result(conn).optional()
}

/// Those of some webhooks that have not come to the end of the journal.
///
/// # Errors
/// When the database refuses.
pub(super) fn behind(conn: &mut Conn, ids: Vec<Id<Webhook>>) -> QueryResult<Vec<Id<Webhook>>> {
    let (head, _) = journal::head(conn)?;
    table::table.filter(table::webhook_id.eq_any(ids)).filter(table::seq.lt(head)).select(table::webhook_id).load(conn)
}

/// Turns the next changes into deliveries, of what the webhook's creator may read; whether there may be more.
///
/// # Errors
/// When another has done so meanwhile: then nothing is entered.
pub(super) fn fill(
    conn: &mut Conn,
    webhook: &Record<Webhook>,
    creator: &Caller,
    base: &str,
    now: Instant,
) -> Result<bool, ApiError> {
    let id = webhook.meta.id;
    let Some(after) = stood(conn, id)? else { return Ok(false) };
    let (head, _) = journal::head(conn)?;
    if after >= head {
        return Ok(false);
    }
    let wanted = &webhook.content.events;
    let kinds: Vec<&'static str> =
        followed(creator).map(|register| register.kind()).filter(|kind| events::concern(wanted, kind)).collect();
    let until = head.min(after.saturating_add(SCANNED));
    let next = if confidentiality::sees(creator) { journal::lines_after } else { journal::public_lines_after };
    let lines = next(conn, &kinds, after, until, BATCH)?;
    let is_full = i64::try_from(lines.len()).is_ok_and(|count| count >= BATCH);
    let last = lines.last().filter(|_| is_full).map_or(until, |line| line.seq);
    let wanted = |line: &ChangeLine| events::cover(wanted, &line.resource_type, &line.action);
    for line in lines.into_iter().filter(wanted) {
        let (seq, at) = (line.seq, line.at);
        let item = ChangeOut::of(line, None, base)?;
        let data = serde_json::to_value(&item).map_err(ApiError::internal)?;
        queue::enter(conn, &Delivery::new(id, Some(seq), item.event(), (at, data), now))?;
    }
    let moved =
        diesel::update(table::table.find(id).filter(table::seq.eq(after))).set(table::seq.eq(last)).execute(conn)?;
    if moved != 1 {
        return Err(ApiError::unavailable("another instance has moved the webhook on"));
    }
    Ok(last < head)
}
