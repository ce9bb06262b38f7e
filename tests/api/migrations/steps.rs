//! Running migrations with care: a copy before, all or none, and never on a database of a newer version.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel_migrations::FileBasedMigrations;
use utblick::clock::Clock;
use utblick::db::migrations::{MigrateMode, Migrated, migrate_from};
use utblick::db::{Backing, Conn, Db, OpenError};

use super::shape::one;
use crate::support::{Backend, Database};

crate::tests! {
    a_sqlite_file_is_copied_before_it_is_migrated,
    of_several_migrations_all_are_run_or_none,
    a_newer_database_is_left_alone,
    check_mode_names_what_waits,
}

const FIRST: (&str, &str) =
    ("2001-01-01-000000_first", "CREATE TABLE things (name TEXT NOT NULL); INSERT INTO things VALUES ('old')");
const SECOND: (&str, &str) =
    ("2002-01-01-000000_second", "ALTER TABLE things ADD COLUMN extra TEXT; UPDATE things SET name = 'new'");
const BROKEN: (&str, &str) =
    ("2003-01-01-000000_broken", "CREATE TABLE more (name TEXT NOT NULL); INSERT INTO nothing VALUES (1)");

/// Migrates with a tree of these steps; SQL that both databases read.
fn run(database: &Database, mode: MigrateMode, steps: &[(&str, &str)]) -> Result<Migrated, OpenError> {
    let tree = tempfile::tempdir().unwrap();
    for (name, sql) in steps {
        let step = tree.path().join(name);
        std::fs::create_dir(&step).unwrap();
        std::fs::write(step.join("up.sql"), sql).unwrap();
        std::fs::write(step.join("down.sql"), "SELECT 1").unwrap();
    }
    let source = |folder: &Path| FileBasedMigrations::from_path(folder).unwrap();
    migrate_from(&database.backing, mode, source(tree.path()), source(tree.path()))
}

fn says(backing: &Backing, expression: &str) -> String {
    Db::new(backing, Clock::default()).read_now(|conn| Ok(one(conn, expression))).unwrap()
}

/// The copies beside a SQLite file.
fn copies(database: &Database) -> Vec<std::path::PathBuf> {
    let files = std::fs::read_dir(database.folder.path()).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.to_string_lossy().contains(".before-")).collect()
}

fn a_sqlite_file_is_copied_before_it_is_migrated(backend: Backend) {
    let database = Database::new(&backend);
    let fresh = run(&database, MigrateMode::Auto, &[FIRST]).unwrap();
    assert_eq!((fresh.versions.len(), fresh.copy), (1, None), "there was nothing to copy");
    let nothing = run(&database, MigrateMode::Auto, &[FIRST]).unwrap();
    assert_eq!((nothing.versions.len(), nothing.copy), (0, None), "there was nothing to do");
    let done = run(&database, MigrateMode::Auto, &[FIRST, SECOND]).unwrap();
    assert_eq!(done.versions, [SECOND.0]);
    assert_eq!(says(&database.backing, "SELECT name FROM things"), "new");
    if backend != Backend::Sqlite {
        assert_eq!(done.copy, None, "PostgreSQL is backed up by those who run it");
        return;
    }
    let copy = done.copy.expect("a copy");
    assert_eq!(copies(&database), std::slice::from_ref(&copy));
    let copy = Backing::Sqlite(copy);
    assert_eq!(says(&copy, "SELECT name FROM things"), "old");
    assert_eq!(says(&copy, "SELECT count(*) FROM pragma_table_info('things')"), "1", "the copy has the old table");
    assert_eq!(says(&copy, "SELECT integrity_check FROM pragma_integrity_check"), "ok");
}

fn of_several_migrations_all_are_run_or_none(backend: Backend) {
    let database = Database::new(&backend);
    run(&database, MigrateMode::Auto, &[FIRST]).unwrap();
    let failed = run(&database, MigrateMode::Auto, &[FIRST, SECOND, BROKEN]);
    assert!(matches!(&failed, Err(OpenError::Migration(_))), "{failed:?}");
    assert_eq!(says(&database.backing, "SELECT name FROM things"), "old", "the second was undone with the third");
    assert_eq!(says(&database.backing, "SELECT count(*) FROM __diesel_schema_migrations"), "1");
    // The version before still starts on it.
    assert!(run(&database, MigrateMode::Check, &[FIRST]).is_ok());
    if backend == Backend::Sqlite {
        assert_eq!(copies(&database).len(), 1);
    }
}

fn a_newer_database_is_left_alone(backend: Backend) {
    let database = Database::new(&backend);
    run(&database, MigrateMode::Auto, &[FIRST, SECOND]).unwrap();
    for mode in [MigrateMode::Auto, MigrateMode::Check] {
        match run(&database, mode, &[FIRST]) {
            Err(OpenError::Newer(version)) => assert_eq!(version, "20020101000000"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(says(&database.backing, "SELECT name FROM things"), "new");
}

fn check_mode_names_what_waits(backend: Backend) {
    let database = Database::new(&backend);
    match run(&database, MigrateMode::Check, &[FIRST, SECOND]) {
        Err(OpenError::Pending(versions)) => assert_eq!(versions, [FIRST.0, SECOND.0]),
        other => panic!("{other:?}"),
    }
    let db = Db::new(&database.backing, Clock::default());
    let made = db.read_now(|conn| {
        Ok(match conn {
            Conn::Postgres(conn) => conn.batch_execute("SELECT * FROM things"),
            Conn::Sqlite(conn) => conn.batch_execute("SELECT * FROM things"),
        }
        .is_ok())
    });
    assert!(!made.unwrap(), "checking changed the database");
}
