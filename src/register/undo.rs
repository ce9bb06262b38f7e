//! Undoing what a cause has written, such as a roll-over, by new writes. The journal remembers what that was.

use std::collections::HashSet;

use super::AnyRegister;
use crate::db::types::Instant;
use crate::error::{ApiError, ErrorCode, Holder};
use crate::journal::{self, Cause, JournalRow, Tx};
use crate::routes::register_of;
use crate::text::text;

fn register(row: &JournalRow) -> Result<&'static dyn AnyRegister, ApiError> {
    register_of(&row.resource_type)
        .ok_or_else(|| ApiError::internal(format!("the journal names an unknown register: {}", row.resource_type)))
}

/// Takes back everything that a cause wrote at an instant, the last first: what it made is deleted, what it changed becomes
/// what it was.
///
/// # Errors
/// `state_conflict` when something was changed since, naming all of it; `referenced` when something new refers to what
/// it made.
pub fn undo(tx: &mut Tx<'_>, cause: &Cause, at: Instant) -> Result<(), ApiError> {
    let rows = journal::caused_by(tx.conn()?, cause, at)?;
    let mut seen = HashSet::new();
    let mut changed = Vec::new();
    // Of a record that was written more than once the last row comes first.
    for row in rows.iter().filter(|row| seen.insert((row.resource_type.as_str(), row.resource_id.uuid()))) {
        let (register, id) = (register(row)?, row.resource_id.uuid());
        if register.version(tx.conn()?, id)? != Some(row.version) {
            let name = register.summaries(tx.conn()?, &[id])?.pop().map(|summary| summary.name).unwrap_or_default();
            changed.push(Holder { kind: register.kind(), id, name });
        }
    }
    if !changed.is_empty() {
        let mut error = ApiError::new(
            ErrorCode::StateConflict,
            text(
                "Poster som skrevs då har ändrats sedan dess. heldBy räknar upp dem.",
                "Records that were written then have been changed since. heldBy lists them.",
            ),
        );
        error.0.held_by = changed;
        return Err(error);
    }
    rows.iter().try_for_each(|row| register(row)?.take_back(tx, row.resource_id.uuid(), row.version))
}
