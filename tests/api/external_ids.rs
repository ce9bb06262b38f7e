//! Records known by ids that other systems gave them: read, put, and referred to.

use serde_json::{Value, json};

use crate::support::{Backend, World, activity, partner};

crate::tests! {
    a_record_is_read_by_its_external_id,
    the_same_put_twice_changes_nothing,
    who_writes_its_own_alone_need_not_say_whose_it_is,
    a_put_replaces_what_the_caller_may_set_and_keeps_the_rest,
    a_put_obeys_the_rules_and_the_policy_of_single_writes,
    references_may_be_external_ids,
    a_reference_that_leads_nowhere_is_named_as_it_was_written,
    two_puts_at_the_same_time_make_one_record,
}

const PATH: &str = "/partners/by-external-id/w3d3/RV-2009-117";

fn a_record_is_read_by_its_external_id(backend: Backend) {
    let world = World::new(backend);
    let mut body = partner("Region Dalarna");
    body["externalIds"] = json!([{"system": "Ärenden 2009", "value": "a/b?c d%41åäö"}]);
    let made = world.coordination_unit().post("/partners", &body).expect(201);
    let path = "/partners/by-external-id/%C3%84renden%202009/a%2Fb%3Fc%20d%2541%C3%A5%C3%A4%C3%B6";
    let read = world.reader().get(path).expect(200);
    assert_eq!(
        (read.id(), read.header("etag")),
        (made.id(), world.reader().get(&format!("/partners/{}", made.id())).header("etag"))
    );
    assert_eq!(world.reader().get(&format!("{path}?fields=name")).expect(200).json()["name"], "Region Dalarna");
    let tag = read.header("etag").unwrap().to_owned();
    world.reader().get_with(path, &[("If-None-Match", &tag)]).expect(304);
    for nowhere in ["/partners/by-external-id/w3d3/x", "/activities/by-external-id/%C3%84renden%202009/x"] {
        world.reader().get(nowhere).problem(404, "not_found");
    }
    world.reader().get("/partners/by-external-id/w3:d3/x").problem(400, "invalid_request");
    world.reader().get("/partners/by-external-id/w3d3/%00").problem(400, "invalid_request");
}

fn the_same_put_twice_changes_nothing(backend: Backend) {
    let world = World::new(backend);
    let (client, body) = (world.coordination_unit(), partner("Region Dalarna"));
    let made = client.put(PATH, &body).expect(201);
    assert!(made.header("location").unwrap().ends_with(&format!("/partners/{}", made.id())));
    assert_eq!(made.json()["externalIds"], json!([{"system": "w3d3", "value": "RV-2009-117"}]));
    let head = world.head();
    for _ in 0..2 {
        let again = client.put(PATH, &body).expect(200);
        assert_eq!((again.id(), &again.json()["version"]), (made.id(), &json!(1)));
    }
    assert_eq!(world.head(), head);
}

fn who_writes_its_own_alone_need_not_say_whose_it_is(backend: Backend) {
    let world = World::new(backend);
    let (unit, own) = (world.area_unit(), world.unit("area"));
    let path = "/activities/by-external-id/w3d3/RV-2009-118";
    let body = json!({"title": "Utan ägare", "year": 2009, "kind": "event", "cooperationLevel": "regional"});
    let made = unit.put(path, &body).expect(201).json();
    assert_eq!(made["ownerUnitId"], json!(own));
    let again = unit.put(path, &body).expect(200).json();
    assert_eq!((&again["version"], &again["ownerUnitId"]), (&json!(1), &json!(own)));
    // The unit that writes for all says whose it is, or nobody's.
    let after = world.coordination_unit().put(path, &body).expect(200).json();
    assert_eq!((&after["version"], &after["ownerUnitId"]), (&json!(2), &Value::Null));
}

fn a_put_replaces_what_the_caller_may_set_and_keeps_the_rest(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let mut body = partner("Region Dalarna");
    body["note"] = json!("Vår anteckning.");
    body["aliases"] = json!(["Dalarnas län"]);
    let id = client.put(PATH, &body).expect(201).id();
    let more = json!({"externalIds": [{"system": "w3d3", "value": "RV-2009-117"}, {"system": "ekonomi", "value": "7"}], "archived": true});
    client.patch(&format!("/partners/{id}"), "*", &more).expect(200);
    let after = client.put(PATH, &partner("Region Dalarna i Falun")).expect(200).json();
    assert_eq!(
        (&after["name"], &after["note"], &after["aliases"]),
        (&json!("Region Dalarna i Falun"), &Value::Null, &json!([]))
    );
    assert_eq!((&after["archived"], after["externalIds"].as_array().unwrap().len()), (&json!(true), 2));
    let mut fewer = partner("Region Dalarna i Falun");
    fewer["externalIds"] = json!([{"system": "ekonomi", "value": "8"}]);
    let after = client.put(PATH, &fewer).expect(200).json();
    let kept = json!([{"system": "ekonomi", "value": "8"}, {"system": "w3d3", "value": "RV-2009-117"}]);
    assert_eq!(after["externalIds"], kept);
    let stale = client.json("PUT", PATH, &[("If-Match", "\"1\"")], &partner("För sent"));
    stale.problem(412, "precondition_failed");
    client
        .json("PUT", "/partners/by-external-id/w3d3/ny", &[("If-Match", "\"1\"")], &partner("Ny"))
        .problem(412, "precondition_failed");
}

fn a_put_obeys_the_rules_and_the_policy_of_single_writes(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let faults = client.put(PATH, &json!({"kind": "company", "nmae": "x", "version": 1})).faults();
    assert_eq!(faults, ["/name missing", "/nmae unknown", "/partnershipKind missing", "/version read_only"]);
    world.reader().put(PATH, &partner("x")).problem(403, "forbidden");
    client.put(PATH, &partner("Region Dalarna")).expect(201);
    let other = client.put("/partners/by-external-id/w3d3/annan", &partner("Region Dalarna"));
    other.problem(409, "duplicate");
    world.area_unit().put(PATH, &partner("Region Dalarna")).problem(403, "forbidden");
    let own = "/partners/by-external-id/w3d3/egen";
    world.area_unit().put(own, &partner("Den egna")).expect(201);
    world.area_unit().put(own, &partner("Den egna, ändrad")).expect(200);
    // Decisions are recorded and never edited, so none can be put.
    client.put("/decisions/by-external-id/w3d3/x", &json!({})).problem(405, "method_not_allowed");
}

fn references_may_be_external_ids(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let dalarna = client.put(PATH, &partner("Region Dalarna")).expect(201).id();
    let area = client.put(
        "/strategy-areas/by-external-id/vp/omrade:1",
        &json!({"code": "omrade-1", "name": {"sv": "Området"}, "order": 1}),
    );
    let area = area.expect(201).id();
    let unit = world.unit("coordination");
    let unit_path = format!("/units/{unit}");
    client.patch(&unit_path, "*", &json!({"externalIds": [{"system": "hr", "value": "4711"}]})).expect(200);
    let mut body = activity("Aktivitet", 2009, None, &unit);
    body["ownerUnitId"] = json!("hr:4711");
    body["partnerIds"] = json!(["w3d3:RV-2009-117"]);
    body["strategyAreaId"] = json!("vp:omrade:1");
    let made = client.post("/activities", &body).expect(201);
    let told = made.json();
    assert_eq!((&told["ownerUnitId"], &told["partnerIds"]), (&json!(unit), &json!([dalarna])));
    assert_eq!(told["strategyAreaId"], json!(area));
    let path = format!("/activities/{}", made.id());
    let other = client.put("/partners/by-external-id/w3d3/annan", &partner("Region Gävleborg")).expect(201).id();
    let edited = client.patch(&path, "*", &json!({"partnerIds": ["w3d3:annan", dalarna]})).expect(200).json();
    assert_eq!(edited["partnerIds"], json!([other, dalarna]));
    // Below a list of objects, and in a reference of another kind.
    let linked = json!({"strategyAreas": [{"id": "vp:omrade:1", "contribution": "supports"}]});
    let linked = client.patch(&format!("/partners/{dalarna}"), "*", &linked).expect(200).json();
    assert_eq!(linked["strategyAreas"][0]["id"], json!(area));
}

fn a_reference_that_leads_nowhere_is_named_as_it_was_written(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    client.put(PATH, &partner("Region Dalarna")).expect(201);
    let mut body = activity("Aktivitet", 2009, None, &world.unit("coordination"));
    body["partnerIds"] = json!(["w3d3:RV-2009-117", "w3d3:finns-inte"]);
    body["strategyAreaId"] = json!("w3d3:RV-2009-117");
    let answer = client.post("/activities", &body);
    assert_eq!(answer.faults(), ["/partnerIds/1 unknown_reference", "/strategyAreaId unknown_reference"]);
    let text = answer.text();
    assert!(text.contains("w3d3:finns-inte is not in /partners"), "{text}");
    body["partnerIds"] = json!(["w3d3", ":x", "x:"]);
    body["strategyAreaId"] = Value::Null;
    let faults = client.post("/activities", &body).faults();
    assert_eq!(faults, ["/partnerIds/0 wrong_format", "/partnerIds/1 wrong_format", "/partnerIds/2 wrong_format"]);
}

fn two_puts_at_the_same_time_make_one_record(backend: Backend) {
    let world = World::new(backend);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| world.coordination_unit().put(PATH, &partner("Region Dalarna")).status))
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 201]);
}
