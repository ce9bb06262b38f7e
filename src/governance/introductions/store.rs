//! The rows of introductions.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Introduction, IntroductionIn};
use crate::cooperation::partners::Partner;
use crate::db::schema::introductions;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::governance::visits::{self, Visit};
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    introductions for Introduction, row IntroductionRow {
        visit_id: Option<Id<Visit>>,
        introduced_on: NaiveDate,
        opened_by: String,
        partner_id: Id<Partner>,
        contact: Option<String>,
        introduced_to: String,
        result: Option<String>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "introducedOn" => introduced_on, "openedBy" => name_key }
}

/// The row of a record.
fn to_row(record: Record<Introduction>) -> IntroductionRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let IntroductionIn {
        visit_id,
        introduced_on,
        opened_by,
        partner_id,
        contact,
        introduced_to,
        result,
        owner_unit_id,
    } = content;
    let mut found_by = vec![opened_by.as_str(), introduced_to.as_str()];
    found_by.extend(contact.as_deref());
    let columns = Columns {
        name_key: sort_key(&opened_by),
        search: fold(&found_by.join(" ")),
        visit_id,
        introduced_on,
        opened_by,
        partner_id,
        contact,
        introduced_to,
        result,
        owner_unit_id,
    };
    IntroductionRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: IntroductionRow) -> Record<Introduction> {
    let meta = row.take_meta();
    let content = IntroductionIn {
        visit_id: row.visit_id,
        introduced_on: row.introduced_on,
        opened_by: row.opened_by,
        partner_id: row.partner_id,
        contact: row.contact,
        introduced_to: row.introduced_to,
        result: row.result,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Introduction {
    fn filtered(query: &ListQuery<Self>) -> introductions::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = introductions::table.into_boxed();
        crate::narrow_optional!(rows, introductions::visit_id, filter.visit_id);
        crate::narrow!(rows, introductions::partner_id, filter.partner_id);
        crate::narrow_optional!(rows, introductions::owner_unit_id, filter.owner_unit_id);
        crate::narrow_range!(rows, introductions::introduced_on, filter.introduced_on);
        rows
    }
}

/// What was introduced at a visit was so on one of its days. A visit that does not exist is named as a reference.
pub(super) fn check_day(conn: &mut Conn, record: &Record<Introduction>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(visit) = record.content.visit_id else { return Ok(()) };
    let day = record.content.introduced_on;
    if visits::days_of(conn, visit)?.is_some_and(|(first, last)| day < first || day > last) {
        let reason = text("ligger utanför besökets dagar", "is outside of the days of the visit");
        faults.push(Fault::body("/introducedOn", FaultCode::Rule, reason));
    }
    Ok(())
}

/// The introductions of a calendar year that are not put away, in the order of their days.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<Introduction>>> {
    let days = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
    // A year that the calendar does not have has no introductions.
    let (Some(first), Some(last)) = days else { return Ok(Vec::new()) };
    let rows: Vec<IntroductionRow> = introductions::table
        .filter(introductions::archived.eq(false))
        .filter(introductions::introduced_on.ge(first))
        .filter(introductions::introduced_on.le(last))
        .order((introductions::introduced_on, introductions::id))
        .select(IntroductionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
