//! References between records, as one mechanism: that they lead somewhere, what `expand=` shows of them, what holds what,
//! filters by them; and registers without their type.
//!
//! A register names its references once. The record keeps the ids in its own fields; beside them every reference of every
//! register stands in one index, `record_references`, whose foreign keys lead to `records`, where every living record is.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use uuid::Uuid;

use super::{Embedded, Lifecycle, Names, Record, Register, Transition, gate, schema};
use crate::db::Conn;
use crate::db::schema::{record_references, records};
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode, Holder};
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
use crate::journal::{JournalRow, Tx};
use crate::routes::REGISTERS;
use crate::text::Message;

/// The most records named that hold another.
const MAX_HOLDERS: i64 = 50;

/// A field of a register that refers to records of another, or of itself.
pub struct Reference<R: Register> {
    /// The name in `expand=` and `_embedded`.
    pub name: &'static str,
    /// The register referred to.
    pub target: &'static dyn AnyRegister,
    /// The ids, each with its JSON Pointer.
    pub ids: fn(&Record<R>) -> Vec<(String, Uuid)>,
}

impl<R: Register> Reference<R> {
    /// How the index knows it: `partner.strategyAreas`.
    fn key(&self) -> String {
        format!("{}.{}", R::TYPE, self.name)
    }
}

/// Ids with their JSON Pointers; `{}` in the pattern stands for the place in the list.
pub fn pointers<T: 'static>(pattern: &str, ids: impl IntoIterator<Item = Id<T>>) -> Vec<(String, Uuid)> {
    ids.into_iter().enumerate().map(|(place, id)| (pattern.replace("{}", &place.to_string()), id.uuid())).collect()
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
    /// Whether it is put away.
    #[schema(example = false)]
    pub archived: bool,
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

/// Names every reference of a record that leads nowhere, and every new one that leads to what is put away: one query per
/// reference.
///
/// # Errors
/// When the database refuses.
pub fn check<R: Register>(
    conn: &mut Conn,
    before: Option<&Record<R>>,
    after: &Record<R>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    for reference in R::references() {
        let ids = (reference.ids)(after);
        if ids.is_empty() {
            continue;
        }
        let old: HashSet<Uuid> = before.map(reference.ids).into_iter().flatten().map(|(_, id)| id).collect();
        let wanted: Vec<Uuid> = ids.iter().map(|(_, id)| *id).collect();
        let found: HashMap<Uuid, bool> = reference
            .target
            .summaries(conn, &wanted)?
            .into_iter()
            .map(|summary| (summary.id, summary.archived))
            .collect();
        let path = reference.target.path();
        for (pointer, id) in ids {
            let (code, reason) = match found.get(&id) {
                None => (
                    FaultCode::UnknownReference,
                    Message::new(format!("{id} finns inte i /{path}"), format!("{id} is not in /{path}")),
                ),
                Some(true) if !old.contains(&id) && !R::REFERS_TO_ARCHIVED => (
                    FaultCode::ArchivedReference,
                    Message::new(format!("{id} i /{path} är arkiverad"), format!("{id} in /{path} is archived")),
                ),
                Some(_) => continue,
            };
            faults.push(Fault::body(pointer, code, reason));
        }
    }
    Ok(())
}

/// Enters a record among those that others may refer to; before its row is written.
pub(super) fn announce<R: Register>(conn: &mut Conn, id: Id<R>) -> QueryResult<()> {
    diesel::insert_into(records::table)
        .values((records::id.eq(id.erased()), records::resource_type.eq(R::TYPE)))
        .execute(conn)
        .map(|_| ())
}

/// Strikes a record off, and with it the references that it made.
pub(super) fn forget<R: Register>(conn: &mut Conn, id: Id<R>) -> QueryResult<()> {
    diesel::delete(records::table.find(id.erased())).execute(conn).map(|_| ())
}

/// Brings the index of references up to date with a record.
pub(super) fn index<R: Register>(conn: &mut Conn, record: &Record<R>) -> QueryResult<()> {
    if R::references().is_empty() {
        return Ok(());
    }
    let from = record.meta.id.erased();
    let mut new: HashSet<(String, Id<()>)> = HashSet::new();
    for reference in R::references() {
        new.extend((reference.ids)(record).into_iter().map(|(_, id)| (reference.key(), Id::from(id))));
    }
    let old: Vec<(String, Id<()>)> = record_references::table
        .filter(record_references::from_id.eq(from))
        .select((record_references::reference, record_references::to_id))
        .load(conn)?;
    for (reference, to) in &old {
        if !new.remove(&(reference.clone(), *to)) {
            diesel::delete(record_references::table.find((from, reference, to))).execute(conn)?;
        }
    }
    for (reference, to) in new {
        diesel::insert_into(record_references::table)
            .values((
                record_references::from_id.eq(from),
                record_references::reference.eq(reference),
                record_references::to_id.eq(to),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The records that refer to one, of whatever register; the first fifty.
///
/// # Errors
/// When the database refuses.
pub fn holders<R: Register>(conn: &mut Conn, id: Id<R>) -> QueryResult<Vec<Holder>> {
    let held: Vec<(Id<()>, String)> = record_references::table
        .inner_join(records::table.on(records::id.eq(record_references::from_id)))
        .filter(record_references::to_id.eq(id.erased()))
        .select((records::id, records::resource_type))
        .distinct()
        .order(records::id)
        .limit(MAX_HOLDERS)
        .load(conn)?;
    let mut holders = Vec::new();
    for register in REGISTERS {
        let ids: Vec<Uuid> = held.iter().filter(|(_, kind)| kind == register.kind()).map(|(id, _)| id.uuid()).collect();
        if ids.is_empty() {
            continue;
        }
        let summaries = register.summaries(conn, &ids)?;
        holders.extend(summaries.into_iter().map(|summary| Holder {
            kind: register.kind(),
            id: summary.id,
            name: summary.name,
        }));
    }
    holders.sort_by_key(|holder| holder.id);
    Ok(holders)
}

/// What comes from other records to some of one register by a reference: pairs of (referred to, referring), one query.
///
/// # Errors
/// When the database refuses.
pub fn referring<R: Register, T: 'static>(
    conn: &mut Conn,
    reference: &str,
    to: &[Id<T>],
) -> QueryResult<Vec<(Id<T>, Id<R>)>> {
    let links = record_references::table
        .filter(record_references::reference.eq(format!("{}.{reference}", R::TYPE)))
        .select((record_references::to_id, record_references::from_id))
        .order(record_references::from_id);
    let links: Vec<(Id<()>, Id<()>)> = match to {
        // One is asked for most often, and only with `=` is the prepared statement kept.
        [one] => links.filter(record_references::to_id.eq(one.erased())).load(conn)?,
        many => {
            let many: Vec<Id<()>> = many.iter().map(Id::erased).collect();
            links.filter(record_references::to_id.eq_any(many)).load(conn)?
        }
    };
    Ok(links.into_iter().map(|(to, from)| (Id::from(to.uuid()), Id::from(from.uuid()))).collect())
}

/// What some records of one register refer to by a reference: one query.
///
/// # Errors
/// When the database refuses.
pub fn referred<R: Register, T: 'static>(conn: &mut Conn, reference: &str, from: &[Id<R>]) -> QueryResult<Vec<Id<T>>> {
    let from: Vec<Id<()>> = from.iter().map(Id::erased).collect();
    let found: Vec<Id<()>> = record_references::table
        .filter(record_references::reference.eq(format!("{}.{reference}", R::TYPE)))
        .filter(record_references::from_id.eq_any(from))
        .select(record_references::to_id)
        .load(conn)?;
    Ok(found.into_iter().map(|id| Id::from(id.uuid())).collect())
}

/// Demands that a caller may read what `expand=` would show.
///
/// # Errors
/// `forbidden`, naming the permission.
pub fn demand_expand<R: Register>(caller: &Caller, names: &[&str]) -> Result<(), ApiError> {
    let mut wanted = R::references().iter().filter(|reference| names.contains(&reference.name));
    wanted.try_for_each(|reference| caller.demand(reference.target.path(), Verb::Read, None))
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
