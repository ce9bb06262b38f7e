//! The index of ids in other systems: unique per system and type.

use diesel::prelude::*;
use uuid::Uuid;

use super::rules::check_unique;
use super::{ExternalId, Record, Register};
use crate::db::Conn;
use crate::db::schema::external_ids as table;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::text::text;

/// Names every external id of a record that another record has, or that stands twice.
pub(super) fn check<R: Register>(conn: &mut Conn, record: &Record<R>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    check_unique("/externalIds", record.meta.external_ids.iter(), faults);
    for (place, external) in record.meta.external_ids.iter().enumerate() {
        if holder(conn, R::TYPE, external)?.is_some_and(|holder| holder != record.uuid()) {
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

/// Enters a record into the index.
pub(super) fn enter<R: Register>(conn: &mut Conn, record: &Record<R>) -> QueryResult<()> {
    for external in &record.meta.external_ids {
        diesel::insert_into(table::table)
            .values((
                table::resource_type.eq(R::TYPE),
                table::system.eq(&external.system),
                table::value.eq(&external.value),
                table::resource_id.eq(Id::<()>::from(record.uuid())),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Removes a record from the index.
pub(super) fn forget<R: Register>(conn: &mut Conn, id: Id<R>) -> QueryResult<()> {
    diesel::delete(
        table::table.filter(table::resource_type.eq(R::TYPE)).filter(table::resource_id.eq(Id::<()>::from(id.uuid()))),
    )
    .execute(conn)
    .map(|_| ())
}
