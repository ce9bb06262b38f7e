//! What the coordination unit has to do for the whole: reports to review, benefits to review, decisions to prepare, and
//! profile areas that are missing.

use chrono::{Datelike as _, Days};

use super::{Search, Task, TaskKind};
use crate::calendar::item::RecordRef;
use crate::calendar::words::{of, of_named};
use crate::cooperation::deadlines::{self, Deadline};
use crate::cooperation::memberships::{self, Membership};
use crate::db::Conn;
use crate::error::ApiError;
use crate::planning::status_reports::{self, StatusReport};
use crate::register::{Record, Register as _, Warning, WarningCode, read};
use crate::strategy::strategies;
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Message, text};

/// How long before a decision is needed it is a task to prepare it.
const AHEAD: Days = Days::new(90);

/// The tasks of the coordination unit.
pub(super) fn tasks(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let mut tasks = reports(conn, search)?;
    tasks.extend(reviews(conn, search)?);
    tasks.extend(decisions(conn, search)?);
    tasks.extend(areas(conn, search)?);
    Ok(tasks)
}

/// Submitted status reports, but the caller's own: nobody approves those.
fn reports(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let submitted = status_reports::submitted(conn, search.caller.id.into())?;
    let names = StatusReport::titles(conn, &submitted)?;
    let review = text("Granska statusrapporten", "Review the status report");
    let all = submitted.iter().zip(names);
    Ok(all.map(|(record, name)| Task::with(TaskKind::ReportToApprove, of(review, &name), record)).collect())
}

/// Memberships in force whose benefit was not reviewed this year (W7).
fn reviews(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let in_force = memberships::in_force_on(conn, search.today)?;
    let computed = read::computed(conn, &in_force, search.today)?;
    let warnings = Membership::warnings(conn, &in_force, &computed, search.today)?;
    let names = Membership::titles(conn, &in_force)?;
    let year = search.today.year();
    let review = Message::new(format!("Bedöm nyttan {year}"), format!("Review the benefit in {year}"));
    let task = |((record, name), warnings): ((&Record<Membership>, String), Vec<Warning>)| {
        let title = of(review.clone(), &name);
        says(&warnings, WarningCode::ReviewMissing).then(|| Task::with(TaskKind::ReviewMissing, title, record))
    };
    Ok(in_force.iter().zip(names).zip(warnings).filter_map(task).collect())
}

/// Prioritised areas of the strategy in force without a profile area this year (W3).
fn areas(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let Some(strategy) = strategies::in_force(conn, search.today)? else { return Ok(Vec::new()) };
    let mut areas = strategy_areas::of_strategy(conn, strategy.meta.id)?;
    areas.retain(|area| !area.meta.archived);
    let computed = read::computed(conn, &areas, search.today)?;
    let warnings = StrategyArea::warnings(conn, &areas, &computed, search.today)?;
    let year = search.today.year();
    let missing = Message::new(format!("Profilområde saknas {year}"), format!("No profile area in {year}"));
    let task = |(area, warnings): (&Record<StrategyArea>, Vec<Warning>)| {
        let title = of_named(missing.clone(), &area.content.name);
        says(&warnings, WarningCode::NoProfileArea).then(|| Task::with(TaskKind::AreaWithoutProfile, title, area))
    };
    Ok(areas.iter().zip(warnings).filter_map(task).collect())
}

/// Whether one of some warnings is of a kind.
fn says(warnings: &[Warning], code: WarningCode) -> bool {
    warnings.iter().any(|warning| warning.code == code)
}

/// Agreements and memberships about which a decision is needed soon, or was needed already.
fn decisions(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let until = search.today.checked_add_days(AHEAD).unwrap_or(search.today);
    let mut found = deadlines::of_agreements(conn, search.today, until)?;
    found.extend(deadlines::of_memberships(conn, search.today)?);
    let prepare = text("Bered beslut om uppsägning eller fortsättning", "Prepare the decision to give notice or go on");
    let task = |deadline: Deadline| {
        let needed = deadline.decision.filter(|needed| needed.on <= until)?;
        let record = RecordRef::within(deadline.register, deadline.id);
        Some(Task::about(TaskKind::NoticeDay, of(prepare, &deadline.title), record).due(needed.on))
    };
    Ok(found.into_iter().filter_map(task).collect())
}
