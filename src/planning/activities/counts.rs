//! The planned, ongoing and completed activities counted: by unit and by profile area.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::COUNTED;
use super::which::counted_in;
use crate::db::Conn;
use crate::db::schema::{activities, record_references};
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::strategy::profile_areas::ProfileArea;

/// How many activities of a year count: one query.
///
/// # Errors
/// When the database refuses.
pub fn counted(conn: &mut Conn, year: i32) -> QueryResult<i64> {
    activities::table.filter(counted_in(year)).count().get_result(conn)
}

/// How many activities a unit runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitCount {
    /// Those that count.
    pub counted: i64,
    /// Those of them that have the EU in focus.
    pub eu_focus: i64,
}

/// How many activities of a year that count each unit runs: one query.
///
/// # Errors
/// When the database refuses.
pub fn by_unit(conn: &mut Conn, year: i32) -> QueryResult<HashMap<Id<Unit>, UnitCount>> {
    let rows: Vec<(Option<Id<Unit>>, bool, i64)> = activities::table
        .group_by((activities::owner_unit_id, activities::eu_focus))
        .select((activities::owner_unit_id, activities::eu_focus, count_star()))
        .filter(counted_in(year))
        .load(conn)?;
    let mut counts: HashMap<Id<Unit>, UnitCount> = HashMap::new();
    for (unit, eu_focus, count) in rows {
        let Some(unit) = unit else { continue };
        let of_unit = counts.entry(unit).or_default();
        of_unit.counted += count;
        if eu_focus {
            of_unit.eu_focus += count;
        }
    }
    Ok(counts)
}

/// How many activities of some years that count serve each profile area: one query over the index of references.
///
/// # Errors
/// When the database refuses.
pub fn serving(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<HashMap<Id<ProfileArea>, i64>> {
    let rows: Vec<(Id<()>, i64)> = record_references::table
        .inner_join(activities::table.on(activities::id.eq(record_references::from_id)))
        .group_by(record_references::to_id)
        .select((record_references::to_id, count_star()))
        .filter(record_references::reference.eq("activity.profileAreas"))
        .filter(activities::year.between(*years.start(), *years.end()))
        .filter(activities::archived.eq(false))
        .filter(activities::state.eq_any(COUNTED))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, count)| (Id::from(id.uuid()), count)).collect())
}
