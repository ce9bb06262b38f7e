//! What the report on influence tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::funding::projects::ratio;
use crate::monitoring::influence_cases::{Arena, Ended, InfluenceOutcome, InfluenceState};

/// How many cases ended in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InfluenceOutcomeCount {
    /// How they went.
    #[schema(inline = false, example = "partly")]
    pub outcome: InfluenceOutcome,
    /// How many.
    #[schema(minimum = 0, example = 3)]
    pub count: i64,
}

/// The cases that were closed in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfluenceYear {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// How many were closed.
    #[schema(minimum = 0, example = 4)]
    pub closed_count: i64,
    /// How many were won.
    #[schema(minimum = 0, example = 1)]
    pub won: i64,
    /// How many were partly won.
    #[schema(minimum = 0, example = 2)]
    pub partly: i64,
    /// How many were lost.
    #[schema(minimum = 0, example = 1)]
    pub lost: i64,
    /// Of how many it is not known.
    #[schema(minimum = 0, example = 0)]
    pub unknown: i64,
    /// How favourable they were to the region, from -2 to 2: their mean, with two decimals; null without any.
    #[schema(example = "0.75")]
    pub mean_favourability: Option<String>,
}

/// The cases of an arena.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfluenceArena {
    /// Where they are decided.
    #[schema(inline = false, example = "european_commission")]
    pub arena: Arena,
    /// How many are open, whatever the years.
    #[schema(minimum = 0, example = 2)]
    pub open_count: i64,
    /// How many were closed in the years asked for.
    #[schema(minimum = 0, example = 3)]
    pub closed_count: i64,
    /// How favourable those were to the region, from -2 to 2: their mean, with two decimals; null without any.
    #[schema(example = "1.33")]
    pub mean_favourability: Option<String>,
}

/// A case that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenInfluence {
    /// The case.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gränsregioner i sammanhållningspolitiken")]
    pub title: String,
    /// Where it is decided.
    #[schema(inline = false, example = "european_commission")]
    pub arena: Arena,
    /// Its state.
    #[schema(inline = false, example = "acting")]
    pub state: InfluenceState,
    /// The procedure of the EU.
    #[schema(example = "2018/0196(COD)")]
    pub procedure_reference: Option<String>,
    /// What the region wants.
    #[schema(example = "Att gränshinder nämns bland det som stöd kan ges för.")]
    pub wanted_position: Option<String>,
    /// The last day on which something was done.
    #[schema(example = "2009-01-20")]
    pub last_action_on: Option<NaiveDate>,
    /// How much was done.
    #[schema(minimum = 0, example = 2)]
    pub action_count: usize,
    /// How many days ago something was last done; null where nothing was.
    #[schema(example = 132)]
    pub days_since_action: Option<i64>,
}

/// A case that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosedInfluence {
    /// The case.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gränsregioner i sammanhållningspolitiken")]
    pub title: String,
    /// Where it was decided.
    #[schema(inline = false, example = "european_commission")]
    pub arena: Arena,
    /// The day on which it was closed.
    #[schema(example = "2009-06-25")]
    pub closed_on: Option<NaiveDate>,
    /// How it went.
    #[schema(inline = false, example = "partly")]
    pub outcome: InfluenceOutcome,
    /// How favourable that is to the region: -2 to 2, and 2 is best.
    #[schema(minimum = -2, maximum = 2, example = 1)]
    pub favourability: Option<i32>,
}

/// How the region influenced, and was seen, in some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfluenceData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// The cases that were closed in these years, by how they went, in the order of the code list.
    pub outcomes: Vec<InfluenceOutcomeCount>,
    /// Every year of them, without closed cases too.
    pub years: Vec<InfluenceYear>,
    /// By arena, in the order of the code list.
    pub arenas: Vec<InfluenceArena>,
    /// The first 200 cases that are open, whatever the years: those for which nothing was done for the longest time first,
    /// and those for which nothing was done yet last.
    #[schema(max_items = 200)]
    pub open_cases: Vec<OpenInfluence>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 5)]
    pub open_count: usize,
    /// The last 200 cases that were closed in these years, the latest first.
    #[schema(max_items = 200)]
    pub closed_cases: Vec<ClosedInfluence>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 4)]
    pub closed_count: usize,
    /// How favourable they were to the region, from -2 to 2: their mean, with two decimals; null without any.
    #[schema(example = "0.75")]
    pub mean_favourability: Option<String>,
    /// How many profiling actions began in these years (L73.2).
    #[schema(minimum = 0, example = 3)]
    pub profiling_count: i64,
    /// How many people those reached together that tell it; null where none does.
    #[schema(example = 1250)]
    pub profiling_reach: Option<i64>,
}

/// How a closed case went; what nobody noted is not known.
pub(super) fn outcome(case: &Ended) -> InfluenceOutcome {
    case.outcome.unwrap_or(InfluenceOutcome::Unknown)
}

/// The mean favourability of some cases, as far as it was noted.
pub(super) fn mean<'a>(cases: impl Iterator<Item = &'a Ended>) -> Option<String> {
    let noted: Vec<i128> = cases.filter_map(|case| case.favourability).map(i128::from).collect();
    ratio(noted.iter().sum(), i128::try_from(noted.len()).ok()?)
}
