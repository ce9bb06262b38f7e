//! References between records, as one mechanism: that they lead somewhere, what `expand=` shows of them, what holds what,
//! filters by them.
//!
//! A register names its references once. The record keeps the ids in its own fields; beside them every reference of every
//! register stands in one index, `record_references`, whose foreign keys lead to `records`, where every living record is.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::named::{Named, written};
use super::{AnyRegister, Embedded, Record, Register, confidentiality};
use crate::db::Conn;
use crate::db::schema::{record_references, records};
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode, Holder};
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
use crate::journal::{Seen, Tx};
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
    pub(super) fn key(&self) -> String {
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

/// Names every reference of a record that leads nowhere as far as the caller sees, and every new one that leads to what is put away: one query per
/// reference, unless the transaction has seen where it leads.
///
/// # Errors
/// When the database refuses.
pub fn check<R: Register>(
    tx: &mut Tx<'_>,
    caller: Option<&Caller>,
    before: Option<&Record<R>>,
    after: &Record<R>,
    named: &[Named],
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let sees_all = caller.is_none_or(confidentiality::sees);
    for reference in R::references() {
        let ids = (reference.ids)(after);
        if ids.is_empty() {
            continue;
        }
        let old: HashSet<Uuid> = before.map(reference.ids).into_iter().flatten().map(|(_, id)| id).collect();
        let (kind, path) = (reference.target.kind(), reference.target.path());
        see(tx, reference.target, ids.iter().map(|(_, id)| *id))?;
        for (pointer, id) in ids {
            let is_new = !old.contains(&id);
            match tx.seen.get(&(kind, id)).filter(|seen| sees_all || !is_new || !seen.is_confidential) {
                None => faults.push(unknown(pointer, &written(id, named), path)),
                Some(seen) if seen.is_archived && is_new && !R::REFERS_TO_ARCHIVED => {
                    let reason =
                        Message::new(format!("{id} i /{path} är arkiverad"), format!("{id} in /{path} is archived"));
                    faults.push(Fault::body(pointer, FaultCode::ArchivedReference, reason));
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

/// Looks at records of a register, unless the transaction has seen them.
fn see(tx: &mut Tx<'_>, target: &dyn AnyRegister, ids: impl Iterator<Item = Uuid>) -> QueryResult<()> {
    let kind = target.kind();
    let unseen: Vec<Uuid> = ids.filter(|id| !tx.seen.contains_key(&(kind, *id))).collect();
    if unseen.is_empty() {
        return Ok(());
    }
    let found = target.summaries(tx.conn()?, &unseen)?;
    let confidential = confidentiality::among(tx.conn()?, &unseen)?;
    tx.seen.extend(found.into_iter().map(|summary| {
        let is_confidential = confidential.contains(&summary.id);
        ((kind, summary.id), Seen { is_archived: summary.archived, is_confidential })
    }));
    Ok(())
}

/// Whether a record is confidential, if it is there.
pub(super) fn is_hidden(tx: &mut Tx<'_>, target: &dyn AnyRegister, id: Uuid) -> QueryResult<bool> {
    see(tx, target, [id].into_iter())?;
    Ok(tx.seen.get(&(target.kind(), id)).is_some_and(|seen| seen.is_confidential))
}

/// Whether a record that exists is there for a caller.
///
/// # Errors
/// When the database refuses.
pub fn is_there(tx: &mut Tx<'_>, caller: &Caller, target: &dyn AnyRegister, id: Uuid) -> QueryResult<bool> {
    Ok(confidentiality::sees(caller) || !is_hidden(tx, target, id)?)
}

/// Refuses at once what newly refers to something that is there, but not for the caller: the rules that look at what a
/// record refers to would tell of it.
///
/// # Errors
/// As if it were not there.
pub fn refuse_hidden<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    before: Option<&Record<R>>,
    after: &Record<R>,
    named: &[Named],
) -> Result<(), ApiError> {
    if confidentiality::sees(caller) {
        return Ok(());
    }
    let mut any_is_hidden = false;
    for reference in R::references() {
        for (_, id) in (reference.ids)(after) {
            any_is_hidden |= is_hidden(tx, reference.target, id)?;
        }
    }
    if !any_is_hidden {
        return Ok(());
    }
    let mut faults = Vec::new();
    check(tx, Some(caller), before, after, named, &mut faults)?;
    ApiError::check(faults)
}

/// An id, or an external id, that leads nowhere.
pub fn unknown(pointer: impl Into<String>, id: &str, path: &str) -> Fault {
    let reason = Message::new(format!("{id} finns inte i /{path}"), format!("{id} is not in /{path}"));
    Fault::body(pointer, FaultCode::UnknownReference, reason)
}

/// A record among those that others may refer to.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = records, treat_none_as_default_value = false)]
pub struct RecordRow {
    /// Its id.
    pub id: Id<()>,
    /// Its type.
    pub resource_type: &'static str,
}

/// Enters records among those that others may refer to; before their rows are written.
pub(crate) fn insert_records(conn: &mut Conn, rows: &[RecordRow]) -> QueryResult<()> {
    crate::insert_all!(conn, records::table, rows)
}

/// Strikes a record off, and with it the references that it made.
pub(super) fn forget<R: Register>(conn: &mut Conn, id: Id<R>) -> QueryResult<()> {
    diesel::delete(records::table.find(id.erased())).execute(conn).map(|_| ())
}

/// Brings the index of references up to date with a record.
pub(super) fn index<R: Register>(tx: &mut Tx<'_>, record: &Record<R>, is_new: bool) -> QueryResult<()> {
    if R::references().is_empty() {
        return Ok(());
    }
    let from = record.meta.id.erased();
    let mut new: HashSet<(String, Id<()>)> = HashSet::new();
    for reference in R::references() {
        new.extend((reference.ids)(record).into_iter().map(|(_, id)| (reference.key(), Id::from(id))));
    }
    let old: Vec<(String, Id<()>)> = if is_new {
        Vec::new()
    } else {
        record_references::table
            .filter(record_references::from_id.eq(from))
            .select((record_references::reference, record_references::to_id))
            .load(tx.conn()?)?
    };
    for (reference, to) in &old {
        if !new.remove(&(reference.clone(), *to)) {
            diesel::delete(record_references::table.find((from, reference, to))).execute(tx.conn()?)?;
        }
    }
    let row = |(reference, to_id)| ReferenceRow { from_id: from, reference, to_id };
    tx.insert_references(new.into_iter().map(row));
    Ok(())
}

/// Inserts rows of the index.
pub(crate) fn insert(conn: &mut Conn, rows: &[ReferenceRow]) -> QueryResult<()> {
    crate::insert_all!(conn, record_references::table, rows)
}

/// A row of the index.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = record_references, treat_none_as_default_value = false)]
pub struct ReferenceRow {
    from_id: Id<()>,
    reference: String,
    to_id: Id<()>,
}

/// The records that refer to one, of whatever register; the first fifty, with those that a caller does not see.
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
    let held: Vec<(&str, Uuid)> = held.iter().map(|(id, kind)| (kind.as_str(), id.uuid())).collect();
    called(conn, &held)
}

/// Records of whatever register as people call them; what is not there is left out.
///
/// # Errors
/// When the database refuses.
pub fn called(conn: &mut Conn, wanted: &[(&str, Uuid)]) -> QueryResult<Vec<Holder>> {
    let mut called = Vec::new();
    for register in REGISTERS {
        let kind = register.kind();
        let ids: Vec<Uuid> = wanted.iter().filter(|(other, _)| *other == kind).map(|(_, id)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        let summaries = register.summaries(conn, &ids)?;
        called.extend(summaries.into_iter().map(|Summary { id, name, .. }| Holder { kind, id, name }));
    }
    called.sort_by_key(|holder| holder.id);
    Ok(called)
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
    let to: Vec<Id<()>> = to.iter().map(Id::erased).collect();
    let links: Vec<(Id<()>, Id<()>)> = crate::load_of!(conn, links, record_references::to_id, &to[..])?;
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

/// What people call some records, by id: a fixed number of queries.
///
/// # Errors
/// When the database refuses.
pub fn names<R: Register>(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = Id<R>>,
) -> QueryResult<HashMap<Id<R>, String>> {
    let mut ids: Vec<Id<R>> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let records: Vec<Record<R>> = R::rows_by_id(conn, &ids)?.into_iter().map(R::from_row).collect();
    let titles = R::titles(conn, &records)?;
    Ok(records.iter().map(|record| record.meta.id).zip(titles).collect())
}

/// What people call some records that are known by another, in their order: a fixed number of queries.
///
/// # Errors
/// When the database refuses.
pub fn named_after<R: Register, T: Register>(
    conn: &mut Conn,
    records: &[Record<R>],
    other: impl Fn(&Record<R>) -> Id<T>,
    name: impl Fn(&str, &Record<R>) -> String,
) -> QueryResult<Vec<String>> {
    let names = names(conn, records.iter().map(&other))?;
    let of = |record: &Record<R>| name(names.get(&other(record)).map_or("", String::as_str), record);
    Ok(records.iter().map(of).collect())
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
