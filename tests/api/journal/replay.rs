//! The journal is lossless: the registers can be rebuilt from it, row for row.

use std::collections::BTreeMap;

use utblick::clock::Clock;
use utblick::db::Db;
use utblick::db::migrations::{MigrateMode, migrate};
use utblick::identity::caller::Caller;
use utblick::journal::replay::restore;
use utblick::journal::{JournalRow, Origin, head, latest_up_to};

use super::dump::dump;
use super::story::tell;
use crate::support::{Backend, Database, World};

crate::tests! {
    a_random_history_replayed_into_an_empty_database_gives_equal_tables,
    the_register_as_of_an_earlier_instant_is_what_its_tables_held,
}

fn a_random_history_replayed_into_an_empty_database_gives_equal_tables(backend: Backend) {
    let world = World::new(backend.clone());
    let (partner, area) = (world.partner("Hedmark").id(), world.strategy_area("kultur"));
    world.mobilise(&partner, &area);
    world.monitor(&area, &partner);
    let mut done: BTreeMap<&'static str, usize> = BTreeMap::new();
    for seed in [1, 2008] {
        for (kind, count) in tell(&world, seed, 600) {
            *done.entry(kind).or_default() += count;
        }
    }
    for kind in [
        "create",
        "patch",
        "transition",
        "delete",
        "area",
        "unit",
        "user",
        "archive",
        "merge",
        "decision",
        "activity",
        "move activity",
        "plan",
        "planned",
        "update",
        "indicator",
        "report",
        "roll over",
    ] {
        assert!(done.get(kind).is_some_and(|count| *count >= 2), "too little of {kind}: {done:?}");
    }
    let verdict = world.verify();
    assert!(verdict.faults.is_empty() && verdict.rows > 150, "{verdict:?}");
    let told = dump(&world.app.db);
    for index in ["external_ids", "record_references", "strategy_area_periods"] {
        assert!(told[index].len() > 3, "{index} holds too little to prove anything");
    }
    for index in ["project_figures", "project_municipalities", "project_participations", "project_idea_municipalities"]
    {
        assert!(!told[index].is_empty(), "{index} is empty");
    }
    let rows = latest(&world.app.db);
    let mut targets = vec![backend.clone()];
    if backend != Backend::Sqlite {
        targets.push(Backend::Sqlite);
    }
    for target in targets {
        let database = Database::new(&target);
        let replayed = dump(&replay(&database, &rows));
        assert_eq!(replayed.keys().collect::<Vec<_>>(), told.keys().collect::<Vec<_>>());
        for (table, rows) in &told {
            assert_eq!(&replayed[table], rows, "{table} on {}", target.name());
        }
    }
}

fn the_register_as_of_an_earlier_instant_is_what_its_tables_held(backend: Backend) {
    let world = World::new(backend);
    tell(&world, 7, 60);
    let before = dump(&world.app.db);
    let instant = world.app.clock.now();
    tell(&world, 8, 60);
    assert_ne!(dump(&world.app.db), before);
    let earlier = actix_web::rt::System::new().block_on(world.app.at(&Caller::operator(), Some(instant))).unwrap();
    assert_eq!(dump(&earlier), before);
}

/// The last row of every record.
fn latest(db: &Db) -> Vec<JournalRow> {
    db.read_now(|conn| {
        let (seq, _) = head(conn)?;
        Ok(latest_up_to(conn, seq)?)
    })
    .unwrap()
}

fn replay(database: &Database, rows: &[JournalRow]) -> Db {
    migrate(&database.backing, MigrateMode::Auto).unwrap();
    let db = Db::new(&database.backing, Clock::default());
    db.write_now(Origin::service(), |tx| Ok(restore(tx, rows)?)).unwrap();
    db
}
