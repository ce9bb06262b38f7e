//! The rows of status reports.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{StatusReport, StatusReportIn, StatusReportKept};
use crate::clock::date_in_sweden;
use crate::db::schema::{operational_plans, status_reports};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::identity::users::User;
use crate::journal;
use crate::planning::operational_plans::{OperationalPlan, check_open};
use crate::register::{ListQuery, Record, Register as _, references, rules};
use crate::text::{fold, text};

crate::register_table! {
    status_reports for StatusReport, row StatusReportRow {
        state: String,
        state_reason: Option<String>,
        operational_plan_id: Id<OperationalPlan>,
        unit_id: Id<Unit>,
        period: i32,
        text: String,
        submitted_by_id: Option<Id<User>>,
        approved_by_id: Option<Id<User>>,
        approved_on: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "period" => period, "state" => state, "approvedOn" => approved_on optional }
}

/// The row of a record.
fn to_row(record: Record<StatusReport>) -> StatusReportRow {
    let Record { meta, content, kept } = record;
    let StatusReportIn { operational_plan_id, unit_id, period, text } = content;
    let StatusReportKept { submitted_by_id, approved_by_id, approved_on } = kept;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: format!("{period:02}").into_bytes(),
        search: fold(&text),
        operational_plan_id,
        unit_id,
        period,
        text,
        submitted_by_id,
        approved_by_id,
        approved_on,
    };
    StatusReportRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: StatusReportRow) -> Record<StatusReport> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = StatusReportIn {
        operational_plan_id: row.operational_plan_id,
        unit_id: row.unit_id,
        period: row.period,
        text: row.text,
    };
    let kept = StatusReportKept {
        submitted_by_id: row.submitted_by_id,
        approved_by_id: row.approved_by_id,
        approved_on: row.approved_on,
    };
    Record { meta, content, kept }
}

impl StatusReport {
    fn filtered(query: &ListQuery<Self>) -> status_reports::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = status_reports::table.into_boxed();
        crate::narrow!(rows, status_reports::state, filter.state);
        crate::narrow!(rows, status_reports::operational_plan_id, filter.operational_plan_id);
        crate::narrow!(rows, status_reports::unit_id, filter.unit_id);
        crate::narrow!(rows, status_reports::period, filter.period);
        rows
    }
}

/// A report's unit, year and period, as its name.
pub(super) fn titles(conn: &mut Conn, records: &[Record<StatusReport>]) -> QueryResult<Vec<String>> {
    let plans: Vec<Id<OperationalPlan>> = records.iter().map(|record| record.content.operational_plan_id).collect();
    let years: Vec<(Id<OperationalPlan>, i32)> = operational_plans::table
        .filter(operational_plans::id.eq_any(plans))
        .select((operational_plans::id, operational_plans::year))
        .load(conn)?;
    let years: HashMap<Id<OperationalPlan>, i32> = years.into_iter().collect();
    let year =
        |record: &Record<StatusReport>| years.get(&record.content.operational_plan_id).copied().unwrap_or_default();
    let name = |name: &str, record: &Record<StatusReport>| format!("{name} {}:{}", year(record), record.content.period);
    references::named_after(conn, records, |record| record.content.unit_id, name)
}

/// The period is one of the plan's, which is not closed.
pub(super) fn check_period(conn: &mut Conn, record: &Record<StatusReport>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let report = &record.content;
    // What is not there is named as a reference already.
    let Some(rhythm) = check_open(conn, report.operational_plan_id, "/operationalPlanId", faults)? else {
        return Ok(());
    };
    let period = rhythm.check_period(report.period, faults);
    if period.is_some_and(|period| date_in_sweden(record.meta.created_at) < period.starts_on) {
        let reason = text("perioden har inte börjat", "the period has not begun");
        faults.push(Fault::rule("/period", "R-12", reason));
    }
    Ok(())
}

/// Whether one of some units' reports of some periods was submitted, and with it what the unit says of the period.
///
/// # Errors
/// When the database refuses.
pub fn is_submitted(
    conn: &mut Conn,
    plan: Id<OperationalPlan>,
    units: &HashSet<Id<Unit>>,
    periods: &[i32],
) -> QueryResult<bool> {
    let submitted: i64 = status_reports::table
        .filter(status_reports::operational_plan_id.eq(plan))
        .filter(status_reports::unit_id.eq_any(units.iter().copied().collect::<Vec<_>>()))
        .filter(status_reports::period.eq_any(periods.to_vec()))
        .filter(status_reports::state.eq_any(["submitted", "approved"]))
        .filter(status_reports::archived.eq(false))
        .count()
        .get_result(conn)?;
    Ok(submitted > 0)
}

/// A unit has one report a period. What is put away counts no more.
pub(super) fn check_free(conn: &mut Conn, record: &Record<StatusReport>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let holder: Option<Id<StatusReport>> = status_reports::table
        .filter(status_reports::operational_plan_id.eq(record.content.operational_plan_id))
        .filter(status_reports::unit_id.eq(record.content.unit_id))
        .filter(status_reports::period.eq(record.content.period))
        .filter(status_reports::archived.eq(false))
        .filter(status_reports::id.ne(record.meta.id))
        .select(status_reports::id)
        .get_result(conn)
        .optional()?;
    let reason = text("periodens rapport finns redan", "the report of the period is there already");
    rules::check_free("/period", holder, record.meta.id, reason, faults);
    Ok(())
}

/// The reports of a plan that are not put away, by unit and period.
///
/// # Errors
/// When the database refuses.
pub fn of_plan(conn: &mut Conn, plan: Id<OperationalPlan>) -> QueryResult<Vec<Record<StatusReport>>> {
    let rows: Vec<StatusReportRow> = status_reports::table
        .filter(status_reports::operational_plan_id.eq(plan))
        .filter(status_reports::archived.eq(false))
        .order((status_reports::unit_id, status_reports::period, status_reports::id))
        .select(StatusReportRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Those of some plans with a report that waits to be approved: one query.
///
/// # Errors
/// When the database refuses.
pub fn waiting(conn: &mut Conn, plans: &[Id<OperationalPlan>]) -> QueryResult<HashSet<Id<OperationalPlan>>> {
    if plans.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Id<OperationalPlan>> = status_reports::table
        .filter(status_reports::operational_plan_id.eq_any(plans.to_vec()))
        .filter(status_reports::state.eq("submitted"))
        .filter(status_reports::archived.eq(false))
        .select(status_reports::operational_plan_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// The reports of a unit that are not put away, by plan and period: one query.
///
/// # Errors
/// When the database refuses.
pub fn of_unit(conn: &mut Conn, unit: Id<Unit>) -> QueryResult<Vec<Record<StatusReport>>> {
    let rows: Vec<StatusReportRow> = status_reports::table
        .filter(status_reports::unit_id.eq(unit))
        .filter(status_reports::archived.eq(false))
        .order((status_reports::operational_plan_id, status_reports::period, status_reports::id))
        .select(StatusReportRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The reports that wait to be approved, but those that a user submitted or wrote, who does not approve them: two
/// queries.
///
/// # Errors
/// When the database refuses.
pub fn submitted(conn: &mut Conn, not_by: Id<User>) -> QueryResult<Vec<Record<StatusReport>>> {
    let by_others = status_reports::submitted_by_id.is_null().or(status_reports::submitted_by_id.ne(not_by));
    let rows: Vec<StatusReportRow> = status_reports::table
        .filter(status_reports::state.eq("submitted"))
        .filter(by_others)
        .filter(status_reports::archived.eq(false))
        .order((status_reports::updated_at, status_reports::id))
        .select(StatusReportRow::as_select())
        .load(conn)?;
    let mut reports: Vec<Record<StatusReport>> = rows.into_iter().map(from_row).collect();
    let ids = reports.iter().map(Record::uuid);
    let own = journal::written_by(conn, StatusReport::TYPE, ids, not_by.uuid())?;
    reports.retain(|report| !own.contains(&report.uuid()));
    Ok(reports)
}
