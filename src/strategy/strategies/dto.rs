//! What strategies look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Strategy, StrategyState};
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::text::Bilingual;

/// A section of the document, so that the whole of it can be read and printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    #[schema(example = json!({"sv": "Bakgrund", "en": "Background"}))]
    pub heading: Bilingual,
    /// The text: paragraphs with an empty line between them; a line that begins with `- ` is an item of a list.
    #[schema(example = json!({"sv": "Strategin pekar ut färdriktningen."}))]
    pub text: Bilingual,
}

/// The columns of the strategy's own matrix.
const MAX_PRIORITISED_AREAS: i32 = 5;

fn max_prioritised_areas() -> i32 {
    MAX_PRIORITISED_AREAS
}

/// The fields of a strategy that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyIn {
    /// What the document is called.
    #[schema(example = json!({"sv": "Internationell strategi 2008-2011", "en": "International strategy 2008-2011"}))]
    pub title: Bilingual,
    /// What the international work is for.
    #[schema(example = json!({"sv": "Att det internationella arbetet genomsyrar verksamheten."}))]
    pub purpose: Bilingual,
    /// What it shall achieve.
    #[schema(example = json!({"sv": "Att stödja en hållbar regional tillväxt."}))]
    pub strategic_goal: Bilingual,
    /// The first day of its period.
    #[schema(example = "2008-01-01")]
    pub period_start: NaiveDate,
    /// The last day of its period.
    #[schema(example = "2011-12-31")]
    pub period_end: NaiveDate,
    /// What it starts from.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub premises: Vec<Bilingual>,
    /// What it leaves out.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub delimitations: Vec<Bilingual>,
    /// The document itself, in its order.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub sections: Vec<Section>,
    /// When it is to be looked over next.
    #[schema(example = "2010-06-30")]
    pub next_review_on: Option<NaiveDate>,
    /// How many areas it means to prioritise at most: more of them warn (W11).
    #[serde(default = "max_prioritised_areas")]
    #[schema(minimum = 1, maximum = 100, example = 5)]
    pub max_prioritised_areas: i32,
    /// The strategy that it takes the place of, from the first day on which it is in force itself.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub supersedes_id: Option<Id<Strategy>>,
}

/// What the service keeps of a strategy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StrategyKept {
    /// The day on which it was adopted.
    #[schema(example = "2008-03-07")]
    pub adopted_on: Option<NaiveDate>,
    /// The first day on which its successor is in force instead of it.
    #[schema(example = "2012-01-01")]
    pub superseded_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of strategies.
    pub struct StrategyFilter {
        /// The state.
        state: "state" => Any<StrategyState>,
        /// The strategy that it takes the place of.
        supersedes_id: "supersedesId" => AnyOrNone<Id<Strategy>>,
        /// The first day of the period.
        period_start: "periodStart" => Range<NaiveDate>,
        /// The last day of the period.
        period_end: "periodEnd" => Range<NaiveDate>,
        /// When it is to be looked over next.
        next_review_on: "nextReviewOn" => Range<NaiveDate>,
        /// The day of adoption.
        adopted_on: "adoptedOn" => Range<NaiveDate>,
    }
}
