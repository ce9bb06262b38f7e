//! What report snapshots look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone};
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::status_reports::StatusReport;

crate::code_list! {
    /// What was approved.
    pub enum SnapshotKind "snapshot-kinds" ("Slag av frysta rapporter", "Kinds of report snapshot") {
        FollowUp = "follow_up" ("Årets uppföljning", "Follow-up of the year"),
        StatusReport = "status_report" ("Statusrapport", "Status report"),
    }
}

/// The fields of a report snapshot; the service sets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportSnapshotContent {
    /// What was approved.
    #[schema(inline = false, example = "status_report")]
    pub kind: SnapshotKind,
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The plan of the year.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub operational_plan_id: Id<OperationalPlan>,
    /// The status report; empty for the follow-up of the year.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub status_report_id: Option<Id<StatusReport>>,
    /// The report as canonical JSON (RFC 8785), as text: these very bytes were hashed.
    #[schema(example = "{\"activities\":[],\"year\":2009}")]
    pub data: String,
    /// SHA-256 of `data`, in hex.
    #[schema(pattern = "^[0-9a-f]{64}$", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
}

crate::filter! {
    /// The filters of the list of report snapshots.
    pub struct ReportSnapshotFilter {
        /// What was approved.
        kind: "kind" => Any<SnapshotKind>,
        /// The year.
        year: "year" => Any<i32>,
        /// The plan of the year.
        operational_plan_id: "operationalPlanId" => Any<Id<OperationalPlan>>,
        /// The status report.
        status_report_id: "statusReportId" => AnyOrNone<Id<StatusReport>>,
    }
}
