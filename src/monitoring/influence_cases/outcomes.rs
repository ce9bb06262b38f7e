//! What became of influence cases: those that were closed in some years, and those that are open.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

use super::{Arena, InfluenceCase, InfluenceOutcome, InfluenceState};
use crate::clock::days_of_years;
use crate::db::Conn;
use crate::db::schema::influence_cases;
use crate::db::types::{Id, Json};

/// Something done to influence, as far as its day: the rest of it is passed over.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Acted {
    /// The day.
    pub on: NaiveDate,
}

/// A case that is closed.
#[derive(Clone, Debug, Queryable)]
pub struct Ended {
    /// The case.
    pub id: Id<InfluenceCase>,
    /// Where it was decided.
    pub arena: Arena,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
    /// How it went.
    pub outcome: Option<InfluenceOutcome>,
    /// How favourable that is to the region.
    pub favourability: Option<i32>,
}

/// The cases that were closed in some years and are not put away, the last first: one query.
///
/// # Errors
/// When the database refuses.
pub fn closed_in(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Ended>> {
    let Some((first, last)) = days_of_years(years) else { return Ok(Vec::new()) };
    influence_cases::table
        .filter(influence_cases::state.eq(InfluenceState::Closed))
        .filter(influence_cases::archived.eq(false))
        .filter(influence_cases::closed_on.between(first, last))
        .order((influence_cases::closed_on.desc(), influence_cases::id))
        .select((
            influence_cases::id,
            influence_cases::arena,
            influence_cases::closed_on,
            influence_cases::outcome,
            influence_cases::favourability,
        ))
        .load(conn)
}

/// A case that is not closed, and how much was done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// The case.
    pub id: Id<InfluenceCase>,
    /// Where it is decided.
    pub arena: Arena,
    /// The last day on which something was done.
    pub last_action_on: Option<NaiveDate>,
    /// How much was done.
    pub action_count: usize,
}

/// The cases that are open and not put away, those for which nothing was done for the longest time first, and those for
/// which nothing was done yet last: one query.
///
/// # Errors
/// When the database refuses.
pub fn open(conn: &mut Conn) -> QueryResult<Vec<Open>> {
    let rows: Vec<(Id<InfluenceCase>, Arena, Json<Vec<Acted>>)> = influence_cases::table
        .filter(influence_cases::state.ne(InfluenceState::Closed))
        .filter(influence_cases::archived.eq(false))
        .select((influence_cases::id, influence_cases::arena, influence_cases::actions))
        .load(conn)?;
    let of = |(id, arena, actions): (Id<InfluenceCase>, Arena, Json<Vec<Acted>>)| Open {
        id,
        arena,
        last_action_on: actions.0.iter().map(|action| action.on).max(),
        action_count: actions.0.len(),
    };
    let mut open: Vec<Open> = rows.into_iter().map(of).collect();
    open.sort_by_key(|case| (case.last_action_on.is_none(), case.last_action_on, case.id));
    Ok(open)
}

/// What is told of an open case.
#[derive(Clone, Debug, Queryable)]
pub struct OpenCase {
    /// The case.
    pub id: Id<InfluenceCase>,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: InfluenceState,
    /// The procedure of the EU.
    pub procedure_reference: Option<String>,
    /// What the region wants.
    pub wanted_position: Option<String>,
}

/// What is told of some open cases, in no order: one query.
///
/// # Errors
/// When the database refuses.
pub fn open_by_ids(conn: &mut Conn, ids: Vec<Id<InfluenceCase>>) -> QueryResult<Vec<OpenCase>> {
    influence_cases::table
        .filter(influence_cases::id.eq_any(ids))
        .select((
            influence_cases::id,
            influence_cases::title,
            influence_cases::state,
            influence_cases::procedure_reference,
            influence_cases::wanted_position,
        ))
        .load(conn)
}
