//! The connection to either database. In a file of its own, because the derive adds a module and several names.

#![expect(missing_docs, reason = "the derive writes items without documentation")]

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};

use super::hidden;

/// A connection to one of the two databases; all queries are written once, on this type.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL 15 or later.
    Postgres(PgConnection),
    /// The bundled SQLite.
    Sqlite(SqliteConnection),
}

/// What a connection will be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Queries alone: the connection refuses to write.
    Read,
    /// Queries of what is not confidential: nothing else is there.
    ReadPublic,
    /// The one connection that writes.
    Write,
}

/// Opens PostgreSQL. The session's time zone is UTC, and no statement may hang for ever.
pub(super) fn open_postgres(url: &str, purpose: Purpose) -> ConnectionResult<Conn> {
    let mut conn = PgConnection::establish(url)?;
    conn.batch_execute("SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '20s'")
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    finished(Conn::Postgres(conn), purpose, "SET default_transaction_read_only = on")
}

/// Opens a SQLite file. `synchronous=FULL`: an acknowledged write survives a power cut.
pub(super) fn open_sqlite(path: &str, purpose: Purpose) -> ConnectionResult<Conn> {
    let mut conn = SqliteConnection::establish(path)?;
    let settings = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;";
    let give_up = Instant::now() + LOCKED_FOR;
    // A fresh file that another process is about to switch to WAL is locked at once, without the timeout.
    while let Err(error) = conn.batch_execute(settings) {
        if !is_locked(&error) || Instant::now() > give_up {
            return Err(ConnectionError::CouldntSetupConfiguration(error));
        }
        std::thread::sleep(PAUSE);
    }
    finished(Conn::Sqlite(conn), purpose, "PRAGMA query_only = ON")
}

/// Hides what a connection is not for, and then forbids it to write.
fn finished(mut conn: Conn, purpose: Purpose, read_only: &str) -> ConnectionResult<Conn> {
    let set_up = match purpose {
        Purpose::Write => Ok(()),
        Purpose::Read => conn.batch_execute(read_only),
        Purpose::ReadPublic => hidden::hide(&mut conn).and_then(|()| conn.batch_execute(read_only)),
    };
    set_up.map(|()| conn).map_err(ConnectionError::CouldntSetupConfiguration)
}

/// How long a file may be locked while it is opened, and how often it is looked at.
const LOCKED_FOR: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Whether SQLite found the file locked by another.
fn is_locked(error: &diesel::result::Error) -> bool {
    matches!(error, diesel::result::Error::DatabaseError(_, information) if information.message() == "database is locked")
}
