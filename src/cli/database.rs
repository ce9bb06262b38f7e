//! The database: opened, migrated, verified.

use super::failure::Failure;
use super::print;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::db::migrations::{MigrateMode, migrate};
use crate::journal;

/// A migrated database and the parts around it. What is wrong with the settings is told before the database is asked.
pub(super) fn open(config: Config) -> Result<App, Failure> {
    let keys = config.keys()?;
    bring_up(&config)?;
    let clock = Clock::default();
    let db = Db::new(&config.backing, clock.clone());
    App::new(config, db, clock, keys).map_err(Failure::Refused)
}

/// [`open`] for what only reads: it makes no database and migrates none.
pub(super) fn open_existing(mut config: Config) -> Result<App, Failure> {
    demand_database(&config)?;
    config.migrate = MigrateMode::Check;
    open(config)
}

/// A typing error must not make an empty file.
pub(super) fn demand_database(config: &Config) -> Result<(), Failure> {
    match config.backing.sqlite_path().filter(|path| !path.exists()) {
        Some(path) => Err(Failure::Refused(format!("there is no database {}", path.display()))),
        None => Ok(()),
    }
}

/// Migrates the database, and logs what was done.
fn bring_up(config: &Config) -> Result<(), Failure> {
    let done = migrate(&config.backing, config.migrate)?;
    for version in &done.versions {
        log::info!("migrated: {version}");
    }
    if let Some(copy) = &done.copy {
        log::info!("the database as it was before: {}", copy.display());
    }
    Ok(())
}

pub(super) fn migrate_now(config: &Config) -> Result<(), Failure> {
    let done = migrate(&config.backing, MigrateMode::Auto)?;
    if done.versions.is_empty() {
        return print("Nothing to do: the database has this version's schema.\n");
    }
    let copy = done.copy.map(|copy| format!("The database as it was before: {}\n", copy.display())).unwrap_or_default();
    print(&format!("Migrated: {}\n{copy}", done.versions.join(", ")))
}

pub(super) fn verify(config: Config) -> Result<(), Failure> {
    demand_database(&config)?;
    migrate(&config.backing, MigrateMode::Check)?;
    let db = Db::new(&config.backing, Clock::default());
    let verdict = db.snapshot_now(|conn| Ok(journal::verify(conn)?))?;
    if verdict.faults.is_empty() {
        return print(&format!("{} rows: the chain holds.\n", verdict.rows));
    }
    Err(Failure::Refused(verdict.faults.join("; ")))
}
