//! Registers without their type, for what runs over all of them: references, the document, the journal's replay, gates.

use std::marker::PhantomData;

use chrono::NaiveDate;
use diesel::QueryResult;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use uuid::Uuid;

use super::gate::{self, Passage};
use super::lifecycle::missing_to_move;
use super::references::Summary;
use super::{
    Effect, Incoming, Lifecycle, ListQuery, Names, Operation, Record, Reference, Register, Transition, Warning,
    confidentiality, read, schema,
};
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, Fault, Missing};
use crate::http::query::MAX_LIMIT;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::journal::{JournalRow, Tx};

/// A register without its type, for what runs over all of them.
pub trait AnyRegister: Sync {
    /// The type in the journal.
    fn kind(&self) -> &'static str;
    /// The segment of the address.
    fn path(&self) -> &'static str;
    /// Its table in the database.
    fn table(&self) -> &'static str;
    /// What it and its records are called.
    fn names(&self) -> Names;
    /// What a record is.
    fn about(&self) -> &'static str;
    /// Its references, as the index knows them: `partner.strategyAreas`.
    fn reference_keys(&self) -> Vec<String>;
    /// Adds its schemas to those of the document.
    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>);
    /// What can be done with it.
    fn operations(&self) -> &'static [Operation];
    /// Its life cycle.
    fn lifecycle(&self) -> Option<&'static Lifecycle>;
    /// Name and state of some records.
    ///
    /// # Errors
    /// When the database refuses.
    fn summaries(&self, conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<Summary>>;
    /// What waits in front of one of its gates as a proposal, with what each lacks.
    ///
    /// # Errors
    /// When the database refuses.
    fn waiting(&self, conn: &mut Conn, way: &'static Transition, today: NaiveDate) -> Result<Vec<Waiting>, ApiError>;
    /// The warnings about its records, put away aside; with an instant, only about those changed since.
    ///
    /// # Errors
    /// When the database refuses.
    fn warned(&self, conn: &mut Conn, since: Option<Instant>, today: NaiveDate) -> Result<Vec<Warned>, ApiError>;
    /// What people called a record as a journal row keeps it; none after a deletion.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    fn title_then(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<Option<String>>;
    /// The stored fields that a journal row keeps, in today's shape; none after a deletion.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    fn stored_then(&self, row: &JournalRow) -> Result<Option<Value>, ApiError>;
    /// Writes the row of a snapshot.
    ///
    /// # Errors
    /// When the snapshot cannot be read or the database refuses.
    fn restore(&self, tx: &mut Tx<'_>, row: &JournalRow) -> QueryResult<()>;
    /// Writes the indexes of a snapshot whose row, and all it refers to, is there.
    ///
    /// # Errors
    /// As [`AnyRegister::restore`].
    fn restore_indexes(&self, tx: &mut Tx<'_>, row: &JournalRow) -> QueryResult<()>;
    /// On what ground a record is confidential, if it is there and is so.
    ///
    /// # Errors
    /// When the database refuses.
    fn legal_ground(&self, conn: &mut Conn, id: Uuid) -> QueryResult<Option<String>>;
    /// Makes a record as confidential as what it is part of or tells of has become; whether that changed it.
    ///
    /// # Errors
    /// When the database refuses.
    fn follow(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<bool, ApiError>;
    /// Its records that tell of any of some.
    ///
    /// # Errors
    /// When the database refuses.
    fn telling(&self, conn: &mut Conn, told: &[Uuid]) -> QueryResult<Vec<Uuid>>;
    /// The version of a record, if it is there.
    ///
    /// # Errors
    /// When the database refuses.
    fn version(&self, conn: &mut Conn, id: Uuid) -> QueryResult<Option<i32>>;
    /// Takes back the change that made a version of a record.
    ///
    /// # Errors
    /// `referenced` when it made the record, and others refer to it.
    fn take_back(&self, tx: &mut Tx<'_>, id: Uuid, version: i32) -> Result<(), ApiError>;
    /// Makes what in a record refers to one record refer to another; gives back every rule that it would break then.
    ///
    /// # Errors
    /// When the database refuses.
    fn repoint(
        &self,
        tx: &mut Tx<'_>,
        schemas: &Schemas,
        id: Uuid,
        from_to: (Uuid, Uuid),
    ) -> Result<Vec<Fault>, ApiError>;
    /// The record that a file means, if there is one for the caller.
    ///
    /// # Errors
    /// When the file gives it an id that no record has, and nothing else by which it may be known.
    fn known(&self, tx: &mut Tx<'_>, caller: &Caller, incoming: &Incoming) -> Result<Option<Uuid>, ApiError>;
    /// Takes in a record from a file.
    ///
    /// # Errors
    /// Those of creating and changing one; `precondition_failed` when the record was changed after the file was made.
    fn take_in(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        schemas: &Schemas,
        incoming: Incoming,
    ) -> Result<(Uuid, Effect), ApiError>;
    /// Names everything that keeps one of its gates shut for a record, on a day.
    ///
    /// # Errors
    /// When the database refuses.
    fn check_gate(&self, conn: &mut Conn, id: Uuid, passage: Passage, pointer: &str) -> QueryResult<Vec<Fault>>;
    /// Moves a record through one of its gates.
    ///
    /// # Errors
    /// Everything that keeps it shut.
    fn pass_gate(&self, tx: &mut Tx<'_>, id: Uuid, passage: Passage, pointer: &str) -> Result<(), ApiError>;
}

/// The state of what lies before a body.
const PROPOSED: &str = "proposed";

/// A proposal that waits for a decision.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub title: String,
    /// Since when it has been as it is.
    pub since: Instant,
    /// What it lacks for the decision.
    pub missing: Vec<Missing>,
}

/// A record with its warnings.
#[derive(Clone, Debug)]
pub struct Warned {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub title: String,
    /// What is worth a warning.
    pub warnings: Vec<Warning>,
}

/// All records that a query of the list finds, page by page.
fn every<R: Register>(conn: &mut Conn, query: &str, today: NaiveDate) -> Result<Vec<Record<R>>, ApiError> {
    let mut all = Vec::new();
    for page in 1_i64.. {
        let query = ListQuery::<R>::parse(&format!("{query}&page={page}&limit={MAX_LIMIT}"), today)?;
        let (rows, total) = R::page_of_rows(conn, &query)?;
        all.extend(rows.into_iter().map(R::from_row));
        if page * MAX_LIMIT >= total {
            break;
        }
    }
    Ok(all)
}

/// The register `R` as an [`AnyRegister`].
pub struct Erased<R>(PhantomData<fn() -> R>);

impl<R> Erased<R> {
    /// The value.
    pub const NEW: Self = Self(PhantomData);
}

impl<R: Register> AnyRegister for Erased<R> {
    fn kind(&self) -> &'static str {
        R::TYPE
    }

    fn path(&self) -> &'static str {
        R::PATH
    }

    fn table(&self) -> &'static str {
        R::TABLE
    }

    fn names(&self) -> Names {
        R::NAMES
    }

    fn about(&self) -> &'static str {
        R::ABOUT
    }

    fn reference_keys(&self) -> Vec<String> {
        R::references().iter().map(Reference::key).collect()
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schema::all::<R>(schemas);
    }

    fn operations(&self) -> &'static [Operation] {
        R::OPERATIONS
    }

    fn lifecycle(&self) -> Option<&'static Lifecycle> {
        R::LIFECYCLE
    }

    fn summaries(&self, conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<Summary>> {
        let ids: Vec<Id<R>> = ids.iter().copied().map(Id::from).collect();
        let records: Vec<Record<R>> = R::rows_by_id(conn, &ids)?.into_iter().map(R::from_row).collect();
        let titles = R::titles(conn, &records)?;
        Ok(records
            .into_iter()
            .zip(titles)
            .map(|(record, name)| Summary {
                id: record.uuid(),
                name,
                archived: record.meta.archived,
                state: record.meta.state,
            })
            .collect())
    }

    fn waiting(&self, conn: &mut Conn, way: &'static Transition, today: NaiveDate) -> Result<Vec<Waiting>, ApiError> {
        let mut waiting = Vec::new();
        // What is in force and could be ended is no proposal.
        for state in way.from.iter().filter(|state| **state == PROPOSED) {
            let records = every::<R>(conn, &format!("state={state}&sort=updatedAt"), today)?;
            let (titles, facts) = (R::titles(conn, &records)?, R::facts(conn, &records, today)?);
            let all = records.iter().zip(titles).zip(facts);
            waiting.extend(all.map(|((record, title), facts)| Waiting {
                id: record.uuid(),
                title,
                since: record.meta.updated_at,
                missing: missing_to_move(record, &facts, way.to),
            }));
        }
        Ok(waiting)
    }

    fn warned(&self, conn: &mut Conn, since: Option<Instant>, today: NaiveDate) -> Result<Vec<Warned>, ApiError> {
        if R::WARNINGS.is_empty() {
            return Ok(Vec::new());
        }
        let since = since.map(|since| format!("updatedAtFrom={since}")).unwrap_or_default();
        let mut records = every::<R>(conn, &since, today)?;
        let computed = read::computed(conn, &records, today)?;
        let mut warnings = R::warnings(conn, &records, &computed, today)?;
        let mut kept = warnings.iter().map(|warnings| !warnings.is_empty());
        records.retain(|_| kept.next().unwrap_or_default());
        warnings.retain(|warnings| !warnings.is_empty());
        let titles = R::titles(conn, &records)?;
        let all = records.iter().zip(titles).zip(warnings);
        Ok(all.map(|((record, title), warnings)| Warned { id: record.uuid(), title, warnings }).collect())
    }

    fn title_then(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<Option<String>> {
        match record_of::<R>(row)? {
            Some(record) => Ok(R::titles(conn, std::slice::from_ref(&record))?.pop()),
            None => Ok(None),
        }
    }

    fn stored_then(&self, row: &JournalRow) -> Result<Option<Value>, ApiError> {
        stored_of::<R>(row)
    }

    fn restore(&self, tx: &mut Tx<'_>, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => {
                let id = record.meta.id;
                let row = R::to_row(record);
                // What a migration laid down is there already.
                if R::update_row(tx.conn()?, &row)? == 0 {
                    tx.insert::<R>(id, row);
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn restore_indexes(&self, tx: &mut Tx<'_>, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => super::write::index(tx, &record, false),
            None => Ok(()),
        }
    }

    fn legal_ground(&self, conn: &mut Conn, id: Uuid) -> QueryResult<Option<String>> {
        let confidentiality = R::row_by_id(conn, Id::from(id))?.and_then(|row| R::from_row(row).meta.confidentiality);
        Ok(confidentiality.map(|is| is.legal_ground))
    }

    fn follow(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<bool, ApiError> {
        confidentiality::follow_one::<R>(tx, Id::from(id))
    }

    fn telling(&self, conn: &mut Conn, told: &[Uuid]) -> QueryResult<Vec<Uuid>> {
        confidentiality::telling::<R>(conn, told)
    }

    fn version(&self, conn: &mut Conn, id: Uuid) -> QueryResult<Option<i32>> {
        Ok(R::row_by_id(conn, Id::from(id))?.map(R::from_row).map(|record| record.meta.version))
    }

    fn take_back(&self, tx: &mut Tx<'_>, id: Uuid, version: i32) -> Result<(), ApiError> {
        super::erase::take_back::<R>(tx, Id::from(id), version)
    }

    fn repoint(
        &self,
        tx: &mut Tx<'_>,
        schemas: &Schemas,
        id: Uuid,
        from_to: (Uuid, Uuid),
    ) -> Result<Vec<Fault>, ApiError> {
        super::repoint::one::<R>(tx, schemas, Id::from(id), from_to)
    }

    fn known(&self, tx: &mut Tx<'_>, caller: &Caller, incoming: &Incoming) -> Result<Option<Uuid>, ApiError> {
        Ok(super::incoming::known::<R>(tx, caller, incoming)?.map(|record| record.uuid()))
    }

    fn take_in(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        schemas: &Schemas,
        incoming: Incoming,
    ) -> Result<(Uuid, Effect), ApiError> {
        super::incoming::take_in::<R>(tx, caller, schemas, incoming)
    }

    fn check_gate(&self, conn: &mut Conn, id: Uuid, passage: Passage, pointer: &str) -> QueryResult<Vec<Fault>> {
        gate::check::<R>(conn, Id::from(id), passage, pointer)
    }

    fn pass_gate(&self, tx: &mut Tx<'_>, id: Uuid, passage: Passage, pointer: &str) -> Result<(), ApiError> {
        gate::pass::<R>(tx, Id::from(id), passage, pointer)
    }
}

/// The record that a journal row keeps, lifted to today's shape; none after a deletion.
///
/// # Errors
/// When the snapshot cannot be read.
pub fn record_of<R: Register>(row: &JournalRow) -> QueryResult<Option<Record<R>>> {
    let damaged = |error: serde_json::Error| diesel::result::Error::DeserializationError(Box::new(error));
    match row.snapshot_json().map_err(damaged)? {
        Some(snapshot) => serde_json::from_value(R::upgrade(row.format, snapshot)).map(Some).map_err(damaged),
        None => Ok(None),
    }
}

/// The stored fields that a journal row keeps, in today's shape; none after a deletion.
///
/// # Errors
/// When the snapshot cannot be read.
pub fn stored_of<R: Register>(row: &JournalRow) -> Result<Option<Value>, ApiError> {
    record_of::<R>(row)?.map(|record| record.snapshot()).transpose().map_err(ApiError::internal)
}
