//! The chain: whoever alters the journal is found out.

use diesel::RunQueryDsl;
use utblick::db::Conn;
use utblick::error::{ApiError, ErrorCode};
use utblick::journal::{Origin, Verdict, verify};

use crate::support::{Backend, World};

crate::tests! {
    altering_any_field_of_any_row_is_found,
    removing_adding_or_swapping_rows_is_found,
    altering_the_head_is_found,
}

const OTHER: &str = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f";

/// A world whose journal ends with a deletion, which has no snapshot.
fn world(backend: Backend) -> (World, i64) {
    let world = World::new(backend);
    let partner = world.partner("Borta");
    world.partner("Kvar");
    world.coordination_unit().delete(&format!("/partners/{}", partner.id()), "*").expect(204);
    let verdict = world.verify();
    assert_eq!(verdict.faults, Vec::<String>::new());
    let rows = verdict.rows;
    (world, rows)
}

/// What a check says after some statements, which are undone again.
fn verdict_after(world: &World, statements: &[String]) -> Verdict {
    let mut verdict = None;
    let undone: Result<(), ApiError> = world.app.db.write_now(Origin::service(), |tx| {
        for statement in statements {
            let query = diesel::sql_query(statement);
            let altered = match tx.conn()? {
                Conn::Postgres(conn) => query.execute(conn),
                Conn::Sqlite(conn) => query.execute(conn),
            };
            assert!(altered.unwrap_or_else(|error| panic!("{error}: {statement}")) > 0, "{statement}");
        }
        verdict = Some(verify(tx.conn()?)?);
        Err(ErrorCode::NotFound.into())
    });
    undone.unwrap_err();
    verdict.unwrap()
}

#[track_caller]
fn found(world: &World, statements: &[String]) {
    assert_ne!(verdict_after(world, statements).faults, Vec::<String>::new(), "not found: {statements:?}");
}

fn altering_any_field_of_any_row_is_found(backend: Backend) {
    let (world, last) = world(backend);
    assert_eq!(verdict_after(&world, &[]).faults, Vec::<String>::new());
    let alterations = [
        "seq = seq + 1000".to_owned(),
        "at = '2001-01-01T00:00:00.000001Z'".to_owned(),
        "at = '2101-01-01T00:00:00.000001Z'".to_owned(),
        format!("actor_id = '{OTHER}'"),
        "action = 'import'".to_owned(),
        "resource_type = 'agreement'".to_owned(),
        format!("resource_id = '{OTHER}'"),
        "version = version + 100".to_owned(),
        "format = format + 1".to_owned(),
        "snapshot = coalesce(snapshot, '') || ' '".to_owned(),
        "snapshot = CASE WHEN snapshot IS NULL THEN '' END".to_owned(),
        format!("cause_type = 'decision', cause_id = '{OTHER}'"),
        "trace_id = '4bf92f3577b34da6a3ce929d0e0e4736'".to_owned(),
        "salt = salt || '0'".to_owned(),
        "snapshot_hash = replace(snapshot_hash, substr(snapshot_hash, 1, 1), 'x')".to_owned(),
        "previous_hash = hash".to_owned(),
        "hash = previous_hash".to_owned(),
    ];
    for seq in [1, last / 2, last - 1, last] {
        for alteration in &alterations {
            found(&world, &[format!("UPDATE journal SET {alteration} WHERE seq = {seq}")]);
        }
    }
    // A snapshot moved into the salt that it is hashed with.
    found(&world, &["UPDATE journal SET salt = salt || snapshot, snapshot = NULL WHERE seq = 3".to_owned()]);
    assert_eq!(world.verify().faults, Vec::<String>::new(), "the test has altered nothing for good");
}

fn removing_adding_or_swapping_rows_is_found(backend: Backend) {
    let (world, last) = world(backend);
    for which in [
        "seq = 1".to_owned(),
        format!("seq = {}", last / 2),
        format!("seq = {last}"),
        format!("seq > {}", last - 2),
        "seq > 0".to_owned(),
    ] {
        found(&world, &[format!("DELETE FROM journal WHERE {which}")]);
    }
    // A row taken out of the middle and the rest moved up.
    let gap = last / 2;
    found(
        &world,
        &[
            format!("DELETE FROM journal WHERE seq = {gap}"),
            format!("UPDATE journal SET seq = seq + 10000 WHERE seq > {gap}"),
            "UPDATE journal SET seq = seq - 10001 WHERE seq > 10000".to_owned(),
        ],
    );
    // Two rows in each other's place.
    found(
        &world,
        &[
            "UPDATE journal SET seq = 10000 WHERE seq = 2".to_owned(),
            "UPDATE journal SET seq = 2 WHERE seq = 3".to_owned(),
            "UPDATE journal SET seq = 3 WHERE seq = 10000".to_owned(),
        ],
    );
    let columns =
        "action, resource_type, resource_id, format, snapshot, trace_id, salt, snapshot_hash, previous_hash, hash";
    found(
        &world,
        &[format!(
            "INSERT INTO journal (seq, at, version, {columns}) SELECT {last} + 1, at, version + 100, {columns} FROM journal WHERE seq = {last}"
        )],
    );
}

fn altering_the_head_is_found(backend: Backend) {
    let (world, _) = world(backend);
    for alteration in ["seq = seq + 1", "seq = 0", "at = '2001-01-01T00:00:00.000001Z'", "hash = 'x'"] {
        found(&world, &[format!("UPDATE journal_head SET {alteration}")]);
    }
}
