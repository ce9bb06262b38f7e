//! The two times: what was in force a day, what the register said at an instant; and the history of a record.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::lists::names;
use crate::support::{Backend, World};

crate::tests! {
    on_asks_for_what_was_in_force_a_day_ends_included,
    as_of_tells_what_the_register_said_deleted_records_too,
    a_date_in_as_of_means_its_end_in_sweden,
    the_history_of_a_record_comes_in_pages_newest_first,
    one_version_of_the_history_comes_with_its_fields,
    the_history_of_a_deleted_record_stays,
    a_reader_sees_no_history,
    what_is_shown_as_it_was_offers_nothing_to_do,
    many_who_ask_for_different_instants_are_told_to_come_back,
}

fn on_asks_for_what_was_in_force_a_day_ends_included(backend: Backend) {
    let world = World::new(backend);
    let period = |name: &str, from: Option<&str>, to: Option<&str>| {
        let precision = |date: Option<&str>| date.map(|_| "day");
        let body = json!({"name": name, "kind": "other", "partnershipKind": "other",
            "validFrom": from, "validFromPrecision": precision(from), "validTo": to, "validToPrecision": precision(to)});
        world.coordination_unit().post("/partners", &body).expect(201);
    };
    period("always", None, None);
    period("from", Some("2009-06-01"), None);
    period("until", None, Some("2009-06-01"));
    period("that day", Some("2009-06-01"), Some("2009-06-01"));
    let cases: [(&str, &[&str]); 4] = [
        ("2009-05-31", &["always", "until"]),
        ("2009-06-01", &["always", "from", "that day", "until"]),
        ("2009-06-02", &["always", "from"]),
        ("9999-12-31", &["always", "from"]),
    ];
    for (day, expected) in cases {
        assert_eq!(names(&world.reader().get(&format!("/partners?on={day}")).expect(200)), expected, "{day}");
    }
    let refused = world.reader().get("/units?on=2009-06-01").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["on unknown"], "units have no period");
}

/// A world that stands at a time.
fn at(backend: Backend, time: &str) -> (World, Clock) {
    let clock = Clock::fixed(time.parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn as_of_tells_what_the_register_said_deleted_records_too(backend: Backend) {
    let (world, clock) = at(backend, "2009-03-02T09:00:00Z");
    let old = format!("/partners/{}", world.partner("Old").id());
    clock.set("2009-03-03T09:00:00Z".parse().unwrap());
    world.coordination_unit().patch(&old, "\"1\"", &json!({"country": "NO", "aliases": ["O"]})).expect(200);
    clock.set("2009-03-04T09:00:00Z".parse().unwrap());
    world.coordination_unit().delete(&old, "\"2\"").expect(204);
    world.partner("New");
    let reader = world.user("board");
    reader.get(&old).problem(404, "not_found");
    let one = |as_of: &str| reader.get(&format!("{old}?asOf={as_of}"));
    for (as_of, version, country) in [
        ("2009-03-02T09:00:00Z", 1, Value::Null),
        ("2009-03-02", 1, Value::Null),
        ("2009-03-03T08:59:59.999999Z", 1, Value::Null),
        ("2009-03-03T10:00:00%2B01:00", 2, json!("NO")),
        ("2009-03-03", 2, json!("NO")),
    ] {
        let answer = one(as_of).expect(200).json();
        assert_eq!((&answer["version"], &answer["country"]), (&json!(version), &country), "{as_of}");
    }
    for gone in ["2009-03-04", "2020-01-01"] {
        one(gone).problem(404, "not_found");
    }
    for before in ["2009-03-02T08:59:59.999999Z", "2009-03-01", "1900-01-01"] {
        one(before).problem(422, "before_journal");
        let refused = reader.get(&format!("/partners?asOf={before}")).problem(422, "before_journal").json();
        assert!(refused["detail"].as_str().unwrap().contains("2009-03-02 10:00"), "{refused}");
        reader.get(&format!("/reports/partners?asOf={before}")).problem(422, "before_journal");
        reader.get(&format!("/strategies/current?asOf={before}")).problem(422, "before_journal");
    }
    for (query, expected) in [
        ("asOf=2009-03-03", &["Old"][..]),
        ("asOf=2009-03-03&country=none", &[][..]),
        ("asOf=2009-03-03&q=o", &["Old"][..]),
        ("asOf=2009-03-04", &["New"][..]),
        ("asOf=9999-12-31", &["New"][..]),
    ] {
        assert_eq!(names(&reader.get(&format!("/partners?{query}")).expect(200)), expected, "{query}");
    }
}

fn a_date_in_as_of_means_its_end_in_sweden(backend: Backend) {
    let (world, clock) = at(backend, "2009-03-02T22:59:59.999999Z");
    world.partner("before midnight");
    clock.set("2009-03-02T23:00:00Z".parse().unwrap());
    world.partner("after midnight");
    let day = |day: &str| names(&world.user("board").get(&format!("/partners?asOf={day}")).expect(200));
    assert_eq!(day("2009-03-02"), ["before midnight"]);
    assert_eq!(day("2009-03-03"), ["after midnight", "before midnight"]);
}

/// A partner with three versions; gives its path.
fn three_versions(world: &World) -> String {
    let path = format!("/partners/{}", world.partner("Åmål").id());
    let client = world.coordination_unit();
    client.patch(&path, "\"1\"", &json!({"country": "SE"})).expect(200);
    client.transition(&path, "assessed").expect(200);
    path
}

fn the_history_of_a_record_comes_in_pages_newest_first(backend: Backend) {
    let world = World::new(backend);
    let path = three_versions(&world);
    let client = world.user("board");
    let history = client.get(&format!("{path}/history")).expect(200).json();
    let told: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["action"].clone(), row["version"].clone()))
        .collect();
    assert_eq!(
        told,
        [("transition", 3), ("update", 2), ("create", 1)].map(|(word, version)| (json!(word), json!(version)))
    );
    let newest = &history["items"][0];
    assert_eq!(newest["actorId"], json!(world.user_id("coordination_unit")));
    assert!(newest.get("snapshot").is_none() && newest["hash"].as_str().unwrap().len() == 64, "{newest}");
    let page = client.get(&format!("{path}/history?limit=2&page=2")).expect(200).json();
    assert_eq!((&page["items"][0]["version"], &page["_meta"]["totalRecords"]), (&json!(1), &json!(3)));
    let past = client.get(&format!("{path}/history?page=9")).expect(200).json();
    assert_eq!((&past["items"], &past["_meta"]["totalRecords"]), (&json!([]), &json!(3)));
}

fn one_version_of_the_history_comes_with_its_fields(backend: Backend) {
    let world = World::new(backend);
    let path = three_versions(&world);
    let client = world.user("registrar");
    let listed = client.get(&format!("{path}/history")).expect(200).json();
    let link = listed["items"][0]["_links"]["self"]["href"].as_str().unwrap().to_owned();
    assert!(client.get(&link).expect(200).json()["snapshot"].is_object(), "every change leads to its fields");
    let version = |version: &str| client.get(&format!("{path}/history?version={version}"));
    let first = version("1").expect(200).json();
    assert_eq!((&first["snapshot"]["name"], &first["snapshot"]["country"]), (&json!("Åmål"), &Value::Null));
    assert_eq!(version("2").expect(200).json()["snapshot"]["country"], "SE");
    assert_eq!(version("3").expect(200).json()["snapshot"]["state"], "assessed");
    for absent in ["4", "0", "-1"] {
        version(absent).problem(404, "not_found");
    }
    assert_eq!(version("two").expect(400).faults(), ["version wrong_format"]);
}

fn the_history_of_a_deleted_record_stays(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("Gone").id());
    world.coordination_unit().delete(&path, "\"1\"").expect(204);
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    assert_eq!((&history["items"][0]["action"], &history["_meta"]["totalRecords"]), (&json!("delete"), &json!(2)));
    let last = world.user("board").get(&format!("{path}/history?version=2")).expect(200).json();
    assert!(last["action"] == "delete" && last.get("snapshot").is_none(), "{last}");
    let never = format!("/partners/{}/history", uuid::Uuid::now_v7());
    world.user("board").get(&never).problem(404, "not_found");
}

fn a_reader_sees_no_history(backend: Backend) {
    let world = World::new(backend);
    let path = three_versions(&world);
    for address in [format!("{path}/history"), format!("{path}/history?version=1")] {
        let answer = world.reader().get(&address).problem(403, "forbidden");
        assert_eq!(answer.json()["permission"], "partners:history");
    }
    // What the register said earlier is history too.
    for address in [
        format!("{path}?asOf=2009-03-02"),
        "/partners?asOf=2009-03-02".into(),
        "/strategy-areas?asOf=2009-03-02".into(),
    ] {
        let answer = world.reader().get(&address).problem(403, "forbidden");
        assert!(answer.json()["permission"].as_str().is_some_and(|name| name.ends_with(":history")));
    }
    let links = world.reader().get(&path).expect(200).json()["_links"].clone();
    assert!(links.get("version-history").is_none(), "{links}");
}

fn what_is_shown_as_it_was_offers_nothing_to_do(backend: Backend) {
    let (world, clock) = at(backend, "2009-03-02T09:00:00Z");
    let path = format!("/partners/{}", world.partner("Borta").id());
    clock.set("2009-03-03T09:00:00Z".parse().unwrap());
    let staff = world.coordination_unit();
    let links = |answer: Value| {
        let mut names: Vec<String> = answer["_links"].as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let now = links(staff.get(&path).expect(200).json());
    assert_eq!(now, ["collection", "delete", "edit", "self", "transitions", "version-history"]);
    staff.delete(&path, "*").expect(204);
    let then = staff.get(&format!("{path}?asOf=2009-03-02")).expect(200).json();
    assert_eq!(links(then), ["collection", "self", "version-history"]);
    let list = staff.get("/partners?asOf=2009-03-02").expect(200).json();
    assert_eq!(links(list["items"][0].clone()), ["collection", "self", "version-history"]);
}

fn many_who_ask_for_different_instants_are_told_to_come_back(backend: Backend) {
    let (world, clock) = at(backend, "2009-03-02T09:00:00Z");
    for day in 2..26 {
        clock.set(format!("2009-03-{day:02}T09:00:00Z").parse().unwrap());
        world.partner(&format!("Dag {day}"));
    }
    let client = world.user("board");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let ask = |day: usize| client.get(&format!("/partners?limit=1&asOf=2009-03-{day:02}"));
        let threads: Vec<_> = (2..26).map(|day| scope.spawn(move || (day, ask(day)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (day, answer) in answers {
        // Each is right or told to wait, and none waits for all the others.
        if answer.status == 503 {
            assert!(answer.problem(503, "unavailable").header("retry-after").is_some());
        } else {
            assert_eq!(answer.expect(200).json()["_meta"]["totalRecords"], day - 1, "{day}");
        }
    }
}
