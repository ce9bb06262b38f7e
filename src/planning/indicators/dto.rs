//! What indicators look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Indicator;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::planning::activities::Activity;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// Which way an indicator should go.
    pub enum IndicatorDirection "indicator-directions" ("Indikatorers riktning", "Directions of indicators") {
        Increase = "increase" ("Öka", "Increase"),
        Decrease = "decrease" ("Minska", "Decrease"),
        Maintain = "maintain" ("Behålla", "Maintain"),
    }
}

/// The fields of an indicator that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Deltagare i utbytet")]
    pub name: String,
    /// What it is counted in.
    #[schema(min_length = 1, max_length = 60, example = "deltagare")]
    pub measure: String,
    /// The activity that it tells of: one of activityId, strategyAreaId and strategyId, and no more.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub activity_id: Option<Id<Activity>>,
    /// The strategy area that it tells of.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_area_id: Option<Id<StrategyArea>>,
    /// The strategy that it tells of.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_id: Option<Id<Strategy>>,
    /// What it was at the start: decimal text with a full stop, at most six decimals.
    #[schema(format = "decimal", pattern = "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$", example = "12.5")]
    pub baseline: Option<String>,
    /// What it should be: decimal text with a full stop, at most six decimals.
    #[schema(format = "decimal", pattern = "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$", example = "40")]
    pub target: Option<String>,
    /// Which way it should go.
    #[schema(inline = false, example = "increase")]
    pub direction: IndicatorDirection,
    /// Where its values come from.
    #[schema(min_length = 1, max_length = 300, example = "Deltagarlistor")]
    pub source: Option<String>,
    /// The indicator of an activity of an earlier year that it carries on.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub carried_from_id: Option<Id<Indicator>>,
    /// The unit that follows it: that of the activity or the strategy area, if it has one. An area unit's own, when
    /// it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

/// What is computed of an indicator.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorComputed {
    /// Its latest value.
    #[schema(format = "decimal", example = "25")]
    pub latest_value: Option<String>,
    /// The day of its latest value.
    #[schema(example = "2009-08-31")]
    pub latest_on: Option<NaiveDate>,
    /// How much of the way from the baseline to the target the latest value has come, in per cent with one decimal: over
    /// 100 beyond the target, negative away from it. Null when one of the three lacks, or when there is no way to go.
    #[schema(example = "62.5")]
    pub percent_of_way: Option<String>,
}

crate::filter! {
    /// The filters of the list of indicators.
    pub struct IndicatorFilter {
        /// The activity that it tells of.
        activity_id: "activityId" => AnyOrNone<Id<Activity>>,
        /// The strategy area that it tells of.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// The strategy that it tells of.
        strategy_id: "strategyId" => AnyOrNone<Id<Strategy>>,
        /// The unit that follows it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// Which way it should go.
        direction: "direction" => Any<IndicatorDirection>,
    }
}
