//! Records that go: deleted by a caller, or taken back with the change that made them. The journal keeps what they were.

use super::write::{demand, find, find_for, store_next};
use super::{Record, Register, external_ids, record_of, references};
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode};
use crate::http::preconditions::IfMatch;
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
use crate::journal::{self, Action, Change, Tx};
use crate::text::text;

/// Deletes a record that nothing refers to and that never left its first states.
///
/// # Errors
/// `state_conflict` when it can only be archived, `referenced` when others refer to it.
pub fn delete<R: Register>(tx: &mut Tx<'_>, caller: &Caller, id: Id<R>, if_match: &IfMatch) -> Result<(), ApiError> {
    let record = find_for(tx.conn()?, caller, id)?;
    demand::<R>(caller, Verb::Delete, R::owner(&record))?;
    if_match.check(record.meta.version)?;
    if R::LIFECYCLE.is_some_and(|life| !life.may_delete(record.meta.state.as_deref())) {
        let mut error = ApiError::new(
            ErrorCode::StateConflict,
            text(
                "Posten har lämnat sina första tillstånd och kan bara arkiveras: PATCH {\"archived\": true}.",
                "The record has left its first states and can only be archived: PATCH {\"archived\": true}.",
            ),
        );
        error.0.rule = Some("R-40");
        return Err(error);
    }
    erase(tx, &record)
}

/// Erases a record that nothing refers to; the journal keeps what it was.
fn erase<R: Register>(tx: &mut Tx<'_>, record: &Record<R>) -> Result<(), ApiError> {
    let id = record.meta.id;
    let held_by = references::holders(tx.conn()?, id)?;
    if !held_by.is_empty() {
        let mut error = ApiError::from(ErrorCode::Referenced);
        error.0.held_by = held_by;
        return Err(error);
    }
    external_ids::forget::<R>(tx, id)?;
    R::delete_row(tx.conn()?, id)?;
    references::forget(tx.conn()?, id)?;
    R::forget(tx, record)?;
    tx.append(&Change {
        action: Action::Delete,
        resource_type: R::TYPE,
        resource_id: id.uuid(),
        version: record.meta.version + 1,
        format: R::FORMAT,
        snapshot: None,
        is_confidential: record.meta.confidentiality.is_some(),
    })?;
    Ok(())
}

/// Takes back the change that made a version of a record, by a new one: what was created is erased, what was changed
/// becomes what the version before says.
///
/// # Errors
/// `referenced` when others refer to what was created.
pub(super) fn take_back<R: Register>(tx: &mut Tx<'_>, id: Id<R>, version: i32) -> Result<(), ApiError> {
    let record = find(tx.conn()?, id)?;
    if version == 1 {
        return erase(tx, &record);
    }
    let row = journal::version_of_record(tx.conn()?, R::TYPE, id.uuid(), version - 1)?;
    let Some(mut before) = record_of::<R>(&row)? else {
        return Err(ApiError::internal("the version before a change was a deletion"));
    };
    before.meta.version = record.meta.version;
    store_next(tx, &mut before, Action::Update)
}
