//! What a unit has to do about its own: drafts, progress updates, status reports, and its integration statement.

use std::collections::HashMap;

use chrono::{Datelike as _, Days};

use super::{Search, Task, TaskKind, lists};
use crate::calendar::item::RecordRef;
use crate::calendar::words::{in_period, of};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units::Unit;
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::planning::periods::{ReportingPeriod, Rhythm};
use crate::planning::progress_updates::{self, ProgressUpdate};
use crate::planning::status_reports::{self, StatusReport, StatusReportState};
use crate::planning::{activities, integration_statements};
use crate::register::rules::YEARS;
use crate::register::{Record, Register as _};
use crate::text::{Message, text};

/// How long before it is due an update is a task.
pub(super) const AHEAD: Days = Days::new(14);

/// The tasks of a unit about its own.
pub(super) fn tasks(conn: &mut Conn, search: &Search<'_>, unit: Id<Unit>) -> Result<Vec<Task>, ApiError> {
    let mut tasks = of_activities(conn, search, unit)?;
    tasks.extend(of_reports(conn, search, unit)?);
    let year = search.today.year();
    let stated = integration_statements::of_year(conn, year)?;
    if !stated.iter().any(|statement| statement.content.unit_id == unit) {
        let title = Message::new(
            format!("Skriv enhetens integreringsredovisning {year}"),
            format!("Write the integration statement of the unit for {year}"),
        );
        let kind = TaskKind::StatementMissing;
        let list = Some(lists::of(kind, search));
        tasks.push(Task { kind, title, due_on: None, count: None, record: None, list });
    }
    Ok(tasks)
}

/// Drafts, and updates that are due or were returned.
fn of_activities(conn: &mut Conn, search: &Search<'_>, unit: Id<Unit>) -> Result<Vec<Task>, ApiError> {
    let today = search.today;
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    let drafts = activities::drafts_of_unit(conn, unit, [today.year(), today.year() + 1])?;
    let owed = activities::owed_of_unit(conn, unit, until)?;
    let returned = progress_updates::returned(conn, unit)?;
    let names = ProgressUpdate::titles(conn, &returned)?;
    let complete = text("Gör klart utkastet", "Complete the draft");
    let mut tasks: Vec<Task> = drafts
        .into_iter()
        .map(|(id, title)| Task::about(TaskKind::DraftToComplete, of(complete, &title), RecordRef::of(id)))
        .collect();
    let submit = text("Lämna en lägesrapport", "Submit a progress update");
    tasks.extend(owed.into_iter().map(|(id, title, due_on)| {
        Task::about(TaskKind::UpdateDue, of(submit, &title), RecordRef::of(id)).due(due_on)
    }));
    let mend = text("Rätta den återlämnade lägesrapporten", "Mend the returned progress update");
    let all = returned.iter().zip(names);
    tasks.extend(all.map(|(record, name)| Task::with(TaskKind::UpdateReturned, of(mend, &name), record)));
    Ok(tasks)
}

/// Status reports that were returned, or are wanting of a period that has ended.
fn of_reports(conn: &mut Conn, search: &Search<'_>, unit: Id<Unit>) -> Result<Vec<Task>, ApiError> {
    let today = search.today;
    let reports = status_reports::of_unit(conn, unit)?;
    let returned: Vec<Record<StatusReport>> =
        reports.iter().filter(|report| StatusReport::state(report) == StatusReportState::Returned).cloned().collect();
    let names = StatusReport::titles(conn, &returned)?;
    let mend = text("Rätta den återlämnade statusrapporten", "Mend the returned status report");
    let all = returned.iter().zip(names);
    let mut tasks: Vec<Task> =
        all.map(|(record, name)| Task::with(TaskKind::ReportReturned, of(mend, &name), record)).collect();
    let written: HashMap<(Id<OperationalPlan>, i32), &Record<StatusReport>> =
        reports.iter().map(|report| ((report.content.operational_plan_id, report.content.period), report)).collect();
    for plan in operational_plans::followed(conn, &(*YEARS.start()..=today.year()))? {
        let ended = Rhythm::of(&plan.content).periods().into_iter().filter(|period| period.ends_on < today);
        tasks.extend(
            ended.filter_map(|period| wanting(&plan, period, written.get(&(plan.meta.id, period.period)).copied())),
        );
    }
    Ok(tasks)
}

/// The task of a period of which there is no report, or a draft alone.
fn wanting(
    plan: &Record<OperationalPlan>,
    period: ReportingPeriod,
    report: Option<&Record<StatusReport>>,
) -> Option<Task> {
    let record = match report {
        None => RecordRef::to(plan),
        Some(report) if StatusReport::state(report) == StatusReportState::Draft => RecordRef::to(report),
        Some(_) => return None,
    };
    let submit = text("Lämna en statusrapport", "Submit a status report");
    let title = in_period(submit, &plan.content.title, period.period);
    Some(Task::about(TaskKind::ReportDue, title, record).due(period.due_on))
}
