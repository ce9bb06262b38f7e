//! The activities of a year that the delimitations speak of: work of aid character (D2), and what stands outside of the
//! prioritised areas (D3).

use diesel::prelude::*;
use uuid::Uuid;

use super::ActivityState;
use super::which::{counted_in, past_draft_in};
use crate::cooperation::partners::{PartnerState, PartnershipKind};
use crate::db::Conn;
use crate::db::schema::{activities, partners, record_references};
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::register::Money;
use crate::strategy::strategy_areas::{StrategyArea, standings};

/// An activity that the delimitations speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: ActivityState,
    /// The unit that runs it.
    pub owner_unit_id: Option<Id<Unit>>,
    /// Whether it is work of aid character (D2).
    pub aid_character: bool,
    /// Whether it stands outside of the prioritised areas (D3).
    pub outside: bool,
    /// Why.
    pub exception_reason: Option<String>,
    /// What it is thought to cost.
    pub cost_estimate: Option<Money>,
    /// What it cost.
    pub cost_actual: Option<Money>,
}

/// The activities that the delimitations speak of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delimitations {
    /// The first of them, by title.
    pub activities: Vec<Delimited>,
    /// How many there are.
    pub total: i64,
    /// How many are of aid character.
    pub aid: i64,
    /// How many stand outside of the prioritised areas.
    pub outside: i64,
}

/// D3: without an area, in one that is not prioritised, or with a reason that is none for aid.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_outside(areas: Vec<Id<StrategyArea>>) -> _ {
    let is_excused = activities::exception_reason.is_not_null().and(activities::aid_character.eq(false));
    activities::strategy_area_id.is_null().or(activities::strategy_area_id.eq_any(areas)).or(is_excused)
}

type Key = (Id<()>, String, ActivityState, Option<Id<Unit>>, Option<Id<StrategyArea>>);
type Marks = (bool, Option<String>);
type Costs = (Option<i64>, Option<String>, Option<i64>, Option<String>);

impl Delimited {
    /// An activity of a row; `areas` are those that are not prioritised.
    fn of((key, marks, costs): (Key, Marks, Costs), areas: &[Id<StrategyArea>]) -> Self {
        let (id, title, state, owner_unit_id, area) = key;
        let (aid_character, exception_reason) = marks;
        let (estimate, estimated_in, actual, spent_in) = costs;
        let is_in_no_column = area.is_none_or(|area| areas.contains(&area));
        Self {
            id: id.uuid(),
            title,
            state,
            owner_unit_id,
            aid_character,
            outside: is_in_no_column || (exception_reason.is_some() && !aid_character),
            exception_reason,
            cost_estimate: Money::of_columns(estimate, estimated_in),
            cost_actual: Money::of_columns(actual, spent_in),
        }
    }
}

/// The activities of a year that have left the drafts, are not put away, and are of aid character or stand outside of the
/// prioritised areas, the first by title: six queries, however many there are.
///
/// # Errors
/// When the database refuses.
pub fn delimited(conn: &mut Conn, year: i32, most: i64) -> QueryResult<Delimitations> {
    let areas = without_priority(conn, year)?;
    let here = || activities::table.filter(past_draft_in(year));
    let is_aid = activities::aid_character.eq(true);
    let rows: Vec<(Key, Marks, Costs)> = here()
        .filter(is_aid.or(is_outside(areas.clone())))
        .order((activities::name_key, activities::id))
        .select((
            (
                activities::id,
                activities::title,
                activities::state,
                activities::owner_unit_id,
                activities::strategy_area_id,
            ),
            (activities::aid_character, activities::exception_reason),
            (
                activities::cost_estimate_minor,
                activities::cost_estimate_currency,
                activities::cost_actual_minor,
                activities::cost_actual_currency,
            ),
        ))
        .limit(most)
        .load(conn)?;
    Ok(Delimitations {
        activities: rows.into_iter().map(|row| Delimited::of(row, &areas)).collect(),
        total: here().filter(is_aid.or(is_outside(areas.clone()))).count().get_result(conn)?,
        aid: here().filter(is_aid).count().get_result(conn)?,
        outside: here().filter(is_outside(areas)).count().get_result(conn)?,
    })
}

/// The areas of a year's activities that are not prioritised, and were not so at its end: two queries.
fn without_priority(conn: &mut Conn, year: i32) -> QueryResult<Vec<Id<StrategyArea>>> {
    let found: Vec<Option<Id<StrategyArea>>> = activities::table
        .filter(past_draft_in(year))
        .filter(activities::strategy_area_id.is_not_null())
        .select(activities::strategy_area_id)
        .distinct()
        .load(conn)?;
    let found: Vec<Id<StrategyArea>> = found.into_iter().flatten().collect();
    let standings = standings(conn, &found)?;
    let stands = |id: &Id<StrategyArea>| standings.get(id).is_some_and(|area| area.is_prioritised(year));
    Ok(found.into_iter().filter(|id| !stands(id)).collect())
}

/// How many activities of a year that count have a strategic partner; a twin region is none (D1): one query.
///
/// # Errors
/// When the database refuses.
pub fn with_strategic_partner(conn: &mut Conn, year: i32) -> QueryResult<i64> {
    let strategic = partners::table
        .filter(partners::state.eq(PartnerState::Strategic))
        .filter(partners::partnership_kind.ne(PartnershipKind::TwinRegion))
        .filter(partners::archived.eq(false))
        .select(partners::id);
    let taking_part = record_references::table
        .filter(record_references::reference.eq("activity.partners"))
        .filter(record_references::to_id.eq_any(strategic))
        .select(record_references::from_id);
    activities::table.filter(counted_in(year)).filter(activities::id.eq_any(taking_part)).count().get_result(conn)
}
