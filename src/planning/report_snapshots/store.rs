//! The rows of report snapshots.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{ReportSnapshot, ReportSnapshotContent, SnapshotKind};
use crate::db::schema::report_snapshots;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::status_reports::StatusReport;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::fold;

crate::register_table! {
    report_snapshots for ReportSnapshot, row ReportSnapshotRow {
        kind: SnapshotKind,
        year: i32,
        operational_plan_id: Id<OperationalPlan>,
        status_report_id: Option<Id<StatusReport>>,
        data: String,
        sha256: String,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "year" => year, "kind" => kind }
}

/// The row of a record.
fn to_row(record: Record<ReportSnapshot>) -> ReportSnapshotRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ReportSnapshotContent { kind, year, operational_plan_id, status_report_id, data, sha256 } = content;
    let columns = Columns {
        name_key: format!("{year:04} {kind}").into_bytes(),
        search: fold(&format!("{year} {kind} {sha256}")),
        kind,
        year,
        operational_plan_id,
        status_report_id,
        data,
        sha256,
    };
    ReportSnapshotRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ReportSnapshotRow) -> Record<ReportSnapshot> {
    let meta = row.take_meta();
    let content = ReportSnapshotContent {
        kind: row.kind,
        year: row.year,
        operational_plan_id: row.operational_plan_id,
        status_report_id: row.status_report_id,
        data: row.data,
        sha256: row.sha256,
    };
    Record { meta, content, kept: Nothing {} }
}

impl ReportSnapshot {
    fn filtered(query: &ListQuery<Self>) -> report_snapshots::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = report_snapshots::table.into_boxed();
        crate::narrow!(rows, report_snapshots::kind, filter.kind);
        crate::narrow!(rows, report_snapshots::year, filter.year);
        crate::narrow!(rows, report_snapshots::operational_plan_id, filter.operational_plan_id);
        crate::narrow_optional!(rows, report_snapshots::status_report_id, filter.status_report_id);
        rows
    }
}

/// A snapshot and its hash.
pub type Frozen = (Id<ReportSnapshot>, String);

/// The snapshot of each of some status reports, with its hash: one query.
///
/// # Errors
/// When the database refuses.
pub fn of_reports(conn: &mut Conn, reports: &[Id<StatusReport>]) -> QueryResult<HashMap<Id<StatusReport>, Frozen>> {
    if reports.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<Id<StatusReport>>, Id<ReportSnapshot>, String)> = report_snapshots::table
        .filter(report_snapshots::status_report_id.eq_any(reports.to_vec()))
        .order(report_snapshots::id)
        .select((report_snapshots::status_report_id, report_snapshots::id, report_snapshots::sha256))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(report, id, hash)| Some((report?, (id, hash)))).collect())
}
