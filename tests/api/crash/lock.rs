//! The writers' lock, held from outside the service.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use utblick::db::Backing;

/// Holds the lock until it is dropped.
pub enum Lock {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl Lock {
    pub fn hold(backing: &Backing) -> Self {
        match backing {
            Backing::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                conn.batch_execute("BEGIN; UPDATE journal_head SET id = 1").unwrap();
                Self::Postgres(conn)
            }
            Backing::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE").unwrap();
                Self::Sqlite(conn)
            }
        }
    }

    pub fn release(mut self) {
        match &mut self {
            Self::Postgres(conn) => conn.batch_execute("ROLLBACK"),
            Self::Sqlite(conn) => conn.batch_execute("ROLLBACK"),
        }
        .unwrap();
    }
}
