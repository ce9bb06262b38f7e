//! When the next progress update of an activity is due. The day follows from the plan of its year and its last update; it
//! stands in a column beside the record, so that lists and the matrix can ask for what is stale.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::which::OWING;
use super::{Activity, ActivityState};
use crate::db::schema::{activities, operational_plans as plans};
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::planning::periods::Rhythm;
use crate::register::Record;

/// When the next update of an activity is due by its plan; none when the year asks for no more.
pub(super) fn due_on(record: &Record<Activity>, rhythm: Option<Rhythm>) -> Option<NaiveDate> {
    let next = rhythm?.next(record.content.starts_on, record.kept.last_update_period)?;
    Some(next.due_on)
}

/// Whether its update is late on a day.
pub(super) fn is_stale(record: &Record<Activity>, due_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    is_late(Activity::state(record), due_on, day)
}

/// Whether an update that is due is late on a day.
pub(super) fn is_late(state: ActivityState, due_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    OWING.contains(&state) && due_on.is_some_and(|due| due < day)
}

/// Narrows a list to what is stale on a day, or to what is not.
pub(super) fn narrow_stale(
    rows: activities::BoxedQuery<'static, MultiBackend>,
    wanted: &[bool],
    day: NaiveDate,
) -> activities::BoxedQuery<'static, MultiBackend> {
    let late = || activities::next_update_due_on.lt(day).and(activities::state.eq_any(OWING));
    match wanted {
        [true] => rows.filter(late()),
        [false] => rows.filter(
            activities::next_update_due_on
                .is_null()
                .or(activities::next_update_due_on.ge(day))
                .or(activities::state.ne_all(OWING)),
        ),
        _ => rows,
    }
}

/// The years of some plans, as a query.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn years_of(ids: Vec<Id<OperationalPlan>>) -> _ {
    plans::table.filter(plans::id.eq_any(ids)).select(plans::year)
}

/// Enters when the next updates of all activities of a year are due, as its plan has changed: a statement per period,
/// however many activities there are.
///
/// # Errors
/// When the database refuses.
pub fn index_due_days(conn: &mut Conn, year: i32) -> QueryResult<()> {
    let none: Option<NaiveDate> = None;
    diesel::update(activities::table.filter(activities::year.eq(year)))
        .set(activities::next_update_due_on.eq(none))
        .execute(conn)?;
    let Some(rhythm) = operational_plans::rhythm(conn, year)? else { return Ok(()) };
    // The first period after the last update in whose course the activity had begun.
    for period in rhythm.periods() {
        let is_after = activities::last_update_period.is_null().or(activities::last_update_period.lt(period.period));
        let had_begun = activities::starts_on.is_null().or(activities::starts_on.le(period.ends_on));
        diesel::update(activities::table)
            .filter(activities::year.eq(year))
            .filter(activities::next_update_due_on.is_null())
            .filter(is_after)
            .filter(had_begun)
            .set(activities::next_update_due_on.eq(Some(period.due_on)))
            .execute(conn)?;
    }
    Ok(())
}
