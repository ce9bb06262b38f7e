//! Report snapshots: what was approved, word for word. The service keeps them when a status report is approved and when a
//! plan is closed; nobody changes them, and their hash shows it.

use diesel::QueryResult;
use diesel::result::Error;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::http::endpoint::Endpoint;
use crate::journal::{Tx, sha256};
use crate::planning::activities;
use crate::planning::indicator_values::IndicatorValue;
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::progress_updates::ProgressUpdate;
use crate::planning::status_reports::StatusReport;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, Tells, references, write};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{ReportSnapshotContent, ReportSnapshotFilter, SnapshotKind};
pub use store::of_reports;

/// The register of report snapshots.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportSnapshot;

impl Register for ReportSnapshot {
    const TYPE: &'static str = "report_snapshot";
    const PATH: &'static str = "report-snapshots";
    const NAMES: Names = Names {
        schema: "ReportSnapshot",
        one: "report snapshot",
        many: "report snapshots",
        title: text("Frysta rapporter", "Report snapshots"),
    };
    const ABOUT: &'static str = "What was approved, word for word: a unit's status report, or the follow-up of a year when its plan was closed (R-13). `data` is the text that `sha256` is the hash of; /report-snapshots/{id}/data gives it alone.";
    const OPERATIONS: &'static [Operation] = &[Operation::List, Operation::Read, Operation::History];

    const TELLS: Option<Tells<Self>> = Some(Tells { of: told, by: KNOWN_BY });

    type Content = ReportSnapshotContent;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = ReportSnapshotFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{} {}", record.content.kind.label().sv, record.content.year)
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "operationalPlan",
                target: &Erased::<OperationalPlan>::NEW,
                ids: |record| references::pointers("/operationalPlanId", Some(record.content.operational_plan_id)),
            },
            Reference {
                name: "statusReport",
                target: &Erased::<StatusReport>::NEW,
                ids: |record| references::pointers("/statusReportId", record.content.status_report_id),
            },
        ]
    }
}

/// Keeps what was approved, in the transaction that approves it.
///
/// # Errors
/// When the database refuses.
pub fn freeze(
    tx: &mut Tx<'_>,
    kind: SnapshotKind,
    plan: &Record<OperationalPlan>,
    status_report_id: Option<Id<StatusReport>>,
    data: &impl Serialize,
) -> Result<Record<ReportSnapshot>, ApiError> {
    let data = serde_json_canonicalizer::to_string(data).map_err(ApiError::internal)?;
    let content = ReportSnapshotContent {
        kind,
        year: plan.content.year,
        operational_plan_id: plan.meta.id,
        status_report_id,
        sha256: sha256(&[data.as_bytes()]),
        data,
    };
    write::keep(tx, Id::new(), content, None)
}

/// By what a report knows how activities go and what indicators are.
const KNOWN_BY: &[&str] = &[ProgressUpdate::TYPE, IndicatorValue::TYPE];

/// What a report tells of: the records whose ids are in its data, and the activities that it counts.
fn told(conn: &mut Conn, record: &Record<ReportSnapshot>) -> QueryResult<Vec<Uuid>> {
    let report = &record.content;
    let data = serde_json::from_str(&report.data).map_err(|error| Error::DeserializationError(Box::new(error)))?;
    let mut told = vec![report.operational_plan_id.uuid()];
    told.extend(report.status_report_id.map(Id::uuid));
    if report.kind == SnapshotKind::FollowUp {
        told.extend(activities::of_year(conn, report.year)?.iter().map(Record::uuid));
    }
    named(&data, &mut told);
    Ok(told)
}

/// The ids in data.
fn named(data: &Value, ids: &mut Vec<Uuid>) {
    match data {
        Value::String(text) => ids.extend(Uuid::parse_str(text)),
        Value::Array(items) => items.iter().for_each(|item| named(item, ids)),
        Value::Object(fields) => fields.values().for_each(|field| named(field, ids)),
        _ => {}
    }
}

/// The endpoints of report snapshots.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
