//! One record: its fields and links, its validators, and what a merge patch does to it.

use serde_json::{Value, json};
use utblick::routes::REGISTERS;

use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    every_field_of_the_document_is_always_there,
    links_offer_each_role_what_it_may_do_and_no_more,
    offered_transitions_are_those_that_work_now,
    if_none_match_answers_304_for_what_the_caller_has,
    an_etag_changes_with_language_caller_and_content,
    head_is_get_without_a_body,
    if_match_takes_the_version_with_or_without_digest,
    a_change_without_if_match_is_428_and_changes_nothing,
    null_empties_and_lists_are_replaced_whole,
    nested_objects_are_merged,
    a_whole_answer_sent_back_changes_nothing,
    read_only_fields_that_differ_are_refused_by_name,
    a_patch_that_changes_nothing_keeps_the_version,
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// A partner and its path.
fn partner(world: &World) -> (Answer, String) {
    let created = world.partner("Åmåls kluster");
    let path = format!("/partners/{}", created.id());
    (created, path)
}

fn every_field_of_the_document_is_always_there(backend: Backend) {
    let world = World::new(backend);
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let (created, path) = partner(&world);
    world.furnish();
    let administrator = world.administrator();
    let first = |list: &str| administrator.get(list).expect(200).json()["items"][0].clone();
    let answers = [
        ("Partner", created.json()),
        ("Partner", administrator.get(&path).expect(200).json()),
        ("Municipality", first("/municipalities")),
        ("CodeList", first("/code-lists")),
        ("MeOut", administrator.get("/me").expect(200).json()),
    ];
    let listed = REGISTERS.iter().map(|register| (register.names().schema, first(&format!("/{}", register.path()))));
    for (schema, answer) in listed.chain(answers) {
        let mut expected = document["components"]["schemas"][schema]["properties"].clone();
        expected.as_object_mut().unwrap().remove("_embedded");
        assert_eq!(keys(&answer), keys(&expected), "{schema}");
    }
}

fn links_offer_each_role_what_it_may_do_and_no_more(backend: Backend) {
    let world = World::new(backend);
    let own = world.area_unit().post("/partners", &json!({"name": "Own", "kind": "other", "partnershipKind": "other"}));
    let path = format!("/partners/{}", own.expect(201).id());
    let read = ["collection", "self", "transitions"].as_slice();
    let seen = ["collection", "self", "transitions", "version-history"].as_slice();
    let cases = [
        ("coordination_unit", ["collection", "delete", "edit", "self", "transitions", "version-history"].as_slice(), 2),
        ("area_unit", ["collection", "edit", "self", "transitions", "version-history"].as_slice(), 0),
        ("other_area", seen, 0),
        ("board", seen, 0),
        ("working_committee", seen, 0),
        ("registrar", seen, 0),
        ("administrator", seen, 0),
        ("reader", read, 0),
    ];
    for (role, expected, transitions) in cases {
        let links = world.user(role).get(&path).expect(200).json()["_links"].clone();
        assert_eq!(keys(&links), expected, "{role}");
        assert_eq!(links["transitions"].as_array().unwrap().len(), transitions, "{role}");
        assert_eq!(links["self"]["href"], format!("{}/international-strategy/v1{path}", world.url));
        let listed = world.user(role).get("/partners").expect(200).json()["items"][0]["_links"].clone();
        assert_eq!(listed, links, "{role}: the list offers the same");
    }
    world.coordination_unit().transition(&path, "assessed").expect(200);
    let links = world.coordination_unit().get(&path).expect(200).json()["_links"].clone();
    assert!(links.get("delete").is_none(), "an assessed partner is no longer deleted: {links}");
}

fn offered_transitions_are_those_that_work_now(backend: Backend) {
    let world = World::new(backend);
    let (_, path) = partner(&world);
    let client = world.coordination_unit();
    client.transition(&path, "assessed").expect(200);
    let offered = |client: &Client| -> Vec<String> {
        let links = client.get(&path).expect(200).json()["_links"]["transitions"].clone();
        links.as_array().unwrap().iter().map(|link| link["to"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(offered(&client), ["ended"], "strategic lacks an area");
    let ways = client.get(&format!("{path}/transitions")).expect(200).json();
    assert_eq!(
        (&ways["state"], &ways["items"][0]["to"], &ways["items"][0]["open"]),
        (&json!("assessed"), &json!("strategic"), &json!(false))
    );
    assert_eq!(
        (&ways["items"][0]["missing"][0]["pointer"], &ways["items"][0]["missing"][0]["rule"]),
        (&json!("/strategyAreas"), &json!("R-30"))
    );
    let area = world.strategy_area("kultur");
    client.patch(&path, "*", &json!({"strategyAreas": [{"id": area, "contribution": "supports"}]})).expect(200);
    assert_eq!(offered(&client), ["strategic", "ended"]);
    assert_eq!(offered(&world.reader()), Vec::<String>::new());
    let others = world.reader().get(&format!("{path}/transitions")).expect(200).json();
    assert!(others["items"].as_array().unwrap().iter().all(|way| way["open"] == false), "{others}");
}

/// Answers of every kind that carries a validator.
fn validated(path: &str) -> Vec<String> {
    let history = [format!("{path}/history"), format!("{path}/history?version=1"), format!("{path}/transitions")];
    let fixed =
        ["/partners", "/partners?limit=1&sort=-name", "/reports/partners", "/reports/partners?format=html", "/me"];
    let more = [
        "/municipalities",
        "/municipalities/1780",
        "/code-lists",
        "/code-lists/roles",
        "/strategy-areas",
        "/api-info",
        "/openapi.json",
    ];
    let fixed = fixed.iter().chain(&more).map(|path| (*path).to_owned());
    [path.to_owned(), format!("{path}?fields=name")].into_iter().chain(history).chain(fixed).collect()
}

fn if_none_match_answers_304_for_what_the_caller_has(backend: Backend) {
    let world = World::new(backend);
    let (_, path) = partner(&world);
    let client = world.coordination_unit();
    for address in validated(&path) {
        let etag = client.get(&address).expect(200).etag();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{address}: strong");
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".into()] {
            let answer = client.get_with(&address, &[("If-None-Match", &known)]).expect(304);
            assert_eq!((answer.bytes.len(), answer.header("etag")), (0, Some(etag.as_str())), "{address}");
        }
        for other in ["\"1\"", "\"x\"", "x"] {
            client.get_with(&address, &[("If-None-Match", other)]).expect(200);
        }
    }
    let stale: Vec<(String, String)> =
        [path.clone(), "/partners".into(), "/reports/partners".into(), format!("{path}/history")]
            .map(|address| (client.get(&address).expect(200).etag(), address))
            .into();
    client.transition(&path, "assessed").expect(200);
    for (etag, address) in stale {
        client.get_with(&address, &[("If-None-Match", &etag)]).expect(200);
    }
}

fn an_etag_changes_with_language_caller_and_content(backend: Backend) {
    let world = World::new(backend);
    let (_, path) = partner(&world);
    for address in [path, "/partners".into()] {
        let english = world.coordination_unit().get(&address).expect(200).etag();
        let swedish = world.coordination_unit().get_with(&address, &[("Accept-Language", "sv")]).expect(200).etag();
        assert_ne!(english, swedish, "{address}: the titles of transitions differ");
        assert_ne!(english, world.reader().get(&address).expect(200).etag(), "{address}: the links differ");
        assert_eq!(english, world.coordination_unit().get(&address).expect(200).etag(), "{address}");
    }
}

fn head_is_get_without_a_body(backend: Backend) {
    let world = World::new(backend);
    let (_, path) = partner(&world);
    let client = world.coordination_unit();
    for address in validated(&path) {
        let (get, head) = (client.get(&address).expect(200), client.send("HEAD", &address, &[], None).expect(200));
        for header in ["etag", "content-type", "content-length", "cache-control", "vary", "content-language"] {
            assert_eq!(head.header(header), get.header(header), "{address}: {header}");
        }
        client.send("HEAD", &address, &[("If-None-Match", &get.etag())], None).expect(304);
    }
    client.send("HEAD", "/partners/nothing", &[], None).expect(400);
    world.anonymous().send("HEAD", &path, &[], None).expect(401);
}

fn if_match_takes_the_version_with_or_without_digest(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let cases = [
        ("\"1\"", 200),
        ("\"1.0123456789abcdef\"", 200),
        ("*", 200),
        ("\"0\", \"1\"", 200),
        ("\"2\"", 412),
        ("\"0\"", 412),
        ("W/\"1\"", 412),
        ("\"x\"", 412),
        ("\"1x\"", 412),
        ("1", 400),
        ("\"1", 400),
        ("", 400),
        ("x", 400),
    ];
    for (place, (tag, status)) in cases.into_iter().enumerate() {
        let path = format!("/partners/{}", world.partner(&place.to_string()).id());
        for (method, body) in [("PATCH", "{\"note\": \"x\"}"), ("POST", "{\"to\": \"assessed\"}"), ("DELETE", "{}")] {
            let path = if method == "POST" { format!("{path}/transitions") } else { path.clone() };
            let headers = [("If-Match", tag), ("Content-Type", "application/json")];
            let answer = client.send(method, &path, &headers, Some(body.as_bytes()));
            match status {
                200 => return_to_one(&client, &path, method, answer),
                412 => drop(answer.problem(412, "precondition_failed")),
                _ => assert_eq!(answer.problem(400, "invalid_request").faults(), ["If-Match wrong_format"], "{tag}"),
            }
            if status == 200 {
                break;
            }
        }
    }
}

/// After a change that went well, the same tag is stale.
fn return_to_one(client: &Client, path: &str, method: &str, answer: Answer) {
    let answer = answer.expect(200);
    assert_eq!(answer.json()["version"], 2, "{method}");
    client.patch(path, "\"1\"", &json!({"note": "y"})).problem(412, "precondition_failed");
    client.patch(path, &answer.etag(), &json!({"note": "y"})).expect(200);
}

fn a_change_without_if_match_is_428_and_changes_nothing(backend: Backend) {
    let world = World::new(backend);
    let (created, path) = partner(&world);
    let client = world.coordination_unit();
    client.json("PATCH", &path, &[], &json!({"note": "x"})).problem(428, "precondition_required");
    client.send("DELETE", &path, &[], None).problem(428, "precondition_required");
    assert_eq!(client.get(&path).expect(200).json(), created.json());
    client.transition(&path, "assessed").expect(200);
}

fn null_empties_and_lists_are_replaced_whole(backend: Backend) {
    let world = World::new(backend);
    let (_, path) = partner(&world);
    let client = world.coordination_unit();
    let full = json!({"country": "NO", "note": "x", "aliases": ["A", "B"], "alliance": true,
        "contacts": [{"name": "A", "role": "a"}, {"name": "B", "role": "b"}]});
    client.patch(&path, "*", &full).expect(200);
    let some = json!({"country": null, "contacts": [{"name": "C", "role": "c"}]});
    let media = [("If-Match", "*"), ("Content-Type", "application/merge-patch+json")];
    let changed = client.send("PATCH", &path, &media, Some(some.to_string().as_bytes())).expect(200).json();
    assert_eq!(changed["country"], Value::Null);
    assert_eq!((&changed["note"], &changed["aliases"]), (&json!("x"), &json!(["A", "B"])), "what is absent stays");
    assert_eq!(changed["contacts"], json!([{"name": "C", "role": "c", "officialEmail": null}]));
    let emptied =
        client.patch(&path, "*", &json!({"note": null, "aliases": null, "alliance": null})).expect(200).json();
    assert_eq!(
        (&emptied["note"], &emptied["aliases"], &emptied["alliance"]),
        (&Value::Null, &json!([]), &json!(false))
    );
    let answer = client.patch(&path, "*", &json!({"name": null, "kind": null})).problem(400, "invalid_request");
    assert_eq!(answer.faults(), ["/kind wrong_type", "/name wrong_type"], "required fields cannot be emptied");
}

fn nested_objects_are_merged(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/strategy-areas/{}", world.strategy_area("kultur"));
    let client = world.coordination_unit();
    let both = client.patch(&path, "*", &json!({"name": {"en": "Culture"}})).expect(200).json();
    assert_eq!(both["name"], json!({"sv": "kultur", "en": "Culture"}));
    let one = client.patch(&path, "*", &json!({"name": {"sv": null}})).expect(200).json();
    assert_eq!(one["name"], json!({"en": "Culture"}));
    let none = client.patch(&path, "*", &json!({"name": {"en": null}})).problem(422, "unprocessable");
    assert_eq!(none.faults(), ["/name too_few"], "one of the languages stays");
}

fn a_whole_answer_sent_back_changes_nothing(backend: Backend) {
    let world = World::new(backend);
    let (created, path) = partner(&world);
    let client = world.coordination_unit();
    let mut whole = created.json();
    let same = client.patch(&path, &created.etag(), &whole).expect(200);
    assert_eq!((same.json(), same.etag()), (created.json(), created.etag()));
    let mut expanded = client.get(&format!("{path}?expand=predecessors")).expect(200).json();
    assert!(expanded["_embedded"]["predecessors"].is_array());
    expanded["_embedded"] = json!("anything");
    client.patch(&path, &created.etag(), &expanded).expect(200);
    whole["_links"] = json!({"self": "anything"});
    whole["note"] = json!("changed");
    let changed = client.patch(&path, &created.etag(), &whole).expect(200).json();
    assert_eq!((&changed["version"], &changed["note"]), (&json!(2), &json!("changed")));
}

fn read_only_fields_that_differ_are_refused_by_name(backend: Backend) {
    let world = World::new(backend);
    let (created, path) = partner(&world);
    let client = world.coordination_unit();
    let wrong = json!({"id": uuid::Uuid::nil(), "version": 9, "state": "strategic", "createdAt": "2009-01-01T00:00:00Z",
        "updatedBy": null, "createdByUnitId": null, "successorIds": ["x"], "note": "kept out"});
    let answer = client.patch(&path, "*", &wrong).problem(422, "unprocessable");
    let names = ["createdAt", "createdByUnitId", "id", "state", "successorIds", "updatedBy", "version"];
    assert_eq!(answer.faults(), names.map(|name| format!("/{name} read_only")));
    assert_eq!(client.get(&path).expect(200).json(), created.json());
    let new = json!({"name": "x", "kind": "other", "partnershipKind": "other", "state": "strategic", "_links": {}});
    assert_eq!(client.post("/partners", &new).expect(422).faults(), ["/_links read_only", "/state read_only"]);
}

fn a_patch_that_changes_nothing_keeps_the_version(backend: Backend) {
    let world = World::new(backend);
    let (created, path) = partner(&world);
    let rows = world.verify().rows;
    for nothing in [
        json!({}),
        json!({"name": "Åmåls kluster"}),
        json!({"name": "  Åmåls kluster "}),
        json!({"note": null, "aliases": []}),
    ] {
        let answer = world.coordination_unit().patch(&path, "\"1\"", &nothing).expect(200);
        assert_eq!((answer.etag(), answer.json()), (created.etag(), created.json()));
    }
    assert_eq!(world.verify().rows, rows, "and nothing is journaled");
}
