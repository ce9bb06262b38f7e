//! The rows of imports, their files, and what became of each row.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::ops::Range;

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::Value;

use super::outcome::{Outcome, RowTrouble};
use super::source::ImportColumn;
use super::{ImportMode, ImportState, OnError, RowAction};
use crate::db::schema::{import_chunks, import_rows, imports};
use crate::db::types::{Id, Instant, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{ApiError, ErrorCode};
use crate::exchange::leases;
use crate::exchange::reading::formats::{ForeignFormat, Notice};
use crate::exchange::reading::{Cell, Declared};
use crate::governance::units::Unit;
use crate::identity::caller::Caller;
use crate::text::{Message, text};

/// The bytes of a piece of a file.
const PIECE: usize = 512 * 1024;
/// How long is kept what became of each row.
const KEPT: TimeDelta = TimeDelta::days(30);
/// After what time a file that does not come is given up.
const GIVEN_UP: TimeDelta = TimeDelta::hours(1);

/// An import.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = imports)]
#[diesel(check_for_backend(MultiBackend))]
pub(super) struct Import {
    pub(super) id: Id<Import>,
    pub(super) created_at: Instant,
    /// Who sent it: a user or a client.
    pub(super) created_by: Id<()>,
    pub(super) unit_id: Option<Id<Unit>>,
    pub(super) trace_id: String,
    pub(super) resource: String,
    pub(super) mode: ImportMode,
    pub(super) on_error: OnError,
    pub(super) system: String,
    pub(super) foreign_format: Option<ForeignFormat>,
    pub(super) declared: Json<Declared>,
    pub(super) fill: Json<Vec<(String, String)>>,
    /// The permissions that a client's token was narrowed to.
    pub(super) scopes: Option<Json<Vec<String>>>,
    pub(super) bytes: i64,
    pub(super) sha256: String,
    pub(super) found: Json<Value>,
    pub(super) mapping: Json<Vec<ImportColumn>>,
    pub(super) state: ImportState,
    /// How many rows have been gone through.
    pub(super) done: i64,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) unchanged: i64,
    pub(super) skipped: i64,
    pub(super) errors: i64,
    pub(super) problem: Option<Json<Message>>,
    pub(super) finished_at: Option<Instant>,
}

/// What became of a row, as it is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
#[diesel(check_for_backend(MultiBackend))]
pub(super) struct ImportRow {
    pub(super) import_id: Id<Import>,
    pub(super) ordinal: i64,
    pub(super) row_number: i64,
    pub(super) sheet: Option<String>,
    pub(super) action: RowAction,
    pub(super) resource_id: Option<Id<()>>,
    pub(super) faults: Json<Vec<RowTrouble>>,
    pub(super) notices: Json<Vec<Notice>>,
}

/// What rows say in columns that they do not have, as cells.
pub(super) fn cells(fill: &[(String, String)]) -> Vec<(String, Cell)> {
    fill.iter().map(|(header, text)| (header.clone(), Cell::text(text))).collect()
}

/// The name of the lease on an import.
pub(super) fn lease(id: Id<Import>) -> String {
    format!("import {id}")
}

/// Enters an import whose file is about to be kept.
pub(super) fn enter(conn: &mut Conn, import: &Import) -> QueryResult<()> {
    leases::make(conn, &lease(import.id))?;
    diesel::insert_into(imports::table).values(import.clone()).execute(conn).map(|_| ())
}

/// The next piece of a file; none at its end.
pub(super) fn piece(file: &File) -> std::io::Result<Option<Vec<u8>>> {
    let mut piece = Vec::with_capacity(PIECE);
    file.take(PIECE as u64).read_to_end(&mut piece)?;
    Ok((!piece.is_empty()).then_some(piece))
}

/// Keeps a piece of a file.
pub(super) fn keep_piece(conn: &mut Conn, id: Id<Import>, number: i32, content: &[u8]) -> QueryResult<()> {
    let values =
        (import_chunks::import_id.eq(id), import_chunks::number.eq(number), import_chunks::content.eq(content));
    diesel::insert_into(import_chunks::table).values(values).execute(conn).map(|_| ())
}

/// The file of an import, put together again.
pub(super) fn file(conn: &mut Conn, id: Id<Import>) -> Result<File, ApiError> {
    let mut file = tempfile::tempfile().map_err(ApiError::internal)?;
    for number in 0.. {
        let piece: Option<Vec<u8>> =
            import_chunks::table.find((id, number)).select(import_chunks::content).get_result(conn).optional()?;
        let Some(piece) = piece else { break };
        file.write_all(&piece).map_err(ApiError::internal)?;
    }
    file.rewind().map_err(ApiError::internal)?;
    Ok(file)
}

/// An import.
pub(super) fn find(conn: &mut Conn, id: Id<Import>) -> QueryResult<Option<Import>> {
    imports::table.find(id).select(Import::as_select()).get_result(conn).optional()
}

/// The imports that somebody sees: one's own, and those of one's unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    id: Id<()>,
    unit: Option<Id<Unit>>,
}

impl Seen {
    /// Those that a caller sees.
    pub(super) fn by(caller: &Caller) -> Self {
        Self { id: Id::from(caller.id), unit: caller.unit_id }
    }

    /// One of them.
    ///
    /// # Errors
    /// Not found when it is not among them.
    pub(super) fn find(self, conn: &mut Conn, id: Id<Import>) -> Result<Import, ApiError> {
        let has = |import: &Import| import.created_by == self.id || self.unit.is_some() && import.unit_id == self.unit;
        find(conn, id)?.filter(has).ok_or_else(|| ErrorCode::NotFound.into())
    }
}

/// A page of imports, the newest first, and how many there are.
pub(super) fn page(conn: &mut Conn, seen: Seen, (skip, limit): (i64, i64)) -> QueryResult<(Vec<Import>, i64)> {
    let filtered = || {
        let all = imports::table.into_boxed::<MultiBackend>();
        match seen.unit {
            Some(unit) => all.filter(imports::created_by.eq(seen.id).or(imports::unit_id.eq(unit))),
            None => all.filter(imports::created_by.eq(seen.id)),
        }
    };
    let total = filtered().count().get_result(conn)?;
    let order = (imports::created_at.desc(), imports::id.desc());
    let rows = filtered().order(order).offset(skip).limit(limit).select(Import::as_select()).load(conn)?;
    Ok((rows, total))
}

/// A page of what became of an import's rows, in the order of the file, and how many there are.
pub(super) fn page_of_rows(
    conn: &mut Conn,
    id: Id<Import>,
    actions: &[RowAction],
    (skip, limit): (i64, i64),
) -> QueryResult<(Vec<ImportRow>, i64)> {
    let filtered = || {
        let all = import_rows::table.filter(import_rows::import_id.eq(id)).into_boxed::<MultiBackend>();
        if actions.is_empty() { all } else { all.filter(import_rows::action.eq_any(actions.to_vec())) }
    };
    let total = filtered().count().get_result(conn)?;
    let rows = filtered().order(import_rows::ordinal).offset(skip).limit(limit);
    Ok((rows.select(ImportRow::as_select()).load(conn)?, total))
}

/// The imports that wait for somebody to take them up or go on with them, the oldest first.
pub(super) fn open(conn: &mut Conn) -> QueryResult<Vec<Id<Import>>> {
    imports::table
        .filter(imports::state.eq_any([ImportState::Waiting, ImportState::Running]))
        .order((imports::created_at, imports::id))
        .select(imports::id)
        .load(conn)
}

/// How many imports of a sender are not over.
pub(super) fn unfinished(conn: &mut Conn, by: Id<()>) -> QueryResult<i64> {
    imports::table.filter(imports::created_by.eq(by)).filter(imports::finished_at.is_null()).count().get_result(conn)
}

/// Whether somebody works at an import, or will.
pub(super) fn is_on_its_way(conn: &mut Conn, id: Id<Import>) -> QueryResult<bool> {
    let state: ImportState = imports::table.find(id).select(imports::state).get_result(conn)?;
    Ok(state.is_on_its_way())
}

/// The places of rows, of some, that would be written.
pub(super) fn taken(conn: &mut Conn, id: Id<Import>, of: Range<i64>) -> QueryResult<HashSet<i64>> {
    let rows: Vec<i64> = import_rows::table
        .filter(import_rows::import_id.eq(id))
        .filter(import_rows::ordinal.ge(of.start).and(import_rows::ordinal.lt(of.end)))
        .filter(import_rows::action.ne_all([RowAction::Error, RowAction::Skip]))
        .select(import_rows::ordinal)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Moves an import on that is not over.
pub(super) fn set_state(conn: &mut Conn, id: Id<Import>, state: ImportState) -> QueryResult<()> {
    diesel::update(imports::table.find(id).filter(imports::finished_at.is_null()))
        .set(imports::state.eq(state))
        .execute(conn)
        .map(|_| ())
}

/// Keeps what became of some rows, and counts them.
pub(super) fn note(conn: &mut Conn, id: Id<Import>, outcomes: &[Outcome]) -> QueryResult<()> {
    let many = |action: RowAction| {
        i64::try_from(outcomes.iter().filter(|outcome| outcome.action == action).count()).unwrap_or(i64::MAX)
    };
    let row = |outcome: &Outcome| ImportRow {
        import_id: id,
        ordinal: outcome.position,
        row_number: i64::try_from(outcome.number).unwrap_or(i64::MAX),
        sheet: outcome.sheet.clone(),
        action: outcome.action,
        resource_id: outcome.resource_id.map(Id::from),
        faults: Json(outcome.troubles.clone()),
        notices: Json(outcome.notices.clone()),
    };
    let rows: Vec<ImportRow> = outcomes.iter().map(row).collect();
    crate::insert_all!(&mut *conn, import_rows::table, &rows)?;
    let Some(last) = outcomes.iter().map(|outcome| outcome.position).max() else { return Ok(()) };
    diesel::update(imports::table.find(id))
        .set((
            imports::done.eq(last + 1),
            imports::created.eq(imports::created + many(RowAction::Create)),
            imports::updated.eq(imports::updated + many(RowAction::Update)),
            imports::unchanged.eq(imports::unchanged + many(RowAction::Unchanged)),
            imports::skipped.eq(imports::skipped + many(RowAction::Skip)),
            imports::errors.eq(imports::errors + many(RowAction::Error)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Tells how many rows have been tried out.
pub(super) fn tell_progress(conn: &mut Conn, id: Id<Import>, rows: i64) -> QueryResult<()> {
    diesel::update(imports::table.find(id)).set(imports::done.eq(rows)).execute(conn).map(|_| ())
}

/// Ends an import, unless it is over: the file goes, and what became of its rows stays. Whoever holds it can go no further;
/// what it is writing now is waited for.
pub(super) fn end(conn: &mut Conn, id: Id<Import>, problem: Option<Message>, now: Instant) -> QueryResult<()> {
    let state = if problem.is_some() { ImportState::Failed } else { ImportState::Finished };
    leases::forget(conn, &lease(id))?;
    diesel::update(imports::table.find(id).filter(imports::finished_at.is_null()))
        .set((imports::state.eq(state), imports::problem.eq(problem.map(Json)), imports::finished_at.eq(Some(now))))
        .execute(conn)?;
    diesel::delete(import_chunks::table.filter(import_chunks::import_id.eq(id))).execute(conn).map(|_| ())
}

/// Stops an import that somebody works at, or will.
pub(super) fn cancel(conn: &mut Conn, id: Id<Import>, now: Instant) -> Result<Import, ApiError> {
    // First, so that a part that is being written is waited for.
    leases::forget(conn, &lease(id))?;
    let import = find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    if !import.state.is_on_its_way() {
        let reason = text("Importen är över, eller tas ännu emot.", "The import is over, or still being received.");
        return Err(ApiError::new(ErrorCode::StateConflict, reason));
    }
    let problem = text(
        "Importen avbröts på begäran. Det som är skrivet är kvar.",
        "The import was cancelled. What is written stays.",
    );
    end(conn, id, Some(problem.into()), now)?;
    find(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Removes what was kept long enough, and files that never came whole.
pub(super) fn tidy(conn: &mut Conn, now: Instant) -> QueryResult<()> {
    let over = imports::table.filter(imports::finished_at.le(Instant(now.0 - KEPT))).select(imports::id);
    diesel::delete(import_rows::table.filter(import_rows::import_id.eq_any(over))).execute(conn)?;
    let lost: Vec<Id<Import>> = imports::table
        .filter(imports::state.eq(ImportState::Receiving))
        .filter(imports::created_at.le(Instant(now.0 - GIVEN_UP)))
        .select(imports::id)
        .load(conn)?;
    lost.into_iter().try_for_each(|id| discard(conn, id))
}

/// Removes a file that was not received whole, or for nothing.
pub(super) fn discard(conn: &mut Conn, id: Id<Import>) -> QueryResult<()> {
    leases::forget(conn, &lease(id))?;
    diesel::delete(imports::table.find(id)).execute(conn).map(|_| ())
}
