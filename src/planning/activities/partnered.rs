//! The partners that take part in the activities of a year, and those that do not.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::which::counted_in;
use crate::cooperation::partners::{Named, PartnerState};
use crate::db::Conn;
use crate::db::schema::{activities, partners, record_references};
use crate::register::Scope;

/// The first strategic partners that are not put away and that no planned, ongoing or completed activity of a year names,
/// by name, and how many there are: two queries. With a day, those in force on it.
///
/// # Errors
/// When the database refuses.
pub fn idle_partners(
    conn: &mut Conn,
    _scope: &Scope,
    year: i32,
    on: Option<NaiveDate>,
    most: i64,
) -> QueryResult<(Vec<Named>, i64)> {
    let here = || {
        let counted = activities::table.filter(counted_in(year)).select(activities::id);
        let named = record_references::table
            .filter(record_references::reference.eq("activity.partners"))
            .filter(record_references::from_id.eq_any(counted))
            .select(record_references::to_id);
        let mut rows = partners::table
            .filter(partners::state.eq(PartnerState::Strategic))
            .filter(partners::archived.eq(false))
            .filter(partners::id.ne_all(named))
            .into_boxed();
        crate::narrow_in_force!(rows, partners::valid_from, partners::valid_to, on);
        rows
    };
    let total = here().count().get_result(conn)?;
    let first = here()
        .order((partners::name_key, partners::id))
        .select((partners::id, partners::name))
        .limit(most)
        .load(conn)?;
    Ok((first, total))
}
