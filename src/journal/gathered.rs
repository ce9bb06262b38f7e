//! Rows that are inserted when somebody looks, and not before: so those of many records come in with one statement.

use std::any::Any;

use diesel::QueryResult;

use super::JournalRow;
use crate::db::Conn;
use crate::db::schema::journal;
use crate::register::Table;
use crate::register::external_ids::{self, ExternalIdRow};
use crate::register::references::{self, RecordRow, ReferenceRow};

/// Rows of new records and of the journal that are not inserted yet.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) records: Vec<RecordRow>,
    /// The registers' own rows in the order in which they were made, as one may refer to any before it: a batch for each run
    /// of the same register's.
    own: Vec<Box<dyn Batch>>,
    pub(super) external_ids: Vec<ExternalIdRow>,
    pub(super) references: Vec<ReferenceRow>,
    pub(super) journal: Vec<JournalRow>,
}

/// Rows of one register.
trait Batch: Any {
    fn insert(&self, conn: &mut Conn) -> QueryResult<()>;
    /// Takes in later rows, unless they are another register's: those are given back.
    fn join(&mut self, later: Box<dyn Batch>) -> Option<Box<dyn Batch>>;
    fn as_any(&mut self) -> &mut dyn Any;
}

struct Rows<R: Table>(Vec<R::Row>);

impl<R: Table> Batch for Rows<R> {
    fn insert(&self, conn: &mut Conn) -> QueryResult<()> {
        R::insert_rows(conn, &self.0)
    }

    fn join(&mut self, mut later: Box<dyn Batch>) -> Option<Box<dyn Batch>> {
        let Some(Self(rows)) = later.as_any().downcast_mut::<Self>() else { return Some(later) };
        self.0.append(rows);
        None
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl Gathered {
    /// Adds the row of a new record.
    pub(super) fn push<R: Table>(&mut self, row: R::Row) {
        self.push_batch(Box::new(Rows::<R>(vec![row])));
    }

    fn push_batch(&mut self, batch: Box<dyn Batch>) {
        let left = match self.own.last_mut() {
            Some(last) => last.join(batch),
            None => Some(batch),
        };
        self.own.extend(left);
    }

    /// Adds what was gathered later.
    pub(super) fn append(&mut self, later: Self) {
        let Self { records, own, external_ids, references, journal } = later;
        self.records.extend(records);
        own.into_iter().for_each(|batch| self.push_batch(batch));
        self.external_ids.extend(external_ids);
        self.references.extend(references);
        self.journal.extend(journal);
    }

    /// Inserts everything: records, before what refers to them.
    pub(super) fn insert(&mut self, conn: &mut Conn) -> QueryResult<()> {
        let Self { records, own, external_ids, references, journal } = std::mem::take(self);
        references::insert_records(conn, &records)?;
        own.iter().try_for_each(|batch| batch.insert(conn))?;
        external_ids::insert(conn, &external_ids)?;
        references::insert(conn, &references)?;
        crate::insert_all!(conn, journal::table, &journal)
    }
}
