//! The one read path: filter, sort, page, compute.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::{Embedded, Loaded, Record, Register, references};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode};
use crate::http::query::ListQuery;

/// A page of loaded records.
pub struct LoadedPage<R: Register> {
    /// The records, in the wanted order.
    pub records: Vec<Loaded<R>>,
    /// What each of them embeds.
    pub embedded: Vec<Embedded>,
    /// How many match in all.
    pub total: i64,
}

/// A page: a fixed number of queries, whatever it holds.
///
/// # Errors
/// When the database refuses.
pub fn page<R: Register>(conn: &mut Conn, query: &ListQuery<R>, today: NaiveDate) -> Result<LoadedPage<R>, ApiError> {
    let (rows, total) = R::page_of_rows(conn, query)?;
    let records: Vec<_> = rows.into_iter().map(R::from_row).collect();
    let embedded = references::embed(conn, &records.iter().collect::<Vec<_>>(), &query.expand)?;
    Ok(LoadedPage { records: load_all(conn, records, today)?, embedded, total })
}

/// One record.
///
/// # Errors
/// Not found when there is none that the caller sees.
pub fn one<R: Register>(conn: &mut Conn, id: Id<R>, today: NaiveDate) -> Result<Loaded<R>, ApiError> {
    let row = R::row_by_id(conn, id)?.ok_or_else(|| ApiError::from(ErrorCode::NotFound))?;
    load(conn, R::from_row(row), today)
}

/// A record with what is computed for its answer.
///
/// # Errors
/// When the database refuses.
pub fn load<R: Register>(conn: &mut Conn, record: Record<R>, today: NaiveDate) -> Result<Loaded<R>, ApiError> {
    let loaded = load_all(conn, vec![record], today)?.pop();
    loaded.ok_or_else(|| ApiError::internal("nothing was computed for a record"))
}

/// Records with what is computed for an answer: a fixed number of queries, however many.
///
/// # Errors
/// When the database refuses.
pub fn load_all<R: Register>(
    conn: &mut Conn,
    records: Vec<Record<R>>,
    today: NaiveDate,
) -> Result<Vec<Loaded<R>>, ApiError> {
    let facts = R::facts(conn, &records, today)?;
    let computed = R::compute(conn, &records, &facts, today)?;
    let warnings = R::warnings(conn, &records, &computed, today)?;
    let together = records.into_iter().zip(computed).zip(facts).zip(warnings);
    Ok(together.map(|(((record, computed), facts), warnings)| Loaded { record, computed, facts, warnings }).collect())
}

/// The computed fields of some records alone, in their order: a fixed number of queries, however many.
///
/// # Errors
/// When the database refuses.
pub fn computed<R: Register>(
    conn: &mut Conn,
    records: &[Record<R>],
    today: NaiveDate,
) -> QueryResult<Vec<R::Computed>> {
    let facts = R::facts(conn, records, today)?;
    R::compute(conn, records, &facts, today)
}

/// What one record embeds.
///
/// # Errors
/// When the database refuses.
pub fn embedded<R: Register>(conn: &mut Conn, loaded: &Loaded<R>, names: &[&str]) -> Result<Embedded, ApiError> {
    Ok(references::embed(conn, &[&loaded.record], names)?.pop().unwrap_or_default())
}
