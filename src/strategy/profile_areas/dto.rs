//! What profile areas look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ProfileArea, ProfileAreaState};
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::strategy::strategy_areas::StrategyArea;

/// The fields of a profile area that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileAreaIn {
    /// The strategy area within which it is in focus.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_area_id: Id<StrategyArea>,
    /// Its year, within the period of the area's strategy; another year has a profile area of its own.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// What it is called, unique within its area and year.
    #[schema(min_length = 1, max_length = 200, example = "Scenkonst över gränsen")]
    pub name: String,
    /// What it covers.
    #[schema(min_length = 1, max_length = 2000, example = "Teater och dans tillsammans med Hedmark.")]
    pub description: Option<String>,
    /// Its rank within its area and year: 1 comes first.
    #[schema(minimum = 1, maximum = 100, example = 1)]
    pub rank: i32,
    /// The profile area of an earlier year that it carries on.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub carried_from_id: Option<Id<ProfileArea>>,
    /// The unit that runs it: that of the strategy area, if it has one. An area unit's own, when it creates one
    /// and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of profile areas.
    pub struct ProfileAreaFilter {
        /// The state.
        state: "state" => Any<ProfileAreaState>,
        /// The strategy area.
        strategy_area_id: "strategyAreaId" => Any<Id<StrategyArea>>,
        /// The year.
        year: "year" => Any<i32>,
        /// The unit that runs it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The profile area that it carries on.
        carried_from_id: "carriedFromId" => AnyOrNone<Id<ProfileArea>>,
    }
}
