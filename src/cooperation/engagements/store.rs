//! The rows of engagements.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::{Engagement, EngagementIn, EngagementKind};
use crate::cooperation::partners::Partner;
use crate::db::schema::engagements;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::governance::units::Unit;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::fold;

crate::register_table! {
    engagements for Engagement, row EngagementRow {
        partner_id: Id<Partner>,
        held_on: NaiveDate,
        kind: EngagementKind,
        summary: String,
        unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "heldOn" => held_on, "kind" => kind }
}

/// The row of a record.
fn to_row(record: Record<Engagement>) -> EngagementRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let EngagementIn { partner_id, held_on, kind, summary, unit_id } = content;
    let columns = Columns {
        // Days sort as they are.
        name_key: held_on.to_string().into_bytes(),
        search: fold(&summary),
        partner_id,
        held_on,
        kind,
        summary,
        unit_id,
    };
    EngagementRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: EngagementRow) -> Record<Engagement> {
    let meta = row.take_meta();
    let content = EngagementIn {
        partner_id: row.partner_id,
        held_on: row.held_on,
        kind: row.kind,
        summary: row.summary,
        unit_id: row.unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Engagement {
    fn filtered(query: &ListQuery<Self>) -> engagements::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = engagements::table.into_boxed();
        crate::narrow!(rows, engagements::partner_id, filter.partner_id);
        crate::narrow!(rows, engagements::kind, filter.kind);
        crate::narrow_range!(rows, engagements::held_on, filter.held_on);
        crate::narrow_optional!(rows, engagements::unit_id, filter.unit_id);
        rows
    }
}

/// The last day up to another on which the region was in touch with each of some partners: one query. What is put away
/// counts no more.
///
/// # Errors
/// When the database refuses.
pub fn last_days(
    conn: &mut Conn,
    partners: &[Id<Partner>],
    today: NaiveDate,
) -> QueryResult<HashMap<Id<Partner>, NaiveDate>> {
    let held = engagements::table
        .group_by(engagements::partner_id)
        .select((engagements::partner_id, max(engagements::held_on)))
        .filter(engagements::held_on.le(today))
        .filter(engagements::archived.eq(false));
    let rows: Vec<(Id<Partner>, Option<NaiveDate>)> = crate::load_of!(conn, held, engagements::partner_id, partners)?;
    Ok(rows.into_iter().filter_map(|(partner, day)| Some((partner, day?))).collect())
}
