//! How much the region was seen.

use std::ops::RangeInclusive;

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use crate::clock::days_of_years;
use crate::db::Conn;
use crate::db::schema::profiling_actions;

/// Profiling actions, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Seen {
    /// How many.
    pub count: i64,
    /// How many people they reached together; none where none of them tells.
    pub reach: Option<i64>,
}

/// The profiling actions that began in some years and are not put away, added up: one query.
///
/// # Errors
/// When the database refuses.
pub fn seen_in(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Seen> {
    let Some((first, last)) = days_of_years(years) else { return Ok(Seen::default()) };
    profiling_actions::table
        .filter(profiling_actions::held_on.between(first, last))
        .filter(profiling_actions::archived.eq(false))
        .select((count_star(), sum(profiling_actions::reach)))
        .get_result(conn)
}
