//! The index of ids in other systems: unique per system and type.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text};
use uuid::Uuid;

use super::rules::check_unique;
use super::{ExternalId, Record, Register};
use crate::db::Conn;
use crate::db::schema::external_ids as table;
use crate::db::table::AT_ONCE;
use crate::db::types::{Guid, Id};
use crate::error::{Fault, FaultCode};
use crate::journal::Tx;
use crate::text::text;

/// Names every external id of a record that another record has, or that stands twice.
pub(super) fn check<R: Register>(tx: &mut Tx<'_>, record: &Record<R>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    check_unique("/externalIds", record.meta.external_ids.iter(), faults);
    for (place, external) in record.meta.external_ids.iter().enumerate() {
        if held_by(tx, R::TYPE, external)?.is_some_and(|holder| holder != record.uuid()) {
            let reason = text("en annan post har detta id", "another record has this id");
            faults.push(Fault::body(format!("/externalIds/{place}"), FaultCode::Taken, reason));
        }
    }
    Ok(())
}

/// The record of a type that has an external id.
pub(super) fn holder(conn: &mut Conn, kind: &str, external: &ExternalId) -> QueryResult<Option<Uuid>> {
    let holder: Option<Id<()>> = table::table
        .find((kind, &external.system, &external.value))
        .select(table::resource_id)
        .get_result(conn)
        .optional()?;
    Ok(holder.map(|id| id.uuid()))
}

/// The same in a transaction, which asks once.
pub(super) fn held_by(tx: &mut Tx<'_>, kind: &'static str, external: &ExternalId) -> QueryResult<Option<Uuid>> {
    let wanted = (kind, external.clone());
    if let Some(known) = tx.holders.get(&wanted) {
        return Ok(*known);
    }
    let found = holder(tx.conn()?, kind, external)?;
    tx.holders.insert(wanted, found);
    Ok(found)
}

/// Looks up who has some external ids, with one query for many, before each is asked for.
///
/// # Errors
/// When the database refuses.
pub fn foresee(tx: &mut Tx<'_>, kind: &'static str, wanted: &[&ExternalId]) -> QueryResult<()> {
    let mut by_system: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ExternalId { system, value } in wanted {
        by_system.entry(system).or_default().push(value);
    }
    for (system, values) in by_system {
        let known = |value: String, holder| ((kind, ExternalId { system: system.to_owned(), value }), holder);
        for some in values.chunks(AT_ONCE) {
            let found = holders(tx.conn()?, kind, system, some)?;
            tx.holders.extend(some.iter().map(|value| known((*value).to_owned(), None)));
            tx.holders.extend(found.into_iter().map(|held| known(held.value, held.resource_id.map(Id::uuid))));
        }
    }
    Ok(())
}

/// An id in another system, and the record that has it.
#[derive(QueryableByName, Queryable)]
struct Held {
    #[diesel(sql_type = Text)]
    value: String,
    #[diesel(sql_type = Nullable<Guid>)]
    resource_id: Option<Id<()>>,
}

/// The records of a type that have some ids of a system.
fn holders(conn: &mut Conn, kind: &str, system: &str, values: &[&str]) -> QueryResult<Vec<Held>> {
    match conn {
        // A subquery for each goes by the key, always. `= ANY` need not: while a table grows, PostgreSQL believes it as small as
        // it was, and reads all of it, comparing each row with all that are asked for.
        Conn::Postgres(conn) => diesel::sql_query(
            "SELECT value, (SELECT resource_id FROM external_ids AS held \
             WHERE held.resource_type = $1 AND held.system = $2 AND held.value = wanted.value) AS resource_id \
             FROM unnest($3) AS wanted (value)",
        )
        .bind::<Text, _>(kind)
        .bind::<Text, _>(system)
        .bind::<Array<Text>, _>(values)
        .load(conn),
        conn @ Conn::Sqlite(_) => table::table
            .filter(table::resource_type.eq(kind))
            .filter(table::system.eq(system))
            .filter(table::value.eq_any(values.to_vec()))
            .select((table::value, table::resource_id.nullable()))
            .load(conn),
    }
}

/// A row of the index.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
pub struct ExternalIdRow {
    resource_type: &'static str,
    system: String,
    value: String,
    resource_id: Id<()>,
}

/// Inserts rows of the index.
pub(crate) fn insert(conn: &mut Conn, rows: &[ExternalIdRow]) -> QueryResult<()> {
    crate::insert_all!(conn, table::table, rows)
}

/// Enters a record into the index.
pub(super) fn enter<R: Register>(tx: &mut Tx<'_>, record: &Record<R>) {
    let ids = &record.meta.external_ids;
    tx.holders.extend(ids.iter().map(|external| ((R::TYPE, external.clone()), Some(record.uuid()))));
    let row = |ExternalId { system, value }: ExternalId| ExternalIdRow {
        resource_type: R::TYPE,
        system,
        value,
        resource_id: Id::from(record.uuid()),
    };
    tx.insert_external_ids(ids.iter().cloned().map(row));
}

/// Removes a record from the index.
pub(super) fn forget<R: Register>(tx: &mut Tx<'_>, id: Id<R>) -> QueryResult<()> {
    let own = table::table.filter(table::resource_type.eq(R::TYPE)).filter(table::resource_id.eq(id.erased()));
    let gone: Vec<(String, String)> =
        diesel::delete(own).returning((table::system, table::value)).get_results(tx.conn()?)?;
    for (system, value) in gone {
        tx.holders.remove(&(R::TYPE, ExternalId { system, value }));
    }
    Ok(())
}
