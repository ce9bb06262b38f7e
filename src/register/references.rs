//! References between records: that they exist, what `expand=` shows of them, and registers without their type.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

use diesel::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use uuid::Uuid;

use super::{Embedded, Lifecycle, Names, Record, Register, schema};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::journal::JournalRow;
use crate::text::Message;

/// A field of a register that refers to records of another, or of itself.
pub struct Reference<R: Register> {
    /// The name in `expand=` and `_embedded`.
    pub name: &'static str,
    /// The register referred to.
    pub target: &'static dyn AnyRegister,
    /// The ids, each with its JSON Pointer.
    pub ids: fn(&Record<R>) -> Vec<(String, Uuid)>,
}

/// What `expand=` shows of a record referred to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Summary {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "Region Dalarna")]
    pub name: String,
    /// Its state, where it has one.
    #[schema(example = "assessed")]
    pub state: Option<String>,
}

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
            .map(|record| Summary { id: record.uuid(), name: R::title(&record), state: record.meta.state })
            .collect())
    }

    fn restore(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => R::insert_row(conn, &R::to_row(record)).map(|_| ()),
            None => Ok(()),
        }
    }

    fn restore_indexes(&self, conn: &mut Conn, row: &JournalRow) -> QueryResult<()> {
        match record_of::<R>(row)? {
            Some(record) => super::write::index(conn, &record),
            None => Ok(()),
        }
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

/// Names every reference of a record that leads nowhere: one query per reference.
///
/// # Errors
/// When the database refuses.
pub fn check<R: Register>(conn: &mut Conn, record: &Record<R>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    for reference in R::references() {
        let ids = (reference.ids)(record);
        if ids.is_empty() {
            continue;
        }
        let wanted: Vec<Uuid> = ids.iter().map(|(_, id)| *id).collect();
        let found: HashSet<Uuid> =
            reference.target.summaries(conn, &wanted)?.into_iter().map(|summary| summary.id).collect();
        for (pointer, id) in ids.into_iter().filter(|(_, id)| !found.contains(id)) {
            let path = reference.target.path();
            faults.push(Fault::body(
                pointer,
                FaultCode::UnknownReference,
                Message::new(format!("{id} finns inte i /{path}"), format!("{id} is not in /{path}")),
            ));
        }
    }
    Ok(())
}

/// What each record's wanted references are, for `_embedded`: one query per name, however many records.
///
/// # Errors
/// When the database refuses.
pub fn embed<R: Register>(conn: &mut Conn, records: &[&Record<R>], names: &[&str]) -> QueryResult<Vec<Embedded>> {
    let mut embedded: Vec<Embedded> = records.iter().map(|_| Embedded::new()).collect();
    for reference in R::references().iter().filter(|reference| names.contains(&reference.name)) {
        let ids: Vec<Vec<Uuid>> =
            records.iter().map(|record| (reference.ids)(record).into_iter().map(|(_, id)| id).collect()).collect();
        let all: HashSet<Uuid> = ids.iter().flatten().copied().collect();
        let all: Vec<Uuid> = all.into_iter().collect();
        let found: HashMap<Uuid, Summary> =
            reference.target.summaries(conn, &all)?.into_iter().map(|summary| (summary.id, summary)).collect();
        for (embedded, ids) in embedded.iter_mut().zip(ids) {
            embedded.insert(reference.name, ids.iter().filter_map(|id| found.get(id).cloned()).collect());
        }
    }
    Ok(embedded)
}
