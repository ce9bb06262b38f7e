//! The rows of mandates.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Mandate, MandateIn, MandateSeat};
use crate::cooperation::memberships::Membership;
use crate::db::schema::mandates;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::governance::decisions::Decision;
use crate::register::{ListQuery, Nothing, Record, Table as _};
use crate::text::{fold, sort_key};

crate::register_table! {
    mandates for Mandate, row MandateRow {
        membership_id: Option<Id<Membership>>,
        body_name: String,
        holder: String,
        seat: MandateSeat,
        starts_on: Option<NaiveDate>,
        ends_on: Option<NaiveDate>,
        elected_by_decision_id: Option<Id<Decision>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "holder" => name_key, "startsOn" => starts_on optional, "endsOn" => ends_on optional }
}

/// The row of a record.
fn to_row(record: Record<Mandate>) -> MandateRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let MandateIn { membership_id, body_name, holder, seat, starts_on, ends_on, elected_by_decision_id } = content;
    let columns = Columns {
        name_key: sort_key(&holder),
        search: fold(&format!("{holder} {body_name}")),
        membership_id,
        body_name,
        holder,
        seat,
        starts_on,
        ends_on,
        elected_by_decision_id,
    };
    MandateRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: MandateRow) -> Record<Mandate> {
    let meta = row.take_meta();
    let content = MandateIn {
        membership_id: row.membership_id,
        body_name: row.body_name,
        holder: row.holder,
        seat: row.seat,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        elected_by_decision_id: row.elected_by_decision_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Mandate {
    fn filtered(query: &ListQuery<Self>) -> mandates::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = mandates::table.into_boxed();
        crate::narrow_optional!(rows, mandates::membership_id, filter.membership_id);
        crate::narrow!(rows, mandates::seat, filter.seat);
        crate::narrow_optional!(rows, mandates::elected_by_decision_id, filter.elected_by_decision_id);
        crate::narrow_range!(rows, mandates::starts_on, filter.starts_on);
        crate::narrow_range!(rows, mandates::ends_on, filter.ends_on);
        crate::narrow_in_force!(rows, mandates::starts_on, mandates::ends_on, query.on);
        rows
    }
}

/// The mandates that are held on a day, and are not put away.
///
/// # Errors
/// When the database refuses.
pub fn on(conn: &mut Conn, day: NaiveDate) -> QueryResult<Vec<Record<Mandate>>> {
    // Open ends hold for ever, as in the list.
    let rows: Vec<MandateRow> = mandates::table
        .filter(mandates::archived.eq(false))
        .filter(mandates::starts_on.is_null().or(mandates::starts_on.le(day)))
        .filter(mandates::ends_on.is_null().or(mandates::ends_on.ge(day)))
        .order((mandates::name_key, mandates::id))
        .select(MandateRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Mandate::from_row).collect())
}
