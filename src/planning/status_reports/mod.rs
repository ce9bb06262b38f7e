//! Status reports: what a unit reports of a period of the plan. It submits them, the coordination unit returns or approves
//! them, and what was approved is frozen with its hash: what the board saw can be read again unchanged.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::{self, Action, Cause, Tx};
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::report_snapshots::{self, SnapshotKind};
use crate::register::{
    Door, Entry, Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Transition, references,
    write,
};
use crate::text::text;

mod api;
mod dto;
mod frozen;
mod store;

pub use dto::{StatusReportComputed, StatusReportFilter, StatusReportIn, StatusReportKept};
pub use frozen::{FrozenActivity, FrozenStatusReport};
pub use store::{is_submitted, of_plan, of_unit, submitted, waiting};

/// The register of status reports.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusReport;

crate::code_list! {
    /// The states of a status report.
    pub enum StatusReportState "status-report-states" ("Statusrapportens tillstånd", "States of a status report") {
        Draft = "draft" ("Utkast", "Draft"),
        Submitted = "submitted" ("Lämnad", "Submitted"),
        Returned = "returned" ("Återlämnad", "Returned"),
        Approved = "approved" ("Godkänd", "Approved"),
    }
}

/// Submitted by the unit, returned with a comment or approved by the coordination unit.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: StatusReportState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft", "returned"], "submitted", text("Lämna", "Submit")).through(Door::Editor),
        Transition::new(&["submitted"], "returned", text("Återlämna", "Return")).through(Door::All).with_reason(),
        Transition::new(&["submitted"], "approved", text("Godkänn", "Approve")).through(Door::All),
    ],
};

impl Register for StatusReport {
    const TYPE: &'static str = "status_report";
    const PATH: &'static str = "status-reports";
    const NAMES: Names = Names {
        schema: "StatusReport",
        one: "status report",
        many: "status reports",
        title: text("Statusrapporter", "Status reports"),
    };
    const ABOUT: &'static str = "What a unit reports of a period of the plan. When it is approved, its text and the unit's activities as they are then are frozen as a report snapshot with its hash.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWN_RULE: Option<&'static str> = Some("R-20");

    type Content = StatusReportIn;
    type Kept = StatusReportKept;
    type Computed = StatusReportComputed;
    type Facts = Nothing;
    type Filter = StatusReportFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.period.to_string()
    }

    /// A report is known by its unit, its year and its period.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        store::titles(conn, records)
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "operationalPlan",
                target: &Erased::<OperationalPlan>::NEW,
                ids: |record| references::pointers("/operationalPlanId", Some(record.content.operational_plan_id)),
            },
            Reference {
                name: "unit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/unitId", Some(record.content.unit_id)),
            },
        ]
    }

    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        Some(record.content.unit_id)
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        let place = |record: &Record<Self>| {
            let StatusReportIn { operational_plan_id, unit_id, period, text: _ } = record.content;
            (operational_plan_id, unit_id, period)
        };
        if before.is_some_and(|before| place(before) != place(after)) {
            let reason = text(
                "en rapport behåller sin plan, sin enhet och sin period",
                "a report keeps its plan, its unit and its period",
            );
            faults.push(Fault::body("/period", FaultCode::Rule, reason));
        }
        let is_lying = before.filter(|before| before.meta.state == after.meta.state).is_some_and(|before| {
            let lies = matches!(before.meta.state.as_deref(), Some("submitted" | "approved"));
            lies && (before.content != after.content || before.meta.archived != after.meta.archived)
        });
        if is_lying {
            let reason = text(
                "rapporten är lämnad; den ändras först när den har återlämnats",
                "the report has been submitted; it changes only when it has been returned",
            );
            faults.push(Fault { rule: Some("R-13"), ..Fault::body("/text", FaultCode::Settled, reason) });
        }
        store::check_period(conn, after, faults)?;
        store::check_free(conn, after, faults)
    }

    fn entered(record: &mut Record<Self>, _facts: &Nothing, entry: Entry, faults: &mut Vec<Fault>) {
        let kept = &mut record.kept;
        match record.meta.state.as_deref() {
            Some("submitted") => kept.submitted_by_id = entry.by,
            Some("approved") => {
                if entry.by.is_some() && entry.by == kept.submitted_by_id {
                    let reason = text(
                        "den som lämnade rapporten godkänner den inte",
                        "who submitted the report does not approve it",
                    );
                    faults.push(Fault::rule("/to", "R-21", reason));
                }
                kept.approved_by_id = entry.by;
                kept.approved_on = Some(entry.on);
            }
            _ => {}
        }
    }

    /// What is approved is frozen in the same transaction.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        if action != Action::Transition || record.meta.state.as_deref() != Some("approved") {
            return Ok(());
        }
        if let Some(actor) = tx.origin().actor
            && !journal::written_by(tx.conn()?, Self::TYPE, [record.uuid()], actor)?.is_empty()
        {
            let reason = text("den som skrev rapporten godkänner den inte", "who wrote the report does not approve it");
            return Err(ApiError::faults(vec![Fault::rule("/to", "R-21", reason)]));
        }
        let plan = write::find::<OperationalPlan>(tx.conn()?, record.content.operational_plan_id)?;
        let today = tx.today();
        let data = frozen::build(tx.conn()?, record, &plan, today)?;
        tx.caused_by(Cause { kind: Self::TYPE, id: record.uuid() }, |tx| {
            let report = Some(record.meta.id);
            report_snapshots::freeze(tx, SnapshotKind::StatusReport, &plan, report, &data).map(|_| ())
        })
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<StatusReportComputed>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let snapshots = report_snapshots::of_reports(conn, &ids)?;
        let of = |record: &Record<Self>| {
            let snapshot = snapshots.get(&record.meta.id);
            StatusReportComputed {
                snapshot_id: snapshot.map(|(id, _)| *id),
                sha256: snapshot.map(|(_, hash)| hash.clone()),
            }
        };
        Ok(records.iter().map(of).collect())
    }
}

impl StatusReport {
    /// The state of a report.
    pub fn state(record: &Record<Self>) -> StatusReportState {
        record.meta.state.as_deref().and_then(|state| state.parse().ok()).unwrap_or(StatusReportState::Draft)
    }
}

/// The endpoints of status reports.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
