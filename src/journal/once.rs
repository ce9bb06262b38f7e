//! Requests that are carried out once: what a caller sends again under the same key is answered with what became of it the
//! first time. The key is kept in the transaction of the change, so that a crash keeps both or neither.

use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

use super::Tx;
use crate::db::schema::idempotency_keys as table;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, Done, ErrorCode};

/// How long a key is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A request that shall be carried out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Whose key it is.
    pub caller: Uuid,
    /// The key.
    pub key: String,
    /// What the request is known by: method, address and body.
    pub fingerprint: String,
}

/// Looks whether a request was carried out before.
///
/// # Errors
/// `already_done` when it was, `idempotency_key_reused` when the key belongs to another request.
pub(super) fn claim(tx: &mut Tx<'_>, once: &Once) -> Result<(), ApiError> {
    let expired = Instant(tx.now().0 - KEPT);
    diesel::delete(table::table.filter(table::created_at.le(expired))).execute(tx.conn()?)?;
    let found: Option<(String, String, Id<()>)> = table::table
        .find((Id::<()>::from(once.caller), &once.key))
        .select((table::fingerprint, table::resource_type, table::resource_id))
        .get_result(tx.conn()?)
        .optional()?;
    match found {
        None => Ok(()),
        Some((fingerprint, kind, id)) if fingerprint == once.fingerprint => {
            let mut error = ApiError::from(ErrorCode::AlreadyDone);
            error.0.done = Some(Done { kind, id: id.uuid() });
            Err(error)
        }
        Some(_) => Err(ErrorCode::IdempotencyKeyReused.into()),
    }
}

/// Keeps the key of a request, with the record that it changed first, or with what it made that is no record.
///
/// # Errors
/// When the database refuses.
pub(crate) fn keep(tx: &mut Tx<'_>, once: &Once, kind: &str, id: Uuid) -> QueryResult<()> {
    let at = tx.now();
    diesel::insert_into(table::table)
        .values((
            table::caller_id.eq(Id::<()>::from(once.caller)),
            table::key.eq(&once.key),
            table::fingerprint.eq(&once.fingerprint),
            table::resource_type.eq(kind),
            table::resource_id.eq(Id::<()>::from(id)),
            table::created_at.eq(at),
        ))
        .execute(tx.conn()?)
        .map(|_| ())
}
