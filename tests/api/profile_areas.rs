//! Profile areas: one name a year, carried on from year to year, within their strategy, and each unit's own.

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::strategy::profile_areas::of_year;

use crate::support::{Answer, Backend, Client, World, strategy};

crate::tests! {
    a_name_stands_once_in_an_area_and_a_year,
    one_carries_on_one_of_an_earlier_year,
    the_year_lies_within_the_period_of_the_strategy,
    its_unit_is_that_of_the_strategy_area,
    an_area_unit_runs_its_own_and_nothing_of_anothers,
    it_is_dropped_and_taken_back_with_a_reason,
    what_is_wrong_with_one_is_named_at_once,
    filters_and_orders_find_what_lists_hold,
    a_year_is_read_by_area_rank_and_name,
}

/// A strategy of 2008 to 2011, and an area of it that is the area unit's own.
fn world_with_area(backend: Backend) -> (World, String) {
    let world = World::with(backend, Clock::fixed("2008-03-07T10:00:00Z".parse().unwrap()), &[]);
    let strategy = world.adopted_strategy("Internationell strategi", "2008-01-01", "2011-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    (world, area)
}

fn profile(area: &str, year: i32, name: &str) -> Value {
    json!({"strategyAreaId": area, "year": year, "name": name, "rank": 1})
}

fn create(client: &Client, body: &Value) -> Answer {
    client.post("/profile-areas", body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/profile-areas/{}", create(client, body).expect(201).id())
}

fn names(world: &World, query: &str) -> Vec<String> {
    let page = world.reader().get(&format!("/profile-areas?{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

fn a_name_stands_once_in_an_area_and_a_year(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let first = made(&staff, &profile(&area, 2009, "Scenkonst över gränsen"));
    let taken = |answer: Answer| {
        let refused = answer.problem(409, "duplicate");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/name taken".to_owned()], &json!("R-09")));
    };
    for same in ["Scenkonst över gränsen", "SCENKONST  över Gränsen", "Scenkonst o\u{308}ver gränsen"] {
        taken(create(&staff, &profile(&area, 2009, same)));
    }
    // Neither a name like it, nor another year, nor another area.
    made(&staff, &profile(&area, 2009, "Scenkonst"));
    let next = made(&staff, &profile(&area, 2010, "Scenkonst över gränsen"));
    made(&staff, &profile(&world.strategy_area("energi"), 2009, "Scenkonst över gränsen"));
    taken(staff.patch(&next, "*", &json!({"year": 2009})));
    // One that was dropped has its name still; one that was put away has given it up.
    let why = json!({"to": "dropped", "reason": "Medlen tog slut."});
    staff.post(&format!("{first}/transitions"), &why).expect(200);
    taken(create(&staff, &profile(&area, 2009, "Scenkonst över gränsen")));
    staff.patch(&first, "*", &json!({"archived": true})).expect(200);
    made(&staff, &profile(&area, 2009, "Scenkonst över gränsen"));
    taken(staff.patch(&first, "*", &json!({"archived": false})));
}

fn one_carries_on_one_of_an_earlier_year(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let old = made(&staff, &profile(&area, 2009, "Scenkonst"));
    let carried = |year: i32, from: &str| {
        let mut body = profile(&area, year, "Scenkonst vidare");
        body["carriedFromId"] = json!(id(from));
        create(&staff, &body)
    };
    for year in [2008, 2009] {
        let refused = carried(year, &old).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/carriedFromId rule".into()], &json!("R-09")));
    }
    let new = format!("/profile-areas/{}", carried(2010, &old).expect(201).id());
    let itself = staff.patch(&new, "*", &json!({"carriedFromId": id(&new)})).problem(422, "unprocessable");
    assert_eq!(itself.faults(), ["/carriedFromId rule"]);
    let backwards = staff.patch(&old, "*", &json!({"carriedFromId": id(&new)})).problem(422, "unprocessable");
    assert_eq!(backwards.faults(), ["/carriedFromId rule"]);
    // Nor does the older one move to the year of the younger, or past it.
    for year in [2010, 2011] {
        let refused = staff.patch(&old, "*", &json!({"year": year})).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/year rule".into()], &json!("R-09")));
    }
    staff.patch(&old, "*", &json!({"year": 2008})).expect(200);
    let found = staff.get(&format!("/profile-areas?carriedFromId={}&expand=carriedFrom", id(&old))).expect(200).json();
    assert_eq!(found["items"][0]["id"], id(&new));
    assert_eq!(found["items"][0]["_embedded"]["carriedFrom"][0]["name"], "Scenkonst");
    assert_eq!(names(&world, "carriedFromId=none"), ["Scenkonst"]);
    let held = staff.delete(&old, "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["type"], "profile_area");
}

fn the_year_lies_within_the_period_of_the_strategy(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    for (year, status) in [(2007, 422), (2008, 201), (2011, 201), (2012, 422)] {
        let answer = create(&staff, &profile(&area, year, "Scenkonst")).expect(status);
        if status == 422 {
            assert_eq!((answer.faults(), &answer.json()["rule"]), (vec!["/year rule".into()], &json!("R-09")));
        }
    }
    // An area that belongs to no strategy has no period.
    let free = made(&staff, &profile(&world.strategy_area("energi"), 2150, "Vågkraft"));
    let refused = staff.patch(&free, "*", &json!({"strategyAreaId": area})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/year rule"]);
    staff.patch(&free, "*", &json!({"strategyAreaId": area, "year": 2010})).expect(200);
    assert_eq!(staff.patch(&free, "*", &json!({"year": 2012})).problem(422, "unprocessable").faults(), ["/year rule"]);
    // A strategy whose period was changed afterwards stands in the way of nothing else.
    let draft = staff.post("/strategies", &strategy("Nästa", "2012-01-01", "2014-12-31")).expect(201).id();
    let body = json!({"strategyId": draft, "code": "ny", "name": {"sv": "Ny"}, "order": 1});
    let late = made(&staff, &profile(&staff.post("/strategy-areas", &body).expect(201).id(), 2014, "Sent"));
    staff.patch(&format!("/strategies/{draft}"), "*", &json!({"periodEnd": "2013-12-31"})).expect(200);
    staff.patch(&late, "*", &json!({"description": "Kvar."})).expect(200);
}

fn its_unit_is_that_of_the_strategy_area(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let (own, other) = (world.unit("area"), world.unit("other-area"));
    let owned = |area: &str, name: &str, unit: &str| {
        let mut body = profile(area, 2009, name);
        body["ownerUnitId"] = json!(unit);
        create(&staff, &body)
    };
    let refused = |answer: Answer| {
        let answer = answer.problem(422, "unprocessable");
        assert_eq!((answer.faults(), &answer.json()["rule"]), (vec!["/ownerUnitId rule".into()], &json!("R-20")));
    };
    refused(owned(&area, "Andras", &other));
    let path = format!("/profile-areas/{}", owned(&area, "Eget", &own).expect(201).id());
    refused(staff.patch(&path, "*", &json!({"ownerUnitId": other})));
    // Nobody's own is kept by the coordination unit.
    let nobodys = create(&staff, &profile(&area, 2009, "Ingens")).expect(201);
    assert_eq!(nobodys.json()["ownerUnitId"], Value::Null);
    // An area that no unit runs asks for nothing, until it is another's.
    let free = world.strategy_area("energi");
    let moved = format!("/profile-areas/{}", owned(&free, "Fritt", &other).expect(201).id());
    refused(staff.patch(&moved, "*", &json!({"strategyAreaId": area})));
    // What another unit runs by now does not stand in the way of other fields.
    staff.patch(&format!("/strategy-areas/{area}"), "*", &json!({"ownerUnitId": other})).expect(200);
    staff.patch(&path, "*", &json!({"rank": 2})).expect(200);
    staff.patch(&path, "*", &json!({"ownerUnitId": other})).expect(200);
}

fn an_area_unit_runs_its_own_and_nothing_of_anothers(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let (own, other) = (world.unit("area"), world.unit("other-area"));
    let unit = world.area_unit();
    // Its own when nothing is said; in another unit's area it has none.
    let created = create(&unit, &profile(&area, 2009, "Scenkonst")).expect(201);
    assert_eq!(created.json()["ownerUnitId"], own.as_str());
    let path = format!("/profile-areas/{}", created.id());
    let elsewhere = create(&world.user("other_area"), &profile(&area, 2009, "Andras")).problem(422, "unprocessable");
    assert_eq!(elsewhere.faults(), ["/ownerUnitId rule"]);
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    let mut body = profile(&world.strategy_area("energi"), 2009, "Andras");
    body["ownerUnitId"] = json!(other);
    forbidden(create(&unit, &body), "profile-areas:create");
    let theirs = made(&world.coordination_unit(), &body);
    forbidden(unit.patch(&theirs, "*", &json!({"rank": 2})), "profile-areas:edit");
    forbidden(unit.transition(&theirs, "dropped"), "profile-areas:transition");
    forbidden(unit.patch(&path, "*", &json!({"ownerUnitId": other})), "profile-areas:edit");
    forbidden(unit.patch(&path, "*", &json!({"ownerUnitId": null})), "profile-areas:edit");
    forbidden(unit.delete(&path, "*"), "profile-areas:delete");
    unit.patch(&path, "*", &json!({"rank": 2})).expect(200);
    let drop = json!({"to": "dropped", "reason": "Skäl."});
    unit.post(&format!("{path}/transitions"), &drop).expect(200);
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let user = world.user(role);
        user.get(&path).expect(200);
        forbidden(create(&user, &profile(&area, 2009, "Annat")), "profile-areas:create");
        forbidden(user.patch(&path, "*", &json!({"rank": 3})), "profile-areas:edit");
        forbidden(user.transition(&path, "current"), "profile-areas:transition");
        let history = user.get(&format!("{path}/history"));
        if role == "reader" {
            forbidden(history, "profile-areas:history");
        } else {
            history.expect(200);
        }
    }
}

fn it_is_dropped_and_taken_back_with_a_reason(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let path = made(&staff, &profile(&area, 2009, "Scenkonst"));
    let go = |to: &str| staff.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Skäl."}));
    assert_eq!(staff.get(&path).expect(200).json()["state"], "current");
    assert_eq!(staff.transition(&path, "dropped").problem(400, "invalid_request").faults(), ["/reason missing"]);
    let dropped = go("dropped").expect(200).json();
    assert_eq!((&dropped["state"], &dropped["stateReason"]), (&json!("dropped"), &json!("Skäl.")));
    assert_eq!(staff.delete(&path, "*").problem(409, "state_conflict").json()["rule"], "R-40");
    assert_eq!(staff.transition(&path, "current").problem(400, "invalid_request").faults(), ["/reason missing"]);
    go("dropped").problem(409, "state_conflict");
    go("current").expect(200);
    staff.delete(&path, "*").expect(204);
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let mut body = profile(&area, 1899, "");
    (body["rank"], body["description"]) = (json!(0), json!("x".repeat(2001)));
    let refused = create(&staff, &body).problem(422, "unprocessable").faults();
    for fault in ["/description too_long", "/name too_short", "/rank too_small", "/year too_small"] {
        assert!(refused.contains(&fault.to_owned()), "{fault}: {refused:?}");
    }
    (body["rank"], body["year"], body["name"]) = (json!(101), json!(2200), json!("x".repeat(201)));
    let refused = create(&staff, &body).problem(422, "unprocessable").faults();
    for fault in ["/name too_long", "/rank too_large", "/year too_large"] {
        assert!(refused.contains(&fault.to_owned()), "{fault}: {refused:?}");
    }
    assert_eq!(
        create(&staff, &json!({})).problem(400, "invalid_request").faults(),
        ["/name missing", "/rank missing", "/strategyAreaId missing", "/year missing"]
    );
    let nowhere = profile(&uuid::Uuid::now_v7().to_string(), 2009, "Ingenstans");
    assert_eq!(create(&staff, &nowhere).problem(422, "unprocessable").faults(), ["/strategyAreaId unknown_reference"]);
    staff.patch(&format!("/strategy-areas/{area}"), "*", &json!({"archived": true})).expect(200);
    let put_away = create(&staff, &profile(&area, 2009, "Undanlagt")).problem(422, "unprocessable");
    assert_eq!(put_away.faults(), ["/strategyAreaId archived_reference"]);
}

/// Four of 2009 and 2010, in two areas; gives the second area.
fn sample(world: &World, area: &str) -> String {
    let staff = world.coordination_unit();
    let energy = world.strategy_area("energi");
    for (area, year, name, rank, unit) in [
        (area, 2009, "Ådalens dans", 2, Some("area")),
        (area, 2009, "Scenkonst", 1, None),
        (energy.as_str(), 2009, "Vågkraft", 1, Some("other-area")),
        (area, 2010, "Bok", 1, Some("area")),
    ] {
        let mut body = profile(area, year, name);
        (body["rank"], body["ownerUnitId"]) = (json!(rank), json!(unit.map(|code| world.unit(code))));
        made(&staff, &body);
    }
    energy
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let energy = sample(&world, &area);
    let bok = world.reader().get("/profile-areas?q=BOK").expect(200).json()["items"][0]["id"].clone();
    let drop = json!({"to": "dropped", "reason": "Skäl."});
    let path = format!("/profile-areas/{}", bok.as_str().unwrap());
    world.coordination_unit().post(&format!("{path}/transitions"), &drop).expect(200);
    assert_eq!(names(&world, "year=2009"), ["Scenkonst", "Vågkraft", "Ådalens dans"], "in Swedish order");
    assert_eq!(
        names(&world, "year=2009&year=2010&sort=-year,rank,name"),
        ["Bok", "Scenkonst", "Vågkraft", "Ådalens dans"]
    );
    assert_eq!(names(&world, "sort=state,-name"), ["Ådalens dans", "Vågkraft", "Scenkonst", "Bok"]);
    assert_eq!(names(&world, "state=dropped"), ["Bok"]);
    assert_eq!(names(&world, &format!("strategyAreaId={energy}")), ["Vågkraft"]);
    assert_eq!(names(&world, &format!("ownerUnitId={}", world.unit("area"))), ["Bok", "Ådalens dans"]);
    assert_eq!(names(&world, "ownerUnitId=none"), ["Scenkonst"]);
    let expanded = world.reader().get("/profile-areas?year=2010&expand=strategyArea,ownerUnit").expect(200).json();
    let embedded = &expanded["items"][0]["_embedded"];
    assert_eq!(
        (&embedded["strategyArea"][0]["name"], &embedded["ownerUnit"][0]["name"]),
        (&json!("kultur"), &json!("area"))
    );
}

fn a_year_is_read_by_area_rank_and_name(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let energy = sample(&world, &area);
    let staff = world.coordination_unit();
    let away = made(&staff, &profile(&area, 2009, "Undanlagt"));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    made(&staff, &profile(&area, 2009, "Arkiv"));
    let read = world.app.db.read_now(|conn| Ok(of_year(conn, 2009)?)).unwrap();
    let read: Vec<(String, String)> =
        read.into_iter().map(|record| (record.content.strategy_area_id.to_string(), record.content.name)).collect();
    let of = |area: &str, name: &str| (area.to_owned(), name.to_owned());
    // The ids are in the order of time: the first area was made before the other.
    assert_eq!(read, [of(&area, "Arkiv"), of(&area, "Scenkonst"), of(&area, "Ådalens dans"), of(&energy, "Vågkraft")]);
}
