//! What the follow-up of a year tells.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::planning::activities::ActivityState;
use crate::planning::operational_plans::OperationalPlanState;
use crate::planning::progress::{Light, ProgressStatus};
use crate::planning::status_reports::StatusReportState;
use crate::register::Money;
use crate::register::money::Sum;
use crate::reports::matrix::LightCounts;
use crate::text::Bilingual;

/// How many activities ended in which of the three grades.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GradeCounts {
    /// Planned, ongoing and completed activities.
    #[schema(minimum = 0, example = 8)]
    pub activity_count: i64,
    /// Achieved.
    #[schema(minimum = 0, example = 4)]
    pub achieved: i64,
    /// Partly achieved.
    #[schema(minimum = 0, example = 2)]
    pub partly_achieved: i64,
    /// Not achieved.
    #[schema(minimum = 0, example = 1)]
    pub not_achieved: i64,
    /// Without a grade yet.
    #[schema(minimum = 0, example = 1)]
    pub ungraded: i64,
    /// How many of those with a grade were achieved, in percent with one decimal; null when none has a grade.
    #[schema(example = "57.1")]
    pub percent_achieved: Option<String>,
    /// How many show each light.
    pub lights: LightCounts,
}

/// A strategy area's year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AreaFollowUp {
    /// The area; null for the activities without one.
    pub strategy_area_id: Option<Uuid>,
    /// What it is called.
    pub name: Bilingual,
    /// How its activities went.
    #[serde(flatten)]
    pub grades: GradeCounts,
}

/// An activity that does not go as planned.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeviationLine {
    /// The activity.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// Its strategy area.
    pub strategy_area: Option<Bilingual>,
    /// The unit that runs it.
    pub owner_unit: Option<Bilingual>,
    /// Who answers for it.
    #[schema(example = "Samordnare, Kompetensförsörjning")]
    pub responsible: Option<String>,
    /// Its state.
    #[schema(inline = false, example = "ongoing")]
    pub state: ActivityState,
    /// How it goes.
    #[schema(inline = false, example = "off_track")]
    pub status: Option<ProgressStatus>,
    /// The light: grey when it is stale.
    #[schema(inline = false, example = "red")]
    pub light: Light,
    /// How much of it is done, in percent.
    #[schema(example = 40)]
    pub percent_total: Option<i32>,
    /// The day of its last update.
    #[schema(example = "2009-09-10")]
    pub last_update_on: Option<NaiveDate>,
    /// Its last update in words.
    #[schema(example = "Två av fyra kurser är planerade.")]
    pub text: Option<String>,
    /// What is otherwise than planned.
    #[schema(example = "Den norska parten saknar lärare.")]
    pub deviation: Option<String>,
    /// What is done about it.
    #[schema(example = "Hamar lånar ut en lärare.")]
    pub measure: Option<String>,
}

/// An indicator of a strategy area or of the strategy.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorLine {
    /// The indicator.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Studerande över gränsen")]
    pub name: String,
    /// What it is counted in.
    #[schema(example = "studerande")]
    pub measure: String,
    /// The area that it is about; null when it is about the strategy.
    pub strategy_area: Option<Bilingual>,
    /// Where it began.
    #[schema(example = "120")]
    pub baseline: Option<String>,
    /// Where it should be.
    #[schema(example = "200")]
    pub target: Option<String>,
    /// What it was last, not after the year.
    #[schema(example = "170")]
    pub latest_value: Option<String>,
    /// When that was.
    #[schema(example = "2009-12-31")]
    pub latest_on: Option<NaiveDate>,
    /// How much of the way that is, in percent with one decimal.
    #[schema(example = "62.5")]
    pub percent_of_way: Option<String>,
}

/// What a unit reported of a period.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusReportLine {
    /// The report.
    pub id: Uuid,
    /// The unit.
    pub unit: Option<Bilingual>,
    /// The reporting period.
    #[schema(minimum = 1, example = 1)]
    pub period: i32,
    /// How far it has come.
    #[schema(inline = false, example = "approved")]
    pub state: StatusReportState,
    /// What was approved, word for word.
    pub snapshot_id: Option<Uuid>,
    /// The SHA-256 of what was approved.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: Option<String>,
}

/// The follow-up of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// The plan of the year; null when there is none.
    pub operational_plan_id: Option<Uuid>,
    /// What it is called.
    #[schema(example = "Verksamhetsplan 2009")]
    pub plan_title: Option<String>,
    /// How far it has come.
    #[schema(inline = false, example = "in_follow_up")]
    pub plan_state: Option<OperationalPlanState>,
    /// When it was closed; the follow-up was frozen then, and stands under /report-snapshots.
    #[schema(example = "2010-02-04")]
    pub closed_on: Option<NaiveDate>,
    /// The year of each strategy area that was a column of the matrix, and of the activities without one, last.
    pub strategy_areas: Vec<AreaFollowUp>,
    /// All activities of the year.
    pub totals: GradeCounts,
    /// The activities that do not go as planned, the worst first; at most 200.
    #[schema(max_items = 200)]
    pub deviations: Vec<DeviationLine>,
    /// How many do not go as planned.
    #[schema(minimum = 0, example = 3)]
    pub deviation_count: i64,
    /// The indicators of the strategy and its areas.
    pub indicators: Vec<IndicatorLine>,
    /// What the units reported.
    pub status_reports: Vec<StatusReportLine>,
    /// What the activities may cost together.
    pub budget_ceiling: Option<Money>,
    /// What they are thought to cost, one sum per currency.
    pub cost_estimate: Vec<Sum>,
    /// What they cost, one sum per currency.
    pub cost_actual: Vec<Sum>,
}
