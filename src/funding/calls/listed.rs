//! Calls by their last day, for the report on them.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Call;
use super::store::CallRow;
use crate::db::schema::calls;
use crate::db::{Conn, MultiBackend};
use crate::register::{Record, Table as _};

/// Which calls are asked for by their last day; those put away are never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The first of the last days.
    pub from: NaiveDate,
    /// The last of them, if there is one.
    pub to: Option<NaiveDate>,
    /// Whether those are asked for too whose last day is not known.
    pub undated: bool,
}

impl Closing {
    /// The calls that are asked for.
    pub fn rows(self) -> calls::BoxedQuery<'static, MultiBackend> {
        let rows = calls::table.filter(calls::archived.eq(false)).into_boxed();
        let rows = if self.undated {
            rows.filter(calls::closes_on.ge(self.from).or(calls::closes_on.is_null()))
        } else {
            rows.filter(calls::closes_on.ge(self.from))
        };
        match self.to {
            Some(to) => rows.filter(calls::closes_on.le(to)),
            None => rows,
        }
    }
}

/// The first calls that are asked for, by their last day and title, those without one last: one query.
///
/// # Errors
/// When the database refuses.
pub fn listed(conn: &mut Conn, asked: Closing, most: i64) -> QueryResult<Vec<Record<Call>>> {
    let rows: Vec<CallRow> = asked
        .rows()
        .order((calls::closes_on.is_null(), calls::closes_on, calls::name_key, calls::id))
        .limit(most)
        .select(CallRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Call::from_row).collect())
}

/// How many calls are asked for: one query.
///
/// # Errors
/// When the database refuses.
pub fn count(conn: &mut Conn, asked: Closing) -> QueryResult<i64> {
    asked.rows().count().get_result(conn)
}
