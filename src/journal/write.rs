//! The one write path's transaction.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{Action, Cause, JournalRow, Origin, hex, once};
use crate::clock::{Clock, date_in_sweden};
use crate::db::Conn;
use crate::db::schema::{journal, journal_head};
use crate::db::types::{Id, Instant};
use crate::error::ApiError;

/// A transaction that holds the journal's head, and with it the right to write.
///
/// Whoever is in here is alone: a rule that looks at several rows cannot be raced.
pub struct Tx<'c> {
    /// The connection; every statement on it is part of the transaction.
    pub conn: &'c mut Conn,
    /// The records that others refer to, as they were seen: by type and id. It stays true until they are changed in here,
    /// as nobody else writes.
    pub(crate) seen: HashMap<(&'static str, Uuid), Seen>,
    seq: i64,
    at: Instant,
    hash: String,
    first: i64,
    /// The record that was changed first.
    changed: Option<(&'static str, Uuid)>,
    origin: Origin,
}

/// What is remembered of a record that others refer to.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether it is put away.
    pub is_archived: bool,
    /// Whether it is confidential.
    pub is_confidential: bool,
}

/// One change of one record.
pub struct Change<'a> {
    /// What was done.
    pub action: Action,
    /// The type of the record.
    pub resource_type: &'static str,
    /// Its id.
    pub resource_id: Uuid,
    /// The version after the change.
    pub version: i32,
    /// The shape of the snapshot.
    pub format: i32,
    /// The stored fields after the change; none after a deletion.
    pub snapshot: Option<&'a Value>,
    /// Whether the record is confidential after it; of a deletion, whether it was so before.
    pub is_confidential: bool,
}

impl<'c> Tx<'c> {
    /// Takes the head. The update is what locks, on both databases alike.
    pub(crate) fn begin(conn: &'c mut Conn, clock: &Clock) -> QueryResult<Self> {
        let (seq, last, hash) = diesel::update(journal_head::table.find(1))
            .set(journal_head::id.eq(1))
            .returning((journal_head::seq, journal_head::at, journal_head::hash))
            .get_result::<(i64, Instant, String)>(conn)?;
        Ok(Self {
            conn,
            seen: HashMap::new(),
            seq,
            at: clock.now().max(last),
            hash,
            first: seq,
            changed: None,
            origin: Origin::default(),
        })
    }

    /// Names who acts.
    ///
    /// # Errors
    /// `already_done` and `idempotency_key_reused`, when the request shall be carried out once and its key is known.
    pub(crate) fn by(&mut self, origin: Origin) -> Result<(), ApiError> {
        if let Some(once) = &origin.once {
            once::claim(self, once)?;
        }
        self.origin = origin;
        Ok(())
    }

    /// The number of the last change so far.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The transaction's instant, the same for all its changes; never before the one before.
    pub fn now(&self) -> Instant {
        self.at
    }

    /// The transaction's day in Sweden.
    pub fn today(&self) -> NaiveDate {
        date_in_sweden(self.at)
    }

    /// Runs changes that another change made, such as a decision's: their rows name it.
    ///
    /// # Errors
    /// What the changes give.
    pub fn caused_by<T, E>(&mut self, cause: Cause, changes: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let before = self.origin.cause.replace(cause);
        let done = changes(self);
        self.origin.cause = before;
        done
    }

    /// Makes a change of which nothing stays when it fails, while the transaction goes on.
    ///
    /// # Errors
    /// What the change gives. When the database itself fails, the transaction is lost with it.
    pub fn attempt<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let (seq, hash, changed) = (self.seq, self.hash.clone(), self.changed);
        self.conn.batch_execute("SAVEPOINT attempt")?;
        let done = change(self);
        if done.is_err() {
            self.conn.batch_execute("ROLLBACK TO SAVEPOINT attempt")?;
            (self.seq, self.hash, self.changed) = (seq, hash, changed);
            self.seen.clear();
        }
        self.conn.batch_execute("RELEASE SAVEPOINT attempt")?;
        done
    }

    /// Who acts.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Appends a change to the journal. Whoever changed a row and does not come here has broken the house rule.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn append(&mut self, change: &Change<'_>) -> QueryResult<()> {
        let json = |error: serde_json::Error| diesel::result::Error::SerializationError(Box::new(error));
        let snapshot = change.snapshot.map(serde_json_canonicalizer::to_string).transpose().map_err(json)?;
        let salt = hex(&rand::random::<[u8; 16]>());
        let mut row = JournalRow {
            seq: self.seq + 1,
            at: self.at,
            actor_id: self.origin.actor.map(Id::from),
            action: change.action.code().to_owned(),
            resource_type: change.resource_type.to_owned(),
            resource_id: Id::from(change.resource_id),
            version: change.version,
            format: change.format,
            snapshot,
            cause_type: self.origin.cause.as_ref().map(|cause| cause.kind.to_owned()),
            cause_id: self.origin.cause.as_ref().map(|cause| Id::from(cause.id)),
            trace_id: self.origin.trace_id.clone(),
            salt,
            snapshot_hash: String::new(),
            previous_hash: std::mem::take(&mut self.hash),
            hash: String::new(),
            confidential: change.is_confidential,
        };
        row.snapshot_hash = row.hash_of_snapshot();
        row.hash = row.chain_hash().map_err(json)?;
        diesel::insert_into(journal::table).values(&row).execute(self.conn)?;
        self.seq = row.seq;
        self.hash = row.hash;
        self.changed.get_or_insert((change.resource_type, change.resource_id));
        self.seen.remove(&(change.resource_type, change.resource_id));
        Ok(())
    }

    /// Moves the head to the last change, just before the commit, and gives its number; the head's when nothing changed.
    pub(crate) fn finish(&mut self) -> QueryResult<i64> {
        if self.seq != self.first {
            if let Some((once, (kind, id))) = self.origin.once.clone().zip(self.changed) {
                once::keep(self, &once, kind, id)?;
            }
            diesel::update(journal_head::table.find(1))
                .set((journal_head::seq.eq(self.seq), journal_head::at.eq(self.at), journal_head::hash.eq(&self.hash)))
                .execute(self.conn)?;
        }
        Ok(self.seq)
    }
}
