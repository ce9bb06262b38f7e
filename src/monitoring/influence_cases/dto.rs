//! What influence cases look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::InfluenceState;
use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// Where what the region wants is decided (L21.1).
    pub enum Arena "arenas" ("Arenor", "Arenas") {
        EuropeanCommission = "european_commission" ("Europeiska kommissionen", "European Commission"),
        EuropeanParliament = "european_parliament" ("Europaparlamentet", "European Parliament"),
        Council = "council" ("Europeiska unionens råd", "Council of the European Union"),
        CommitteeOfTheRegions = "committee_of_the_regions" ("Regionkommittén", "Committee of the Regions"),
        Government = "government" ("Regeringen", "The Swedish government"),
        InterregionalNetwork = "interregional_network" ("Interregionalt nätverk", "Interregional network"),
        NeighbouringRegion = "neighbouring_region" ("Grannregion", "Neighbouring region"),
        Other = "other" ("Annan", "Other"),
    }
}

crate::code_list! {
    /// What was done to influence.
    pub enum InfluenceActionKind "influence-action-kinds" ("Slag av påverkan", "Kinds of influence") {
        ConsultationReply = "consultation_reply" ("Remissvar", "Consultation reply"),
        Meeting = "meeting" ("Möte", "Meeting"),
        JointPaper = "joint_paper" ("Gemensam skrivelse", "Joint paper"),
        Letter = "letter" ("Brev", "Letter"),
        Other = "other" ("Annat", "Other"),
    }
}

crate::code_list! {
    /// How an influence case went.
    pub enum InfluenceOutcome "influence-outcomes" ("Utfall av påverkan", "Outcomes of influence") {
        Won = "won" ("Vunnet", "Won"),
        Partly = "partly" ("Delvis vunnet", "Partly won"),
        Lost = "lost" ("Förlorat", "Lost"),
        Unknown = "unknown" ("Okänt", "Unknown"),
    }
}

/// Something done to influence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InfluenceAction {
    /// The day, not in the future.
    #[schema(example = "2009-01-20")]
    pub on: NaiveDate,
    /// The kind.
    #[schema(inline = false, example = "consultation_reply")]
    pub kind: InfluenceActionKind,
    /// What was done.
    #[schema(min_length = 1, max_length = 2000, example = "Svar på grönboken, med exempel från gränsen.")]
    pub text: String,
    /// The membership through which it was done.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub membership_id: Option<Id<Membership>>,
}

/// The fields of an influence case that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfluenceCaseIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Gränsregioner i sammanhållningspolitiken")]
    pub title: String,
    /// The procedure of the EU, as its register prints it.
    #[schema(min_length = 1, max_length = 60, example = "2018/0196(COD)")]
    pub procedure_reference: Option<String>,
    /// Where it is decided.
    #[schema(inline = false, example = "european_commission")]
    pub arena: Arena,
    /// What the region wants: asked for when its position is prepared (L73.1).
    #[schema(min_length = 1, max_length = 4000, example = "Att gränshinder nämns bland det som stöd kan ges för.")]
    pub wanted_position: Option<String>,
    /// Whom it favours.
    #[schema(min_length = 1, max_length = 500, example = "Kommunerna och företagen längs gränsen mot Norge")]
    pub favours: Option<String>,
    /// The monitoring items that it goes back to.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 100)]
    pub monitoring_item_ids: Vec<Id<MonitoringItem>>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// What was done: at least one action is asked for when the region acts (L73.1).
    #[serde(default)]
    #[schema(max_items = 200)]
    pub actions: Vec<InfluenceAction>,
    /// The decision on the region's position, if one was made.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub decision_id: Option<Id<Decision>>,
    /// How it went: asked for when the case is closed.
    #[schema(inline = false, example = "partly")]
    pub outcome: Option<InfluenceOutcome>,
    /// How favourable that is to the region: -2 to 2, and 2 is best; asked for when the case is closed.
    #[schema(minimum = -2, maximum = 2, example = 1)]
    pub favourability: Option<i32>,
    /// How it went, in words.
    #[schema(min_length = 1, max_length = 4000, example = "Gränshinder nämns, men utan egna medel.")]
    pub outcome_text: Option<String>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

/// The fields of an influence case that the service sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfluenceCaseKept {
    /// The day on which it was closed; empty as long as it is open.
    #[schema(example = "2009-06-25")]
    pub closed_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of influence cases.
    pub struct InfluenceCaseFilter {
        /// The state.
        state: "state" => Any<InfluenceState>,
        /// Where it is decided.
        arena: "arena" => Any<Arena>,
        /// How it went.
        outcome: "outcome" => AnyOrNone<InfluenceOutcome>,
        /// How favourable that is to the region.
        favourability: "favourability" => Range<i32>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A monitoring item that it goes back to.
        monitoring_item_id: "monitoringItemId" => AnyOrNone<Id<MonitoringItem>>,
        /// The decision on the region's position.
        decision_id: "decisionId" => AnyOrNone<Id<Decision>>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
    }
}
