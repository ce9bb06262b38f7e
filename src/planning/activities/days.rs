//! The days of activities: when they begin and end, and when their updates are due; for the calendar, and for the tasks of a
//! unit.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::which::OWING;
use super::{Activity, ActivityState, COUNTED};
use crate::db::Conn;
use crate::db::schema::{activities, operational_plans as plans};
use crate::db::types::{Id, Instant};
use crate::governance::units::Unit;

/// An activity, what it is called, a day of it, and when it was last changed.
pub type Dated = (Id<Activity>, String, NaiveDate, Instant);

/// The first planned, ongoing and completed activities that begin between two days and are not put away, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn beginning(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Dated>> {
    let day = activities::starts_on.assume_not_null();
    activities::table
        .filter(activities::starts_on.between(from, to))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(COUNTED))
        .order((activities::starts_on, activities::id))
        .limit(most)
        .select((activities::id, activities::title, day, activities::updated_at))
        .load(conn)
}

/// As [`beginning`], of those that end.
///
/// # Errors
/// When the database refuses.
pub fn ending(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Dated>> {
    let day = activities::ends_on.assume_not_null();
    activities::table
        .filter(activities::ends_on.between(from, to))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(COUNTED))
        .order((activities::ends_on, activities::id))
        .limit(most)
        .select((activities::id, activities::title, day, activities::updated_at))
        .load(conn)
}

/// The years whose plans are closed: what is owed in them is asked of nobody any more.
#[diesel::dsl::auto_type(no_type_alias)]
fn closed_years() -> _ {
    let closed: &'static str = "closed";
    plans::table.filter(plans::state.eq(closed)).filter(plans::archived.eq(false)).select(plans::year)
}

/// How many planned and ongoing activities of a unit owe an update by the same day.
pub type Owed = (Option<Id<Unit>>, NaiveDate, i64);

/// How many planned and ongoing activities owe an update between two days, by day and unit; the first ones: one query.
///
/// # Errors
/// When the database refuses.
pub fn owed_by_unit(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<Owed>> {
    let rows: Vec<(Option<Id<Unit>>, Option<NaiveDate>, i64)> = activities::table
        .group_by((activities::owner_unit_id, activities::next_update_due_on))
        .select((activities::owner_unit_id, activities::next_update_due_on, count_star()))
        .filter(activities::next_update_due_on.between(from, to))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(OWING))
        .filter(activities::year.ne_all(closed_years()))
        .order((activities::next_update_due_on, activities::owner_unit_id))
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(unit, day, count)| Some((unit, day?, count))).collect())
}

/// A unit's planned and ongoing activities that owe an update by a day, the first due first: one query.
///
/// # Errors
/// When the database refuses.
pub fn owed_of_unit(
    conn: &mut Conn,
    unit: Id<Unit>,
    until: NaiveDate,
) -> QueryResult<Vec<(Id<Activity>, String, NaiveDate)>> {
    activities::table
        .filter(activities::owner_unit_id.eq(unit))
        .filter(activities::next_update_due_on.le(until))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(OWING))
        .filter(activities::year.ne_all(closed_years()))
        .order((activities::next_update_due_on, activities::name_key, activities::id))
        .select((activities::id, activities::title, activities::next_update_due_on.assume_not_null()))
        .load(conn)
}

/// A unit's drafts of some years, by title: one query.
///
/// # Errors
/// When the database refuses.
pub fn drafts_of_unit(conn: &mut Conn, unit: Id<Unit>, years: [i32; 2]) -> QueryResult<Vec<(Id<Activity>, String)>> {
    activities::table
        .filter(activities::owner_unit_id.eq(unit))
        .filter(activities::year.eq_any(years))
        .filter(activities::state.eq(ActivityState::Draft))
        .filter(activities::archived.eq(false))
        .order((activities::name_key, activities::id))
        .select((activities::id, activities::title))
        .load(conn)
}
