//! The activities of a year that did not go as planned, for its follow-up.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ActivityState;
use super::which::counted_in;
use crate::db::Conn;
use crate::db::schema::activities;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::planning::progress::ProgressStatus;
use crate::strategy::strategy_areas::StrategyArea;

/// The statuses that ask for attention, the worst first.
const NOT_AS_PLANNED: [ProgressStatus; 4] =
    [ProgressStatus::NotAchieved, ProgressStatus::OffTrack, ProgressStatus::PartlyAchieved, ProgressStatus::AtRisk];

/// An activity that does not go as planned.
#[derive(Clone, Debug, Queryable)]
pub struct Deviating {
    /// The activity.
    pub id: Id<super::Activity>,
    /// What it is called.
    pub title: String,
    /// The strategy area.
    pub strategy_area_id: Option<Id<StrategyArea>>,
    /// The unit that runs it.
    pub owner_unit_id: Option<Id<Unit>>,
    /// Who answers for it.
    pub responsible: Option<String>,
    /// The state.
    pub state: ActivityState,
    /// How it goes.
    pub status: Option<ProgressStatus>,
    /// How much of it is done, in percent.
    pub percent_total: Option<i32>,
    /// The day of its last update.
    pub last_update_on: Option<NaiveDate>,
    /// When its next update is due.
    pub due_on: Option<NaiveDate>,
}

/// The activities of a year that count and do not go as planned, the worst first, at most so many.
///
/// # Errors
/// When the database refuses.
pub fn deviating(conn: &mut Conn, year: i32, most: usize) -> QueryResult<Vec<Deviating>> {
    let mut found = Vec::new();
    for status in NOT_AS_PLANNED {
        let left = i64::try_from(most - found.len()).unwrap_or_default();
        let rows: Vec<Deviating> = activities::table
            .filter(counted_in(year))
            .filter(activities::status.eq(status))
            .order((activities::name_key, activities::id))
            .limit(left)
            .select((
                activities::id,
                activities::title,
                activities::strategy_area_id,
                activities::owner_unit_id,
                activities::responsible,
                activities::state,
                activities::status,
                activities::percent_total,
                activities::last_update_on,
                activities::next_update_due_on,
            ))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}
