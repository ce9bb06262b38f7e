//! Registers without their type, for what runs over all of them: references, the document, the journal's replay, gates.

use std::marker::PhantomData;

use chrono::NaiveDate;
use diesel::QueryResult;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use uuid::Uuid;

use super::references::{Summary, announce};
use super::{Lifecycle, Names, Record, Register, Transition, gate, schema};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault};
use crate::journal::{JournalRow, Tx};

/// A register without its type, for what runs over all of them.
pub trait AnyRegister: Sync {
    /// The type in the journal.
    fn kind(&self) -> &'static str;
    /// The segment of the address.
    fn path(&self) -> &'static str;
    /// What it and its records are called.
    fn names(&self) -> Names;
    /// What a record is.
    fn about(&self) -> &'static str;
    /// Adds its schemas to those of the document.
    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>);
    /// Its life cycle.
    fn lifecycle(&self) -> Option<&'static Lifecycle>;
    /// Name and state of some records.
    ///
    /// # Errors
    /// When the database refuses.
    fn summaries(&self, conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<Summary>>;
    /// Inserts the row of a snapshot.
    ///
    /// # Errors
    /// When the snapshot cannot be read or the database refuses.
    fn restore(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()>;
    /// Writes the indexes of a snapshot whose row, and all it refers to, is there.
    ///
    /// # Errors
    /// As [`AnyRegister::restore`].
    fn restore_indexes(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()>;
    /// Names everything that keeps one of its gates shut for a record, on a day.
    ///
    /// # Errors
    /// When the database refuses.
    fn check_gate(
        &self,
        conn: &mut Conn,
        id: Uuid,
        way: &'static Transition,
        on: NaiveDate,
        pointer: &str,
    ) -> QueryResult<Vec<Fault>>;
    /// Moves a record through one of its gates.
    ///
    /// # Errors
    /// Everything that keeps it shut.
    fn pass_gate(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        way: &'static Transition,
        on: NaiveDate,
        pointer: &str,
    ) -> Result<(), ApiError>;
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

    fn names(&self) -> Names {
        R::NAMES
    }

    fn about(&self) -> &'static str {
        R::ABOUT
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schema::all::<R>(schemas);
    }

    fn lifecycle(&self) -> Option<&'static Lifecycle> {
        R::LIFECYCLE
    }

    fn summaries(&self, conn: &mut Conn, ids: &[Uuid]) -> QueryResult<Vec<Summary>> {
        let ids: Vec<Id<R>> = ids.iter().copied().map(Id::from).collect();
        let records = R::rows_by_id(conn, &ids)?.into_iter().map(R::from_row);
        Ok(records
            .map(|record| Summary {
                id: record.uuid(),
                name: R::title(&record),
                archived: record.meta.archived,
                state: record.meta.state,
            })
            .collect())
    }

    fn restore(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => {
                announce::<R>(conn, record.meta.id)?;
                R::insert_row(conn, &R::to_row(record)).map(|_| ())
            }
            None => Ok(()),
        }
    }

    fn restore_indexes(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => super::write::index(conn, &record),
            None => Ok(()),
        }
    }

    fn check_gate(
        &self,
        conn: &mut Conn,
        id: Uuid,
        way: &'static Transition,
        on: NaiveDate,
        pointer: &str,
    ) -> QueryResult<Vec<Fault>> {
        gate::check::<R>(conn, Id::from(id), way, on, pointer)
    }

    fn pass_gate(
        &self,
        tx: &mut Tx<'_>,
        id: Uuid,
        way: &'static Transition,
        on: NaiveDate,
        pointer: &str,
    ) -> Result<(), ApiError> {
        gate::pass::<R>(tx, Id::from(id), way, on, pointer)
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
