//! Status reports: submitted by a unit, returned or approved by the coordination unit, and then frozen.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, Client, World};

crate::tests! {
    what_was_approved_is_frozen_with_its_hash,
    nobody_approves_their_own_report,
    a_report_that_lies_before_approval_does_not_change,
    a_unit_has_one_report_a_period_of_the_plan,
    units_report_for_themselves,
}

/// A world in the spring of 2009 with a plan, and a report's body of the area unit.
fn spring(backend: Backend) -> (World, Value) {
    let world = World::with(backend, Clock::fixed("2009-05-20T08:00:00Z".parse().unwrap()), &[]);
    let plan = world.plan(2009);
    let body = json!({"operationalPlanId": plan, "unitId": world.unit("area"), "period": 1, "text": "Går bra."});
    (world, body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/status-reports/{}", client.post("/status-reports", body).expect(201).id())
}

fn what_was_approved_is_frozen_with_its_hash(backend: Backend) {
    let (world, body) = spring(backend);
    let activity = world.planned_activity("Yrkesutbildning", 2009, "area");
    let change = json!({"status": "off_track", "deviation": "Lärare saknas.", "measure": "Hamar lånar ut."});
    world.report(&activity, 2009, &change).expect(201);
    world.planned_activity("Andras", 2009, "other-area");
    let path = made(&world.area_unit(), &body);
    world.area_unit().transition(&path, "submitted").expect(200);
    let staff = world.coordination_unit();
    let approved = staff.transition(&path, "approved").expect(200).json();
    let (snapshot, hash) = (approved["snapshotId"].as_str().unwrap(), approved["sha256"].as_str().unwrap());
    let bytes = world.reader().get(&format!("/report-snapshots/{snapshot}/data")).expect(200).bytes;
    assert_eq!(sha256(&bytes), hash);
    let data: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&data["text"], &data["period"], &data["year"]), (&json!("Går bra."), &json!(1), &json!(2009)));
    let lines = data["activities"].as_array().unwrap();
    assert_eq!(lines.len(), 1, "its own alone");
    assert_eq!((&lines[0]["light"], &lines[0]["measure"]), (&json!("red"), &json!("Hamar lånar ut.")));
    // Everything goes on, and what was approved can still be read.
    world.clock.set("2012-05-20T08:00:00Z".parse().unwrap());
    world.coordination_unit().patch(&format!("/activities/{activity}"), "*", &json!({"title": "Annat"})).expect(200);
    let again = world.reader().get(&format!("/report-snapshots/{snapshot}/data")).expect(200).bytes;
    assert_eq!(again, bytes);
    let staff = world.coordination_unit();
    staff
        .patch(&format!("/report-snapshots/{snapshot}"), "*", &json!({"data": "{}"}))
        .problem(405, "method_not_allowed");
    staff.delete(&format!("/report-snapshots/{snapshot}"), "*").problem(405, "method_not_allowed");
    staff.post("/report-snapshots", &json!({})).problem(405, "method_not_allowed");
    let history = world.user("board").get(&format!("/report-snapshots/{snapshot}/history")).expect(200).json();
    assert_eq!(history["items"][0]["causeType"], "status_report");
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn nobody_approves_their_own_report(backend: Backend) {
    let (world, mut body) = spring(backend);
    body["unitId"] = json!(world.unit("coordination"));
    let staff = world.coordination_unit();
    let path = made(&staff, &body);
    staff.transition(&path, "submitted").expect(200);
    let refused = staff.transition(&path, "approved").problem(422, "unprocessable").json();
    assert_eq!(refused["rule"], "R-21");
    assert_eq!(staff.get(&path).expect(200).json()["state"], "submitted");
    let found = staff.get("/report-snapshots").expect(200).json();
    assert_eq!(found["_meta"]["totalRecords"], 0);
}

fn a_report_that_lies_before_approval_does_not_change(backend: Backend) {
    let (world, body) = spring(backend);
    let unit = world.area_unit();
    let path = made(&unit, &body);
    unit.patch(&path, "*", &json!({"text": "Går ganska bra."})).expect(200);
    unit.transition(&path, "submitted").expect(200);
    for change in [json!({"text": "Annat."}), json!({"archived": true})] {
        let refused = unit.patch(&path, "*", &change).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/text settled".to_owned()], &json!("R-13")));
    }
    unit.delete(&path, "*").problem(409, "state_conflict");
    let back = json!({"to": "returned", "reason": "Vad kostade det?"});
    unit.post(&format!("{path}/transitions"), &back).problem(403, "forbidden");
    world.coordination_unit().post(&format!("{path}/transitions"), &back).expect(200);
    let refused = world.coordination_unit().transition(&path, "submitted").problem(403, "forbidden").json();
    assert_eq!(refused["rule"], "R-20");
    unit.patch(&path, "*", &json!({"text": "Går bra, och kostade lite."})).expect(200);
    unit.transition(&path, "submitted").expect(200);
    world.coordination_unit().transition(&path, "approved").expect(200);
    unit.patch(&path, "*", &json!({"text": "Efteråt."})).problem(422, "unprocessable");
    world.coordination_unit().transition(&path, "returned").problem(409, "state_conflict");
}

fn a_unit_has_one_report_a_period_of_the_plan(backend: Backend) {
    let (world, body) = spring(backend);
    let unit = world.area_unit();
    let path = made(&unit, &body);
    assert_eq!(unit.post("/status-reports", &body).problem(409, "duplicate").faults(), ["/period taken"]);
    let mut fourth = body.clone();
    fourth["period"] = json!(4);
    assert_eq!(unit.post("/status-reports", &fourth).problem(422, "unprocessable").faults(), ["/period rule"]);
    let moved = unit.patch(&path, "*", &json!({"period": 2})).problem(422, "unprocessable");
    assert_eq!(moved.faults(), ["/period rule"]);
    unit.delete(&path, "*").expect(204);
    made(&unit, &body);
}

fn units_report_for_themselves(backend: Backend) {
    let (world, body) = spring(backend);
    for role in ["coordination_unit", "other_area"] {
        let refused = world.user(role).post("/status-reports", &body).problem(403, "forbidden").json();
        assert_eq!(refused["rule"], "R-20", "{role}");
    }
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(role).post("/status-reports", &body).problem(403, "forbidden");
    }
    let path = made(&world.area_unit(), &body);
    world.user("other_area").transition(&path, "submitted").problem(403, "forbidden");
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "draft");
}
