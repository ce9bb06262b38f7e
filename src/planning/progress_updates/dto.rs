//! What progress updates look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProgressUpdateState;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::planning::activities::Activity;
use crate::planning::progress::ProgressStatus;

/// The fields of a progress update that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressUpdateIn {
    /// The activity.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub activity_id: Id<Activity>,
    /// The reporting period that it is for: its number in the plan of the activity's year.
    #[schema(minimum = 1, maximum = 12, example = 1)]
    pub period: i32,
    /// The day that it tells of, not before the period begins.
    #[schema(example = "2009-05-11")]
    pub reported_on: NaiveDate,
    /// How the activity goes.
    #[schema(inline = false, example = "at_risk")]
    pub status: ProgressStatus,
    /// How much of the activity is done, in percent: a total, never what was added. What is achieved is 100.
    #[schema(minimum = 0, maximum = 100, example = 40)]
    pub percent_total: i32,
    /// The update in words.
    #[schema(min_length = 1, max_length = 4000, example = "Två av fyra kurser är planerade.")]
    pub text: String,
    /// What is otherwise than planned: asked for when it is at risk or off track.
    #[schema(min_length = 1, max_length = 2000, example = "Den norska parten saknar lärare till hösten.")]
    pub deviation: Option<String>,
    /// What is done about it: asked for when it is at risk or off track.
    #[schema(min_length = 1, max_length = 2000, example = "Hamar lånar ut en lärare till december.")]
    pub measure: Option<String>,
}

/// The fields of a progress update that the service sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgressUpdateKept {
    /// The unit that reports: the one that ran the activity when the update was made.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of progress updates.
    pub struct ProgressUpdateFilter {
        /// The state.
        state: "state" => Any<ProgressUpdateState>,
        /// The activity.
        activity_id: "activityId" => Any<Id<Activity>>,
        /// The year of the activity.
        year: "year" => Any<i32>,
        /// The reporting period that it is for.
        period: "period" => Any<i32>,
        /// How the activity goes.
        status: "status" => Any<ProgressStatus>,
        /// The unit that reports.
        unit_id: "unitId" => AnyOrNone<Id<Unit>>,
        /// The day that it tells of.
        reported_on: "reportedOn" => Range<NaiveDate>,
    }
}
