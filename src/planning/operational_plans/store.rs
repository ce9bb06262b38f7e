//! The rows of operational plans.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::rc::Rc;

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{OperationalPlan, OperationalPlanIn, OperationalPlanKept, OperationalPlanState};
use crate::db::schema::{activities, operational_plans, progress_updates, status_reports, strategies};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::journal::{Lookup, Tx};
use crate::planning::periods::{Cadence, Rhythm};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Money, Record, Register as _, Table as _};
use crate::strategy::strategies::Strategy;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    operational_plans for OperationalPlan, row OperationalPlanRow {
        state: String,
        state_reason: Option<String>,
        year: i32,
        title: String,
        strategy_id: Option<Id<Strategy>>,
        cadence: Cadence,
        update_days: i32,
        budget_ceiling_minor: Option<i64>,
        budget_ceiling_currency: Option<String>,
        previous_plan_id: Option<Id<OperationalPlan>>,
        adopted_on: Option<NaiveDate>,
        closed_on: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "year" => year, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<OperationalPlan>) -> OperationalPlanRow {
    let Record { meta, content, kept: OperationalPlanKept { adopted_on, closed_on } } = record;
    let OperationalPlanIn { year, title, strategy_id, cadence, update_days, budget_ceiling, previous_plan_id } =
        content;
    let (budget_ceiling_minor, budget_ceiling_currency) = Money::columns(budget_ceiling);
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&format!("{year} {title}")),
        year,
        title,
        strategy_id,
        cadence,
        update_days,
        budget_ceiling_minor,
        budget_ceiling_currency,
        previous_plan_id,
        adopted_on,
        closed_on,
    };
    OperationalPlanRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: OperationalPlanRow) -> Record<OperationalPlan> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = OperationalPlanIn {
        year: row.year,
        title: row.title,
        strategy_id: row.strategy_id,
        cadence: row.cadence,
        update_days: row.update_days,
        budget_ceiling: Money::of_columns(row.budget_ceiling_minor, row.budget_ceiling_currency),
        previous_plan_id: row.previous_plan_id,
    };
    Record { meta, content, kept: OperationalPlanKept { adopted_on: row.adopted_on, closed_on: row.closed_on } }
}

impl OperationalPlan {
    fn filtered(query: &ListQuery<Self>) -> operational_plans::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = operational_plans::table.into_boxed();
        crate::narrow!(rows, operational_plans::state, filter.state);
        crate::narrow!(rows, operational_plans::year, filter.year);
        crate::narrow_optional!(rows, operational_plans::strategy_id, filter.strategy_id);
        crate::narrow!(rows, operational_plans::cadence, filter.cadence);
        rows
    }
}

/// a year has one plan. What is put away counts no more.
pub(super) fn check_year(
    conn: &mut Conn,
    record: &Record<OperationalPlan>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let holder: Option<Id<OperationalPlan>> = operational_plans::table
        .filter(operational_plans::year.eq(record.content.year))
        .filter(operational_plans::archived.eq(false))
        .filter(operational_plans::id.ne(record.meta.id))
        .select(operational_plans::id)
        .get_result(conn)
        .optional()?;
    check_free("/year", holder, record.meta.id, text("året har redan en plan", "the year has a plan already"), faults);
    Ok(())
}

/// The year lies within the period of the strategy that the plan carries out.
pub(super) fn check_strategy(
    conn: &mut Conn,
    record: &Record<OperationalPlan>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let Some(strategy) = record.content.strategy_id else { return Ok(()) };
    let period: Option<(NaiveDate, NaiveDate)> = strategies::table
        .find(strategy)
        .select((strategies::period_start, strategies::period_end))
        .get_result(conn)
        .optional()?;
    let year = record.content.year;
    if period.is_some_and(|(start, end)| year < start.year() || end.year() < year) {
        let reason = text("gäller inte under planens år", "is of other years than the plan's");
        faults.push(Fault::rule("/strategyId", "R-10", reason));
    }
    Ok(())
}

/// A plan goes on from one of an earlier year, and so none ever from itself.
pub(super) fn check_previous(
    conn: &mut Conn,
    record: &Record<OperationalPlan>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let Some(previous) = record.content.previous_plan_id else { return Ok(()) };
    let year: Option<i32> =
        operational_plans::table.find(previous).select(operational_plans::year).get_result(conn).optional()?;
    if year.is_some_and(|year| record.content.year <= year) {
        let reason = text("är inte ett tidigare års plan", "is no plan of an earlier year");
        faults.push(Fault::rule("/previousPlanId", "R-10", reason));
    }
    Ok(())
}

/// how often a plan is followed up stays as it is, once its periods have been reported of.
pub(super) fn check_unreported(
    conn: &mut Conn,
    record: &Record<OperationalPlan>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let reports: i64 = status_reports::table
        .filter(status_reports::operational_plan_id.eq(record.meta.id))
        .count()
        .get_result(conn)?;
    let updates: i64 = progress_updates::table
        .inner_join(activities::table.on(activities::id.eq(progress_updates::activity_id)))
        .filter(activities::year.eq(record.content.year))
        .count()
        .get_result(conn)?;
    if reports + updates > 0 {
        let reason = text("planens perioder har redan rapporter", "the periods of the plan have reports already");
        faults.push(Fault::rule("/cadence", "R-12", reason));
    }
    Ok(())
}

/// what hangs on a closed plan is as it is, until the plan is reopened.
pub fn check_plan_open(plan: &Record<OperationalPlan>, pointer: &str, faults: &mut Vec<Fault>) {
    if plan.meta.state.as_deref() == Some(OperationalPlanState::Closed.as_str()) {
        let reason =
            text("årets plan är stängd; öppna den igen först", "the plan of the year is closed; reopen it first");
        faults.push(Fault { rule: Some("R-13"), ..Fault::body(pointer, FaultCode::WrongState, reason) });
    }
}

/// As [`check_plan_open`], by the id of the plan: one query. Gives how it is followed up; none when it is not there.
///
/// # Errors
/// When the database refuses.
pub fn check_open(
    conn: &mut Conn,
    plan: Id<OperationalPlan>,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> QueryResult<Option<Rhythm>> {
    let Some(plan) = OperationalPlan::row_by_id(conn, plan)?.map(from_row) else { return Ok(None) };
    check_plan_open(&plan, pointer, faults);
    Ok(Some(Rhythm::of(&plan.content)))
}

/// As [`check_plan_open`], by the year of the plan: one query. Gives the plan; none when the year has none.
///
/// # Errors
/// When the database refuses.
pub fn check_year_open(
    tx: &mut Tx<'_>,
    year: i32,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> QueryResult<Option<Rc<Record<OperationalPlan>>>> {
    let plan = tx.look_up(PlanOf { year })?;
    if let Some(plan) = &plan {
        check_plan_open(plan, pointer, faults);
    }
    Ok(plan)
}

/// The plan of a year, for the rules of many records.
#[derive(PartialEq, Eq, Hash)]
pub struct PlanOf {
    /// The year.
    pub year: i32,
}

impl Lookup for PlanOf {
    type Found = Option<Rc<Record<OperationalPlan>>>;
    const FROM: &'static [&'static str] = &[OperationalPlan::TYPE];

    fn look_up(&self, conn: &mut Conn) -> QueryResult<Self::Found> {
        Ok(of_year(conn, self.year)?.map(Rc::new))
    }
}

/// The plan of a year, if it has one that is not put away.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Option<Record<OperationalPlan>>> {
    let row: Option<OperationalPlanRow> = operational_plans::table
        .filter(operational_plans::year.eq(year))
        .filter(operational_plans::archived.eq(false))
        .select(OperationalPlanRow::as_select())
        .get_result(conn)
        .optional()?;
    Ok(row.map(from_row))
}

/// How the plans of some years are followed up, each with its id: one query.
///
/// # Errors
/// When the database refuses.
pub fn rhythms(conn: &mut Conn, years: &[i32]) -> QueryResult<HashMap<i32, (Id<OperationalPlan>, Rhythm)>> {
    let mut years = years.to_vec();
    years.sort_unstable();
    years.dedup();
    let plans = operational_plans::table.filter(operational_plans::archived.eq(false)).select((
        operational_plans::year,
        operational_plans::id,
        operational_plans::cadence,
        operational_plans::update_days,
    ));
    let rows: Vec<(i32, Id<OperationalPlan>, Cadence, i32)> =
        crate::load_of!(conn, plans, operational_plans::year, &years[..])?;
    let of = |(year, id, cadence, update_days)| (year, (id, Rhythm { year, cadence, update_days }));
    Ok(rows.into_iter().map(of).collect())
}

/// How the plan of a year is followed up, if it has one.
///
/// # Errors
/// When the database refuses.
pub fn rhythm(conn: &mut Conn, year: i32) -> QueryResult<Option<Rhythm>> {
    Ok(rhythms(conn, &[year])?.remove(&year).map(|(_, rhythm)| rhythm))
}

/// A plan, and what its activities may cost together.
pub type Ceiling = (Id<OperationalPlan>, Option<Money>);

/// The plans of some years that are not put away, each with what its activities may cost together: one query.
///
/// # Errors
/// When the database refuses.
pub fn ceilings(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<HashMap<i32, Ceiling>> {
    type Row = (i32, Id<OperationalPlan>, Option<i64>, Option<String>);
    let rows: Vec<Row> = operational_plans::table
        .filter(operational_plans::year.between(*years.start(), *years.end()))
        .filter(operational_plans::archived.eq(false))
        .select((
            operational_plans::year,
            operational_plans::id,
            operational_plans::budget_ceiling_minor,
            operational_plans::budget_ceiling_currency,
        ))
        .load(conn)?;
    let of = |(year, id, minor, currency): Row| (year, (id, Money::of_columns(minor, currency)));
    Ok(rows.into_iter().map(of).collect())
}

/// The plans of some years that are adopted or followed up and not put away, by year: one query.
///
/// # Errors
/// When the database refuses.
pub fn followed(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Record<OperationalPlan>>> {
    let rows: Vec<OperationalPlanRow> = operational_plans::table
        .filter(operational_plans::year.between(*years.start(), *years.end()))
        .filter(operational_plans::state.eq_any(["adopted", "in_follow_up"]))
        .filter(operational_plans::archived.eq(false))
        .order(operational_plans::year)
        .select(OperationalPlanRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
