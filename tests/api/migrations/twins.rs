//! Both trees make the same tables, and the code knows them as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use utblick::clock::Clock;
use utblick::db::Db;
use utblick::db::migrations::{MigrateMode, migrate, revert_all};

use super::shape::{Shape, as_postgres_writes, shape, strict_tables, with};
use crate::support::{Backend, Database};

crate::tests! {
    up_down_and_up_again_gives_the_same_tables,
    both_databases_have_the_same_tables_columns_constraints_and_indexes,
    the_code_knows_the_columns_as_they_are,
    every_foreign_key_has_an_index,
    tables_in_sqlite_are_strict;
    once the_trees_have_the_same_steps_and_each_step_both_directions
}

fn migrated(backend: &Backend) -> (Database, Db) {
    let database = Database::new(backend);
    migrate(&database.backing, MigrateMode::Auto).unwrap();
    let db = Db::new(&database.backing, Clock::default());
    (database, db)
}

fn the_trees_have_the_same_steps_and_each_step_both_directions() {
    let steps = |tree: &str| -> BTreeSet<String> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations").join(tree);
        std::fs::read_dir(folder)
            .unwrap()
            .map(|step| {
                let step = step.unwrap().path();
                for file in ["up.sql", "down.sql"] {
                    let text = std::fs::read_to_string(step.join(file)).unwrap_or_default();
                    let says = text.lines().any(|line| !line.trim().is_empty() && !line.starts_with("--"));
                    assert!(says, "{} has no {file}", step.display());
                }
                step.file_name().unwrap().to_string_lossy().into_owned()
            })
            .collect()
    };
    let (postgres, sqlite) = (steps("postgres"), steps("sqlite"));
    assert!(!postgres.is_empty());
    assert_eq!(postgres, sqlite);
}

fn up_down_and_up_again_gives_the_same_tables(backend: Backend) {
    let (database, db) = migrated(&backend);
    let first = shape(&db);
    assert!(first.len() > 10, "{:?}", first.keys());
    drop(db);
    revert_all(&database.backing).unwrap();
    let nothing = shape(&Db::new(&database.backing, Clock::default()));
    assert!(nothing.is_empty(), "left behind: {:?}", nothing.keys());
    let again = migrate(&database.backing, MigrateMode::Auto).unwrap();
    assert!(!again.versions.is_empty());
    assert_eq!(shape(&Db::new(&database.backing, Clock::default())), first);
}

/// The types of SQLite that stand for one of PostgreSQL.
fn in_sqlite(postgres: &str) -> &str {
    match postgres {
        "integer" | "bigint" | "boolean" => "INTEGER",
        "bytea" => "BLOB",
        "text" | "uuid" | "timestamp with time zone" | "date" => "TEXT",
        other => panic!("a type that SQLite has no twin for: {other}"),
    }
}

fn both_databases_have_the_same_tables_columns_constraints_and_indexes(backend: Backend) {
    if backend == Backend::Sqlite {
        return;
    }
    let (_postgres, postgres) = migrated(&backend);
    let (_sqlite, sqlite) = migrated(&Backend::Sqlite);
    let (big, small) = (shape(&postgres), shape(&sqlite));
    assert_eq!(big.keys().collect::<Vec<_>>(), small.keys().collect::<Vec<_>>());
    let mut checks = 0;
    for (name, table) in &big {
        let twin = &small[name];
        let columns: BTreeMap<_, _> = table
            .columns
            .iter()
            .map(|(column, (kind, nullable))| (column.clone(), (in_sqlite(kind).to_owned(), *nullable)))
            .collect();
        assert_eq!(columns, twin.columns, "the columns of {name}");
        assert_eq!(table.indexes, twin.indexes, "the indexes of {name}");
        let constraints = with(&postgres, false, |conn| {
            let canonical = |(key, definition): (&String, &String)| {
                let check = definition.starts_with("CHECK");
                let definition = if check { as_postgres_writes(conn, name, definition) } else { definition.clone() };
                (key.clone(), definition)
            };
            twin.constraints.iter().map(canonical).collect::<BTreeMap<_, _>>()
        });
        assert_eq!(table.constraints, constraints, "the constraints of {name}");
        checks += table.constraints.values().filter(|definition| definition.starts_with("CHECK")).count();
    }
    assert!(checks > 20, "only {checks} CHECKs were compared");
}

/// The types of `src/db/schema.rs` on each database.
fn in_database(kind: &str, backend: &Backend) -> &'static str {
    let (postgres, sqlite) = match kind {
        "Integer" => ("integer", "INTEGER"),
        "BigInt" => ("bigint", "INTEGER"),
        "Bool" => ("boolean", "INTEGER"),
        "Text" => ("text", "TEXT"),
        "Guid" => ("uuid", "TEXT"),
        "Moment" => ("timestamp with time zone", "TEXT"),
        "Date" => ("date", "TEXT"),
        "Binary" => ("bytea", "BLOB"),
        other => panic!("a type that this test does not know: {other}"),
    };
    if *backend == Backend::Sqlite { sqlite } else { postgres }
}

fn the_code_knows_the_columns_as_they_are(backend: Backend) {
    let (_database, db) = migrated(&backend);
    let text = include_str!("../../../src/db/schema.rs");
    let mut known = Shape::new();
    for block in text.split("diesel::table! {").skip(1) {
        let block = block.split_once("\n}").unwrap().0;
        let (head, body) = block.rsplit_once(") {").unwrap();
        let (name, key) = head.lines().last().unwrap().split_once('(').unwrap();
        let table = known.entry(name.trim().to_owned()).or_default();
        table.constraints.insert("key".into(), format!("PRIMARYKEY({})", key.replace(' ', "")));
        for line in body.lines().filter(|line| line.contains("->")) {
            let (column, kind) = line.trim().trim_end_matches(',').split_once(" -> ").unwrap();
            let bare = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let kind = (in_database(bare.unwrap_or(kind), &backend).to_owned(), bare.is_some());
            table.columns.insert(column.to_owned(), kind);
        }
    }
    let real = shape(&db);
    assert_eq!(known.keys().collect::<Vec<_>>(), real.keys().collect::<Vec<_>>());
    for (name, table) in real {
        assert_eq!(known[&name].columns, table.columns, "{name}");
        let key = table.constraints.values().find(|definition| definition.starts_with("PRIMARYKEY"));
        assert_eq!(known[&name].constraints.get("key"), key, "{name}");
    }
}

fn every_foreign_key_has_an_index(backend: Backend) {
    let (_database, db) = migrated(&backend);
    let mut keys = 0;
    for (name, table) in shape(&db) {
        let unique = table.constraints.values().filter_map(|definition| {
            definition.strip_prefix("PRIMARYKEY(").or(definition.strip_prefix("UNIQUE("))?.strip_suffix(')')
        });
        let own = table.indexes.values().filter_map(|index| index.split(' ').next());
        let indexes: Vec<String> = unique.chain(own).map(|columns| format!("{columns},")).collect();
        for (key, definition) in &table.constraints {
            let Some(rest) = definition.strip_prefix("FOREIGNKEY(") else { continue };
            let columns = format!("{},", rest.split_once(')').unwrap().0);
            assert!(indexes.iter().any(|index| index.starts_with(&columns)), "{name}.{key} has no index: {indexes:?}");
            keys += 1;
        }
    }
    assert!(keys >= 8, "only {keys} foreign keys were looked at");
}

fn tables_in_sqlite_are_strict(backend: Backend) {
    if backend != Backend::Sqlite {
        return;
    }
    let (_database, db) = migrated(&backend);
    let all: BTreeSet<String> = shape(&db).into_keys().collect();
    let loose: Vec<&String> = all.iter().filter(|table| !strict_tables(&db).contains(*table)).collect();
    assert_eq!(loose, Vec::<&String>::new());
}
