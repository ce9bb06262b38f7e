//! The last days of agreements, for the calendar.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::CooperationAgreement;
use crate::db::Conn;
use crate::db::schema::cooperation_agreements as table;
use crate::db::types::{Id, Instant};

/// An agreement, what it is called, its last day, and when it was last changed.
pub type LastDay = (Id<CooperationAgreement>, String, NaiveDate, Instant);

/// The first agreements whose last day in force lies between two days and that are not put away, by day: one query.
///
/// # Errors
/// When the database refuses.
pub fn last_days(conn: &mut Conn, (from, to): (NaiveDate, NaiveDate), most: i64) -> QueryResult<Vec<LastDay>> {
    table::table
        .filter(table::in_force_to.between(from, to))
        .filter(table::archived.eq(false))
        .order((table::in_force_to, table::id))
        .limit(most)
        .select((table::id, table::title, table::in_force_to.assume_not_null(), table::updated_at))
        .load(conn)
}
