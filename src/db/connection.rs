//! The connection to either database. In a file of its own, because the derive adds a module and several names.

#![expect(missing_docs, reason = "the derive writes items without documentation")]

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
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA trusted_schema = OFF; PRAGMA query_only = {query_only};"
    ))
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Sqlite(conn))
}
