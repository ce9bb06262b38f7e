//! Profiling actions: what they make known, what they help, and how many they reach.

use serde_json::{Value, json};

use crate::support::{Backend, World, id_of, influence_case, profiling_action, with};

crate::tests! {
    what_is_wrong_with_one_is_named_at_once,
    one_is_changed_and_put_away_and_never_deleted,
    an_area_unit_edits_its_own,
    filters_and_orders_find_what_lists_hold,
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let post = |more: Value| staff.post("/profiling-actions", &with(profiling_action("Open Days"), more));
    let (area, nowhere) = (world.strategy_area("kultur"), uuid::Uuid::now_v7());
    let profile = profile(&world, &area);
    let case = world.recorded("/influence-cases", &influence_case("Gränshinder"));
    let case = id_of(&case);
    for (more, status, fault) in [
        (json!({"kind": "rumour"}), 422, "/kind unknown_code"),
        (json!({"endsOn": "2009-10-04"}), 422, "/endsOn rule"),
        (json!({"reach": -1}), 422, "/reach too_small"),
        (json!({"reach": "many"}), 400, "/reach wrong_type"),
        (json!({"cost": {"amount": "1.5", "currency": "JPY"}}), 422, "/cost/amount too_precise"),
        (json!({"strategyAreaIds": [area, area]}), 422, "/strategyAreaIds/1 duplicate_item"),
        (json!({"strategyAreaIds": [nowhere]}), 422, "/strategyAreaIds/0 unknown_reference"),
        (json!({"profileAreaIds": [profile, profile]}), 422, "/profileAreaIds/1 duplicate_item"),
        (json!({"profileAreaIds": [nowhere]}), 422, "/profileAreaIds/0 unknown_reference"),
        (json!({"influenceCaseIds": [case, case]}), 422, "/influenceCaseIds/1 duplicate_item"),
        (json!({"influenceCaseIds": [nowhere]}), 422, "/influenceCaseIds/0 unknown_reference"),
        (json!({"ownerUnitId": nowhere}), 422, "/ownerUnitId unknown_reference"),
        (json!({"heldOn": null}), 400, "/heldOn wrong_type"),
        (json!({"state": "held"}), 400, "/state unknown"),
    ] {
        let answer = post(more.clone());
        assert_eq!((answer.status, answer.faults()), (status, vec![fault.to_owned()]), "{more}");
    }
    let whole = json!({"endsOn": "2009-10-05", "reach": 0, "cost": {"amount": "5", "currency": "EUR"}});
    assert_eq!(post(whole).expect(201).json()["cost"], json!({"amount": "5.00", "currency": "EUR"}));
}

/// A profile area of a strategy area; its id.
fn profile(world: &World, area: &str) -> String {
    let body = json!({"strategyAreaId": area, "year": 2009, "name": "Scenkonst", "rank": 1});
    world.coordination_unit().post("/profile-areas", &body).expect(201).id()
}

fn one_is_changed_and_put_away_and_never_deleted(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/profiling-actions", &profiling_action("Open Days"));
    let changed = staff.patch(&path, "*", &json!({"reach": 350, "place": "Bryssel"})).expect(200).json();
    assert_eq!((&changed["reach"], &changed["version"]), (&json!(350), &json!(2)));
    staff.delete(&path, "*").problem(405, "method_not_allowed");
    staff.transition(&path, "held").problem(404, "not_found");
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(staff.get("/profiling-actions").expect(200).json()["_meta"]["totalRecords"], 0);
    let history = staff.get(&format!("{path}/history")).expect(200).json();
    assert_eq!(history["_meta"]["totalRecords"], 3);
    // What an action helps is not deleted.
    let case = world.recorded("/influence-cases", &influence_case("Gränshinder"));
    let helps = json!({"influenceCaseIds": [id_of(&case)]});
    world.recorded("/profiling-actions", &with(profiling_action("Monter"), helps));
    let held = staff.delete(&case, "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["name"], "Monter");
}

fn an_area_unit_edits_its_own(backend: Backend) {
    let world = World::new(backend);
    let unit = world.area_unit();
    let own = unit.post("/profiling-actions", &profiling_action("Vår")).expect(201).json();
    assert_eq!(own["ownerUnitId"], world.unit("area").as_str());
    let own = format!("/profiling-actions/{}", own["id"].as_str().unwrap());
    let theirs = with(profiling_action("Deras"), json!({"ownerUnitId": world.unit("other-area")}));
    unit.post("/profiling-actions", &theirs).problem(403, "forbidden");
    let theirs = world.recorded("/profiling-actions", &theirs);
    unit.patch(&own, "*", &json!({"reach": 12})).expect(200);
    unit.patch(&theirs, "*", &json!({"reach": 12})).problem(403, "forbidden");
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(user).get(&own).expect(200);
        world.user(user).post("/profiling-actions", &profiling_action("Ny")).problem(403, "forbidden");
    }
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    let profile = profile(&world, &area);
    let case = world.recorded("/influence-cases", &influence_case("Gränshinder"));
    let rich = json!({
        "kind": "media", "heldOn": "2009-01-15", "strategyAreaIds": [area], "profileAreaIds": [profile],
        "influenceCaseIds": [id_of(&case)], "reach": 9000, "ownerUnitId": world.unit("area"), "place": "Bryssel",
    });
    let rich = world.recorded("/profiling-actions", &with(profiling_action("Öresund i tidningen"), rich));
    world.recorded("/profiling-actions", &with(profiling_action("Branschmässa"), json!({"reach": 12})));
    let later = json!({"heldOn": "2010-10-05"});
    world.recorded("/profiling-actions", &with(profiling_action("Ännu en monter"), later));
    let reader = world.reader();
    let titles = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/profiling-actions?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    let (media, others) = (&["Öresund i tidningen"][..], &["Branschmässa", "Ännu en monter"][..]);
    for (query, expected) in [
        ("", &["Branschmässa", "Ännu en monter", "Öresund i tidningen"][..]),
        ("kind=media", media),
        ("kind=stand", others),
        ("heldOnFrom=2009-01-15&heldOnTo=2009-01-15", media),
        ("heldOnFrom=2009-01-16", others),
        ("strategyAreaId=none", others),
        ("profileAreaId=none", others),
        ("influenceCaseId=none", others),
        ("ownerUnitId=none", others),
        ("q=bryssel", media),
        ("sort=heldOn", &["Öresund i tidningen", "Branschmässa", "Ännu en monter"]),
        ("sort=-reach", &["Öresund i tidningen", "Branschmässa", "Ännu en monter"]),
        ("sort=kind,-title", &["Öresund i tidningen", "Ännu en monter", "Branschmässa"]),
    ] {
        assert_eq!(titles(query), expected, "{query}");
    }
    for (field, id) in [
        ("strategyAreaId", area),
        ("profileAreaId", profile),
        ("influenceCaseId", id_of(&case).to_owned()),
        ("ownerUnitId", world.unit("area")),
    ] {
        assert_eq!(titles(&format!("{field}={id}")), media, "{field}");
    }
    let address = format!("{rich}?expand=strategyAreas,profileAreas,influenceCases,ownerUnit");
    let embedded = reader.get(&address).expect(200).json()["_embedded"].clone();
    assert_eq!(
        (&embedded["profileAreas"][0]["name"], &embedded["influenceCases"][0]["name"]),
        (&json!("Scenkonst"), &json!("Gränshinder"))
    );
}
