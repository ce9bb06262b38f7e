//! Both migration trees, embedded; run at start, under a lock.

use std::fs::File;
use std::path::{Path, PathBuf};

use diesel::connection::{Connection, SimpleConnection};
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Backing, Conn, OpenError};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The advisory lock that makes instances that start together migrate one after another.
const LOCK: i64 = 0x7574_626c_6963_6b00;

/// What to do about migrations that have not been run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MigrateMode {
    /// Run them at start.
    #[default]
    Auto,
    /// Refuse to start: the operator runs `utblick migrate`.
    Check,
}

/// What was done: the versions that were run, and where the SQLite file was copied before.
#[derive(Debug, Default)]
pub struct Migrated {
    /// The versions run, in order.
    pub versions: Vec<String>,
    /// The copy of the SQLite file as it was before.
    pub copy: Option<PathBuf>,
}

/// Brings the database to the schema of this binary, or with [`MigrateMode::Check`] demands that it is there.
///
/// # Errors
/// When the database is newer than the binary, when migrations wait in check mode, or when one fails.
pub fn migrate(backing: &Backing, mode: MigrateMode) -> Result<Migrated, OpenError> {
    migrate_from(backing, mode, POSTGRES, SQLITE)
}

/// [`migrate`] with other trees: the tests make an older and a newer database with it.
///
/// # Errors
/// As [`migrate`].
pub fn migrate_from(
    backing: &Backing,
    mode: MigrateMode,
    postgres: impl MigrationSource<Pg>,
    sqlite: impl MigrationSource<Sqlite>,
) -> Result<Migrated, OpenError> {
    match backing.open_writer()? {
        Conn::Postgres(mut conn) => {
            wait_for_lock(&mut conn)?;
            run::<Pg, _>(&mut conn, postgres, mode, |_| Ok(None))
        }
        Conn::Sqlite(mut conn) => {
            let path = backing.sqlite_path().map(Path::to_path_buf);
            let _lock = path.as_deref().map(lock_beside).transpose()?;
            run::<Sqlite, _>(&mut conn, sqlite, mode, |conn| {
                let Some(path) = path else { return Ok(None) };
                copy_before(conn, &path).map(Some)
            })
        }
    }
}

/// Does something while no other process migrates the database or does so too.
///
/// # Errors
/// When the lock cannot be had.
pub fn alone<T>(backing: &Backing, f: impl FnOnce() -> T) -> Result<T, OpenError> {
    match backing.open_writer()? {
        Conn::Postgres(mut conn) => {
            wait_for_lock(&mut conn)?;
            Ok(f())
        }
        Conn::Sqlite(_) => {
            let _lock = backing.sqlite_path().map(lock_beside).transpose()?;
            Ok(f())
        }
    }
}

/// Holds off other processes that start on the same database. The lock ends with the connection, whatever happens.
fn wait_for_lock(conn: &mut diesel::PgConnection) -> Result<(), OpenError> {
    let wait = format!("SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({LOCK})");
    Ok(conn.batch_execute(&wait)?)
}

/// Reverts every migration: the tests prove with it that each `down.sql` is true.
///
/// # Errors
/// When a migration cannot be reverted.
pub fn revert_all(backing: &Backing) -> Result<(), OpenError> {
    match backing.open_writer()? {
        Conn::Postgres(mut conn) => conn.revert_all_migrations(POSTGRES).map(|_| ()),
        Conn::Sqlite(mut conn) => conn.revert_all_migrations(SQLITE).map(|_| ()),
    }
    .map_err(OpenError::Migration)
}

fn run<DB, C>(
    conn: &mut C,
    source: impl MigrationSource<DB>,
    mode: MigrateMode,
    before: impl FnOnce(&mut C) -> Result<Option<PathBuf>, OpenError>,
) -> Result<Migrated, OpenError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB> + Connection<Backend = DB>,
{
    let mut known = source.migrations().map_err(OpenError::Migration)?;
    known.sort_by_key(|migration| migration.name().version().to_string());
    let applied = conn.applied_migrations().map_err(OpenError::Migration)?;
    if let Some(newer) = applied.iter().find(|version| known.iter().all(|one| one.name().version() != **version)) {
        return Err(OpenError::Newer(newer.to_string()));
    }
    let mut pending = known;
    pending.retain(|migration| !applied.contains(&migration.name().version()));
    if pending.is_empty() {
        return Ok(Migrated::default());
    }
    let versions: Vec<String> = pending.iter().map(|migration| migration.name().to_string()).collect();
    if mode == MigrateMode::Check {
        return Err(OpenError::Pending(versions));
    }
    let copy = if applied.is_empty() { None } else { before(conn)? };
    // All of them or none: a half-migrated database would start neither with this binary nor with the last one.
    conn.transaction(|conn| conn.run_migrations(&pending).map(|_| ()).map_err(OpenError::Migration))?;
    Ok(Migrated { versions, copy })
}

/// Holds off other processes that start on the same file. The lock ends when the returned file is closed.
fn lock_beside(path: &Path) -> Result<File, OpenError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".lock");
    let lock = path.with_file_name(name);
    let fail = |error| OpenError::Lock(lock.clone(), error);
    let file = File::options().create(true).truncate(false).write(true).open(&lock).map_err(fail)?;
    file.lock().map_err(fail)?;
    Ok(file)
}

/// Copies a SQLite database beside itself, whole and consistent, before it is changed.
fn copy_before(conn: &mut diesel::SqliteConnection, path: &Path) -> Result<PathBuf, OpenError> {
    let stamp = chrono::Utc::now().format("%Y%m%dT%H%M%S%3fZ");
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".before-{stamp}"));
    let copy = path.with_file_name(name);
    // Into an empty file that is there already, so that the copy is as private as the original.
    crate::private_file::write(&copy, &[]).map_err(|error| OpenError::File(copy.clone(), error))?;
    let quoted = copy.display().to_string().replace('\'', "''");
    conn.batch_execute(&format!("VACUUM INTO '{quoted}'"))?;
    Ok(copy)
}
