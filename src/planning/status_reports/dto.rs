//! What status reports look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::StatusReportState;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::Any;
use crate::identity::users::User;
use crate::planning::operational_plans::OperationalPlan;
use crate::planning::report_snapshots::ReportSnapshot;

/// The fields of a status report that a caller sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusReportIn {
    /// The plan.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub operational_plan_id: Id<OperationalPlan>,
    /// The unit that reports.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Id<Unit>,
    /// The reporting period: its number in the plan.
    #[schema(minimum = 1, maximum = 12, example = 1)]
    pub period: i32,
    /// The report in words; the activities with their updates are added when it is approved.
    #[schema(min_length = 1, max_length = 8000, example = "Arbetet går enligt plan, utom yrkesutbildningen.")]
    pub text: String,
}

/// The fields of a status report that the service sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusReportKept {
    /// Who submitted it last.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub submitted_by_id: Option<Id<User>>,
    /// Who approved it: never who submitted it.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub approved_by_id: Option<Id<User>>,
    /// When it was approved.
    #[schema(example = "2009-05-20")]
    pub approved_on: Option<NaiveDate>,
}

/// What is computed of a status report.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusReportComputed {
    /// What was approved, word for word.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub snapshot_id: Option<Id<ReportSnapshot>>,
    /// The SHA-256 of what was approved, in hex.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: Option<String>,
}

crate::filter! {
    /// The filters of the list of status reports.
    pub struct StatusReportFilter {
        /// The state.
        state: "state" => Any<StatusReportState>,
        /// The plan.
        operational_plan_id: "operationalPlanId" => Any<Id<OperationalPlan>>,
        /// The unit that reports.
        unit_id: "unitId" => Any<Id<Unit>>,
        /// The reporting period.
        period: "period" => Any<i32>,
    }
}
