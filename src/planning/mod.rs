//! What is planned and done.

use utoipa::openapi::schema::{OneOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

pub mod activities;
pub mod decimal;
pub mod grades;
pub mod indicator_values;
pub mod indicators;
pub mod integration_statements;
pub mod matrix_cells;
pub mod operational_plans;
pub mod periods;
pub mod progress;
pub mod progress_updates;
pub mod report_snapshots;
pub mod roll_overs;
pub mod status_reports;

/// What the rooms answer with beside their records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    roll_overs::RollOverPreview::schemas(schemas);
    schemas.push(("RollOverPreview".into(), roll_overs::RollOverPreview::schema()));
    status_reports::FrozenStatusReport::schemas(schemas);
    schemas.push(("FrozenStatusReport".into(), status_reports::FrozenStatusReport::schema()));
    let data = OneOfBuilder::new()
        .description(Some("What was approved: a unit's status report, or the follow-up of a year."))
        .item(Ref::from_schema_name("FrozenStatusReport"))
        .item(Ref::from_schema_name("FollowUpReport"));
    schemas.push(("SnapshotData".into(), Schema::OneOf(data.build()).into()));
}
