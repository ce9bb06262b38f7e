//! Which activities of a year are meant: those that count, those that have left the drafts, those that owe updates.

use diesel::prelude::*;

use super::{ActivityState, COUNTED};
use crate::db::schema::{activities, units, users};

/// The states in which an activity owes updates.
pub(super) const OWING: [ActivityState; 2] = [ActivityState::Planned, ActivityState::Ongoing];

/// The planned, ongoing and completed activities of a year that are not put away.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn counted_in(year: i32) -> _ {
    let counted: [ActivityState; 3] = COUNTED;
    activities::year.eq(year).and(activities::archived.eq(false)).and(activities::state.eq_any(counted))
}

/// What has left the drafts in a year and is not put away.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn past_draft_in(year: i32) -> _ {
    let draft: ActivityState = ActivityState::Draft;
    activities::year.eq(year).and(activities::archived.eq(false)).and(activities::state.ne(draft))
}

/// What is planned or goes on in a year and is not put away.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn owing_in(year: i32) -> _ {
    let owing: [ActivityState; 2] = OWING;
    activities::year.eq(year).and(activities::archived.eq(false)).and(activities::state.eq_any(owing))
}

/// W10: without a unit or with one that is put away; without anybody who answers for it, or with one whose account is
/// shut or put away.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn is_ownerless() -> _ {
    let left = units::table.filter(units::archived.eq(true)).select(units::id.nullable());
    let gone = users::table.filter(users::disabled.eq(true).or(users::archived.eq(true))).select(users::id.nullable());
    let has_no_unit = activities::owner_unit_id.is_null().or(activities::owner_unit_id.eq_any(left));
    let has_nobody = activities::responsible.is_null().and(activities::responsible_user_id.is_null());
    has_no_unit.or(has_nobody).or(activities::responsible_user_id.eq_any(gone))
}
