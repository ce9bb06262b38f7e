//! The rows of visits.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::{Representative, Visit, VisitDirection, VisitIn};
use crate::clock::days_of_years;
use crate::cooperation::partners::Partner;
use crate::db::schema::{record_references, visits};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::governance::units::Unit;
use crate::planning::activities::Activity;
use crate::register::money::{ByYear, by_year_of_day};
use crate::register::{ListQuery, Money, Nothing, Record};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    visits for Visit, row VisitRow {
        title: String,
        direction: VisitDirection,
        starts_on: NaiveDate,
        ends_on: Option<NaiveDate>,
        place: String,
        country: Option<String>,
        partner_ids: Json<Vec<Id<Partner>>>,
        representatives: Json<Vec<Representative>>,
        purpose: Option<String>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        cost_minor: Option<i64>,
        cost_currency: Option<String>,
        report: Option<String>,
        follow_up_ids: Json<Vec<Id<Activity>>>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "startsOn" => starts_on, "title" => name_key, "place" => place }
}

/// The row of a record.
fn to_row(record: Record<Visit>) -> VisitRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let VisitIn {
        title,
        direction,
        starts_on,
        ends_on,
        place,
        country,
        partner_ids,
        representatives,
        purpose,
        strategy_area_ids,
        cost,
        report,
        follow_up_ids,
        owner_unit_id,
    } = content;
    let (cost_minor, cost_currency) = Money::columns(cost);
    let mut found_by = vec![title.as_str(), place.as_str()];
    found_by.extend(representatives.iter().map(|representative| representative.person.as_str()));
    let columns = Columns {
        name_key: sort_key(&title),
        search: fold(&found_by.join(" ")),
        title,
        direction,
        starts_on,
        ends_on,
        place,
        country,
        partner_ids: Json(partner_ids),
        representatives: Json(representatives),
        purpose,
        strategy_area_ids: Json(strategy_area_ids),
        cost_minor,
        cost_currency,
        report,
        follow_up_ids: Json(follow_up_ids),
        owner_unit_id,
    };
    VisitRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: VisitRow) -> Record<Visit> {
    let meta = row.take_meta();
    let content = VisitIn {
        title: row.title,
        direction: row.direction,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        place: row.place,
        country: row.country,
        partner_ids: row.partner_ids.0,
        representatives: row.representatives.0,
        purpose: row.purpose,
        strategy_area_ids: row.strategy_area_ids.0,
        cost: Money::of_columns(row.cost_minor, row.cost_currency),
        report: row.report,
        follow_up_ids: row.follow_up_ids.0,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Visit {
    fn filtered(query: &ListQuery<Self>) -> visits::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = visits::table.into_boxed();
        crate::narrow!(rows, visits::direction, filter.direction);
        crate::narrow_optional!(rows, visits::country, filter.country);
        crate::narrow_reference!(rows, visits::id, "visit.partners", filter.partner_id);
        crate::narrow_reference!(rows, visits::id, "visit.strategyAreas", filter.strategy_area_id);
        crate::narrow_reference!(rows, visits::id, "visit.followUps", filter.follow_up_id);
        crate::narrow_optional!(rows, visits::owner_unit_id, filter.owner_unit_id);
        crate::narrow_range!(rows, visits::starts_on, filter.starts_on);
        rows
    }
}

/// The visits that begin in a calendar year and are not put away, in the order of their days.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<Visit>>> {
    let days = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
    // A year that the calendar does not have has no visits.
    let (Some(first), Some(last)) = days else { return Ok(Vec::new()) };
    let rows: Vec<VisitRow> = visits::table
        .filter(visits::archived.eq(false))
        .filter(visits::starts_on.ge(first))
        .filter(visits::starts_on.le(last))
        .order((visits::starts_on, visits::id))
        .select(VisitRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// A visit's first and last day, which are the same for one of a single day; none when there is no such visit.
///
/// # Errors
/// When the database refuses.
pub fn days_of(conn: &mut Conn, id: Id<Visit>) -> QueryResult<Option<(NaiveDate, NaiveDate)>> {
    let days: Option<(NaiveDate, Option<NaiveDate>)> =
        visits::table.find(id).select((visits::starts_on, visits::ends_on)).get_result(conn).optional()?;
    Ok(days.map(|(starts_on, ends_on)| (starts_on, ends_on.unwrap_or(starts_on))))
}

/// The last day up to another of the visits of each of some partners, of those that have begun: one query. What is put
/// away counts no more.
///
/// # Errors
/// When the database refuses.
pub fn last_days(
    conn: &mut Conn,
    partners: &[Id<Partner>],
    today: NaiveDate,
) -> QueryResult<HashMap<Id<Partner>, NaiveDate>> {
    let partners: Vec<Id<()>> = partners.iter().map(Id::erased).collect();
    let begun = record_references::table
        .inner_join(visits::table.on(visits::id.eq(record_references::from_id)))
        .group_by(record_references::to_id)
        .select((record_references::to_id, max(visits::starts_on), max(visits::ends_on)))
        .filter(record_references::reference.eq("visit.partners"))
        .filter(visits::starts_on.le(today))
        .filter(visits::archived.eq(false));
    let rows: Vec<(Id<()>, Option<NaiveDate>, Option<NaiveDate>)> =
        crate::load_of!(conn, begun, record_references::to_id, &partners[..])?;
    // One that goes on has been until today.
    let last = |(partner, start, end): (Id<()>, Option<NaiveDate>, Option<NaiveDate>)| {
        Some((Id::from(partner.uuid()), start.max(end)?.min(today)))
    };
    Ok(rows.into_iter().filter_map(last).collect())
}

/// What the visits that begin in some years cost that are not put away, by year and currency, in minor units: one query.
///
/// # Errors
/// When the database refuses.
pub fn costs_of_years(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<ByYear> {
    let Some((first, last)) = days_of_years(years) else { return Ok(ByYear::new()) };
    let rows: Vec<(NaiveDate, i64, String)> = visits::table
        .filter(visits::archived.eq(false))
        .filter(visits::starts_on.between(first, last))
        .filter(visits::cost_minor.is_not_null())
        .select((visits::starts_on, visits::cost_minor.assume_not_null(), visits::cost_currency.assume_not_null()))
        .load(conn)?;
    Ok(by_year_of_day(rows))
}

/// The visits that ended between two days, are not put away and have no report, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn unreported(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate)) -> QueryResult<Vec<Record<Visit>>> {
    let of_a_day = visits::ends_on.is_null().and(visits::starts_on.between(from, to));
    let rows: Vec<VisitRow> = visits::table
        .filter(visits::ends_on.between(from, to).or(of_a_day))
        .filter(visits::report.is_null())
        .filter(visits::archived.eq(false))
        .order((visits::starts_on, visits::id))
        .select(VisitRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
