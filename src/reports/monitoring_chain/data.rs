//! What the report from monitoring to influence tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::monitoring::monitoring_items::{Chained, MonitoringLevel, MonitoringState, OpenEnd};
use crate::reports::wording::{median, percent};

/// How far the chains of some monitoring items have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainSums {
    /// How many items.
    #[schema(minimum = 0, example = 12)]
    pub item_count: i64,
    /// How many of them have left the state new.
    #[schema(minimum = 0, example = 10)]
    pub assessed_count: i64,
    /// How many are named by a knowledge activity that is not cancelled.
    #[schema(minimum = 0, example = 8)]
    pub known_count: i64,
    /// How many are named by an influence case with a wanted position.
    #[schema(minimum = 0, example = 5)]
    pub position_count: i64,
    /// How many are named by an influence case that is closed.
    #[schema(minimum = 0, example = 2)]
    pub outcome_count: i64,
    /// The share of the items that became known, in percent; null when there are none.
    #[schema(example = "66.7")]
    pub known_share: Option<String>,
    /// The share of the items that led to a position, in percent; null when there are none.
    #[schema(example = "41.7")]
    pub position_share: Option<String>,
    /// The share of the items that led to an outcome, in percent; null when there are none.
    #[schema(example = "16.7")]
    pub outcome_share: Option<String>,
    /// Days from an item to the first knowledge activity that was held, of the middle one; null where none was.
    #[schema(example = "30")]
    pub median_days_to_knowledge: Option<String>,
    /// Days from an item to the first decision or action of an influence case, of the middle one; null without any.
    #[schema(example = "66")]
    pub median_days_to_step: Option<String>,
    /// Days from an item to the day on which the first influence case was closed, of the middle one; null where none was.
    #[schema(example = "250.5")]
    pub median_days_to_outcome: Option<String>,
}

impl ChainSums {
    /// Those of some chains.
    pub(super) fn of(chains: &[&Chained]) -> Self {
        let count = |holds: fn(&Chained) -> bool| {
            i64::try_from(chains.iter().filter(|one| holds(one)).count()).unwrap_or_default()
        };
        let middle = |days: fn(&Chained) -> Option<i64>| median(chains.iter().filter_map(|one| days(one)).collect());
        let items = count(|_| true);
        let known = count(|one| one.course.is_known());
        let positions = count(|one| one.course.has_position());
        let outcomes = count(|one| one.course.has_outcome());
        Self {
            item_count: items,
            assessed_count: count(|one| one.state != MonitoringState::New),
            known_count: known,
            position_count: positions,
            outcome_count: outcomes,
            known_share: percent(known, items),
            position_share: percent(positions, items),
            outcome_share: percent(outcomes, items),
            median_days_to_knowledge: middle(|one| one.course.days_to_knowledge()),
            median_days_to_step: middle(|one| one.course.days_to_step()),
            median_days_to_outcome: middle(|one| one.course.days_to_outcome()),
        }
    }
}

/// The chains of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainYear {
    /// The year of the day from which an item's days are counted.
    #[schema(example = 2009)]
    pub year: i32,
    /// How far they have come.
    #[serde(flatten)]
    pub sums: ChainSums,
}

/// The chains of a level of monitoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainLevel {
    /// Strategic or tactical (L69.2).
    #[schema(inline = false, example = "strategic")]
    pub level: MonitoringLevel,
    /// How far they have come.
    #[serde(flatten)]
    pub sums: ChainSums,
}

/// A monitoring item on which nothing follows (W6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SilentItem {
    /// The item.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Grönbok om territoriell sammanhållning")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "new")]
    pub state: MonitoringState,
    /// The day from which days are counted: of publication, or else the one on which it was recorded.
    #[schema(example = "2008-10-06")]
    pub counted_from: NaiveDate,
    /// How many days that is ago.
    #[schema(minimum = 0, example = 84)]
    pub days: i64,
    /// The last day on which something can be done about it.
    #[schema(example = "2009-02-28")]
    pub deadline_on: Option<NaiveDate>,
    /// What its chain lacks.
    pub open_ends: Vec<OpenEnd>,
}

/// How monitoring became knowledge and influence in some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringChainData {
    /// The first year.
    #[schema(minimum = 1900, maximum = 2199, example = 2008)]
    pub year_from: i32,
    /// The last year.
    #[schema(minimum = 1900, maximum = 2199, example = 2011)]
    pub year_to: i32,
    /// All items of these years.
    pub totals: ChainSums,
    /// Every year of them, without items too.
    pub years: Vec<ChainYear>,
    /// By level of monitoring (L69.2), in the order of the code list.
    pub levels: Vec<ChainLevel>,
    /// The first 200 items of these years that are new or assessed and on which nothing has followed for more than thirty
    /// days (W6): the soonest last day first, those without one after them, the oldest first.
    #[schema(max_items = 200)]
    pub open_ends: Vec<SilentItem>,
    /// How many there are in all.
    #[schema(minimum = 0, example = 3)]
    pub open_end_count: usize,
}
