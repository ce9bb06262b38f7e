//! What monitoring items look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MonitoringState;
use crate::db::types::Id;
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::monitoring::topics::Topic;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What monitoring is for: the long view, or the next step (L69.2).
    pub enum MonitoringLevel "monitoring-levels" ("Bevakningsnivåer", "Levels of monitoring") {
        Strategic = "strategic" ("Strategisk", "Strategic"),
        Tactical = "tactical" ("Taktisk", "Tactical"),
    }
}

crate::code_list! {
    /// What monitoring covers: the EU in general, or the areas in particular (L51.3).
    pub enum MonitoringReach "monitoring-reaches" ("Bevakningens räckvidd", "Reaches of monitoring") {
        EuGeneral = "eu_general" ("EU i allmänhet", "The EU in general"),
        StrategyArea = "strategy_area" ("Strategiområden", "Strategy areas"),
    }
}

crate::code_list! {
    /// How much it matters to the region.
    pub enum Importance "importance-grades" ("Grader av betydelse", "Grades of importance") {
        Low = "low" ("Låg", "Low"),
        Medium = "medium" ("Medelhög", "Medium"),
        High = "high" ("Hög", "High"),
    }
}

/// The fields of a monitoring item that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringItemIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 300, example = "Grönbok om territoriell sammanhållning")]
    pub title: String,
    /// Where it was read: http or https.
    #[schema(format = "web-address", max_length = 2000, example = "https://eur-lex.europa.eu/gronbok")]
    pub source_url: Option<String>,
    /// The day on which it was published.
    #[schema(example = "2008-10-06")]
    pub published_on: Option<NaiveDate>,
    /// Strategic or tactical (L69.2).
    #[schema(inline = false, example = "strategic")]
    pub level: MonitoringLevel,
    /// The EU in general, or strategy areas (L51.3).
    #[schema(inline = false, example = "eu_general")]
    pub reach: MonitoringReach,
    /// The strategy areas that it is of: at least one when the reach is strategy_area, and none when it is eu_general.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The elements of the policy frameworks that it touches, of those under /framework-elements.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// What it is about.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub topics: Vec<Topic>,
    /// The procedure of the EU, as its register prints it.
    #[schema(min_length = 1, max_length = 60, example = "2018/0196(COD)")]
    pub procedure_reference: Option<String>,
    /// How much it matters to the region.
    #[schema(inline = false, example = "high")]
    pub importance: Option<Importance>,
    /// The last day on which something can be done about it; not before the day of publication.
    #[schema(example = "2009-02-28")]
    pub deadline_on: Option<NaiveDate>,
    /// What it means to the region: asked for when it is assessed (L69.2).
    #[schema(
        min_length = 1,
        max_length = 4000,
        example = "Gränsregioner nämns; regionen bör svara på frågorna om dem."
    )]
    pub assessment: Option<String>,
    /// The call that it is about.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub call_id: Option<Id<Call>>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

/// What is computed of a monitoring item.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringItemComputed {
    /// How many knowledge activities and influence cases name it: those put away and those cancelled are not counted.
    #[schema(minimum = 0, example = 2)]
    pub follow_on_count: i64,
}

crate::filter! {
    /// The filters of the list of monitoring items.
    pub struct MonitoringItemFilter {
        /// The state.
        state: "state" => Any<MonitoringState>,
        /// Strategic or tactical.
        level: "level" => Any<MonitoringLevel>,
        /// The EU in general, or strategy areas.
        reach: "reach" => Any<MonitoringReach>,
        /// A strategy area that it is of.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A framework element that it links to.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// What it is about.
        topic: "topic" => AnyOrNone<Topic>,
        /// How much it matters.
        importance: "importance" => AnyOrNone<Importance>,
        /// The call that it is about.
        call_id: "callId" => AnyOrNone<Id<Call>>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The last day on which something can be done about it.
        deadline_on: "deadlineOn" => Range<NaiveDate>,
        /// The day of publication.
        published_on: "publishedOn" => Range<NaiveDate>,
    }
}
