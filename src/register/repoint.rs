//! Moving references: what led to one record leads to another, in whatever register it stands. So two records that were
//! one all along become one, and nothing that was said of either is lost.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::write::{facts, find, store_next};
use super::{Record, Register, external_ids, lifecycle, references, schema};
use crate::db::Conn;
use crate::db::schema::{record_references, records};
use crate::db::types::Id;
use crate::error::{ApiError, Fault};
use crate::http::schemas::Schemas;
use crate::journal::{Action, Tx};
use crate::routes::register_of;
use crate::text::Message;

/// Makes everything that refers to one record refer to another, each with a row of its own in the journal.
///
/// Gives back every rule that one of them would break, in words that name the record: then nothing may be kept of it.
///
/// # Errors
/// When the database refuses.
pub fn repoint(tx: &mut Tx<'_>, schemas: &Schemas, from: Uuid, to: Uuid) -> Result<Vec<Fault>, ApiError> {
    let referring: Vec<(Id<()>, String)> = record_references::table
        .inner_join(records::table.on(records::id.eq(record_references::from_id)))
        .filter(record_references::to_id.eq(Id::<()>::from(from)))
        .select((records::id, records::resource_type))
        .distinct()
        .order(records::id)
        .load(tx.conn)?;
    let mut faults = Vec::new();
    for (id, kind) in referring {
        let register = register_of(&kind)
            .ok_or_else(|| ApiError::internal(format!("the index of references names an unknown register: {kind}")))?;
        faults.extend(register.repoint(tx, schemas, id.uuid(), (from, to))?);
    }
    Ok(faults)
}

/// Moves the references of one record.
pub(super) fn one<R: Register>(
    tx: &mut Tx<'_>,
    schemas: &Schemas,
    id: Id<R>,
    (from, to): (Uuid, Uuid),
) -> Result<Vec<Fault>, ApiError> {
    let before = find(tx.conn, id)?;
    let mut fields = json!(before);
    let mut lists = BTreeSet::new();
    for (pointer, _) in
        R::references().iter().flat_map(|reference| (reference.ids)(&before)).filter(|(_, id)| *id == from)
    {
        if let Some(field) = fields.pointer_mut(&pointer) {
            *field = json!(to);
        }
        lists.extend(list_around(&pointer));
    }
    for list in lists {
        if let Some(Value::Array(items)) = fields.pointer_mut(&list) {
            let mut seen: Vec<Value> = Vec::new();
            items.retain(|item| {
                !seen.contains(item) && {
                    seen.push(item.clone());
                    true
                }
            });
        }
    }
    amend(tx, schemas, &before, serde_json::from_value(fields).map_err(ApiError::internal)?)
}

/// The list in which a JSON Pointer leads to an item or into one: `/partnerIds/3` and `/participations/0/partnerId` are in
/// `/partnerIds` and `/participations`.
fn list_around(pointer: &str) -> Option<String> {
    let segments: Vec<&str> = pointer.split('/').collect();
    let place = segments.iter().rposition(|segment| segment.parse::<usize>().is_ok())?;
    Some(segments.get(..place)?.join("/"))
}

/// Stores what the service changes in a record in the course of another change, unless it would break a rule that it kept
/// before: those are given back, in words that name the record. What it broke already, such as that its year is closed,
/// does not hold it up.
///
/// # Errors
/// When the database refuses.
pub fn amend<R: Register>(
    tx: &mut Tx<'_>,
    schemas: &Schemas,
    before: &Record<R>,
    mut after: Record<R>,
) -> Result<Vec<Fault>, ApiError> {
    let old = broken(tx.conn, schemas, before, before)?;
    let mut faults = broken(tx.conn, schemas, before, &after)?;
    let (was, is) = (facts(tx.conn, before, tx.today())?, facts(tx.conn, &after, tx.today())?);
    faults.extend(lifecycle::missing_after_edit((before, &was), (&after, &is)).iter().map(lifecycle::as_fault));
    faults.retain(|fault| !old.contains(fault));
    if faults.is_empty() {
        store_next(tx, &mut after, Action::Update)?;
        return Ok(faults);
    }
    let name = R::titles(tx.conn, std::slice::from_ref(before))?.pop().unwrap_or_default();
    for fault in &mut faults {
        let place = format!("/{}, {name}, {}", R::PATH, fault.pointer);
        let Message { sv, en } = &fault.reason;
        fault.reason = Message::new(format!("{place}: {sv}"), format!("{place}: {en}"));
    }
    Ok(faults)
}

/// The rules of its fields and of its place among others that a record breaks.
fn broken<R: Register>(
    conn: &mut Conn,
    schemas: &Schemas,
    before: &Record<R>,
    after: &Record<R>,
) -> Result<Vec<Fault>, ApiError> {
    let settable = schema::settable_names::<R>();
    let mut fields = json!(after);
    if let Value::Object(fields) = &mut fields {
        fields.retain(|name, _| settable.contains(name));
    }
    let mut faults = schemas.faults(&format!("{}Patch", R::NAMES.schema), &fields)?;
    R::check(after, &mut faults);
    references::check(conn, Some(before), after, &mut faults)?;
    external_ids::check(conn, after, &mut faults)?;
    R::check_stored(conn, Some(before), after, &mut faults)?;
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::list_around;

    #[test]
    fn the_list_around_an_item_is_found() {
        assert_eq!(list_around("/partnerIds/3").as_deref(), Some("/partnerIds"));
        assert_eq!(list_around("/participations/0/partnerId").as_deref(), Some("/participations"));
        assert_eq!(list_around("/partnerId"), None);
    }
}
