//! What waits for the political side: proposals to decide on, and visits to report of.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{Search, Task, TaskKind};
use crate::calendar::item::RecordRef;
use crate::calendar::words::of;
use crate::db::Conn;
use crate::error::ApiError;
use crate::governance::competences::competent;
use crate::governance::decisions::DecisionKind;
use crate::governance::visits::{self, Visit};
use crate::register::{Record, gate};
use crate::text::text;

/// How many days after its end a visit without a report is a task.
pub(super) const LOOK_BACK: u64 = 90;

/// The proposals that wait for a decision which some body is competent for, one task a record.
pub(super) fn proposals(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let decide = text("Förslag att besluta om", "Proposal to decide on");
    let (mut seen, mut tasks) = (BTreeSet::new(), Vec::new());
    for kind in DecisionKind::ALL {
        let Some(gate) = gate::of(*kind) else { continue };
        if !competent(conn, *kind)?.iter().any(|one| one.holds(search.today)) {
            continue;
        }
        for waiting in gate.register.waiting(conn, gate.way, search.today)? {
            if seen.insert(waiting.id) {
                let record = RecordRef::within(gate.register, waiting.id);
                tasks.push(Task::about(TaskKind::ProposalToDecide, of(decide, &waiting.title), record));
            }
        }
    }
    Ok(tasks)
}

/// The visits of the last ninety days that have no report.
pub(super) fn visits(conn: &mut Conn, search: &Search<'_>) -> Result<Vec<Task>, ApiError> {
    let day = |days: u64| search.today.checked_sub_days(Days::new(days)).unwrap_or(search.today);
    let ended: (NaiveDate, NaiveDate) = (day(LOOK_BACK), day(1));
    let found = visits::unreported(conn, ended)?;
    let report = text("Skriv vad besöket gav", "Write what came of the visit");
    let task =
        |record: &Record<Visit>| Task::with(TaskKind::VisitWithoutReport, of(report, &record.content.title), record);
    Ok(found.iter().map(task).collect())
}
