//! What the matrix tells.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::planning::activities::ActivityState;
use crate::planning::progress::{Light, ProgressStatus};
use crate::register::Money;
use crate::register::money::Sum;
use crate::register::represent::Link;
use crate::strategy::priorities::Priority;
use crate::text::Bilingual;

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatrixPriority {
    /// The priority.
    #[schema(inline = false)]
    pub code: Priority,
    /// What it is called.
    pub name: Bilingual,
}

/// A column of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixArea {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "kultur")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// What is in focus in it in the year, the first in rank first.
    pub profile_areas: Vec<MatrixProfileArea>,
}

/// A profile area of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatrixProfileArea {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gränslös yrkesutbildning")]
    pub name: String,
    /// Its rank: 1 is first.
    #[schema(minimum = 1, example = 1)]
    pub rank: i32,
}

/// How many activities are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StateCounts {
    /// Drafts, which do not fill a cell.
    #[schema(minimum = 0, example = 1)]
    pub draft: i64,
    /// Planned.
    #[schema(minimum = 0, example = 2)]
    pub planned: i64,
    /// Ongoing.
    #[schema(minimum = 0, example = 0)]
    pub ongoing: i64,
    /// Completed.
    #[schema(minimum = 0, example = 3)]
    pub completed: i64,
    /// Cancelled, which do not fill a cell.
    #[schema(minimum = 0, example = 1)]
    pub cancelled: i64,
}

impl StateCounts {
    pub(super) fn of(&mut self, state: ActivityState) -> &mut i64 {
        match state {
            ActivityState::Draft => &mut self.draft,
            ActivityState::Planned => &mut self.planned,
            ActivityState::Ongoing => &mut self.ongoing,
            ActivityState::Completed => &mut self.completed,
            ActivityState::Cancelled => &mut self.cancelled,
        }
    }

    pub(super) fn counted(&self) -> i64 {
        self.planned + self.ongoing + self.completed
    }
}

/// How many planned, ongoing and completed activities show each light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LightCounts {
    /// According to plan, or achieved.
    #[schema(minimum = 0, example = 3)]
    pub green: i64,
    /// At risk, or partly achieved.
    #[schema(minimum = 0, example = 1)]
    pub yellow: i64,
    /// Off track, or not achieved.
    #[schema(minimum = 0, example = 0)]
    pub red: i64,
    /// Stale: their progress update is late, whatever the last one said.
    #[schema(minimum = 0, example = 1)]
    pub grey: i64,
    /// Without a status yet.
    #[schema(minimum = 0, example = 0)]
    pub unlit: i64,
}

impl LightCounts {
    pub(in crate::reports) fn of(&mut self, light: Light) -> &mut i64 {
        match light {
            Light::Green => &mut self.green,
            Light::Yellow => &mut self.yellow,
            Light::Red => &mut self.red,
            Light::Grey => &mut self.grey,
            Light::Unlit => &mut self.unlit,
        }
    }

    /// How many show a light.
    pub const fn count(&self, light: Light) -> i64 {
        match light {
            Light::Green => self.green,
            Light::Yellow => self.yellow,
            Light::Red => self.red,
            Light::Grey => self.grey,
            Light::Unlit => self.unlit,
        }
    }
}

/// Activities counted, and what they cost; drafts and cancelled ones are counted by state alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityTotals {
    /// How many are planned, ongoing or completed.
    #[schema(minimum = 0, example = 5)]
    pub activity_count: i64,
    /// How many are in each state.
    pub by_state: StateCounts,
    /// How many of those that count show each light.
    pub lights: LightCounts,
    /// How many of those that count are stale: their next progress update is late.
    #[schema(minimum = 0, example = 1)]
    pub stale_count: i64,
    /// How many of those that are planned or ongoing nobody who works here answers for (W10).
    #[schema(minimum = 0, example = 0)]
    pub ownerless_count: i64,
    /// What those that count are thought to cost, one sum per currency.
    pub cost_estimate: Vec<Sum>,
    /// What they cost, one sum per currency.
    pub cost_actual: Vec<Sum>,
}

/// An activity in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatrixActivity {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its state.
    #[schema(inline = false, example = "completed")]
    pub state: ActivityState,
    /// How it goes.
    #[schema(inline = false, example = "achieved")]
    pub status: Option<ProgressStatus>,
    /// The light: grey when it is stale.
    #[schema(inline = false, example = "green")]
    pub light: Light,
}

/// To the activities behind a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActivitiesLink {
    /// The list of those that count.
    pub activities: Link,
}

/// A cell of the matrix.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixCell {
    /// Its row.
    #[schema(inline = false)]
    pub priority: Priority,
    /// Its column.
    pub strategy_area_id: Uuid,
    /// Whether no activity is planned, ongoing or completed in it.
    #[schema(example = false)]
    pub empty: bool,
    /// What the plan means to do in it.
    #[schema(example = "Utbyten för unga över gränsen.")]
    pub direction: Option<String>,
    /// Whether the plan leaves it empty on purpose.
    #[schema(example = false)]
    pub intentionally_empty: bool,
    /// Why it is left empty.
    #[schema(example = "Området bevakas av staten i år.")]
    pub empty_reason: Option<String>,
    /// Its activities, counted.
    #[serde(flatten)]
    pub totals: ActivityTotals,
    /// The first twenty of those that count, by title.
    #[schema(max_items = 20)]
    pub activities: Vec<MatrixActivity>,
    /// To all of them.
    #[serde(rename = "_links")]
    pub links: ActivitiesLink,
}

/// The activities that stand in no cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outside {
    /// Counted.
    #[serde(flatten)]
    pub totals: ActivityTotals,
    /// The first twenty of those that count, by title.
    #[schema(max_items = 20)]
    pub activities: Vec<MatrixActivity>,
}

/// The matrix of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixData {
    /// The year.
    #[schema(example = 2009)]
    pub year: i32,
    /// The plan of the year; null when there is none.
    pub operational_plan_id: Option<Uuid>,
    /// What its activities may cost together.
    pub budget_ceiling: Option<Money>,
    /// The strategy in force on 31 December of the year; null when there was none.
    pub strategy_id: Option<Uuid>,
    /// What it is called.
    pub strategy_title: Option<Bilingual>,
    /// The rows, in their order.
    pub priorities: Vec<MatrixPriority>,
    /// The columns, in their order: the strategy's areas that were prioritised on 31 December of the year.
    pub strategy_areas: Vec<MatrixArea>,
    /// All cells, row by row; empty ones too.
    pub cells: Vec<MatrixCell>,
    /// The activities of the year that stand in no cell (D3).
    pub outside: Outside,
    /// All activities of the year.
    pub totals: ActivityTotals,
}
