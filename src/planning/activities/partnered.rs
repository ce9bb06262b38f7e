//! The partners that take part in the activities of a year, and those that do not.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::which::counted_in;
use crate::cooperation::partners::{self, Named, PartnerState};
use crate::db::Conn;
use crate::db::schema::{activities, partners as columns, record_references};

/// The first strategic partners that are not put away and that no planned, ongoing or completed activity of a year names,
/// by name, and how many there are: two queries. With a day, those in force on it.
///
/// # Errors
/// When the database refuses.
pub fn idle_partners(conn: &mut Conn, year: i32, on: Option<NaiveDate>, most: i64) -> QueryResult<(Vec<Named>, i64)> {
    partners::of_state(conn, PartnerState::Strategic, on, most, |rows| {
        let counted = activities::table.filter(counted_in(year)).select(activities::id);
        let named = record_references::table
            .filter(record_references::reference.eq("activity.partners"))
            .filter(record_references::from_id.eq_any(counted))
            .select(record_references::to_id);
        rows.filter(columns::id.ne_all(named))
    })
}
