//! What visits look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::planning::activities::Activity;
use crate::register::Money;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// Who visits whom.
    pub enum VisitDirection "visit-directions" ("Besöksriktningar", "Directions of visits") {
        Incoming = "incoming" ("Inkommande", "Incoming"),
        Outgoing = "outgoing" ("Utgående", "Outgoing"),
    }
}

/// Who represented the region, and for which body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Representative {
    /// The name.
    #[schema(min_length = 1, max_length = 200, example = "Namn Namnsson")]
    pub person: String,
    /// The body for which they took part, by its code.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, example = "working_committee")]
    pub body_code: Option<String>,
    /// The office.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "Arbetsutskottets ordförande")]
    pub role: Option<String>,
}

/// The fields of a visit that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Studiebesök hos skogsindustrin i Hedmark")]
    pub title: String,
    /// To the region or from it.
    #[schema(inline = false, example = "outgoing")]
    pub direction: VisitDirection,
    /// The first day.
    #[schema(example = "2008-04-15")]
    pub starts_on: NaiveDate,
    /// The last day; empty for a visit of one day.
    #[schema(example = "2008-04-17")]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[schema(min_length = 1, max_length = 200, example = "Hamar")]
    pub place: String,
    /// The country of the place, ISO 3166-1 alpha-2.
    #[schema(format = "country", pattern = "^[A-Z]{2}$", example = "NO")]
    pub country: Option<String>,
    /// The partners that were visited, or visited the region.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub partner_ids: Vec<Id<Partner>>,
    /// Who represented the region; without anybody of the working committee the visit has a warning (W5).
    #[serde(default)]
    #[schema(max_items = 100)]
    pub representatives: Vec<Representative>,
    /// What it is for.
    #[schema(min_length = 1, max_length = 2000, example = "Att se hur sågverk och utvecklingsmiljöer arbetar ihop.")]
    pub purpose: Option<String>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// What it cost.
    pub cost: Option<Money>,
    /// What came of it.
    #[schema(min_length = 1, max_length = 8000, example = "Två företag fortsätter samtalen om gemensamma inköp.")]
    pub report: Option<String>,
    /// The activities that follow it up.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub follow_up_ids: Vec<Id<Activity>>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of visits.
    pub struct VisitFilter {
        /// To the region or from it.
        direction: "direction" => Any<VisitDirection>,
        /// The country, ISO 3166-1 alpha-2.
        country: "country" => AnyOrNone<String>,
        /// A partner that was visited, or visited the region.
        partner_id: "partnerId" => AnyOrNone<Id<Partner>>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// An activity that follows it up.
        follow_up_id: "followUpId" => AnyOrNone<Id<Activity>>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The first day.
        starts_on: "startsOn" => Range<NaiveDate>,
    }
}
