//! What a row of the journal says: when, who, in which request, and the stored fields.

use std::collections::BTreeSet;

use serde_json::json;
use utblick::clock::Clock;
use utblick::db::types::Instant;
use utblick::journal::{JournalRow, head, latest_up_to, version_of_record};
use utblick::routes::REGISTERS;

use super::dump::columns;
use crate::support::{Backend, World};

crate::tests! {
    time_in_the_journal_never_runs_backwards_when_the_clock_does,
    a_snapshot_has_exactly_the_stored_fields,
    a_snapshot_shows_no_password,
    history_tells_who_did_what_in_which_request,
}

fn journal_row(world: &World, kind: &'static str, id: &str, version: i32) -> JournalRow {
    let id = id.parse().unwrap();
    world.app.db.read_now(|conn| Ok(version_of_record(conn, kind, id, version)?)).unwrap()
}

fn time_in_the_journal_never_runs_backwards_when_the_clock_does(backend: Backend) {
    let instant = |text: &str| -> Instant { text.parse().unwrap() };
    let noon = instant("2009-06-01T12:00:00Z");
    let world = World::with(backend, Clock::fixed(noon), &[]);
    let first = world.partner("Först");
    world.clock.set(instant("2009-05-01T12:00:00Z"));
    let second = world.partner("Sedan");
    let path = format!("/partners/{}", first.id());
    let changed = world.coordination_unit().patch(&path, "\"1\"", &json!({"country": "NO"})).expect(200);
    world.clock.set(instant("2009-06-01T12:00:01Z"));
    let third = world.partner("Sist");
    assert_eq!(first.json()["createdAt"], "2009-06-01T12:00:00.000000Z");
    assert_eq!(second.json()["createdAt"], "2009-06-01T12:00:00.000000Z", "the clock went back, the journal did not");
    assert_eq!(changed.json()["updatedAt"], "2009-06-01T12:00:00.000000Z");
    assert_eq!(third.json()["createdAt"], "2009-06-01T12:00:01.000000Z");
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn a_snapshot_has_exactly_the_stored_fields(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Ström").id();
    let moved = json!({"to": "assessed", "reason": "Prövad."});
    staff.post(&format!("/partners/{partner}/transitions"), &moved).expect(200);
    world.furnish();
    let (seq, _) = world.app.db.read_now(|conn| Ok(head(conn)?)).unwrap();
    let rows = world.app.db.read_now(|conn| Ok(latest_up_to(conn, seq)?)).unwrap();
    for register in REGISTERS {
        let (kind, table) = (register.kind(), register.path().replace('-', "_"));
        let stored = world.app.db.read_now(|conn| Ok(columns(conn, &table))).unwrap();
        let stored: BTreeSet<String> = stored.iter().filter_map(|(column, _)| field(column)).collect();
        let row = rows.iter().find(|row| row.resource_type == kind).unwrap_or_else(|| panic!("no {kind} in the world"));
        let snapshot = row.snapshot_json().unwrap().unwrap();
        // Left out where there is none: older snapshots are as they were.
        let left_out = |field: &String| ["stateReason", "confidentiality"].contains(&field.as_str());
        let stored: BTreeSet<String> =
            stored.into_iter().filter(|field| !left_out(field) || snapshot.get(field).is_some()).collect();
        let kept: BTreeSet<String> = snapshot.as_object().unwrap().keys().cloned().collect();
        assert_eq!(kept, stored, "{kind}");
        assert_eq!(snapshot["id"], row.resource_id.to_string());
        assert_eq!(snapshot["version"], row.version);
    }
}

/// The field that a column keeps; none for what is computed from others to sort and search by.
fn field(column: &str) -> Option<String> {
    if matches!(column, "name_key" | "search" | "name_folded" | "username_folded" | "decided_year" | "registry_key")
        || matches!(column, "in_force_from" | "in_force_to" | "last_notice_day" | "next_update_due_on")
    {
        return None;
    }
    if column == "position" {
        return Some("order".to_owned());
    }
    // Those who took part stand in three columns.
    if matches!(column, "politicians" | "officials" | "others") {
        return Some("participants".to_owned());
    }
    // An amount stands in two columns.
    let column = column.trim_end_matches("_minor").trim_end_matches("_currency");
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    Some(words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..]))
}

fn a_snapshot_shows_no_password(backend: Backend) {
    let world = World::new(backend);
    let id = world.user_id("reader").to_string();
    let password = "norrsken-over-klaralven";
    let path = format!("/users/{id}/password");
    world.administrator().put(&path, &json!({"newPassword": password})).expect(204);
    let row = journal_row(&world, "user", &id, 2);
    assert_eq!(row.action, "set_password");
    let whole = format!("{row:?}");
    assert!(!whole.contains(password) && !whole.contains("argon2"), "{whole}");
}

fn history_tells_who_did_what_in_which_request(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Spår");
    let path = format!("/partners/{}", partner.id());
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let headers = [("If-Match", "\"1\""), ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")];
    let changed = staff.json("PATCH", &path, &headers, &json!({"country": "NO"})).expect(200);
    assert!(changed.header("traceparent").unwrap().starts_with(&format!("00-{trace}-")));
    staff.transition(&path, "assessed").expect(200);
    let history = staff.get(&format!("{path}/history")).expect(200).json();
    let actor = world.user_id("coordination_unit").to_string();
    let actions: Vec<&str> =
        history["items"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["transition", "update", "create"]);
    for row in history["items"].as_array().unwrap() {
        assert_eq!(row["actorId"], actor.as_str());
        assert_eq!(row["traceId"] == trace, row["version"] == 2, "{row}");
        assert_eq!(row["traceId"].as_str().unwrap().len(), 32);
    }
    let whole = staff.get(&format!("{path}/history?version=2")).expect(200).json();
    assert_eq!(whole["traceId"], trace);
    assert_eq!(whole["snapshot"]["country"], "NO");
    assert_eq!(whole["snapshot"]["updatedBy"], actor.as_str());
}
