//! Calls: what holds for them alone.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, Client, World};

crate::tests! {
    whether_a_call_is_open_is_computed_and_found_alike,
    a_call_is_found_by_programme_and_days,
    lists_are_sorted_and_searched,
    a_call_is_known_by_its_programme_and_its_title,
    days_and_numbers_are_refused_by_name,
    a_call_belongs_to_a_programme_that_is_there,
    its_last_day_is_in_the_calendar,
    the_coordination_unit_keeps_them_and_everybody_reads_them,
}

/// A world on the tenth of March 2009.
fn march(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-03-10T10:00:00Z".parse().unwrap()), &[])
}

/// A call with its days, of which any may be null.
fn call(programme: &str, title: &str, opens_on: Value, closes_on: Value) -> Value {
    json!({"fundingProgrammeId": programme, "title": title, "opensOn": opens_on, "closesOn": closes_on})
}

/// The titles of a list, in its order.
fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/calls?{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

fn whether_a_call_is_open_is_computed_and_found_alike(backend: Backend) {
    let world = march(backend);
    let (staff, programme) = (world.coordination_unit(), world.funding_programme("Interreg"));
    let cases = [
        ("A öppen", json!("2009-03-01"), json!("2009-03-31"), json!(true), json!(21)),
        ("B öppnar i dag", json!("2009-03-10"), json!("2009-03-11"), json!(true), json!(1)),
        ("C stänger i dag", json!("2009-02-01"), json!("2009-03-10"), json!(true), json!(0)),
        ("D stängde i går", json!("2009-02-01"), json!("2009-03-09"), json!(false), Value::Null),
        ("E öppnar i morgon", json!("2009-03-11"), json!("2009-03-12"), json!(false), json!(2)),
        ("F utan första dag", Value::Null, json!("2009-03-20"), json!(true), json!(10)),
        ("G stängd utan första dag", Value::Null, json!("2009-01-20"), json!(false), Value::Null),
        ("H utan sista dag", json!("2009-03-01"), Value::Null, Value::Null, Value::Null),
        ("I öppnar utan sista dag", json!("2009-04-01"), Value::Null, Value::Null, Value::Null),
        ("J utan dagar", Value::Null, Value::Null, Value::Null, Value::Null),
    ];
    for (title, opens_on, closes_on, is_open, days_left) in cases {
        let made = staff.post("/calls", &call(&programme, title, opens_on, closes_on)).expect(201).json();
        assert_eq!((&made["isOpen"], &made["daysLeft"]), (&is_open, &days_left), "{title}");
        let listed = titles(&staff, &format!("isOpen={}&id={}", is_open == true, made["id"].as_str().unwrap()));
        assert_eq!(listed.len(), usize::from(!is_open.is_null()), "{title}");
    }
    let open = ["A öppen", "B öppnar i dag", "C stänger i dag", "F utan första dag"];
    assert_eq!(titles(&staff, "isOpen=true&isOpen=true"), open);
    let closed = ["D stängde i går", "E öppnar i morgon", "G stängd utan första dag"];
    assert_eq!(titles(&staff, "isOpen=false"), closed);
    // Of what has no known last day neither holds.
    assert_eq!(titles(&staff, "isOpen=true&isOpen=false").len(), open.len() + closed.len());
    assert_eq!(titles(&staff, "").len(), 10);
    // As of an earlier day it is asked for that one.
    world.clock.set("2009-03-12T10:00:00Z".parse().unwrap());
    let staff = world.coordination_unit();
    assert_eq!(titles(&staff, "isOpen=true"), ["A öppen", "E öppnar i morgon", "F utan första dag"]);
    assert_eq!(titles(&staff, "isOpen=true&asOf=2009-03-10"), open);
    let refused = staff.get("/calls?isOpen=yes&on=2009-03-10").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["isOpen wrong_format", "on unknown"]);
}

fn a_call_is_found_by_programme_and_days(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let (first, second) = (world.funding_programme("Ett"), world.funding_programme("Två"));
    for body in [
        call(&first, "A", json!("2009-02-01"), json!("2009-03-31")),
        call(&first, "B", json!("2009-09-01"), json!("2009-10-31")),
        call(&second, "C", json!("2009-02-02"), Value::Null),
    ] {
        staff.post("/calls", &body).expect(201);
    }
    let by = |query: &str| titles(&staff, query);
    assert_eq!(by(&format!("fundingProgrammeId={first}")), ["A", "B"]);
    assert_eq!(by(&format!("fundingProgrammeId={first}&fundingProgrammeId={second}")), ["A", "B", "C"]);
    for (query, expected) in [
        ("opensOnFrom=2009-02-02", &["B", "C"][..]),
        ("opensOnTo=2009-02-01", &["A"]),
        ("opensOnFrom=2009-02-01&opensOnTo=2009-02-02", &["A", "C"]),
        ("closesOnFrom=2009-03-31", &["A", "B"]),
        ("closesOnFrom=2009-04-01", &["B"]),
        ("closesOnTo=2009-03-31", &["A"]),
        ("closesOnTo=2009-03-30", &[]),
    ] {
        assert_eq!(by(query), expected, "{query}");
    }
}

fn lists_are_sorted_and_searched(backend: Backend) {
    let world = march(backend);
    let (staff, programme) = (world.coordination_unit(), world.funding_programme("Interreg"));
    let mut themed = call(&programme, "Ängar", json!("2009-05-01"), json!("2009-06-30"));
    (themed["theme"], themed["target"]) = (json!("Slåtter och bete"), json!("Kommuner"));
    for body in [
        themed,
        call(&programme, "Ån", json!("2009-04-01"), json!("2009-07-31")),
        call(&programme, "Zoner", Value::Null, Value::Null),
    ] {
        staff.post("/calls", &body).expect(201);
    }
    for (query, expected) in [
        ("sort=title", ["Zoner", "Ån", "Ängar"]),
        ("sort=opensOn", ["Ån", "Ängar", "Zoner"]),
        ("sort=-opensOn", ["Ängar", "Ån", "Zoner"]),
        ("sort=closesOn", ["Ängar", "Ån", "Zoner"]),
        ("sort=-closesOn", ["Ån", "Ängar", "Zoner"]),
    ] {
        assert_eq!(titles(&staff, query), expected, "{query}");
    }
    assert_eq!(titles(&staff, "q=sl%C3%A5tter"), ["Ängar"], "by its theme");
    assert_eq!(titles(&staff, "q=zoner"), ["Zoner"]);
}

fn a_call_is_known_by_its_programme_and_its_title(backend: Backend) {
    let world = march(backend);
    let programme = world.funding_programme("Interreg Sverige-Norge");
    let id = world.call(&programme, "Andra", None);
    let idea = json!({"title": "Leder", "callId": id});
    let staff = world.coordination_unit();
    let path = format!("/project-ideas/{}", staff.post("/project-ideas", &idea).expect(201).id());
    let embedded = staff.get(&format!("{path}?expand=call")).expect(200).json()["_embedded"]["call"].clone();
    let named = json!([{"id": id, "name": "Interreg Sverige-Norge, Andra", "state": null, "archived": false}]);
    assert_eq!(embedded, named);
    let listed = staff.get(&format!("/calls?expand=fundingProgramme&id={id}")).expect(200).json();
    assert_eq!(listed["items"][0]["_embedded"]["fundingProgramme"][0]["name"], "Interreg Sverige-Norge");
}

fn days_and_numbers_are_refused_by_name(backend: Backend) {
    let world = march(backend);
    let (staff, programme) = (world.coordination_unit(), world.funding_programme("Interreg"));
    for (field, value, status, fault) in [
        ("closesOn", json!("2009-01-31"), 422, "/closesOn rule"),
        ("closesOn", json!("2009-02-30"), 400, "/closesOn wrong_format"),
        ("minimumPartners", json!(0), 422, "/minimumPartners too_small"),
        ("minimumPartners", json!(101), 422, "/minimumPartners too_large"),
        ("budget", json!({"amount": "0.5", "currency": "JPY"}), 422, "/budget/amount too_precise"),
        ("title", json!(""), 422, "/title too_short"),
        ("isOpen", json!(true), 422, "/isOpen read_only"),
    ] {
        let mut body = call(&programme, "Ny", json!("2009-02-01"), json!("2009-02-02"));
        body[field] = value.clone();
        let refused = staff.post("/calls", &body);
        assert_eq!((refused.status, refused.faults()), (status, vec![fault.to_owned()]), "{field} {value}");
    }
    let mut body = call(&programme, "En dag", json!("2009-02-01"), json!("2009-02-01"));
    body["budget"] = json!({"amount": "5", "currency": "EUR"});
    let made = staff.post("/calls", &body).expect(201);
    assert_eq!(made.json()["budget"], json!({"amount": "5.00", "currency": "EUR"}));
    let path = format!("/calls/{}", made.id());
    // The beginning is moved behind the end too.
    let moved = staff.patch(&path, "*", &json!({"opensOn": "2009-02-02"})).problem(422, "unprocessable");
    assert_eq!(moved.faults(), ["/closesOn rule"]);
}

fn a_call_belongs_to_a_programme_that_is_there(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let nowhere = call(&uuid::Uuid::now_v7().to_string(), "Ingens", Value::Null, Value::Null);
    let refused = staff.post("/calls", &nowhere).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/fundingProgrammeId unknown_reference"]);
    let refused = staff.post("/calls", &json!({"title": "Utan"})).problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["/fundingProgrammeId missing"]);
}

fn its_last_day_is_in_the_calendar(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let programme = world.funding_programme("Interreg");
    let kept = world.call(&programme, "Andra", Some("2009-03-31"));
    world.call(&programme, "Okänd", None);
    let away = world.call(&programme, "Undanlagd", Some("2009-03-31"));
    staff.patch(&format!("/calls/{away}"), "*", &json!({"archived": true})).expect(200);
    let events = |query: &str| {
        let list = world.reader().get(&format!("/calendar?kind=call_closing{query}")).expect(200).json();
        list["items"].as_array().unwrap().clone()
    };
    let [event] = events("").try_into().unwrap();
    assert_eq!((&event["on"], &event["title"]), (&json!("2009-03-31"), &json!("Call closes: Interreg, Andra")));
    assert_eq!(event["subject"], json!({"type": "call", "id": kept}));
    assert_eq!(events("&lang=sv")[0]["title"], "Utlysning stänger: Interreg, Andra");
    // Both ends of the days belong to it.
    assert_eq!(events("&from=2009-03-31&to=2009-03-31").len(), 1);
    assert_eq!(events("&from=2009-04-01").len(), 0);
    assert_eq!(events("&to=2009-03-30").len(), 0);
}

fn the_coordination_unit_keeps_them_and_everybody_reads_them(backend: Backend) {
    let world = march(backend);
    let programme = world.funding_programme("Interreg");
    let path = format!("/calls/{}", world.call(&programme, "Andra", None));
    let new = call(&programme, "Tredje", Value::Null, Value::Null);
    for user in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let client = world.user(user);
        client.get(&path).expect(200);
        client.post("/calls", &new).problem(403, "forbidden");
        client.patch(&path, "*", &json!({"note": "Nej"})).problem(403, "forbidden");
    }
    world.reader().get(&format!("{path}/history")).problem(403, "forbidden");
    // They are put away, never deleted.
    world.coordination_unit().delete(&path, "*").problem(405, "method_not_allowed");
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(titles(&world.reader(), ""), Vec::<String>::new());
}
