//! The connection to either database. In a file of its own, because the derive adds a module and several names.

#![expect(missing_docs, reason = "the derive writes items without documentation")]

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::{PgConnection, SqliteConnection};

/// A connection to one of the two databases; all queries are written once, on this type.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL 15 or later.
    Postgres(PgConnection),
    /// The bundled SQLite.
    Sqlite(SqliteConnection),
}

/// What a SQLite connection will be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Queries alone: the connection refuses to write.
    Read,
    /// The one connection that writes.
    Write,
}

/// Opens PostgreSQL. The session's time zone is UTC, and no statement may hang for ever.
pub(super) fn open_postgres(url: &str, purpose: Purpose) -> ConnectionResult<Conn> {
    let mut conn = PgConnection::establish(url)?;
    let read_only = if purpose == Purpose::Read { "on" } else { "off" };
    conn.batch_execute(&format!(
        "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '20s'; \
         SET default_transaction_read_only = {read_only}"
    ))
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Postgres(conn))
}

/// Opens a SQLite file. `synchronous=FULL`: an acknowledged write survives a power cut.
pub(super) fn open_sqlite(path: &str, purpose: Purpose) -> ConnectionResult<Conn> {
    let mut conn = SqliteConnection::establish(path)?;
    let query_only = if purpose == Purpose::Read { "ON" } else { "OFF" };
    let settings = format!(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA trusted_schema = OFF; PRAGMA query_only = {query_only};"
    );
    let give_up = Instant::now() + LOCKED_FOR;
    // A fresh file that another process is about to switch to WAL is locked at once, without the timeout.
    while let Err(error) = conn.batch_execute(&settings) {
        if !is_locked(&error) || Instant::now() > give_up {
            return Err(ConnectionError::CouldntSetupConfiguration(error));
        }
        std::thread::sleep(PAUSE);
    }
    Ok(Conn::Sqlite(conn))
}

/// How long a file may be locked while it is opened, and how often it is looked at.
const LOCKED_FOR: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Whether SQLite found the file locked by another.
fn is_locked(error: &diesel::result::Error) -> bool {
    matches!(error, diesel::result::Error::DatabaseError(_, information) if information.message() == "database is locked")
}
