//! The rows of calls.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::days::narrow_open;
use super::{Call, CallIn};
use crate::db::schema::{calls, funding_programmes};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::funding::funding_programmes::FundingProgramme;
use crate::register::{ListQuery, Money, Nothing, Record};
use crate::text::{fold, sort_key};

crate::register_table! {
    calls for Call, row CallRow {
        funding_programme_id: Id<FundingProgramme>,
        title: String,
        theme: Option<String>,
        target: Option<String>,
        opens_on: Option<NaiveDate>,
        closes_on: Option<NaiveDate>,
        budget_minor: Option<i64>,
        budget_currency: Option<String>,
        minimum_partners: Option<i32>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "opensOn" => opens_on optional, "closesOn" => closes_on optional }
}

/// The row of a record.
fn to_row(record: Record<Call>) -> CallRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let CallIn { funding_programme_id, title, theme, target, opens_on, closes_on, budget, minimum_partners } = content;
    let (budget_minor, budget_currency) = Money::columns(budget);
    let columns = Columns {
        name_key: sort_key(&title),
        search: fold(&format!("{title} {}", theme.as_deref().unwrap_or_default())),
        funding_programme_id,
        title,
        theme,
        target,
        opens_on,
        closes_on,
        budget_minor,
        budget_currency,
        minimum_partners,
    };
    CallRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: CallRow) -> Record<Call> {
    let meta = row.take_meta();
    let content = CallIn {
        funding_programme_id: row.funding_programme_id,
        title: row.title,
        theme: row.theme,
        target: row.target,
        opens_on: row.opens_on,
        closes_on: row.closes_on,
        budget: Money::of_columns(row.budget_minor, row.budget_currency),
        minimum_partners: row.minimum_partners,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Call {
    fn filtered(query: &ListQuery<Self>) -> calls::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = calls::table.into_boxed();
        crate::narrow!(rows, calls::funding_programme_id, filter.funding_programme_id);
        if let Some(wanted) = filter.is_open.values() {
            rows = narrow_open(rows, wanted, query.today);
        }
        crate::narrow_range!(rows, calls::opens_on, filter.opens_on);
        crate::narrow_range!(rows, calls::closes_on, filter.closes_on);
        rows
    }
}

/// The first calls that close between two days and are not put away, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn closing(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Record<Call>>> {
    let rows: Vec<CallRow> = calls::table
        .filter(calls::closes_on.between(from, to))
        .filter(calls::archived.eq(false))
        .order((calls::closes_on, calls::id))
        .limit(most)
        .select(CallRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The fewest partners that some calls ask for, or else their programmes; none where neither says. One query.
///
/// # Errors
/// When the database refuses.
pub fn minimum_partners(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = Id<Call>>,
) -> QueryResult<HashMap<Id<Call>, i32>> {
    let mut ids: Vec<Id<Call>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Id<Call>, Option<i32>, Option<i32>)> = calls::table
        .inner_join(funding_programmes::table.on(calls::funding_programme_id.eq(funding_programmes::id)))
        .filter(calls::id.eq_any(ids))
        .select((calls::id, calls::minimum_partners, funding_programmes::minimum_partners))
        .load(conn)?;
    Ok(found.into_iter().filter_map(|(id, own, of_programme)| Some((id, own.or(of_programme)?))).collect())
}
