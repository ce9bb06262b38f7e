//! What project ideas look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProjectIdeaState;
use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::reference::municipalities::MunicipalityCode;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

/// The fields of a project idea that a caller sets. What it needs to mobilise and to apply is optional until then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectIdeaIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Vandringsleder över gränsen")]
    pub title: String,
    /// What is to be done.
    #[schema(min_length = 1, max_length = 4000, example = "Kommunerna märker ut leder tillsammans med Hedmark.")]
    pub description: Option<String>,
    /// The call that it aims at; needed to apply.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub call_id: Option<Id<Call>>,
    /// The partner who had it; empty when it was the region.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub initiator_id: Option<Id<Partner>>,
    /// The partners that are interested.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub partner_ids: Vec<Id<Partner>>,
    /// The municipalities that are interested, of those under /municipalities (L65.2).
    #[serde(default)]
    #[schema(value_type = Vec<MunicipalityCode>, max_items = 50)]
    pub municipality_codes: Vec<String>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The elements of the policy frameworks that it links to, of those under /framework-elements. To apply it links to one
    /// of them or to a strategy area.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

/// What is computed of a project idea: how many have joined it, and how many must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectIdeaComputed {
    /// How many parties it has: the initiator, the interested partners and the interested municipalities, each counted
    /// once. A municipality that is also there as a partner is one party.
    #[schema(minimum = 0, example = 4)]
    pub party_count: i32,
    /// The fewest parties with which it can apply, as its call or else the call's programme says; empty when it has no call,
    /// or neither says.
    #[schema(minimum = 1, example = 3)]
    pub minimum_partners: Option<i32>,
}

crate::filter! {
    /// The filters of the list of project ideas.
    pub struct ProjectIdeaFilter {
        /// The state.
        state: "state" => Any<ProjectIdeaState>,
        /// The call that it aims at.
        call_id: "callId" => AnyOrNone<Id<Call>>,
        /// A partner that is interested, or had it.
        partner_id: "partnerId" => AnyOrNone<Id<Partner>>,
        /// A municipality that is interested.
        municipality_code: "municipalityCode" => AnyOrNone<String>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A framework element that it links to.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
    }
}
