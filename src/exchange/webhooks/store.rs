//! The rows of webhooks.

use diesel::prelude::*;

use super::dto::{Event, WebhookIn, WebhookKept};
use super::{Webhook, WebhookState};
use crate::db::schema::webhooks;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::register::{ListQuery, Record};
use crate::text::{fold, sort_key};

crate::register_table! {
    webhooks for Webhook, row WebhookRow {
        state: String,
        state_reason: Option<String>,
        url: String,
        events: Json<Vec<Event>>,
        description: Option<String>,
        created_by: Option<Id<()>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "url" => name_key, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<Webhook>) -> WebhookRow {
    let Record { meta, content, kept } = record;
    let (WebhookIn { url, events, description }, WebhookKept { created_by }) = (content, kept);
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&url),
        search: fold(&format!("{url} {}", description.as_deref().unwrap_or_default())),
        url,
        events: Json(events),
        description,
        created_by,
    };
    WebhookRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: WebhookRow) -> Record<Webhook> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = WebhookIn { url: row.url, events: row.events.0, description: row.description };
    Record { meta, content, kept: WebhookKept { created_by: row.created_by } }
}

impl Webhook {
    fn filtered(query: &ListQuery<Self>) -> webhooks::BoxedQuery<'static, MultiBackend> {
        let mut rows = webhooks::table.into_boxed();
        crate::narrow!(rows, webhooks::state, query.filter.state);
        crate::narrow_optional!(rows, webhooks::created_by, query.filter.created_by);
        rows
    }
}

/// The active webhooks that are not put away.
///
/// # Errors
/// When the database refuses.
pub(super) fn active(conn: &mut Conn) -> QueryResult<Vec<Id<Webhook>>> {
    webhooks::table
        .filter(webhooks::state.eq(WebhookState::Active.as_str()))
        .filter(webhooks::archived.eq(false))
        .select(webhooks::id)
        .load(conn)
}
