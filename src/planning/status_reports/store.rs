//! The rows of status reports.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{StatusReport, StatusReportIn, StatusReportKept};
use crate::db::schema::{operational_plans, status_reports};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::identity::users::User;
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::periods::Cadence;
use crate::register::{ListQuery, Record, Scope, rules};
use crate::text::{Lang, Message, fold, text};

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
    fn filtered(_: &Scope, query: &ListQuery<Self>) -> status_reports::BoxedQuery<'static, MultiBackend> {
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
    let names = crate::governance::units::names(conn, records.iter().map(|record| record.content.unit_id))?;
    let plan_ids: Vec<Id<OperationalPlan>> = records.iter().map(|record| record.content.operational_plan_id).collect();
    let years: Vec<(Id<OperationalPlan>, i32)> = operational_plans::table
        .filter(operational_plans::id.eq_any(plan_ids))
        .select((operational_plans::id, operational_plans::year))
        .load(conn)?;
    let years: HashMap<Id<OperationalPlan>, i32> = years.into_iter().collect();
    let title = |record: &Record<StatusReport>| {
        let StatusReportIn { operational_plan_id, unit_id, period, text: _ } = &record.content;
        let name = names.get(unit_id).map(|name| name.get(Lang::Sv)).unwrap_or_default();
        format!("{name} {}:{period}", years.get(operational_plan_id).copied().unwrap_or_default())
    };
    Ok(records.iter().map(title).collect())
}

/// The period is one of the plan's, which is not closed.
pub(super) fn check_period(conn: &mut Conn, record: &Record<StatusReport>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let report = &record.content;
    let plan: Option<(Cadence, String)> = operational_plans::table
        .find(report.operational_plan_id)
        .select((operational_plans::cadence, operational_plans::state))
        .get_result(conn)
        .optional()?;
    // What is not there is named as a reference already.
    let Some((cadence, state)) = plan else { return Ok(()) };
    if report.period > cadence.periods() {
        let last = cadence.periods();
        let reason =
            Message::new(format!("planen har perioderna 1-{last}"), format!("the plan has the periods 1-{last}"));
        faults.push(Fault::body("/period", FaultCode::Rule, reason));
    }
    if state == "closed" {
        let reason = text("planen är stängd", "the plan is closed");
        faults.push(Fault { rule: Some("R-13"), ..Fault::body("/operationalPlanId", FaultCode::WrongState, reason) });
    }
    Ok(())
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
pub fn of_unit(conn: &mut Conn, _scope: &Scope, unit: Id<Unit>) -> QueryResult<Vec<Record<StatusReport>>> {
    let rows: Vec<StatusReportRow> = status_reports::table
        .filter(status_reports::unit_id.eq(unit))
        .filter(status_reports::archived.eq(false))
        .order((status_reports::operational_plan_id, status_reports::period, status_reports::id))
        .select(StatusReportRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The reports that wait to be approved, but those that a user submitted, who does not approve them: one query.
///
/// # Errors
/// When the database refuses.
pub fn submitted(conn: &mut Conn, _scope: &Scope, not_by: Id<User>) -> QueryResult<Vec<Record<StatusReport>>> {
    let by_others = status_reports::submitted_by_id.is_null().or(status_reports::submitted_by_id.ne(not_by));
    let rows: Vec<StatusReportRow> = status_reports::table
        .filter(status_reports::state.eq("submitted"))
        .filter(by_others)
        .filter(status_reports::archived.eq(false))
        .order((status_reports::updated_at, status_reports::id))
        .select(StatusReportRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}
