//! What strategy areas look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{StrategyArea, StrategyAreaState};
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategies::Strategy;
use crate::text::Bilingual;

/// The fields of a strategy area that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyAreaIn {
    /// The strategy that it belongs to; asked for when it is proposed.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_id: Option<Id<Strategy>>,
    /// A short code, unique within its strategy: lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "kultur")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Kultur", "en": "Culture"}))]
    pub name: Bilingual,
    /// What it covers.
    #[schema(example = json!({"sv": "Kulturens internationella utbyten."}))]
    pub description: Option<Bilingual>,
    /// Its place among the areas, from 1.
    #[schema(minimum = 1, maximum = 1000, example = 1)]
    pub order: i32,
    /// The unit that runs it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
    /// The elements of the policy frameworks that it links to, of those under /framework-elements. To be prioritised it
    /// links to a regional framework.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// Why it lacks a link to a national framework or to one of the EU.
    #[schema(min_length = 1, max_length = 2000, example = "Agendorna behandlar inte kultur.")]
    pub link_justification: Option<String>,
    /// The area of an earlier strategy that it carries on.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub carried_from_id: Option<Id<StrategyArea>>,
}

/// A time in which an area was prioritised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrioritisedPeriod {
    /// The first day: that of the decision.
    #[schema(example = "2008-03-07")]
    pub prioritised_on: NaiveDate,
    /// The first day on which it was so no more; null while it is.
    #[schema(example = "2010-06-11")]
    pub deprioritised_on: Option<NaiveDate>,
}

impl PrioritisedPeriod {
    /// Whether it holds a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.prioritised_on <= day && self.deprioritised_on.is_none_or(|end| day < end)
    }
}

/// What the service keeps of a strategy area.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyAreaKept {
    /// When the board had it prioritised, the earliest first.
    #[serde(default)]
    pub periods: Vec<PrioritisedPeriod>,
}

/// What is computed of a strategy area.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyAreaComputed {
    /// The day on which it was prioritised last.
    #[schema(example = "2008-03-07")]
    pub prioritised_on: Option<NaiveDate>,
    /// The day on which it was deprioritised, if it has not been prioritised again.
    #[schema(example = "2010-06-11")]
    pub deprioritised_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of strategy areas.
    pub struct StrategyAreaFilter {
        /// The state.
        state: "state" => Any<StrategyAreaState>,
        /// The code.
        code: "code" => Any<String>,
        /// The strategy that it belongs to.
        strategy_id: "strategyId" => AnyOrNone<Id<Strategy>>,
        /// The unit that runs it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// A framework element that it links to.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// The area that it carries on.
        carried_from_id: "carriedFromId" => AnyOrNone<Id<StrategyArea>>,
    }
}
