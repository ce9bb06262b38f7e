//! Indicators: what they tell of, whose they are, and how far they have come.

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::planning::indicator_values::latest;

use crate::support::{Answer, Backend, Client, World, activity, strategy};

crate::tests! {
    an_indicator_tells_of_one_thing,
    numbers_are_stored_in_one_form,
    its_unit_is_that_of_what_it_tells_of,
    an_area_unit_keeps_its_own_and_nothing_of_anothers,
    the_way_is_told_in_per_cent,
    the_latest_value_counts,
    it_carries_on_another_and_never_itself,
    one_with_values_is_not_deleted,
    filters_find_what_lists_hold,
}

fn world(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-09-01T10:00:00Z".parse().unwrap()), &[])
}

fn drafted(world: &World, title: &str, unit: Option<&str>) -> String {
    let mut body = activity(title, 2009, None, "");
    body["ownerUnitId"] = json!(unit.map(|code| world.unit(code)));
    world.coordination_unit().post("/activities", &body).expect(201).id()
}

fn indicator(name: &str, field: &str, id: &str) -> Value {
    json!({"name": name, "measure": "deltagare", "direction": "increase", field: id})
}

fn create(client: &Client, body: &Value) -> Answer {
    client.post("/indicators", body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/indicators/{}", create(client, body).expect(201).id())
}

fn value(client: &Client, indicator: &str, day: &str, value: &str) -> String {
    let body = json!({"indicatorId": indicator.rsplit('/').next().unwrap(), "observedOn": day, "value": value});
    format!("/indicator-values/{}", client.post("/indicator-values", &body).expect(201).id())
}

fn an_indicator_tells_of_one_thing(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    let area = world.strategy_area("kultur");
    let plan = staff.post("/strategies", &strategy("Strategi", "2008-01-01", "2011-12-31")).expect(201).id();
    let all = [("activityId", &followed), ("strategyAreaId", &area), ("strategyId", &plan)];
    let refused = |answer: Answer| assert_eq!(answer.problem(422, "unprocessable").faults(), ["/activityId rule"]);
    refused(create(&staff, &json!({"name": "Lös", "measure": "st", "direction": "maintain"})));
    for (field, id) in all {
        for (other, another) in all.into_iter().filter(|(other, _)| *other != field) {
            let mut body = indicator("Två", field, id);
            body[other] = json!(another);
            refused(create(&staff, &body));
        }
        let path = made(&staff, &indicator(field, field, id));
        refused(staff.patch(&path, "*", &json!({field: null})));
    }
    let mut body = indicator("Tre", "activityId", &followed);
    (body["strategyAreaId"], body["strategyId"]) = (json!(area), json!(plan));
    refused(create(&staff, &body));
    // It may come to tell of something else.
    let path = made(&staff, &indicator("Flyttad", "activityId", &followed));
    staff.patch(&path, "*", &json!({"activityId": null, "strategyId": plan})).expect(200);
    let expanded = staff.get(&format!("{path}?expand=strategy,activity")).expect(200).json();
    assert_eq!(expanded["_embedded"]["strategy"][0]["name"], "Strategi");
    assert_eq!(expanded["_embedded"]["activity"], json!([]));
}

fn numbers_are_stored_in_one_form(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    let with = |baseline: Value, target: Value| {
        let mut body = indicator("Tal", "activityId", &followed);
        (body["baseline"], body["target"]) = (baseline, target);
        create(&staff, &body)
    };
    let created = with(json!("012.500"), json!("-0.00")).expect(201).json();
    assert_eq!((&created["baseline"], &created["target"]), (&json!("12.5"), &json!("0")));
    let path = format!("/indicators/{}", created["id"].as_str().unwrap());
    // The same number otherwise written is no change.
    let same = staff.patch(&path, "*", &json!({"baseline": "12.50"})).expect(200).json();
    assert_eq!((&same["baseline"], &same["version"]), (&json!("12.5"), &json!(1)));
    let most = with(json!("-999999999999.999999"), json!("999999999999.999999")).expect(201).json();
    assert_eq!((&most["baseline"], &most["target"]), (&json!("-999999999999.999999"), &json!("999999999999.999999")));
    for wrong in ["1,5", "1e9", "+5", "", ".5", "5.", "1 000", "--1", "1000000000000", "1.0000001", "NaN"] {
        let refused = with(json!(wrong), Value::Null).problem(400, "invalid_request").faults();
        assert_eq!(refused, ["/baseline wrong_format"], "{wrong}");
        let refused = with(Value::Null, json!(wrong)).problem(400, "invalid_request").faults();
        assert_eq!(refused, ["/target wrong_format"], "{wrong}");
    }
    assert_eq!(with(json!(12.5), Value::Null).problem(400, "invalid_request").faults(), ["/baseline wrong_type"]);
}

fn its_unit_is_that_of_what_it_tells_of(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let (own, other) = (world.unit("area"), world.unit("other-area"));
    let mine = drafted(&world, "Vår", Some("area"));
    let nobodys = drafted(&world, "Ingens", None);
    let body = json!({"code": "kultur", "name": {"sv": "Kultur"}, "order": 1, "ownerUnitId": own});
    let area = staff.post("/strategy-areas", &body).expect(201).id();
    let owned = |field: &str, id: &str, unit: &str| {
        let mut body = indicator("Deltagare", field, id);
        body["ownerUnitId"] = json!(unit);
        create(&staff, &body)
    };
    let refused = |answer: Answer| {
        let answer = answer.problem(422, "unprocessable");
        assert_eq!((answer.faults(), &answer.json()["rule"]), (vec!["/ownerUnitId rule".into()], &json!("R-20")));
    };
    for (field, id) in [("activityId", &mine), ("strategyAreaId", &area)] {
        refused(owned(field, id, &other));
        let path = format!("/indicators/{}", owned(field, id, &own).expect(201).id());
        refused(staff.patch(&path, "*", &json!({"ownerUnitId": other})));
        // Nobody's own is kept by the coordination unit.
        staff.patch(&path, "*", &json!({"ownerUnitId": null})).expect(200);
    }
    // What no unit runs asks for nothing, until it tells of what another runs.
    for (field, id) in [("activityId", &mine), ("strategyAreaId", &area)] {
        let path = format!("/indicators/{}", owned("activityId", &nobodys, &other).expect(201).id());
        refused(staff.patch(&path, "*", &json!({"activityId": null, field: id})));
    }
    // What another unit runs by now does not stand in the way of other fields.
    let path = format!("/indicators/{}", owned("activityId", &mine, &own).expect(201).id());
    staff.patch(&format!("/activities/{mine}"), "*", &json!({"ownerUnitId": other})).expect(200);
    staff.patch(&path, "*", &json!({"source": "Listor"})).expect(200);
    staff.patch(&path, "*", &json!({"ownerUnitId": other})).expect(200);
}

fn an_area_unit_keeps_its_own_and_nothing_of_anothers(backend: Backend) {
    let world = world(backend);
    let (own, other) = (world.unit("area"), world.unit("other-area"));
    let (mine, theirs) = (drafted(&world, "Vår", Some("area")), drafted(&world, "Deras", Some("other-area")));
    let unit = world.area_unit();
    let created = create(&unit, &indicator("Deltagare", "activityId", &mine)).expect(201);
    assert_eq!(created.json()["ownerUnitId"], own.as_str());
    let path = format!("/indicators/{}", created.id());
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    let refused = create(&unit, &indicator("Andras", "activityId", &theirs)).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/ownerUnitId rule".into()], &json!("R-20")));
    let mut body = indicator("Andras", "activityId", &theirs);
    body["ownerUnitId"] = json!(other);
    forbidden(create(&unit, &body), "indicators:create");
    let others = made(&world.coordination_unit(), &body);
    forbidden(unit.patch(&others, "*", &json!({"name": "Vår"})), "indicators:edit");
    forbidden(unit.patch(&path, "*", &json!({"ownerUnitId": other})), "indicators:edit");
    forbidden(unit.patch(&path, "*", &json!({"ownerUnitId": null})), "indicators:edit");
    forbidden(unit.delete(&path, "*"), "indicators:delete");
    unit.patch(&path, "*", &json!({"target": "40"})).expect(200);
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let user = world.user(role);
        user.get(&path).expect(200);
        forbidden(create(&user, &indicator("Annan", "activityId", &mine)), "indicators:create");
        forbidden(user.patch(&path, "*", &json!({"name": "Annan"})), "indicators:edit");
        forbidden(user.delete(&path, "*"), "indicators:delete");
    }
    forbidden(world.reader().get(&format!("{path}/history")), "indicators:history");
    world.user("board").get(&format!("{path}/history")).expect(200);
}

fn the_way_is_told_in_per_cent(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    for (place, (baseline, target, direction, last, percent)) in [
        (Some("0"), Some("200"), "increase", Some("125"), Some("62.5")),
        (Some("10"), Some("20"), "increase", Some("10"), Some("0.0")),
        (Some("10"), Some("20"), "increase", Some("20"), Some("100.0")),
        // Beyond the target, and away from it.
        (Some("10"), Some("20"), "increase", Some("25.5"), Some("155.0")),
        (Some("10"), Some("20"), "increase", Some("8"), Some("-20.0")),
        // Where less is better.
        (Some("40"), Some("10"), "decrease", Some("25"), Some("50.0")),
        (Some("40"), Some("10"), "decrease", Some("49"), Some("-30.0")),
        (Some("0"), Some("3"), "increase", Some("1"), Some("33.3")),
        // No way to go, nothing to go by.
        (Some("10"), Some("10.0"), "maintain", Some("12"), None),
        (None, Some("20"), "increase", Some("12"), None),
        (Some("10"), None, "increase", Some("12"), None),
        (Some("10"), Some("20"), "increase", None, None),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = indicator(&format!("Indikator {place}"), "activityId", &followed);
        (body["baseline"], body["target"], body["direction"]) = (json!(baseline), json!(target), json!(direction));
        let path = made(&staff, &body);
        if let Some(last) = last {
            value(&staff, &path, "2009-08-31", last);
        }
        let told = world.reader().get(&path).expect(200).json();
        assert_eq!(told["percentOfWay"], json!(percent), "{baseline:?} {target:?} {last:?}");
        assert_eq!(told["latestValue"], json!(last));
        assert_eq!(told["latestOn"], json!(last.map(|_| "2009-08-31")));
    }
    let listed = world.reader().get("/indicators?limit=100").expect(200).json();
    for item in listed["items"].as_array().unwrap() {
        let path = format!("/indicators/{}", item["id"].as_str().unwrap());
        assert_eq!(world.reader().get(&path).expect(200).json()["percentOfWay"], item["percentOfWay"], "{item}");
    }
}

fn the_latest_value_counts(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    let mut body = indicator("Deltagare", "activityId", &followed);
    (body["baseline"], body["target"]) = (json!("0"), json!("40"));
    let path = made(&staff, &body);
    let other = made(&staff, &indicator("Annan", "activityId", &followed));
    let now = || {
        let told = world.reader().get(&path).expect(200).json();
        (told["latestOn"].clone(), told["latestValue"].clone(), told["percentOfWay"].clone())
    };
    assert_eq!(now(), (Value::Null, Value::Null, Value::Null));
    value(&staff, &path, "2009-06-30", "10");
    let last = value(&staff, &path, "2009-08-31", "30");
    // Recorded later, of an earlier day; and one of another indicator.
    value(&staff, &path, "2009-03-31", "5");
    value(&staff, &other, "2009-09-01", "99");
    assert_eq!(now(), (json!("2009-08-31"), json!("30"), json!("75.0")));
    let etag = world.reader().get(&path).expect(200).etag();
    // What is put away counts no more.
    staff.patch(&last, "*", &json!({"archived": true})).expect(200);
    assert_eq!(now(), (json!("2009-06-30"), json!("10"), json!("25.0")));
    assert_ne!(world.reader().get(&path).expect(200).etag(), etag, "what is computed is part of the answer");
    staff.patch(&last, "*", &json!({"archived": false})).expect(200);
    // Of a list in one query, and of an earlier day.
    let id = |path: &str| path.rsplit('/').next().unwrap().parse::<uuid::Uuid>().unwrap().into();
    let (one, two) = (id(&path), id(&other));
    let until = |day: &str| {
        let day = day.parse().unwrap();
        world.app.db.read_now(|conn| Ok(latest(conn, &[one, two], day)?)).unwrap()
    };
    let told = until("2009-08-30");
    assert_eq!((told.len(), told[&one].1.as_str()), (1, "10"));
    assert_eq!(until("2009-06-29")[&one].1, "5");
    assert_eq!((until("2009-03-30").len(), until("2009-09-01").len()), (0, 2));
    let of_one = |day: &str| {
        let day = day.parse().unwrap();
        world.app.db.read_now(|conn| Ok(latest(conn, &[one], day)?)).unwrap()
    };
    assert_eq!((of_one("2009-08-30")[&one].1.as_str(), of_one("2009-03-30").len()), ("10", 0));
    // As the register was before the last ones were recorded.
    world.clock.set("2010-01-15T10:00:00Z".parse().unwrap());
    value(&world.coordination_unit(), &path, "2009-12-31", "40");
    let told = world.user("board").get(&format!("{path}?asOf=2009-09-01")).expect(200).json();
    assert_eq!((&told["latestOn"], &told["percentOfWay"]), (&json!("2009-08-31"), &json!("75.0")));
    let told = world.reader().get(&path).expect(200).json();
    assert_eq!((&told["latestOn"], &told["percentOfWay"]), (&json!("2009-12-31"), &json!("100.0")));
}

fn it_carries_on_another_and_never_itself(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    let old = made(&staff, &indicator("Deltagare", "activityId", &followed));
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let mut body = indicator("Deltagare vidare", "activityId", &followed);
    body["carriedFromId"] = json!(id(&old));
    let new = made(&staff, &body);
    let refused = staff.patch(&new, "*", &json!({"carriedFromId": id(&new)})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/carriedFromId rule"]);
    let told = staff.get(&format!("{new}?expand=carriedFrom")).expect(200).json();
    assert_eq!(told["_embedded"]["carriedFrom"][0]["name"], "Deltagare");
}

fn one_with_values_is_not_deleted(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", None);
    let path = made(&staff, &indicator("Deltagare", "activityId", &followed));
    let links = |path: &str| staff.get(path).expect(200).json()["_links"]["delete"].is_object();
    assert!(links(&path));
    let held = value(&staff, &path, "2009-08-31", "25");
    let refused = staff.delete(&path, "*").problem(409, "referenced").json();
    let holder = json!({"type": "indicator_value", "id": held.rsplit('/').next(), "name": "Deltagare 2009-08-31"});
    assert_eq!(refused["heldBy"], json!([holder]));
    let bare = made(&staff, &indicator("Utan värden", "activityId", &followed));
    staff.delete(&bare, "*").expect(204);
    staff.get(&bare).problem(404, "not_found");
    // Nor is what it tells of deleted while it tells of it.
    let held = staff.delete(&format!("/activities/{followed}"), "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["type"], "indicator");
}

fn filters_find_what_lists_hold(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let followed = drafted(&world, "Teater", Some("area"));
    let area = world.strategy_area("kultur");
    let plan = staff.post("/strategies", &strategy("Strategi", "2008-01-01", "2011-12-31")).expect(201).id();
    made(&world.area_unit(), &indicator("Ådalen", "activityId", &followed));
    let mut body = indicator("Zonen", "strategyAreaId", &area);
    body["direction"] = json!("decrease");
    made(&staff, &body);
    made(&staff, &indicator("Bok", "strategyId", &plan));
    let names = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/indicators?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("sort=name"), ["Bok", "Zonen", "Ådalen"], "in Swedish order");
    assert_eq!(names("sort=-name"), ["Ådalen", "Zonen", "Bok"]);
    assert_eq!(names(&format!("activityId={followed}")), ["Ådalen"]);
    assert_eq!(names("activityId=none"), ["Bok", "Zonen"]);
    assert_eq!(names(&format!("strategyAreaId={area}")), ["Zonen"]);
    assert_eq!(names("strategyAreaId=none"), ["Bok", "Ådalen"]);
    assert_eq!(names(&format!("strategyId={plan}")), ["Bok"]);
    assert_eq!(names("strategyId=none"), ["Zonen", "Ådalen"]);
    assert_eq!(names(&format!("ownerUnitId={}", world.unit("area"))), ["Ådalen"]);
    assert_eq!(names("ownerUnitId=none"), ["Bok", "Zonen"]);
    assert_eq!(names("direction=decrease&direction=maintain"), ["Zonen"]);
    assert_eq!(names("q=DELTAGARE+zon"), ["Zonen"]);
}
