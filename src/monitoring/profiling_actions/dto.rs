//! What profiling actions look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::monitoring::influence_cases::InfluenceCase;
use crate::register::Money;
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of profiling it is.
    pub enum ProfilingKind "profiling-action-kinds" ("Profileringsinsatsers slag", "Kinds of profiling action") {
        Event = "event" ("Evenemang", "Event"),
        Stand = "stand" ("Monter", "Stand"),
        Publication = "publication" ("Publikation", "Publication"),
        Media = "media" ("Medier", "Media"),
        Campaign = "campaign" ("Kampanj", "Campaign"),
    }
}

/// The fields of a profiling action that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfilingActionIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Gränsregionerna på Open Days")]
    pub title: String,
    /// The kind.
    #[schema(inline = false, example = "stand")]
    pub kind: ProfilingKind,
    /// The first day.
    #[schema(example = "2009-10-05")]
    pub held_on: NaiveDate,
    /// The last day; empty for one of a single day.
    #[schema(example = "2009-10-08")]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[schema(min_length = 1, max_length = 200, example = "Bryssel")]
    pub place: Option<String>,
    /// What it is about.
    #[schema(min_length = 1, max_length = 4000, example = "Tre regioner visar vad en gräns kostar den som pendlar.")]
    pub description: Option<String>,
    /// The strategy areas that it makes known.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The profile areas that it makes known.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub profile_area_ids: Vec<Id<ProfileArea>>,
    /// The influence cases that it helps (L73.2).
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub influence_case_ids: Vec<Id<InfluenceCase>>,
    /// How many people it reached.
    #[schema(minimum = 0, maximum = 1000000000, example = 350)]
    pub reach: Option<i32>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of profiling actions.
    pub struct ProfilingActionFilter {
        /// The kind.
        kind: "kind" => Any<ProfilingKind>,
        /// The first day.
        held_on: "heldOn" => Range<NaiveDate>,
        /// A strategy area that it makes known.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A profile area that it makes known.
        profile_area_id: "profileAreaId" => AnyOrNone<Id<ProfileArea>>,
        /// An influence case that it helps.
        influence_case_id: "influenceCaseId" => AnyOrNone<Id<InfluenceCase>>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
    }
}
