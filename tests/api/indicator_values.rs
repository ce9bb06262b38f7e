//! Indicator values: whose they are, one a day, and never of a day to come.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, Client, World, activity};

crate::tests! {
    a_value_is_its_indicators_units_own,
    what_no_unit_follows_is_the_coordination_units_to_record,
    an_indicator_has_one_value_a_day,
    a_value_is_of_no_day_to_come,
    a_value_keeps_its_indicator,
    numbers_are_stored_in_one_form,
    filters_find_what_lists_hold,
}

fn world(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-09-01T10:00:00Z".parse().unwrap()), &[])
}

/// An indicator of an activity of a unit, or of nobody's; its id.
fn indicator(world: &World, name: &str, unit: Option<&str>) -> String {
    let staff = world.coordination_unit();
    let owner = json!(unit.map(|code| world.unit(code)));
    let mut body = activity(name, 2009, None, "");
    body["ownerUnitId"] = owner.clone();
    let followed = staff.post("/activities", &body).expect(201).id();
    let body = json!({
        "name": name, "measure": "deltagare", "direction": "increase", "activityId": followed, "ownerUnitId": owner,
    });
    staff.post("/indicators", &body).expect(201).id()
}

fn value(indicator: &str, day: &str) -> Value {
    json!({"indicatorId": indicator, "observedOn": day, "value": "25"})
}

fn create(client: &Client, body: &Value) -> Answer {
    client.post("/indicator-values", body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/indicator-values/{}", create(client, body).expect(201).id())
}

fn a_value_is_its_indicators_units_own(backend: Backend) {
    let world = world(backend);
    let (mine, theirs) = (indicator(&world, "Vår", Some("area")), indicator(&world, "Deras", Some("other-area")));
    let unit = world.area_unit();
    let created = create(&unit, &value(&mine, "2009-08-31")).expect(201);
    assert_eq!(created.json()["unitId"], world.unit("area").as_str());
    let path = format!("/indicator-values/{}", created.id());
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    forbidden(create(&unit, &value(&theirs, "2009-08-31")), "indicator-values:create");
    // The coordination unit may record any; it is the unit's own nevertheless.
    let recorded = create(&world.coordination_unit(), &value(&theirs, "2009-08-31")).expect(201);
    assert_eq!(recorded.json()["unitId"], world.unit("other-area").as_str());
    let others = format!("/indicator-values/{}", recorded.id());
    forbidden(unit.patch(&others, "*", &json!({"value": "1"})), "indicator-values:edit");
    unit.patch(&path, "*", &json!({"value": "26", "comment": "Rättat."})).expect(200);
    world.user("other_area").patch(&others, "*", &json!({"value": "2"})).expect(200);
    // The service says whose it is, and nobody else.
    let mut body = value(&mine, "2009-08-30");
    body["unitId"] = json!(world.unit("other-area"));
    assert_eq!(create(&unit, &body).problem(422, "unprocessable").faults(), ["/unitId read_only"]);
    let unit_of = json!({"unitId": world.unit("other-area")});
    assert_eq!(unit.patch(&path, "*", &unit_of).problem(422, "unprocessable").faults(), ["/unitId read_only"]);
    // An indicator that another unit follows by now leaves its values where they are.
    let handed = json!({"ownerUnitId": null});
    world.coordination_unit().patch(&format!("/indicators/{mine}"), "*", &handed).expect(200);
    unit.patch(&path, "*", &json!({"value": "27"})).expect(200);
    assert_eq!(world.reader().get(&path).expect(200).json()["unitId"], world.unit("area").as_str());
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let user = world.user(role);
        user.get(&path).expect(200);
        forbidden(create(&user, &value(&mine, "2009-08-30")), "indicator-values:create");
        forbidden(user.patch(&path, "*", &json!({"value": "1"})), "indicator-values:edit");
    }
    world.coordination_unit().delete(&path, "*").problem(405, "method_not_allowed");
    forbidden(world.reader().get(&format!("{path}/history")), "indicator-values:history");
    world.user("board").get(&format!("{path}/history")).expect(200);
}

fn what_no_unit_follows_is_the_coordination_units_to_record(backend: Backend) {
    let world = world(backend);
    let nobodys = indicator(&world, "Ingens", None);
    let refused = create(&world.area_unit(), &value(&nobodys, "2009-08-31")).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/indicatorId rule".into()], &json!("R-20")));
    let recorded = create(&world.coordination_unit(), &value(&nobodys, "2009-08-31")).expect(201);
    assert_eq!(recorded.json()["unitId"], Value::Null);
    let path = format!("/indicator-values/{}", recorded.id());
    world.area_unit().patch(&path, "*", &json!({"value": "1"})).problem(403, "forbidden");
    world.coordination_unit().patch(&path, "*", &json!({"value": "1"})).expect(200);
}

fn an_indicator_has_one_value_a_day(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let (one, other) = (indicator(&world, "En", None), indicator(&world, "Annan", None));
    let first = made(&staff, &value(&one, "2009-08-31"));
    let taken = |answer: Answer| assert_eq!(answer.problem(409, "duplicate").faults(), ["/observedOn taken"]);
    taken(create(&staff, &value(&one, "2009-08-31")));
    made(&staff, &value(&other, "2009-08-31"));
    let second = made(&staff, &value(&one, "2009-08-30"));
    taken(staff.patch(&second, "*", &json!({"observedOn": "2009-08-31"})));
    staff.patch(&first, "*", &json!({"archived": true})).expect(200);
    staff.patch(&second, "*", &json!({"observedOn": "2009-08-31"})).expect(200);
    taken(staff.patch(&first, "*", &json!({"archived": false})));
}

fn a_value_is_of_no_day_to_come(backend: Backend) {
    // Late in the evening in London it is tomorrow in Karlstad.
    let world = World::with(backend, Clock::fixed("2009-08-31T22:30:00Z".parse().unwrap()), &[]);
    let staff = world.coordination_unit();
    let one = indicator(&world, "En", None);
    let refused = |answer: Answer| assert_eq!(answer.problem(422, "unprocessable").faults(), ["/observedOn rule"]);
    refused(create(&staff, &value(&one, "2009-09-02")));
    let path = made(&staff, &value(&one, "2009-09-01"));
    refused(staff.patch(&path, "*", &json!({"observedOn": "2009-09-02"})));
    made(&staff, &value(&one, "1999-01-01"));
}

fn a_value_keeps_its_indicator(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let (one, other) = (indicator(&world, "En", None), indicator(&world, "Annan", None));
    let path = made(&staff, &value(&one, "2009-08-31"));
    let moved = staff.patch(&path, "*", &json!({"indicatorId": other})).problem(422, "unprocessable");
    assert_eq!(moved.faults(), ["/indicatorId rule"]);
    staff.patch(&path, "*", &json!({"indicatorId": one, "value": "26"})).expect(200);
    let nowhere = create(&staff, &value(&uuid::Uuid::now_v7().to_string(), "2009-08-31"));
    assert_eq!(nowhere.problem(422, "unprocessable").faults(), ["/indicatorId unknown_reference"]);
    staff.patch(&format!("/indicators/{one}"), "*", &json!({"archived": true})).expect(200);
    let put_away = create(&staff, &value(&one, "2009-08-30")).problem(422, "unprocessable");
    assert_eq!(put_away.faults(), ["/indicatorId archived_reference"]);
}

fn numbers_are_stored_in_one_form(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let one = indicator(&world, "En", None);
    let of = |day: &str, number: Value| {
        let mut body = value(&one, day);
        body["value"] = number;
        create(&staff, &body)
    };
    for (day, written, stored) in
        [("2009-08-01", "25.50", "25.5"), ("2009-08-02", "-0.0", "0"), ("2009-08-03", "007", "7")]
    {
        assert_eq!(of(day, json!(written)).expect(201).json()["value"], stored);
    }
    for (wrong, fault) in [
        (json!("1,5"), "/value wrong_format"),
        (json!("1e9"), "/value wrong_format"),
        (json!("1.0000001"), "/value wrong_format"),
        (json!(25), "/value wrong_type"),
        (Value::Null, "/value wrong_type"),
    ] {
        assert_eq!(of("2009-08-04", wrong).problem(400, "invalid_request").faults(), [fault]);
    }
    let mut body = value(&one, "2009-08-04");
    body["comment"] = json!("x".repeat(1001));
    assert_eq!(create(&staff, &body).problem(422, "unprocessable").faults(), ["/comment too_long"]);
}

fn filters_find_what_lists_hold(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let (one, other) = (indicator(&world, "En", Some("area")), indicator(&world, "Annan", None));
    for (indicator, day) in [(&one, "2009-08-31"), (&one, "2009-03-31"), (&other, "2009-06-30")] {
        made(&staff, &value(indicator, day));
    }
    let days = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/indicator-values?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["observedOn"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(days(""), ["2009-03-31", "2009-06-30", "2009-08-31"]);
    assert_eq!(days("sort=-observedOn"), ["2009-08-31", "2009-06-30", "2009-03-31"]);
    assert_eq!(days(&format!("indicatorId={one}")), ["2009-03-31", "2009-08-31"]);
    assert_eq!(days("observedOnFrom=2009-06-30"), ["2009-06-30", "2009-08-31"]);
    assert_eq!(days("observedOnFrom=2009-04-01&observedOnTo=2009-06-30"), ["2009-06-30"]);
    let page = world.reader().get(&format!("/indicator-values?indicatorId={one}&expand=indicator,unit")).expect(200);
    let embedded = &page.json()["items"][0]["_embedded"];
    assert_eq!((&embedded["indicator"][0]["name"], &embedded["unit"][0]["name"]), (&json!("En"), &json!("area")));
}
