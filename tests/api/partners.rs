//! Partners: their life cycle, who may do what, and the rules of the domain (R-30, R-31, R-40, D1).

use serde_json::{Value, json};

use crate::support::{Answer, Backend, World, partner};

crate::tests! {
    a_partner_is_created_read_changed_and_deleted,
    only_the_ways_of_the_table_are_open,
    only_the_coordination_unit_moves_partners,
    a_strategic_partner_has_an_area_and_keeps_one,
    a_twin_region_stands_apart_from_the_alliances,
    a_partner_is_succeeded_by_others_but_never_by_itself,
    a_predecessor_cannot_be_deleted_while_it_is_named,
    only_an_identified_partner_is_deleted,
    an_area_unit_edits_what_its_own_users_created,
}

fn a_partner_is_created_read_changed_and_deleted(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let created = world.partner("Åmåls kluster");
    let path = format!("/partners/{}", created.id());
    assert_eq!(created.header("location"), Some(format!("{}/international-strategy/v1{path}", world.url).as_str()));
    let read = client.get(&path).expect(200);
    assert_eq!(read.json(), created.json());
    assert_eq!(read.etag(), created.etag());
    let changed = client.patch(&path, &read.etag(), &json!({"country": "SE", "aliases": ["ÅK"]})).expect(200);
    assert_eq!(changed.json()["version"], 2);
    assert_eq!(changed.json()["country"], "SE");
    client.patch(&path, &read.etag(), &json!({"country": "NO"})).problem(412, "precondition_failed");
    client.delete(&path, "\"2\"").expect(204);
    client.get(&path).problem(404, "not_found");
    let history = client.get(&format!("{path}/history")).expect(200).json();
    let actions: Vec<_> = history["items"].as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["delete", "update", "create"]);
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

const STATES: [&str; 5] = ["identified", "assessed", "strategic", "dormant", "ended"];

/// The table: from, to.
const WAYS: [(&str, &str); 8] = [
    ("identified", "assessed"),
    ("assessed", "strategic"),
    ("strategic", "dormant"),
    ("dormant", "strategic"),
    ("identified", "ended"),
    ("assessed", "ended"),
    ("strategic", "ended"),
    ("dormant", "ended"),
];

/// A partner with an area, in a state; gives its path.
fn partner_in(world: &World, name: &str, state: &str, area: &str) -> String {
    let mut body = partner(name);
    body["strategyAreas"] = json!([{"id": area, "contribution": "develops"}]);
    let client = world.coordination_unit();
    let path = format!("/partners/{}", client.post("/partners", &body).expect(201).id());
    let steps: &[&str] = match state {
        "assessed" => &["assessed"],
        "strategic" => &["assessed", "strategic"],
        "dormant" => &["assessed", "strategic", "dormant"],
        "ended" => &["ended"],
        _ => &[],
    };
    for step in steps {
        client.transition(&path, step).expect(200);
    }
    path
}

fn only_the_ways_of_the_table_are_open(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    let client = world.coordination_unit();
    for from in STATES {
        for to in STATES {
            let path = partner_in(&world, &format!("{from} {to}"), from, &area);
            let before = client.get(&path).expect(200);
            let offered = before.json()["_links"]["transitions"].clone();
            let offered = offered.as_array().unwrap().iter().any(|link| link["to"] == to);
            let open = WAYS.contains(&(from, to));
            assert_eq!(offered, open, "{from} > {to} as a link");
            let answer = client.transition(&path, to);
            if open {
                let version = before.json()["version"].as_i64().unwrap() + 1;
                let answer = answer.expect(200);
                assert_eq!((&answer.json()["state"], &answer.json()["version"]), (&json!(to), &json!(version)));
                assert_eq!(answer.etag(), client.get(&path).expect(200).etag());
            } else {
                answer.problem(409, "state_conflict");
                assert_eq!(client.get(&path).expect(200).json(), before.json(), "{from} > {to} changed something");
            }
        }
    }
}

fn only_the_coordination_unit_moves_partners(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    let path = partner_in(&world, "x", "identified", &area);
    for role in ["board", "working_committee", "area_unit", "other_area", "registrar", "reader", "administrator"] {
        for to in ["assessed", "ended", "nonsense"] {
            let answer = world.user(role).transition(&path, to).problem(403, "forbidden");
            assert_eq!(answer.json()["permission"], "partners:transition", "{role}");
        }
    }
    world
        .coordination_unit()
        .json("POST", &format!("{path}/transitions"), &[("If-Match", "\"7\"")], &json!({"to": "ended"}))
        .problem(412, "precondition_failed");
    let ended =
        world.coordination_unit().post(&format!("{path}/transitions"), &json!({"to": "ended", "reason": "Nedlagd."}));
    let ended = ended.expect(200).json();
    assert_eq!((&ended["state"], &ended["stateReason"]), (&json!("ended"), &json!("Nedlagd.")));
}

/// What a problem says is missing.
#[track_caller]
fn lacks(answer: Answer, rule: &str, pointer: &str) {
    let problem = answer.problem(422, "unprocessable");
    assert_eq!(problem.json()["rule"], rule);
    assert_eq!(problem.faults(), [format!("{pointer} rule")]);
    assert_eq!(problem.json()["invalidParameters"][0]["rule"], rule);
}

fn a_strategic_partner_has_an_area_and_keeps_one(backend: Backend) {
    let world = World::new(backend);
    let (kultur, miljo) = (world.strategy_area("kultur"), world.strategy_area("miljo"));
    let client = world.coordination_unit();
    let path = format!("/partners/{}", world.partner("x").id());
    client.transition(&path, "assessed").expect(200);
    let refused = client.transition(&path, "strategic");
    assert_eq!(refused.json()["missing"][0]["pointer"], "/strategyAreas");
    lacks(refused, "R-30", "/strategyAreas");
    let link = |id: &str| json!({"id": id, "contribution": "supports"});
    client.patch(&path, "*", &json!({"strategyAreas": [link(&kultur), link(&miljo)]})).expect(200);
    client.transition(&path, "strategic").expect(200);
    client.patch(&path, "*", &json!({"strategyAreas": [link(&kultur)]})).expect(200);
    lacks(client.patch(&path, "*", &json!({"strategyAreas": []})), "R-30", "/strategyAreas");
    client.transition(&path, "dormant").expect(200);
    client.patch(&path, "*", &json!({"strategyAreas": []})).expect(200);
    lacks(client.transition(&path, "strategic"), "R-30", "/strategyAreas");
    let held = client.delete(&format!("/strategy-areas/{miljo}"), "*");
    held.expect(204);
}

fn a_twin_region_stands_apart_from_the_alliances(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    let client = world.coordination_unit();
    let mut twin = json!({"name": "x", "kind": "regional_authority", "partnershipKind": "twin_region", "alliance": true,
        "strategyAreas": [{"id": area, "contribution": "supports"}]});
    lacks(client.post("/partners", &twin), "D1", "/alliance");
    twin["alliance"] = json!(false);
    let path = format!("/partners/{}", client.post("/partners", &twin).expect(201).id());
    client.transition(&path, "assessed").expect(200);
    lacks(client.transition(&path, "strategic"), "D1", "/exceptionReason");
    client.patch(&path, "*", &json!({"exceptionReason": "Samma klusterprogram."})).expect(200);
    client.transition(&path, "strategic").expect(200);
    lacks(client.patch(&path, "*", &json!({"exceptionReason": null})), "D1", "/exceptionReason");
    lacks(client.patch(&path, "*", &json!({"alliance": true})), "D1", "/alliance");
    let ally = partner_in(&world, "ally", "strategic", &area);
    client.patch(&ally, "*", &json!({"alliance": true})).expect(200);
    let both = client.patch(&ally, "*", &json!({"partnershipKind": "twin_region"})).problem(422, "unprocessable");
    assert_eq!(both.faults(), ["/alliance rule", "/exceptionReason rule"]);
}

fn a_partner_is_succeeded_by_others_but_never_by_itself(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let ids = ["a", "b", "c"].map(|name| world.partner(name).id());
    let [a, b, c] = ids.each_ref().map(|id| format!("/partners/{id}"));
    let after = |path: &str, before: &[&str]| client.patch(path, "*", &json!({"predecessorIds": before}));
    after(&b, &[&ids[0]]).expect(200);
    after(&c, &[&ids[1], &ids[0]]).expect(200);
    let successors = |path: &str| client.get(path).expect(200).json()["successorIds"].clone();
    assert_eq!((successors(&a), successors(&b), successors(&c)), (json!([ids[1], ids[2]]), json!([ids[2]]), json!([])));
    let listed = client.get("/partners?sort=name").expect(200).json();
    assert_eq!(listed["items"][0]["successorIds"], json!([ids[1], ids[2]]));
    lacks(after(&a, &[&ids[0]]), "R-31", "/predecessorIds");
    lacks(after(&a, &[&ids[1]]), "R-31", "/predecessorIds");
    lacks(after(&a, &[&ids[2]]), "R-31", "/predecessorIds");
    assert_eq!(after(&c, &[&ids[0], &ids[0]]).expect(422).faults(), ["/predecessorIds/1 duplicate_item"]);
    after(&c, &[&ids[1]]).expect(200);
    assert_eq!(successors(&a), json!([ids[1]]));
}

fn a_predecessor_cannot_be_deleted_while_it_is_named(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let (old, area) = (world.partner("old").id(), world.strategy_area("kultur"));
    let mut body = partner("new");
    body["predecessorIds"] = json!([old]);
    body["strategyAreas"] = json!([{"id": area, "contribution": "develops"}]);
    let new = client.post("/partners", &body).expect(201).id();
    for held in [format!("/partners/{old}"), format!("/strategy-areas/{area}")] {
        let answer = client.delete(&held, "*").problem(409, "referenced");
        assert_eq!(answer.json()["heldBy"], json!([{"type": "partner", "id": new, "name": "new"}]));
        client.get(&held).expect(200);
    }
    client.delete(&format!("/partners/{new}"), "*").expect(204);
    client.delete(&format!("/partners/{old}"), "*").expect(204);
    client.delete(&format!("/strategy-areas/{area}"), "*").expect(204);
}

fn only_an_identified_partner_is_deleted(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    for state in STATES {
        let path = partner_in(&world, state, state, &area);
        let answer = world.coordination_unit().delete(&path, "*");
        if state == "identified" {
            answer.expect(204);
        } else {
            assert_eq!(answer.problem(409, "state_conflict").json()["rule"], "R-40", "{state}");
            let archived = world.coordination_unit().patch(&path, "*", &json!({"archived": true}));
            assert_eq!(archived.expect(200).json()["archived"], true);
        }
    }
    let path = partner_in(&world, "kept", "identified", &area);
    for role in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let answer = world.user(role).delete(&path, "*").problem(403, "forbidden");
        assert_eq!(answer.json()["permission"], "partners:delete", "{role}");
    }
}

fn an_area_unit_edits_what_its_own_users_created(backend: Backend) {
    let world = World::new(backend);
    let note = json!({"note": "x"});
    let create = |user: &str| -> Value { world.user(user).post("/partners", &partner(user)).expect(201).json() };
    let (own, other) = (create("area_unit"), create("coordination_unit"));
    assert_ne!(own["createdByUnitId"], other["createdByUnitId"]);
    let path = |record: &Value| format!("/partners/{}", record["id"].as_str().unwrap());
    world.area_unit().patch(&path(&own), "*", &note).expect(200);
    world.coordination_unit().patch(&path(&own), "*", &json!({"note": "y"})).expect(200);
    for (user, record) in [("area_unit", &other), ("other_area", &own), ("reader", &own), ("board", &own)] {
        let answer = world.user(user).patch(&path(record), "*", &note).problem(403, "forbidden");
        assert_eq!(answer.json()["permission"], "partners:edit", "{user}");
    }
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let answer = world.user(user).post("/partners", &partner("new")).problem(403, "forbidden");
        assert_eq!(answer.json()["permission"], "partners:create", "{user}");
    }
}
