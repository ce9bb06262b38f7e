//! The planned and ongoing activities that nobody answers for (W10), or of which no news has come in time.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::which::{is_ownerless, owing_in};
use super::{Activity, ActivityState};
use crate::db::Conn;
use crate::db::schema::activities;
use crate::db::types::Id;
use crate::governance::units::{self as units_of, Unit};
use crate::identity::users::{self as users_of, User};
use crate::planning::progress::ProgressStatus;
use crate::register::Record;

crate::code_list! {
    /// Why nobody answers for an activity (W10).
    pub enum OwnerlessReason "ownerless-reasons" ("Skäl till att ansvarig saknas", "Reasons why nobody answers") {
        NoUnit = "no_unit" ("Ingen enhet", "No unit"),
        UnitArchived = "unit_archived" ("Enheten är undanlagd", "The unit is put away"),
        NobodyResponsible = "nobody_responsible" ("Ingen ansvarig", "Nobody responsible"),
        AccountClosed = "account_closed" ("Den ansvarigas konto är avstängt", "The account of who answers is closed"),
    }
}

/// A planned or ongoing activity that is unattended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: ActivityState,
    /// The unit that runs it.
    pub owner_unit_id: Option<Id<Unit>>,
    /// Who answers for it.
    pub responsible: Option<String>,
    /// The account of who answers for it.
    pub responsible_user_id: Option<Id<User>>,
    /// What its last progress update said.
    pub status: Option<ProgressStatus>,
    /// The day of it.
    pub last_update_on: Option<NaiveDate>,
    /// When the next one is due.
    pub due_on: Option<NaiveDate>,
}

/// How many of a unit's planned and ongoing activities are unattended.
pub type ByUnit = Vec<(Option<Id<Unit>>, i64)>;

type Row = (
    (Id<()>, String, ActivityState, Option<Id<Unit>>, Option<String>, Option<Id<User>>),
    (Option<ProgressStatus>, Option<NaiveDate>, Option<NaiveDate>),
);

/// A query's columns of what is unattended.
type Shown = (
    (
        activities::id,
        activities::title,
        activities::state,
        activities::owner_unit_id,
        activities::responsible,
        activities::responsible_user_id,
    ),
    (activities::status, activities::last_update_on, activities::next_update_due_on),
);

const SHOWN: Shown = (
    (
        activities::id,
        activities::title,
        activities::state,
        activities::owner_unit_id,
        activities::responsible,
        activities::responsible_user_id,
    ),
    (activities::status, activities::last_update_on, activities::next_update_due_on),
);

impl Unattended {
    fn of((key, (status, last_update_on, due_on)): Row) -> Self {
        let (id, title, state, owner_unit_id, responsible, responsible_user_id) = key;
        Self {
            id: id.uuid(),
            title,
            state,
            owner_unit_id,
            responsible,
            responsible_user_id,
            status,
            last_update_on,
            due_on,
        }
    }
}

/// The first planned and ongoing activities of a year that nobody answers for, by title: one query.
///
/// # Errors
/// When the database refuses.
pub fn without_owner(conn: &mut Conn, year: i32, most: i64) -> QueryResult<Vec<Unattended>> {
    let rows: Vec<Row> = activities::table
        .filter(owing_in(year))
        .filter(is_ownerless())
        .order((activities::name_key, activities::id))
        .select(SHOWN)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Unattended::of).collect())
}

/// The first activities of a year whose next update is late on a day, the latest first: one query.
///
/// # Errors
/// When the database refuses.
pub fn without_news(conn: &mut Conn, year: i32, day: NaiveDate, most: i64) -> QueryResult<Vec<Unattended>> {
    let rows: Vec<Row> = activities::table
        .filter(owing_in(year))
        .filter(activities::next_update_due_on.lt(day))
        .order((activities::next_update_due_on, activities::name_key, activities::id))
        .select(SHOWN)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Unattended::of).collect())
}

/// How many activities of a year are planned or ongoing, how many of them nobody answers for, and how many are late on a
/// day, by unit: three queries.
///
/// # Errors
/// When the database refuses.
pub fn unattended_by_unit(conn: &mut Conn, year: i32, day: NaiveDate) -> QueryResult<(ByUnit, ByUnit, ByUnit)> {
    let owing = activities::table
        .group_by(activities::owner_unit_id)
        .select((activities::owner_unit_id, count_star()))
        .filter(owing_in(year))
        .load(conn)?;
    let ownerless = activities::table
        .group_by(activities::owner_unit_id)
        .select((activities::owner_unit_id, count_star()))
        .filter(owing_in(year))
        .filter(is_ownerless())
        .load(conn)?;
    let late = activities::table
        .group_by(activities::owner_unit_id)
        .select((activities::owner_unit_id, count_star()))
        .filter(owing_in(year))
        .filter(activities::next_update_due_on.lt(day))
        .load(conn)?;
    Ok((owing, ownerless, late))
}

/// Who an activity is said to be run and answered for by.
#[derive(Clone, Copy, Debug)]
pub struct Answering {
    unit: Option<Id<Unit>>,
    user: Option<Id<User>>,
    is_named: bool,
}

impl From<&Unattended> for Answering {
    fn from(one: &Unattended) -> Self {
        Self { unit: one.owner_unit_id, user: one.responsible_user_id, is_named: one.responsible.is_some() }
    }
}

impl From<&Record<Activity>> for Answering {
    fn from(record: &Record<Activity>) -> Self {
        let activity = &record.content;
        Self {
            unit: activity.owner_unit_id,
            user: activity.responsible_user_id,
            is_named: activity.responsible.is_some(),
        }
    }
}

/// Why nobody answers for each of some activities, in their order: two queries.
///
/// # Errors
/// When the database refuses.
pub fn why_ownerless(
    conn: &mut Conn,
    activities: impl IntoIterator<Item = impl Into<Answering>>,
) -> QueryResult<Vec<Vec<OwnerlessReason>>> {
    let answering: Vec<Answering> = activities.into_iter().map(Into::into).collect();
    let people: Vec<Id<User>> = answering.iter().filter_map(|one| one.user).collect();
    let left = units_of::archived(conn, answering.iter().filter_map(|one| one.unit))?;
    let gone = users_of::disabled(conn, &people)?;
    let reasons = |one: &Answering| {
        let checks = [
            (OwnerlessReason::NoUnit, one.unit.is_none()),
            (OwnerlessReason::UnitArchived, one.unit.is_some_and(|unit| left.contains(&unit))),
            (OwnerlessReason::NobodyResponsible, !one.is_named && one.user.is_none()),
            (OwnerlessReason::AccountClosed, one.user.is_some_and(|user| gone.contains(&user))),
        ];
        checks.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect()
    };
    Ok(answering.iter().map(reasons).collect())
}
