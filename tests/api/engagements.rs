//! Engagements: when the region was in touch with a partner, and the last contact that follows from them.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, engagement, visit, with};

crate::tests! {
    one_keeps_its_partner_and_lies_in_the_past,
    what_is_wrong_with_one_is_named_at_once,
    the_working_committee_and_each_unit_write_them,
    one_is_known_by_its_partner_and_its_day,
    the_last_contact_is_the_latest_engagement_or_visit,
    filters_and_orders_find_what_lists_hold,
}

/// A world on the tenth of March 2009.
fn march(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-03-10T10:00:00Z".parse().unwrap()), &[])
}

fn one_keeps_its_partner_and_lies_in_the_past(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let (first, second) = (world.partner("Hedmark").id(), world.partner("Østfold").id());
    let ahead = staff.post("/engagements", &engagement(&first, "2009-03-11")).problem(422, "unprocessable");
    assert_eq!(ahead.faults(), ["/heldOn rule"]);
    let path = world.recorded("/engagements", &engagement(&first, "2009-03-10"));
    assert_eq!(
        staff.patch(&path, "*", &json!({"heldOn": "2009-03-11"})).problem(422, "unprocessable").faults(),
        ["/heldOn rule"]
    );
    let moved = staff.patch(&path, "*", &json!({"partnerId": second})).problem(422, "unprocessable");
    assert_eq!(moved.faults(), ["/partnerId rule"]);
    let changed = json!({"heldOn": "2009-03-09", "kind": "message", "summary": "De svarade.", "partnerId": first});
    staff.patch(&path, "*", &changed).expect(200);
    staff.delete(&path, "*").problem(405, "method_not_allowed");
    let held = staff.delete(&format!("/partners/{first}"), "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["name"], "Hedmark 2009-03-09");
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let (partner, nowhere) = (world.partner("Hedmark").id(), uuid::Uuid::now_v7());
    let wrong = json!({"partnerId": nowhere, "unitId": nowhere, "heldOn": "2010-01-01", "summary": ""});
    let refused = staff.post("/engagements", &with(engagement(&partner, "2009-03-01"), wrong));
    assert_eq!(
        refused.problem(422, "unprocessable").faults(),
        ["/heldOn rule", "/partnerId unknown_reference", "/summary too_short", "/unitId unknown_reference"]
    );
    let refused = staff.post("/engagements", &json!({})).problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["/heldOn missing", "/kind missing", "/partnerId missing", "/summary missing"]);
    let long = json!({"summary": "x".repeat(2001)});
    let refused = staff.post("/engagements", &with(engagement(&partner, "2009-03-01"), long));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/summary too_long"]);
    let odd = json!({"kind": "rumour"});
    let refused = staff.post("/engagements", &with(engagement(&partner, "2009-03-01"), odd));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/kind unknown_code"]);
}

fn the_working_committee_and_each_unit_write_them(backend: Backend) {
    let world = march(backend);
    let partner = world.partner("Hedmark").id();
    let body = engagement(&partner, "2009-03-01");
    let committee = world.user("working_committee");
    let theirs = committee.post("/engagements", &body).expect(201).json();
    assert_eq!(theirs["unitId"], Value::Null);
    let theirs = format!("/engagements/{}", theirs["id"].as_str().unwrap());
    let unit = world.area_unit();
    let own = unit.post("/engagements", &body).expect(201).json();
    assert_eq!(own["unitId"], world.unit("area").as_str());
    let own = format!("/engagements/{}", own["id"].as_str().unwrap());
    committee.patch(&own, "*", &json!({"kind": "event"})).expect(200);
    unit.patch(&own, "*", &json!({"kind": "visit"})).expect(200);
    unit.patch(&theirs, "*", &json!({"kind": "visit"})).problem(403, "forbidden");
    unit.patch(&own, "*", &json!({"unitId": world.unit("other-area")})).problem(403, "forbidden");
    let others = with(body.clone(), json!({"unitId": world.unit("other-area")}));
    unit.post("/engagements", &others).problem(403, "forbidden");
    let created = world.coordination_unit().post("/engagements", &others).expect(201).json();
    assert_eq!(created["unitId"], world.unit("other-area").as_str());
    for user in ["board", "registrar", "reader", "administrator"] {
        world.user(user).get(&own).expect(200);
        world.user(user).post("/engagements", &body).problem(403, "forbidden");
        world.user(user).patch(&own, "*", &json!({"kind": "event"})).problem(403, "forbidden");
    }
}

fn one_is_known_by_its_partner_and_its_day(backend: Backend) {
    let world = march(backend);
    let (first, second) = (world.partner("Hedmark").id(), world.partner("Østfold").id());
    let path = world.recorded("/engagements", &engagement(&first, "2009-03-01"));
    world.recorded("/engagements", &engagement(&second, "2009-03-02"));
    let expanded = world.reader().get(&format!("{path}?expand=partner,unit")).expect(200).json();
    assert_eq!(
        (&expanded["_embedded"]["partner"][0]["name"], &expanded["_embedded"]["unit"]),
        (&json!("Hedmark"), &json!([]))
    );
    let staff = world.coordination_unit();
    for (partner, name) in [(first, "Hedmark 2009-03-01"), (second, "Østfold 2009-03-02")] {
        let held = staff.delete(&format!("/partners/{partner}"), "*").problem(409, "referenced").json();
        assert_eq!(held["heldBy"][0]["name"], name);
    }
}

fn the_last_contact_is_the_latest_engagement_or_visit(backend: Backend) {
    let world = march(backend);
    let (partner, other) = (world.partner("Hedmark").id(), world.partner("Østfold").id());
    let last = |id: &str| {
        let reader = world.reader();
        let one = reader.get(&format!("/partners/{id}")).expect(200).json()["lastContactOn"].clone();
        let listed = reader.get(&format!("/partners?id={id}")).expect(200).json();
        assert_eq!(listed["items"][0]["lastContactOn"], one);
        one
    };
    assert_eq!(last(&partner), Value::Null);
    let late = world.recorded("/engagements", &engagement(&partner, "2009-02-20"));
    world.recorded("/engagements", &engagement(&partner, "2009-02-01"));
    assert_eq!((last(&partner), last(&other)), (json!("2009-02-20"), Value::Null));
    // A visit counts from the day on which it begins, to its last day or today.
    let visited = |starts_on: &str, ends_on: Value| {
        let days = json!({"startsOn": starts_on, "endsOn": ends_on, "partnerIds": [other, partner]});
        world.recorded("/visits", &with(visit("Besök"), days))
    };
    visited("2009-02-10", json!("2009-02-12"));
    assert_eq!((last(&partner), last(&other)), (json!("2009-02-20"), json!("2009-02-12")));
    visited("2009-02-15", Value::Null);
    assert_eq!(last(&other), "2009-02-15");
    let ahead = visited("2009-03-11", json!("2009-03-13"));
    assert_eq!(last(&other), "2009-02-15");
    world.clock.set("2009-03-12T10:00:00Z".parse().unwrap());
    assert_eq!((last(&partner), last(&other)), (json!("2009-03-12"), json!("2009-03-12")));
    world.clock.set("2009-03-20T10:00:00Z".parse().unwrap());
    assert_eq!(last(&partner), "2009-03-13");
    // What is put away counts no more.
    let staff = world.coordination_unit();
    staff.patch(&ahead, "*", &json!({"archived": true})).expect(200);
    assert_eq!((last(&partner), last(&other)), (json!("2009-02-20"), json!("2009-02-15")));
    staff.patch(&late, "*", &json!({"archived": true})).expect(200);
    assert_eq!(last(&partner), "2009-02-15");
    // In a list of an earlier day it is the last one up to that day.
    let then = world.reader().get(&format!("/partners?id={partner}&on=2009-02-05")).expect(200).json();
    assert_eq!(then["items"][0]["lastContactOn"], "2009-02-01");
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = march(backend);
    let (first, second) = (world.partner("Hedmark").id(), world.partner("Østfold").id());
    let more = json!({"kind": "joint_application", "summary": "Örlog", "unitId": world.unit("area")});
    world.recorded("/engagements", &with(engagement(&first, "2009-02-02"), more));
    world.recorded("/engagements", &with(engagement(&first, "2009-01-01"), json!({"summary": "Möte"})));
    world.recorded("/engagements", &with(engagement(&second, "2009-03-03"), json!({"summary": "Annat möte"})));
    let reader = world.reader();
    let days = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/engagements?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["heldOn"].as_str().unwrap()[5..].to_owned()).collect()
    };
    for (query, expected) in [
        ("", &["01-01", "02-02", "03-03"][..]),
        ("sort=-heldOn", &["03-03", "02-02", "01-01"]),
        ("sort=kind,-heldOn", &["02-02", "03-03", "01-01"]),
        ("kind=joint_application", &["02-02"]),
        ("kind=meeting", &["01-01", "03-03"]),
        ("heldOnFrom=2009-02-02&heldOnTo=2009-02-02", &["02-02"]),
        ("unitId=none", &["01-01", "03-03"]),
        ("q=annat", &["03-03"]),
    ] {
        assert_eq!(days(query), expected, "{query}");
    }
    assert_eq!(days(&format!("partnerId={first}")), ["01-01", "02-02"]);
    assert_eq!(days(&format!("partnerId={first}&partnerId={second}")).len(), 3);
    assert_eq!(days(&format!("unitId={}", world.unit("area"))), ["02-02"]);
}
