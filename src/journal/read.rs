//! Reading the journal back.

use std::collections::HashSet;

use diesel::prelude::*;
use uuid::Uuid;

use super::{Action, Cause, JournalRow, NO_HASH, SALT_DIGITS};
use crate::db::schema::{confidential_records, journal, journal_head};
use crate::db::types::{Id, Instant};
use crate::db::{Conn, MultiBackend};

/// Number and hash of the last change: what every list is as new as.
///
/// # Errors
/// When the database refuses.
pub fn head(conn: &mut Conn) -> QueryResult<(i64, String)> {
    journal_head::table.find(1).select((journal_head::seq, journal_head::hash)).get_result(conn)
}

/// When the last change was made.
///
/// # Errors
/// When the database refuses.
pub fn head_at(conn: &mut Conn) -> QueryResult<Instant> {
    journal_head::table.find(1).select(journal_head::at).get_result(conn)
}

/// Number and hash of the last change at or before an instant; 0 when there is none. Time never runs back from one change
/// to the next, so the index of instants finds it.
///
/// # Errors
/// When the database refuses.
pub fn at_instant(conn: &mut Conn, at: Instant) -> QueryResult<(i64, String)> {
    let found = journal::table
        .filter(journal::at.le(at))
        .select((journal::seq, journal::hash))
        .order((journal::at.desc(), journal::seq.desc()))
        .first(conn)
        .optional()?;
    Ok(found.unwrap_or_else(|| (0, NO_HASH.to_owned())))
}

/// When the first change was made, if there is one.
///
/// # Errors
/// When the database refuses.
pub fn first_instant(conn: &mut Conn) -> QueryResult<Option<Instant>> {
    journal::table.order(journal::seq.asc()).select(journal::at).first(conn).optional()
}

fn of_record(kind: &'static str, id: Uuid) -> journal::BoxedQuery<'static, MultiBackend> {
    journal::table
        .filter(journal::resource_type.eq(kind))
        .filter(journal::resource_id.eq(Id::<()>::from(id)))
        .into_boxed()
}

/// One page of a record's history, newest first, and how many changes there are in all.
///
/// # Errors
/// When the database refuses.
pub fn page_of_record(
    conn: &mut Conn,
    kind: &'static str,
    id: Uuid,
    offset: i64,
    limit: i64,
) -> QueryResult<(Vec<JournalRow>, i64)> {
    let rows = of_record(kind, id)
        .select(JournalRow::as_select())
        .order(journal::version.desc())
        .offset(offset)
        .limit(limit)
        .load(conn)?;
    let total = of_record(kind, id).count().get_result(conn)?;
    Ok((rows, total))
}

/// The change that made one version of a record.
///
/// # Errors
/// When the database refuses; not found when there is no such version.
pub fn version_of_record(conn: &mut Conn, kind: &'static str, id: Uuid, version: i32) -> QueryResult<JournalRow> {
    of_record(kind, id).filter(journal::version.eq(version)).select(JournalRow::as_select()).get_result(conn)
}

/// Those of some records that somebody has made or edited; moving them aside: one query.
///
/// # Errors
/// When the database refuses.
pub fn written_by(
    conn: &mut Conn,
    kind: &'static str,
    ids: impl IntoIterator<Item = Uuid>,
    actor: Uuid,
) -> QueryResult<HashSet<Uuid>> {
    let ids: Vec<Id<()>> = ids.into_iter().map(Id::from).collect();
    let written: Vec<Id<()>> = journal::table
        .filter(journal::resource_type.eq(kind))
        .filter(journal::resource_id.eq_any(ids))
        .filter(journal::actor_id.eq(Id::<()>::from(actor)))
        .filter(journal::action.eq_any([Action::Create.code(), Action::Update.code()]))
        .select(journal::resource_id)
        .load(conn)?;
    Ok(written.iter().map(|id| id.uuid()).collect())
}

/// What a cause wrote at an instant, the last first.
///
/// # Errors
/// When the database refuses.
pub fn caused_by(conn: &mut Conn, cause: &Cause, at: Instant) -> QueryResult<Vec<JournalRow>> {
    journal::table
        .filter(journal::at.eq(at))
        .filter(journal::cause_type.eq(cause.kind))
        .filter(journal::cause_id.eq(Id::<()>::from(cause.id)))
        .select(JournalRow::as_select())
        .order(journal::seq.desc())
        .load(conn)
}

/// A change without what it changed.
#[derive(Clone, Debug, Queryable)]
pub struct ChangeLine {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// What was done.
    pub action: String,
    /// The type of the record.
    pub resource_type: String,
    /// Its id.
    pub resource_id: Id<()>,
    /// The version that the change made.
    pub version: i32,
    /// Who: a user's id, never a name.
    pub actor_id: Option<Id<()>>,
    /// The type of what made the change.
    pub cause_type: Option<String>,
    /// Its id.
    pub cause_id: Option<Id<()>>,
    /// The W3C trace id of the request.
    pub trace_id: String,
}

/// A query's columns of a line.
const LINE: (
    journal::seq,
    journal::at,
    journal::action,
    journal::resource_type,
    journal::resource_id,
    journal::version,
    journal::actor_id,
    journal::cause_type,
    journal::cause_id,
    journal::trace_id,
) = (
    journal::seq,
    journal::at,
    journal::action,
    journal::resource_type,
    journal::resource_id,
    journal::version,
    journal::actor_id,
    journal::cause_type,
    journal::cause_id,
    journal::trace_id,
);

impl From<&JournalRow> for ChangeLine {
    fn from(row: &JournalRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            action: row.action.clone(),
            resource_type: row.resource_type.clone(),
            resource_id: row.resource_id,
            version: row.version,
            actor_id: row.actor_id,
            cause_type: row.cause_type.clone(),
            cause_id: row.cause_id,
            trace_id: row.trace_id.clone(),
        }
    }
}

/// The changes of records of some types after one instant and until another, newest first, at most so many.
///
/// # Errors
/// When the database refuses.
pub fn changes_between(
    conn: &mut Conn,
    kinds: &[&'static str],
    after: Option<Instant>,
    until: Instant,
    limit: i64,
) -> QueryResult<Vec<ChangeLine>> {
    let mut changes =
        journal::table.filter(journal::resource_type.eq_any(kinds.to_vec())).filter(journal::at.le(until)).into_boxed();
    if let Some(after) = after {
        changes = changes.filter(journal::at.gt(after));
    }
    changes.order(journal::seq.desc()).limit(limit).select(LINE).load(conn)
}

/// The changes with numbers above one and up to another that are about records of some types, the oldest first.
fn numbered(kinds: &[&'static str], after: i64, until: i64, limit: i64) -> journal::BoxedQuery<'static, MultiBackend> {
    journal::table
        .filter(journal::seq.gt(after))
        .filter(journal::seq.le(until))
        .filter(journal::resource_type.eq_any(kinds.to_vec()))
        .order(journal::seq.asc())
        .limit(limit)
        .into_boxed()
}

/// The changes of records of some types with numbers above one and up to another, oldest first, at most so many.
///
/// # Errors
/// When the database refuses.
pub fn lines_after(
    conn: &mut Conn,
    kinds: &[&'static str],
    after: i64,
    until: i64,
    limit: i64,
) -> QueryResult<Vec<ChangeLine>> {
    numbered(kinds, after, until, limit).select(LINE).load(conn)
}

/// As [`lines_after`], without those of what is confidential, or was so then: for a transaction, which sees all.
///
/// # Errors
/// When the database refuses.
pub fn public_lines_after(
    conn: &mut Conn,
    kinds: &[&'static str],
    after: i64,
    until: i64,
    limit: i64,
) -> QueryResult<Vec<ChangeLine>> {
    let hidden = confidential_records::table.filter(confidential_records::id.eq(journal::resource_id));
    numbered(kinds, after, until, limit)
        .filter(journal::confidential.eq(false))
        .filter(diesel::dsl::not(diesel::dsl::exists(hidden)))
        .select(LINE)
        .load(conn)
}

/// The record that a change was about.
///
/// # Errors
/// When the database refuses.
pub fn record_changed(conn: &mut Conn, seq: i64) -> QueryResult<Option<Uuid>> {
    let found: Option<Id<()>> = journal::table.find(seq).select(journal::resource_id).get_result(conn).optional()?;
    Ok(found.map(Id::uuid))
}

/// As [`lines_after`], with what was changed.
///
/// # Errors
/// When the database refuses.
pub fn rows_after(
    conn: &mut Conn,
    kinds: &[&'static str],
    after: i64,
    until: i64,
    limit: i64,
) -> QueryResult<Vec<JournalRow>> {
    numbered(kinds, after, until, limit).select(JournalRow::as_select()).load(conn)
}

/// The last change of every record up to a number, in the order they were made: what a register is rebuilt from.
///
/// # Errors
/// When the database refuses.
pub fn latest_up_to(conn: &mut Conn, seq: i64) -> QueryResult<Vec<JournalRow>> {
    let later = diesel::alias!(journal as later);
    journal::table
        .filter(journal::seq.le(seq))
        .filter(diesel::dsl::not(diesel::dsl::exists(
            later
                .filter(later.field(journal::resource_type).eq(journal::resource_type))
                .filter(later.field(journal::resource_id).eq(journal::resource_id))
                .filter(later.field(journal::seq).gt(journal::seq))
                .filter(later.field(journal::seq).le(seq)),
        )))
        .select(JournalRow::as_select())
        .order(journal::seq.asc())
        .load(conn)
}

/// What a check of the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How many rows were read.
    pub rows: i64,
    /// What is wrong, one line each; empty when the chain holds.
    pub faults: Vec<String>,
}

/// Walks the whole chain: numbers without gaps, time that never runs back, every hash, and the head.
///
/// # Errors
/// When the database refuses.
pub fn verify(conn: &mut Conn) -> QueryResult<Verdict> {
    const STEP: i64 = 1_000;
    let (head_seq, head_at, head_hash) = journal_head::table
        .find(1)
        .select((journal_head::seq, journal_head::at, journal_head::hash))
        .get_result::<(i64, Instant, String)>(conn)?;
    let mut verdict = Verdict { rows: 0, faults: Vec::new() };
    let mut previous: Option<JournalRow> = None;
    if head_seq == 0 && head_hash != NO_HASH {
        verdict.faults.push("the head of an empty journal was altered".into());
    }
    loop {
        let after = previous.as_ref().map_or(0, |row| row.seq);
        let rows: Vec<JournalRow> = journal::table
            .filter(journal::seq.gt(after))
            .select(JournalRow::as_select())
            .order(journal::seq.asc())
            .limit(STEP)
            .load(conn)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            check_row(previous.as_ref(), &row, &mut verdict.faults);
            verdict.rows += 1;
            previous = Some(row);
        }
    }
    let last = previous.map(|row| (row.seq, row.at, row.hash));
    if last.is_some_and(|last| last != (head_seq, head_at, head_hash.clone())) || (verdict.rows == 0 && head_seq != 0) {
        verdict.faults.push(format!("the head ({head_seq}) is not at the last row"));
    }
    Ok(verdict)
}

fn check_row(previous: Option<&JournalRow>, row: &JournalRow, faults: &mut Vec<String>) {
    let seq = row.seq;
    if seq != previous.map_or(0, |row| row.seq) + 1 {
        faults.push(format!("row {seq}: a gap before it"));
    }
    if previous.is_some_and(|previous| previous.at > row.at) {
        faults.push(format!("row {seq}: earlier than the row before it"));
    }
    if previous.map_or(NO_HASH, |previous| previous.hash.as_str()) != row.previous_hash {
        faults.push(format!("row {seq}: does not follow from the row before it"));
    }
    // What is hashed is the salt and then the snapshot: only with a salt of known length does the hash tell them apart.
    let whole = row.salt.len() == SALT_DIGITS && row.snapshot.is_none() == (row.action == Action::Delete.code());
    if row.hash_of_snapshot() != row.snapshot_hash || !whole {
        faults.push(format!("row {seq}: its snapshot was altered"));
    }
    if row.chain_hash().ok().as_ref() != Some(&row.hash) {
        faults.push(format!("row {seq}: it was altered"));
    }
}
