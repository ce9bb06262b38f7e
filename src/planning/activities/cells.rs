//! The activities of a year by the cells of the matrix: counts and sums, and the titles in a cell.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::costs::{SummedIn, Sums, summed, sums};
use super::which::{is_ownerless, owing_in};
use super::{ActivityState, due};
use crate::db::Conn;
use crate::db::schema::activities;
use crate::db::types::Id;
use crate::planning::progress::{Light, ProgressStatus};
use crate::strategy::priorities::Priority;
use crate::strategy::strategy_areas::StrategyArea;

/// What counted activities have in common, how many they are, and what they cost together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The priority.
    pub priority: Option<Priority>,
    /// The strategy area.
    pub strategy_area_id: Option<Id<StrategyArea>>,
    /// The state.
    pub state: ActivityState,
    /// How they go.
    pub status: Option<ProgressStatus>,
    /// When their next updates are due.
    pub due_on: Option<NaiveDate>,
    /// How many.
    pub count: i64,
    /// What they are thought to cost, in minor units of a currency.
    pub estimate: Option<(String, i128)>,
    /// What they cost, in minor units of a currency.
    pub actual: Option<(String, i128)>,
}

/// What activities are counted by.
type Key =
    (Option<Priority>, Option<Id<StrategyArea>>, ActivityState, Option<ProgressStatus>, Option<NaiveDate>, SummedIn);

type TallyRow = (Key, i64, Sums);

/// The activities of a year that are not put away, counted and summed: one query over an index, however many there are.
///
/// # Errors
/// When the database refuses.
pub fn tally(conn: &mut Conn, year: i32) -> QueryResult<Vec<Tally>> {
    let key = (
        activities::priority,
        activities::strategy_area_id,
        activities::state,
        activities::status,
        activities::next_update_due_on,
        (activities::cost_estimate_currency, activities::cost_actual_currency),
    );
    let rows: Vec<TallyRow> = activities::table
        .group_by(key)
        .select((key, count_star(), sums()))
        .filter(activities::year.eq(year))
        .filter(activities::archived.eq(false))
        .load(conn)?;
    let tallies = rows.into_iter().map(|(key, count, sums)| {
        let (priority, strategy_area_id, state, status, due_on, currencies) = key;
        let (estimate, actual) = summed(currencies, sums);
        Tally { priority, strategy_area_id, state, status, due_on, count, estimate, actual }
    });
    Ok(tallies.collect())
}

/// An activity in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellTitle {
    /// Its id.
    pub id: Uuid,
    /// What its title is sorted by.
    pub key: Vec<u8>,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: ActivityState,
    /// How it goes.
    pub status: Option<ProgressStatus>,
    /// When its next update is due.
    pub due_on: Option<NaiveDate>,
}

impl Tally {
    /// The light of these activities on a day.
    pub fn light(&self, day: NaiveDate) -> Light {
        light(self.state, self.status, self.due_on, day)
    }
}

impl CellTitle {
    /// The light of the activity on a day.
    pub fn light(&self, day: NaiveDate) -> Light {
        light(self.state, self.status, self.due_on, day)
    }
}

/// The light of an activity on a day.
pub fn light(state: ActivityState, status: Option<ProgressStatus>, due_on: Option<NaiveDate>, day: NaiveDate) -> Light {
    Light::of(state, status, due::is_late(state, due_on, day))
}

/// The first activities with a priority and an area, or without, that are neither put away, drafts nor cancelled, by
/// title: one query over an index.
///
/// # Errors
/// When the database refuses.
pub fn titles(
    conn: &mut Conn,
    year: i32,
    (priority, area): (Option<Priority>, Option<Id<StrategyArea>>),
    most: i64,
) -> QueryResult<Vec<CellTitle>> {
    let mut here = activities::table
        .filter(activities::year.eq(year))
        .filter(activities::archived.eq(false))
        .filter(activities::state.ne(ActivityState::Draft))
        .filter(activities::state.ne(ActivityState::Cancelled))
        .into_boxed();
    here = match area {
        Some(area) => here.filter(activities::strategy_area_id.eq(area)),
        None => here.filter(activities::strategy_area_id.is_null()),
    };
    here = match priority {
        Some(priority) => here.filter(activities::priority.eq(priority)),
        None => here.filter(activities::priority.is_null()),
    };
    type Row = (Id<()>, Vec<u8>, String, ActivityState, Option<ProgressStatus>, Option<NaiveDate>);
    let rows: Vec<Row> = here
        .order((activities::name_key, activities::id))
        .select((
            activities::id,
            activities::name_key,
            activities::title,
            activities::state,
            activities::status,
            activities::next_update_due_on,
        ))
        .limit(most)
        .load(conn)?;
    let named =
        |(id, key, title, state, status, due_on): Row| CellTitle { id: id.uuid(), key, title, state, status, due_on };
    Ok(rows.into_iter().map(named).collect())
}

/// A priority and an area, and how many activities there nobody answers for.
pub type Ownerless = (Option<Priority>, Option<Id<StrategyArea>>, i64);

/// How many of a year's planned and ongoing activities nobody answers for (W10), by priority and area: one
/// query.
///
/// # Errors
/// When the database refuses.
pub fn ownerless(conn: &mut Conn, year: i32) -> QueryResult<Vec<Ownerless>> {
    activities::table
        .group_by((activities::priority, activities::strategy_area_id))
        .select((activities::priority, activities::strategy_area_id, count_star()))
        .filter(owing_in(year))
        .filter(is_ownerless())
        .load(conn)
}
