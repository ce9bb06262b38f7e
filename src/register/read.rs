//! The one read path: scope, filter, sort, page, compute.

use chrono::NaiveDate;

use super::{Embedded, Loaded, Record, Register, Scope, references};
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
pub fn page<R: Register>(
    conn: &mut Conn,
    scope: &Scope,
    query: &ListQuery<R>,
    today: NaiveDate,
) -> Result<LoadedPage<R>, ApiError> {
    let (rows, total) = R::page_of_rows(conn, scope, query)?;
    let records: Vec<_> = rows.into_iter().map(R::from_row).collect();
    let embedded = references::embed(conn, &records.iter().collect::<Vec<_>>(), &query.expand)?;
    let computed = R::compute(conn, &records, today)?;
    let facts = R::facts(conn, &records)?;
    let records = records
        .into_iter()
        .zip(computed)
        .zip(facts)
        .map(|((record, computed), facts)| Loaded { record, computed, facts })
        .collect();
    Ok(LoadedPage { records, embedded, total })
}

/// One record.
///
/// # Errors
/// Not found when there is none that the scope lets be seen.
pub fn one<R: Register>(conn: &mut Conn, _scope: &Scope, id: Id<R>, today: NaiveDate) -> Result<Loaded<R>, ApiError> {
    let row = R::row_by_id(conn, id)?.ok_or_else(|| ApiError::from(ErrorCode::NotFound))?;
    load(conn, R::from_row(row), today)
}

/// A record with what is computed for its answer.
///
/// # Errors
/// When the database refuses.
pub fn load<R: Register>(conn: &mut Conn, record: Record<R>, today: NaiveDate) -> Result<Loaded<R>, ApiError> {
    let computed = R::compute(conn, std::slice::from_ref(&record), today)?.pop();
    let computed = computed.ok_or_else(|| ApiError::internal("nothing was computed for a record"))?;
    let facts = R::facts(conn, std::slice::from_ref(&record))?.pop().unwrap_or_default();
    Ok(Loaded { record, computed, facts })
}

/// What one record embeds.
///
/// # Errors
/// When the database refuses.
pub fn embedded<R: Register>(conn: &mut Conn, loaded: &Loaded<R>, names: &[&str]) -> Result<Embedded, ApiError> {
    Ok(references::embed(conn, &[&loaded.record], names)?.pop().unwrap_or_default())
}
