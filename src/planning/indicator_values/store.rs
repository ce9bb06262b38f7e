//! The rows of indicator values.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{IndicatorValue, IndicatorValueIn, IndicatorValueKept};
use crate::db::schema::indicator_values;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::planning::indicators::Indicator;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Record};
use crate::text::{fold, text};

crate::register_table! {
    indicator_values for IndicatorValue, row IndicatorValueRow {
        indicator_id: Id<Indicator>,
        observed_on: NaiveDate,
        value: String,
        comment: Option<String>,
        unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "observedOn" => observed_on }
}

/// The row of a record.
fn to_row(record: Record<IndicatorValue>) -> IndicatorValueRow {
    let Record { meta, content, kept: IndicatorValueKept { unit_id } } = record;
    let IndicatorValueIn { indicator_id, observed_on, value, comment } = content;
    let columns = Columns {
        name_key: observed_on.to_string().into_bytes(),
        search: fold(&format!("{observed_on} {}", comment.as_deref().unwrap_or_default())),
        indicator_id,
        observed_on,
        value,
        comment,
        unit_id,
    };
    IndicatorValueRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: IndicatorValueRow) -> Record<IndicatorValue> {
    let meta = row.take_meta();
    let content = IndicatorValueIn {
        indicator_id: row.indicator_id,
        observed_on: row.observed_on,
        value: row.value,
        comment: row.comment,
    };
    Record { meta, content, kept: IndicatorValueKept { unit_id: row.unit_id } }
}

impl IndicatorValue {
    fn filtered(query: &ListQuery<Self>) -> indicator_values::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = indicator_values::table.into_boxed();
        crate::narrow!(rows, indicator_values::indicator_id, filter.indicator_id);
        crate::narrow_range!(rows, indicator_values::observed_on, filter.observed_on);
        rows
    }
}

/// An indicator has one value a day. What is put away counts no more.
pub(super) fn check_day(conn: &mut Conn, record: &Record<IndicatorValue>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let holder: Option<Id<IndicatorValue>> = indicator_values::table
        .filter(indicator_values::indicator_id.eq(record.content.indicator_id))
        .filter(indicator_values::observed_on.eq(record.content.observed_on))
        .filter(indicator_values::archived.eq(false))
        .filter(indicator_values::id.ne(record.meta.id))
        .select(indicator_values::id)
        .get_result(conn)
        .optional()?;
    let reason = text("indikatorn har redan ett värde den dagen", "the indicator has a value on that day already");
    check_free("/observedOn", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The latest value of some indicators until a day, and its day: one query. What is put away counts no more.
///
/// # Errors
/// When the database refuses.
pub fn latest(
    conn: &mut Conn,
    ids: &[Id<Indicator>],
    until: NaiveDate,
) -> QueryResult<HashMap<Id<Indicator>, (NaiveDate, String)>> {
    let later = diesel::alias!(indicator_values as later);
    let is_passed = later
        .filter(later.field(indicator_values::indicator_id).eq(indicator_values::indicator_id))
        .filter(later.field(indicator_values::archived).eq(false))
        .filter(later.field(indicator_values::observed_on).le(until))
        .filter(later.field(indicator_values::observed_on).gt(indicator_values::observed_on));
    let last = indicator_values::table
        .filter(indicator_values::archived.eq(false))
        .filter(indicator_values::observed_on.le(until))
        .filter(not(exists(is_passed)))
        .order(indicator_values::id)
        .select((indicator_values::indicator_id, indicator_values::observed_on, indicator_values::value));
    let rows: Vec<(Id<Indicator>, NaiveDate, String)> =
        crate::load_of!(conn, last, indicator_values::indicator_id, ids)?;
    Ok(rows.into_iter().map(|(indicator, day, value)| (indicator, (day, value))).collect())
}
