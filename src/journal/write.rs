//! The one write path's transaction.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::gathered::Gathered;
use super::lookup::{Known, Lookup};
use super::{Action, Cause, JournalRow, Origin, hex, once};
use crate::clock::{Clock, date_in_sweden};
use crate::db::Conn;
use crate::db::schema::journal_head;
use crate::db::table::AT_ONCE;
use crate::db::types::{Id, Instant};
use crate::error::ApiError;
use crate::register::external_ids::ExternalIdRow;
use crate::register::references::{RecordRow, ReferenceRow};
use crate::register::{ExternalId, Register};

/// A transaction that holds the journal's head, and with it the right to write.
///
/// Whoever is in here is alone: a rule that looks at several rows cannot be raced.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    /// What is to be inserted before anybody looks.
    gathered: Gathered,
    /// The change under way of which nothing stays when it fails.
    attempt: Option<Attempt>,
    /// The records that others refer to, as they were seen: by type and id. It stays true until they are changed in here, as
    /// nobody else writes: [`Tx::append`] forgets them. That one was not there is not remembered.
    pub(crate) seen: HashMap<(&'static str, Uuid), Seen>,
    /// Which record of a type has an external id, as far as it was asked.
    pub(crate) holders: HashMap<(&'static str, ExternalId), Option<Uuid>>,
    known: Known,
    seq: i64,
    at: Instant,
    hash: String,
    first: i64,
    /// The record that was changed first.
    changed: Option<(&'static str, Uuid)>,
    origin: Origin,
}

/// A change of which nothing stays when it fails.
struct Attempt {
    /// What was gathered before it, until the database has a savepoint after that.
    before: Gathered,
    /// Whether there is one: only then has the change seen the database, and may have changed it.
    has_savepoint: bool,
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
            gathered: Gathered::default(),
            attempt: None,
            seen: HashMap::new(),
            holders: HashMap::new(),
            known: Known::default(),
            seq,
            at: clock.now().max(last),
            hash,
            first: seq,
            changed: None,
            origin: Origin::default(),
        })
    }

    /// The connection, with everything that was changed so far; every statement on it is part of the transaction.
    ///
    /// # Errors
    /// When the database refuses what was gathered.
    pub fn conn(&mut self) -> QueryResult<&mut Conn> {
        if let Some(attempt) = self.attempt.as_mut().filter(|attempt| !attempt.has_savepoint) {
            attempt.before.insert(self.conn)?;
            self.conn.batch_execute("SAVEPOINT attempt")?;
            attempt.has_savepoint = true;
        }
        self.gathered.insert(self.conn)?;
        Ok(self.conn)
    }

    /// What the rules of many records ask.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn look_up<L: Lookup>(&mut self, wanted: L) -> QueryResult<L::Found> {
        if let Some(found) = self.known.get(&wanted) {
            return Ok(found);
        }
        let found = wanted.look_up(self.conn()?)?;
        self.known.keep(wanted, found.clone());
        Ok(found)
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
        if self.attempt.is_some() {
            return Err(ApiError::internal("an attempt within an attempt"));
        }
        let (seq, hash, changed) = (self.seq, self.hash.clone(), self.changed);
        let before = std::mem::take(&mut self.gathered);
        self.attempt = Some(Attempt { before, has_savepoint: false });
        let done = change(self);
        let Some(Attempt { before, has_savepoint }) = self.attempt.take() else {
            return Err(ApiError::internal("an attempt that was lost"));
        };
        let own = std::mem::replace(&mut self.gathered, before);
        if done.is_ok() {
            self.gathered.append(own);
        } else {
            if self.seq != seq {
                // What was only looked at would stay true; what was changed is so no more.
                (self.seen, self.holders, self.known) = Default::default();
            }
            (self.seq, self.hash, self.changed) = (seq, hash, changed);
        }
        if has_savepoint {
            self.conn.batch_execute(match done {
                Ok(_) => "RELEASE SAVEPOINT attempt",
                Err(_) => "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt",
            })?;
        }
        // However many changes there are, they take no more memory.
        if self.gathered.journal.len() >= AT_ONCE {
            self.conn()?;
        }
        done
    }

    /// Who acts.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Adds the row of a new record, by which others may refer to it.
    pub(crate) fn insert<R: Register>(&mut self, id: Id<R>, row: R::Row) {
        self.gathered.records.push(RecordRow { id: id.erased(), resource_type: R::TYPE });
        self.gathered.push::<R>(row);
    }

    /// Adds rows to the index of external ids.
    pub(crate) fn insert_external_ids(&mut self, rows: impl IntoIterator<Item = ExternalIdRow>) {
        self.gathered.external_ids.extend(rows);
    }

    /// Adds rows to the index of references.
    pub(crate) fn insert_references(&mut self, rows: impl IntoIterator<Item = ReferenceRow>) {
        self.gathered.references.extend(rows);
    }

    /// Appends a change to the journal. Whoever changed a row and does not come here has broken the house rule.
    ///
    /// # Errors
    /// When the snapshot cannot be written as JSON.
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
        self.seq = row.seq;
        self.hash.clone_from(&row.hash);
        self.gathered.journal.push(row);
        self.changed.get_or_insert((change.resource_type, change.resource_id));
        self.seen.remove(&(change.resource_type, change.resource_id));
        self.known.forget(change.resource_type);
        Ok(())
    }

    /// Inserts what was gathered and moves the head to the last change, just before the commit, and gives its number; the head's when nothing changed.
    pub(crate) fn finish(&mut self) -> QueryResult<i64> {
        self.conn()?;
        if self.seq != self.first {
            if let Some((once, (kind, id))) = self.origin.once.clone().zip(self.changed) {
                once::keep(self, &once, kind, id)?;
            }
            let head = (
                journal_head::seq.eq(self.seq),
                journal_head::at.eq(self.at),
                journal_head::hash.eq(self.hash.clone()),
            );
            diesel::update(journal_head::table.find(1)).set(head).execute(self.conn()?)?;
        }
        Ok(self.seq)
    }
}
