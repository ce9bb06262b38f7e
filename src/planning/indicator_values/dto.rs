//! What indicator values look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, Range};
use crate::planning::indicators::Indicator;

/// The fields of an indicator value that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorValueIn {
    /// The indicator, which the value keeps.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub indicator_id: Id<Indicator>,
    /// The day that it tells of, not after the day on which it is recorded. An indicator has one value a day.
    #[schema(example = "2009-08-31")]
    pub observed_on: NaiveDate,
    /// The value: decimal text with a full stop, at most six decimals.
    #[schema(format = "decimal", pattern = "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$", example = "25")]
    pub value: String,
    /// What is to be said of it.
    #[schema(min_length = 1, max_length = 1000, example = "Två skolor har ännu inte svarat.")]
    pub comment: Option<String>,
}

/// What the service keeps of an indicator value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorValueKept {
    /// The unit whose own it is: the one that followed the indicator when the value was recorded.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of indicator values.
    pub struct IndicatorValueFilter {
        /// The indicator.
        indicator_id: "indicatorId" => Any<Id<Indicator>>,
        /// The day that it tells of.
        observed_on: "observedOn" => Range<NaiveDate>,
    }
}
