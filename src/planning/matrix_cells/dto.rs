//! What the planned cells of the matrix look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::http::query::Any;
use crate::planning::operational_plans::OperationalPlan;
use crate::strategy::priorities::Priority;
use crate::strategy::strategy_areas::StrategyArea;

/// The fields of a planned cell that a caller sets. A direction, or the mark that it is empty on purpose, is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixCellIn {
    /// The plan of the year.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub operational_plan_id: Id<OperationalPlan>,
    /// The strategic priority: the row.
    #[schema(inline = false, example = "international_cooperation")]
    pub priority: Priority,
    /// The strategy area: the column.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_area_id: Id<StrategyArea>,
    /// Where the work in the cell should go.
    #[schema(min_length = 1, max_length = 2000, example = "Samarbetet med Hedmark förbereds till nästa år.")]
    pub direction: Option<String>,
    /// Whether it is meant to have no activity in the year.
    #[serde(default)]
    #[schema(example = true)]
    pub intentionally_empty: bool,
    /// Why it is meant to have none; with intentionallyEmpty alone, which asks for it.
    #[schema(min_length = 1, max_length = 1000, example = "Medlen räcker inte i år.")]
    pub empty_reason: Option<String>,
}

crate::filter! {
    /// The filters of the list of planned cells.
    pub struct MatrixCellFilter {
        /// The plan.
        operational_plan_id: "operationalPlanId" => Any<Id<OperationalPlan>>,
        /// The strategic priority.
        priority: "priority" => Any<Priority>,
        /// The strategy area.
        strategy_area_id: "strategyAreaId" => Any<Id<StrategyArea>>,
        /// Whether it is meant to have no activity.
        intentionally_empty: "intentionallyEmpty" => Any<bool>,
    }
}
