//! Moving references: what led to one record leads to another, in whatever register it stands. So two records that were
//! one all along become one, and nothing that was said of either is lost.

use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::write::{facts, find, store_next};
use super::{Record, Register, confidentiality, external_ids, lifecycle, references, schema};
use crate::db::schema::{record_references, records};
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode};
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
        .load(tx.conn()?)?;
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
    let before = find(tx.conn()?, id)?;
    let mut fields = json!(before);
    let mut lists = Vec::new();
    let references = R::references().iter().flat_map(|reference| (reference.ids)(&before));
    for (pointer, _) in references.filter(|(_, id)| *id == from) {
        if let Some(field) = fields.pointer_mut(&pointer) {
            *field = json!(to);
        }
        lists.extend(item_around(&pointer).map(|(list, _)| list));
    }
    let read = |fields| serde_json::from_value::<Record<R>>(fields).map_err(ApiError::internal);
    let after = read(fields.clone())?;
    let after = if drop_repeated(&after, &lists, &mut fields) { read(fields)? } else { after };
    amend(tx, schemas, &before, after)
}

/// Drops the items that the rules of a record call repeated, of lists in which one has become the same as another. What may
/// stand twice, such as two equal amounts, stays.
fn drop_repeated<R: Register>(record: &Record<R>, lists: &[String], fields: &mut Value) -> bool {
    let mut faults = Vec::new();
    R::check(record, &mut faults);
    let repeated = faults.iter().filter(|fault| fault.code == FaultCode::DuplicateItem);
    let mut items: Vec<(String, usize)> = repeated.filter_map(|fault| item_around(&fault.pointer)).collect();
    items.retain(|(list, _)| lists.contains(list));
    // From behind, so that the places before stay what they were called.
    items.sort_by_key(|(_, place)| std::cmp::Reverse(*place));
    for (list, place) in &items {
        if let Some(Value::Array(all)) = fields.pointer_mut(list)
            && *place < all.len()
        {
            all.remove(*place);
        }
    }
    !items.is_empty()
}

/// The list in which a JSON Pointer leads to an item or into one, and its place there: `/partnerIds/3` and
/// `/participations/0/partnerId` are in `/partnerIds` and `/participations`.
fn item_around(pointer: &str) -> Option<(String, usize)> {
    let segments: Vec<&str> = pointer.split('/').collect();
    let place = segments.iter().rposition(|segment| segment.parse::<usize>().is_ok())?;
    Some((segments.get(..place)?.join("/"), segments.get(place)?.parse().ok()?))
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
    let old = broken(tx, schemas, before, before)?;
    let mut faults = broken(tx, schemas, before, &after)?;
    let (was, is) = (facts(tx, before)?, facts(tx, &after)?);
    faults.extend(lifecycle::missing_after_edit((before, &was), (&after, &is)).iter().map(lifecycle::as_fault));
    faults.retain(|fault| !old.contains(fault));
    if faults.is_empty() {
        confidentiality::inherit(tx, &mut after)?;
        store_next(tx, &mut after, Action::Update)?;
        return Ok(faults);
    }
    let name = R::titles(tx.conn()?, std::slice::from_ref(before))?.pop().unwrap_or_default();
    for fault in &mut faults {
        let place = format!("/{}, {name}, {}", R::PATH, fault.pointer);
        let Message { sv, en } = &fault.reason;
        fault.reason = Message::new(format!("{place}: {sv}"), format!("{place}: {en}"));
    }
    Ok(faults)
}

/// The rules of its fields and of its place among others that a record breaks.
fn broken<R: Register>(
    tx: &mut Tx<'_>,
    schemas: &Schemas,
    before: &Record<R>,
    after: &Record<R>,
) -> Result<Vec<Fault>, ApiError> {
    let settable = &schema::field_names::<R>().settable;
    let mut fields = json!(after);
    if let Value::Object(fields) = &mut fields {
        fields.retain(|name, _| settable.contains(name));
    }
    let mut faults = schemas.faults(&format!("{}Patch", R::NAMES.schema), &fields)?;
    R::check(after, &mut faults);
    references::check(tx, None, Some(before), after, &[], &mut faults)?;
    external_ids::check(tx, after, &mut faults)?;
    R::check_stored(tx, Some(before), after, &mut faults)?;
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::item_around;

    #[test]
    fn the_list_around_an_item_is_found() {
        assert_eq!(item_around("/partnerIds/3"), Some(("/partnerIds".into(), 3)));
        assert_eq!(item_around("/participations/0/partnerId"), Some(("/participations".into(), 0)));
        assert_eq!(item_around("/partnerId"), None);
    }
}
