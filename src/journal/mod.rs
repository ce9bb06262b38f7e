//! The memory of the house: one append-only table, one row per change of any record.
//!
//! It is the audit trail, the history of each record, what the register said at an instant, and the validator of lists.
//! [`Tx`] is the only way to write, and the only way to the tables for whoever writes.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::schema::journal;
use crate::db::types::Instant;

mod gathered;
mod lookup;
pub(crate) mod once;
mod read;
pub mod replay;
mod write;

pub use lookup::Lookup;
pub use once::Once;
pub use read::{
    ChangeLine, Verdict, at_instant, caused_by, changes_between, first_instant, head, head_at, latest_up_to,
    lines_after, page_of_record, public_lines_after, record_changed, rows_after, verify, version_of_record, written_by,
};
pub use write::{Change, Seen, Tx};

/// The hash before the first row.
const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The hex digits of a salt.
const SALT_DIGITS: usize = 32;

/// What made a change beyond its actor, such as a decision or an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The type of record, such as `decision`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
}

/// Who changes something, and in which request.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The user's id; none when the service or its operator acts.
    pub actor: Option<Uuid>,
    /// The W3C trace id of the request.
    pub trace_id: String,
    /// What made the change.
    pub cause: Option<Cause>,
    /// What says that the request shall be carried out once.
    pub once: Option<Once>,
}

impl Origin {
    /// The service itself: the command line and the demo.
    pub fn service() -> Self {
        Self { trace_id: crate::http::context::new_trace_id(), ..Self::default() }
    }
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It came to be.
    Create,
    /// Its fields were changed.
    Update,
    /// It moved to another state.
    Transition,
    /// It was deleted: its last row has no snapshot.
    Delete,
    /// A user's password was set; no snapshot shows one.
    SetPassword,
    /// A client got a secret; no snapshot shows one.
    AddSecret,
    /// A client's secret was made void.
    DeleteSecret,
}

impl Action {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Create,
        Self::Update,
        Self::Transition,
        Self::Delete,
        Self::SetPassword,
        Self::AddSecret,
        Self::DeleteSecret,
    ];

    /// The code in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Transition => "transition",
            Self::Delete => "delete",
            Self::SetPassword => "set_password",
            Self::AddSecret => "add_secret",
            Self::DeleteSecret => "delete_secret",
        }
    }
}

/// One row of the journal.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal)]
// With NULL written out the statement is always the same, and PostgreSQL keeps it.
#[diesel(treat_none_as_default_value = false)]
#[diesel(check_for_backend(crate::db::MultiBackend))]
pub struct JournalRow {
    /// Its number, without gaps, in the order of commits.
    pub seq: i64,
    /// When; never before the row before it.
    pub at: Instant,
    /// Who: a user's id, never a name.
    pub actor_id: Option<crate::db::types::Id<()>>,
    /// What was done.
    pub action: String,
    /// The type of the record.
    pub resource_type: String,
    /// Its id.
    pub resource_id: crate::db::types::Id<()>,
    /// The version that the change made.
    pub version: i32,
    /// The shape of the snapshot.
    pub format: i32,
    /// The stored fields after the change, as canonical JSON (RFC 8785); none after a deletion.
    pub snapshot: Option<String>,
    /// The type of what made the change.
    pub cause_type: Option<String>,
    /// Its id.
    pub cause_id: Option<crate::db::types::Id<()>>,
    /// The W3C trace id of the request.
    pub trace_id: String,
    /// Random bytes (hex) hashed with the snapshot, so that its hash tells nothing of it.
    pub salt: String,
    /// SHA-256 (hex) of salt and snapshot.
    pub snapshot_hash: String,
    /// The hash of the row before.
    pub previous_hash: String,
    /// SHA-256 (hex) of everything else but salt and snapshot themselves.
    pub hash: String,
    /// Whether the record is confidential after the change; of a deletion, whether it was so before.
    pub confidential: bool,
}

/// What the chain covers: the snapshot's hash and not the snapshot, so that a person can be erased from a snapshot and
/// the chain still holds.
#[derive(Serialize)]
struct Link<'a> {
    seq: i64,
    at: Instant,
    actor_id: Option<Uuid>,
    action: &'a str,
    resource_type: &'a str,
    resource_id: Uuid,
    version: i32,
    format: i32,
    cause_type: Option<&'a str>,
    cause_id: Option<Uuid>,
    trace_id: &'a str,
    snapshot_hash: &'a str,
    previous_hash: &'a str,
    /// Left out where it is not so: older links hold.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    confidential: bool,
}

impl JournalRow {
    /// The hash that the row must carry.
    ///
    /// # Errors
    /// Only if JSON cannot be written, which these fields rule out.
    pub fn chain_hash(&self) -> serde_json::Result<String> {
        let link = Link {
            seq: self.seq,
            at: self.at,
            actor_id: self.actor_id.map(crate::db::types::Id::uuid),
            action: &self.action,
            resource_type: &self.resource_type,
            resource_id: self.resource_id.uuid(),
            version: self.version,
            format: self.format,
            cause_type: self.cause_type.as_deref(),
            cause_id: self.cause_id.map(crate::db::types::Id::uuid),
            trace_id: &self.trace_id,
            snapshot_hash: &self.snapshot_hash,
            previous_hash: &self.previous_hash,
            confidential: self.confidential,
        };
        Ok(sha256(&[serde_json_canonicalizer::to_string(&link)?.as_bytes()]))
    }

    /// The hash that the snapshot must have.
    pub fn hash_of_snapshot(&self) -> String {
        sha256(&[self.salt.as_bytes(), self.snapshot.as_deref().unwrap_or_default().as_bytes()])
    }

    /// The snapshot as JSON, in the shape it was written.
    ///
    /// # Errors
    /// When the row was damaged.
    pub fn snapshot_json(&self) -> serde_json::Result<Option<Value>> {
        self.snapshot.as_deref().map(serde_json::from_str).transpose()
    }
}

/// SHA-256 as lower-case hex.
pub(crate) fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
