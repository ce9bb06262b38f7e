//! Framework elements, and the links to them.

use serde_json::{Value, json};

use crate::support::{Backend, Client, World, agreement, membership};

crate::tests! {
    the_elements_of_three_frameworks_are_there_from_the_start,
    an_element_is_found_by_its_framework_level_code_and_parent,
    a_code_is_given_once_for_all_frameworks_and_never_changes,
    an_element_is_a_part_of_one_of_its_own_framework,
    an_element_is_never_a_part_of_itself,
    the_coordination_unit_keeps_them_and_everybody_reads_them,
    a_link_has_a_strength_and_words_and_is_kept_as_it_was_said,
    a_link_leads_to_an_element_and_only_once,
    what_is_put_away_or_superseded_may_be_linked_to,
    a_list_is_narrowed_by_the_code_of_a_link_and_not_by_its_words,
    a_link_to_a_later_regional_framework_is_enough,
}

/// The least that makes an element.
fn element(framework: &str, code: &str) -> Value {
    json!({"frameworkId": framework, "code": code, "name": {"sv": format!("Del {code}")}, "order": 1})
}

/// What a query of the elements finds.
fn found(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/framework-elements?limit=100&{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// A new framework; its id.
fn framework(world: &World, code: &str, level: &str) -> String {
    let body = json!({"code": code, "title": {"sv": code}, "level": level});
    world.coordination_unit().post("/policy-frameworks", &body).expect(201).id()
}

/// A strategy area with some links, not yet accepted.
fn area_with(links: &Value) -> Value {
    json!({"code": "kultur", "name": {"sv": "Kultur"}, "order": 1, "frameworkLinks": links})
}

fn the_elements_of_three_frameworks_are_there_from_the_start(backend: Backend) {
    let world = World::new(backend);
    let reader = world.reader();
    let seeded = ["RUP-1", "RUP-2", "RUP-3", "RUP-4", "RUP-5", "NS07-1", "NS07-2", "NS07-3", "NS07-4", "EU-1", "EU-2"];
    assert_eq!(found(&reader, "sort=order"), seeded);
    assert_eq!(found(&reader, "q=lissabon"), ["EU-1"]);
    let page = reader.get("/framework-elements?code=RUP-1&expand=framework").expect(200).json();
    let one = &page["items"][0];
    assert_eq!((&one["name"]["sv"], &one["parentId"]), (&json!("Rörlighet"), &Value::Null));
    let name = &one["_embedded"]["framework"][0]["name"];
    assert_eq!(name, "Regionala utvecklingsprogrammet för Värmland");
    // A sorted list places them as names are placed that were written by the API.
    let mut body = element(one["frameworkId"].as_str().unwrap(), "RUP-6");
    body["name"] = json!({"sv": "Kultur"});
    world.coordination_unit().post("/framework-elements", &body).expect(201);
    let regional = ["RUP-4", "RUP-3", "RUP-6", "RUP-2", "RUP-5", "RUP-1"];
    assert_eq!(found(&reader, "framework=RUP&sort=name"), regional);
    assert_eq!(found(&reader, "framework=RUP"), regional, "which is their own order");
}

fn an_element_is_found_by_its_framework_level_code_and_parent(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let goals = framework(&world, "AGENDA-2030", "global");
    let whole = staff.post("/framework-elements", &element(&goals, "MAL-4")).expect(201).id();
    let mut part = element(&goals, "MAL-4-7");
    part["parentId"] = json!(whole);
    let part = staff.post("/framework-elements", &part).expect(201).id();
    let sorted = |query: &str| found(&staff, &format!("{query}&sort=code"));
    assert_eq!(sorted(&format!("frameworkId={goals}")), ["MAL-4", "MAL-4-7"]);
    assert_eq!(sorted("framework=AGENDA-2030&framework=EU"), ["EU-1", "EU-2", "MAL-4", "MAL-4-7"]);
    assert_eq!(sorted("framework=nothing"), Vec::<String>::new());
    assert_eq!(sorted("level=global"), ["MAL-4", "MAL-4-7"]);
    assert_eq!(sorted("level=eu&level=global&code=EU-2&code=MAL-4"), ["EU-2", "MAL-4"]);
    assert_eq!(sorted(&format!("parentId={whole}")), ["MAL-4-7"]);
    assert_eq!(sorted("parentId=none&level=global"), ["MAL-4"]);
    let read = staff.get(&format!("/framework-elements/{part}?expand=parent")).expect(200).json();
    assert_eq!(read["_embedded"]["parent"][0]["name"], "Del MAL-4");
}

fn a_code_is_given_once_for_all_frameworks_and_never_changes(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (one, other) = (framework(&world, "A", "eu"), framework(&world, "B", "eu"));
    let path =
        format!("/framework-elements/{}", staff.post("/framework-elements", &element(&one, "A-1")).expect(201).id());
    let again = staff.post("/framework-elements", &element(&other, "A-1")).problem(409, "duplicate");
    assert_eq!(again.faults(), ["/code taken"]);
    let renamed = staff.patch(&path, "*", &json!({"code": "A-2"})).problem(422, "unprocessable");
    assert_eq!((renamed.faults(), &renamed.json()["rule"]), (vec!["/code rule".to_owned()], &json!("R-04")));
    staff.patch(&path, "*", &json!({"code": "A-1", "name": {"en": "Part"}})).expect(200);
    for (code, fault) in [("a-1", "wrong_format"), ("A\"1", "wrong_format"), ("", "wrong_format")] {
        assert_eq!(
            staff.post("/framework-elements", &element(&one, code)).faults(),
            [format!("/code {fault}")],
            "{code}"
        );
    }
    let mut body = element(&one, "A-3");
    (body["order"], body["name"]) = (json!(0), json!({}));
    assert_eq!(staff.post("/framework-elements", &body).faults(), ["/name too_few", "/order too_small"]);
}

fn an_element_is_a_part_of_one_of_its_own_framework(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (one, other) = (framework(&world, "A", "eu"), framework(&world, "B", "eu"));
    let create = |framework: &str, code: &str, parent: Option<&str>| {
        let mut body = element(framework, code);
        if let Some(parent) = parent {
            body["parentId"] = json!(parent);
        }
        staff.post("/framework-elements", &body)
    };
    let whole = create(&one, "A-1", None).expect(201).id();
    assert_eq!(create(&other, "B-1", Some(&whole)).problem(422, "unprocessable").faults(), ["/parentId rule"]);
    let part = create(&one, "A-2", Some(&whole)).expect(201).id();
    // Neither moves to another framework without the other.
    let to_other = |id: &str| staff.patch(&format!("/framework-elements/{id}"), "*", &json!({"frameworkId": other}));
    assert_eq!(to_other(&whole).problem(422, "unprocessable").faults(), ["/frameworkId rule"]);
    assert_eq!(to_other(&part).problem(422, "unprocessable").faults(), ["/parentId rule"]);
    staff.patch(&format!("/framework-elements/{part}"), "*", &json!({"parentId": null})).expect(200);
    to_other(&whole).expect(200);
    let nowhere = create(&uuid::Uuid::now_v7().to_string(), "A-9", None).problem(422, "unprocessable");
    assert_eq!(nowhere.faults(), ["/frameworkId unknown_reference"]);
}

fn an_element_is_never_a_part_of_itself(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let one = framework(&world, "A", "eu");
    let create = |code: &str, parent: Option<&str>| {
        let mut body = element(&one, code);
        if let Some(parent) = parent {
            body["parentId"] = json!(parent);
        }
        staff.post("/framework-elements", &body).expect(201).id()
    };
    let whole = create("A-1", None);
    let part = create("A-2", Some(&whole));
    let detail = create("A-3", Some(&part));
    for parent in [&whole, &part, &detail] {
        let path = format!("/framework-elements/{whole}");
        let refused = staff.patch(&path, "*", &json!({"parentId": parent})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/parentId rule"]);
    }
    staff.patch(&format!("/framework-elements/{detail}"), "*", &json!({"parentId": whole})).expect(200);
}

fn the_coordination_unit_keeps_them_and_everybody_reads_them(backend: Backend) {
    let world = World::new(backend);
    let one = framework(&world, "A", "eu");
    let staff = world.coordination_unit();
    let path =
        format!("/framework-elements/{}", staff.post("/framework-elements", &element(&one, "A-1")).expect(201).id());
    for user in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let client = world.user(user);
        client.get(&path).expect(200);
        client.post("/framework-elements", &element(&one, "A-2")).problem(403, "forbidden");
        client.patch(&path, "*", &json!({"note": "Nej"})).problem(403, "forbidden");
    }
    world.reader().get(&format!("{path}/history")).problem(403, "forbidden");
    world.user("board").get(&format!("{path}/history")).expect(200);
    staff.delete(&path, "*").problem(405, "method_not_allowed");
}

fn a_link_has_a_strength_and_words_and_is_kept_as_it_was_said(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let links = json!([
        {"code": "RUP-3"},
        {"text": "Utbytet ger \"nya\" kunskaper.", "strength": "secondary", "code": "EU-1"},
    ]);
    let whole = json!([
        {"code": "RUP-3", "strength": "primary", "text": null},
        {"code": "EU-1", "strength": "secondary", "text": "Utbytet ger \"nya\" kunskaper."},
    ]);
    let party = world.organisation("Nätverket");
    let (mut agreed, mut joined) = (agreement("Samarbetsavtal", &party), membership(&party));
    (agreed["frameworkLinks"], joined["frameworkLinks"]) = (links.clone(), links.clone());
    let bodies =
        [("/strategy-areas", area_with(&links)), ("/cooperation-agreements", agreed), ("/memberships", joined)];
    for (list, body) in bodies {
        let created = staff.post(list, &body).expect(201);
        assert_eq!(created.json()["frameworkLinks"], whole, "{list}");
        let path = format!("{list}/{}", created.id());
        assert_eq!(staff.get(&path).expect(200).json()["frameworkLinks"], whole, "{list}");
        // A patch replaces the list whole.
        let patched = staff.patch(&path, "*", &json!({"frameworkLinks": [whole[1]]})).expect(200).json();
        assert_eq!(patched["frameworkLinks"], json!([whole[1]]), "{list}");
        for (link, fault) in [
            (json!("RUP-1"), "/frameworkLinks/0 wrong_type"),
            (json!({"strength": "primary"}), "/frameworkLinks/0/code missing"),
            (json!({"code": "RUP-1", "strength": "weak"}), "/frameworkLinks/0/strength unknown_code"),
            (json!({"code": "RUP-1", "text": ""}), "/frameworkLinks/0/text too_short"),
            (json!({"code": "RUP-1", "text": "å".repeat(1001)}), "/frameworkLinks/0/text too_long"),
            (json!({"code": "RUP-1", "weight": 3}), "/frameworkLinks/0/weight unknown"),
        ] {
            let refused = staff.patch(&path, "*", &json!({"frameworkLinks": [link]}));
            assert_eq!(refused.faults(), [fault], "{list}");
        }
        // As they were called before.
        let old = staff.patch(&path, "*", &json!({"frameworkElements": ["RUP-1"]}));
        assert_eq!(old.problem(400, "invalid_request").faults(), ["/frameworkElements unknown"], "{list}");
    }
}

fn a_link_leads_to_an_element_and_only_once(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let links = json!([{"code": "RUP-1"}, {"code": "RUP-99"}, {"code": "RUP-1", "strength": "secondary"}]);
    let refused = staff.post("/strategy-areas", &area_with(&links)).problem(422, "unprocessable");
    let mut faults = refused.faults();
    faults.sort();
    assert_eq!(faults, ["/frameworkLinks/1/code unknown_reference", "/frameworkLinks/2 duplicate_item"]);
    let many: Vec<Value> = (0..51).map(|number| json!({"code": format!("RUP-{number}")})).collect();
    let refused = staff.post("/strategy-areas", &area_with(&json!(many))).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/frameworkLinks too_many"]);
}

fn what_is_put_away_or_superseded_may_be_linked_to(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (old, new) = (framework(&world, "A", "regional"), framework(&world, "B", "regional"));
    let gone = staff.post("/framework-elements", &element(&old, "A-1")).expect(201).id();
    let area = staff.post("/strategy-areas", &area_with(&json!([{"code": "A-1"}]))).expect(201).id();
    staff
        .patch(&format!("/policy-frameworks/{old}"), "*", &json!({"supersededById": new, "archived": true}))
        .expect(200);
    staff.patch(&format!("/framework-elements/{gone}"), "*", &json!({"archived": true})).expect(200);
    let path = format!("/strategy-areas/{area}");
    let links = json!([{"code": "A-1", "text": "Så var det."}, {"code": "RUP-1"}]);
    staff.patch(&path, "*", &json!({"frameworkLinks": links})).expect(200);
    assert_eq!(found(&staff, "framework=A"), Vec::<String>::new());
    // But no new element is made in a framework that is put away.
    let refused = staff.post("/framework-elements", &element(&old, "A-2")).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/frameworkId archived_reference"]);
}

fn a_list_is_narrowed_by_the_code_of_a_link_and_not_by_its_words(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let words = json!({"code": "RUP-2", "text": "{\"code\":\"EU-2\",\"strength\":\"primary\"}"});
    for (code, links) in [
        ("bada", json!([{"code": "RUP-1", "text": "EU-1"}, {"code": "EU-1", "strength": "secondary"}])),
        ("ord", json!([words, {"code": "NS07-1", "text": "EU-1"}])),
        ("ingen", json!([])),
    ] {
        let mut body = area_with(&links);
        body["code"] = json!(code);
        staff.post("/strategy-areas", &body).expect(201);
    }
    let areas = |query: &str| -> Vec<String> {
        let page = staff.get(&format!("/strategy-areas?sort=code&{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(areas("frameworkElement=EU-1"), ["bada"]);
    assert_eq!(areas("frameworkElement=EU-2"), Vec::<String>::new(), "in words alone");
    assert_eq!(areas("frameworkElement=RUP-1&frameworkElement=NS07-1"), ["bada", "ord"]);
    assert_eq!(areas("frameworkElement=none"), ["ingen"]);
    assert_eq!(areas("frameworkElement=none&frameworkElement=RUP-2"), ["ingen", "ord"]);
    for other in ["RUP", "rup-1", "RUP-%25", "RUP_1", "RUP-1%22%2C%22strength"] {
        assert_eq!(areas(&format!("frameworkElement={other}")), Vec::<String>::new(), "{other}");
    }
}

fn a_link_to_a_later_regional_framework_is_enough(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    for (code, level) in [("VS40", "regional"), ("NS15", "national"), ("EU20", "eu"), ("A2030", "global")] {
        let of = framework(&world, code, level);
        staff.post("/framework-elements", &element(&of, &format!("{code}-1"))).expect(201);
    }
    let links = |codes: &[&str]| -> Value { codes.iter().map(|code| json!({"code": code})).collect() };
    let mut body = area_with(&links(&["NS15-1", "EU20-1", "A2030-1"]));
    body["strategyId"] = json!(strategy);
    let area = staff.post("/strategy-areas", &body).expect(201).id();
    let path = format!("/strategy-areas/{area}");
    staff.transition(&path, "proposed").expect(200);
    let decide = || world.decide("prioritise_area", &[("strategy_area", &area)]);
    let refused = decide().problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/subjects/0 rule".to_owned()], &json!("R-04")));
    // A global one stands neither for a national one nor for one of the EU.
    staff.patch(&path, "*", &json!({"frameworkLinks": links(&["VS40-1", "NS15-1", "A2030-1"])})).expect(200);
    decide().problem(422, "unprocessable");
    staff.patch(&path, "*", &json!({"frameworkLinks": links(&["VS40-1", "NS15-1", "EU20-1"])})).expect(200);
    decide().expect(201);
}
