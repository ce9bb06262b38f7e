//! Records named by an external id where an id is asked for: `w3d3:RV-2009-117` instead of a UUID, in bodies and in imports.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{ExternalId, Record, Register, external_ids, references};
use crate::db::Conn;
use crate::error::ApiError;
use crate::identity::caller::Caller;
use crate::journal::Tx;

/// A place in a body that names a record by an external id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it stands.
    pub pointer: String,
    /// What stands there until the record is found: an id that no record has.
    pub placeholder: Uuid,
    /// The external id.
    pub external: ExternalId,
}

impl Named {
    /// Takes a text that names a record, if it does: the system, a colon, and the value.
    pub fn take(pointer: String, field: &mut Value) -> Option<Self> {
        let external = ExternalId::read(field.as_str()?)?;
        let placeholder = Uuid::now_v7();
        *field = Value::String(placeholder.to_string());
        Some(Self { pointer, placeholder, external })
    }
}

/// How a caller wrote an id.
pub fn written(id: Uuid, named: &[Named]) -> String {
    named.iter().find(|one| one.placeholder == id).map_or_else(|| id.to_string(), |one| one.external.to_string())
}

/// Puts the ids of the records that are there for a caller in the place of their names. What is not found stays, and is found missing with
/// all other references.
///
/// # Errors
/// When the database refuses.
pub(super) fn resolve<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    record: &mut Record<R>,
    named: &[Named],
) -> Result<(), ApiError> {
    if named.is_empty() {
        return Ok(());
    }
    let mut found: HashMap<String, Uuid> = HashMap::new();
    for reference in R::references() {
        for (_, id) in (reference.ids)(record) {
            let Some(one) = named.iter().find(|one| one.placeholder == id) else { continue };
            if let Some(id) = external_ids::held_by(tx, reference.target.kind(), &one.external)?
                && references::is_there(tx, caller, reference.target, id)?
            {
                found.insert(one.placeholder.to_string(), id);
            }
        }
    }
    let mut content = serde_json::to_value(&record.content).map_err(ApiError::internal)?;
    put(&mut content, &found);
    record.content = serde_json::from_value(content).map_err(ApiError::internal)?;
    Ok(())
}

fn put(value: &mut Value, found: &HashMap<String, Uuid>) {
    match value {
        Value::String(text) => {
            if let Some(id) = found.get(text) {
                *text = id.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, found)),
        Value::Object(fields) => fields.values_mut().for_each(|field| put(field, found)),
        _ => {}
    }
}

/// The record of a register that has an external id.
///
/// # Errors
/// When the database refuses.
pub fn find<R: Register>(conn: &mut Conn, external: &ExternalId) -> QueryResult<Option<crate::db::types::Id<R>>> {
    Ok(external_ids::holder(conn, R::TYPE, external)?.map(crate::db::types::Id::from))
}

/// The record of a register that has one of some external ids, in a transaction; of the first that one has.
///
/// # Errors
/// When the database refuses.
pub fn find_any<R: Register>(
    tx: &mut Tx<'_>,
    externals: &[ExternalId],
) -> QueryResult<Option<crate::db::types::Id<R>>> {
    for external in externals {
        if let Some(id) = external_ids::held_by(tx, R::TYPE, external)? {
            return Ok(Some(id.into()));
        }
    }
    Ok(None)
}
