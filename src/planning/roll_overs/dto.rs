//! What roll-overs look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::RollOverState;
use crate::db::types::Id;
use crate::http::query::Any;
use crate::identity::me::SelfLink;
use crate::planning::operational_plans::OperationalPlan;

crate::code_list! {
    /// What a roll-over takes along.
    pub enum RollOverType "roll-over-types" ("Vad som kan föras över", "What can be rolled over") {
        OperationalPlan = "operational_plan" ("Verksamhetsplan", "Operational plan"),
        ProfileArea = "profile_area" ("Profilområde", "Profile area"),
        Activity = "activity" ("Aktivitet", "Activity"),
        Indicator = "indicator" ("Indikator", "Indicator"),
    }
}

crate::code_list! {
    /// What becomes of an item in a roll-over.
    pub enum Choice "roll-over-choices" ("Val vid överföring", "Choices of a roll-over") {
        Carry = "carry" ("Fortsätter", "Carry on"),
        Close = "close" ("Avslutas", "Close"),
        Copy = "copy" ("Görs på nytt", "Copy"),
    }
}

/// What becomes of one item, where it is not what the preview says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RollOverChoice {
    /// The type of the item.
    #[serde(rename = "type")]
    #[schema(inline = false, example = "activity")]
    pub kind: RollOverType,
    /// The item.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What becomes of it.
    #[schema(inline = false, example = "close")]
    pub choice: Choice,
    /// Why: asked for when what goes on is closed.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500, example = "Målet är nått.")]
    pub reason: Option<String>,
}

/// The fields of a roll-over that a caller sets, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollOverIn {
    /// The plan that is rolled over to the year after its own.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub from_plan_id: Id<OperationalPlan>,
    /// The items for which something else is chosen than the preview says.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub choices: Vec<RollOverChoice>,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollOverItem {
    /// The type of the item.
    #[serde(rename = "type")]
    #[schema(inline = false, example = "activity")]
    pub kind: RollOverType,
    /// The item.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// What became of it.
    #[schema(inline = false, example = "carry")]
    pub choice: Choice,
    /// Why.
    #[schema(example = "Pågår ännu.")]
    pub reason: Option<String>,
    /// What it became in the year after, if anything.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub result_id: Option<Uuid>,
}

/// The fields of a roll-over that the service sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollOverKept {
    /// The plan of the year after; made by the roll-over, unless it was there.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub to_plan_id: Option<Id<OperationalPlan>>,
    /// What became of each item.
    pub items: Vec<RollOverItem>,
}

/// An item of a preview.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewItem {
    /// The type of the item.
    #[serde(rename = "type")]
    #[schema(inline = false, example = "activity")]
    pub kind: RollOverType,
    /// The item.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Why that becomes of it when nothing else is chosen.
    #[schema(example = "Pågår ännu.")]
    pub reason: String,
    /// What can be chosen for it.
    #[schema(inline = false)]
    pub choices: Vec<Choice>,
}

/// What a roll-over would do when nothing is chosen: nothing is written.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollOverPreview {
    /// The plan.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub from_plan_id: Id<OperationalPlan>,
    /// The year after.
    #[schema(example = 2010)]
    pub to_year: i32,
    /// The plan of that year; null when the roll-over would make it.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub to_plan_id: Option<Id<OperationalPlan>>,
    /// What goes on in the year after.
    pub carry: Vec<PreviewItem>,
    /// What ends with the year.
    pub close: Vec<PreviewItem>,
    /// What is made anew in the year after.
    pub copy: Vec<PreviewItem>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

crate::filter! {
    /// The filters of the list of roll-overs.
    pub struct RollOverFilter {
        /// The state.
        state: "state" => Any<RollOverState>,
        /// The plan that was rolled over.
        from_plan_id: "fromPlanId" => Any<Id<OperationalPlan>>,
    }
}
