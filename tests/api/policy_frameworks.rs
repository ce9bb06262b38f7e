//! Policy frameworks: what holds for them alone.

use serde_json::{Value, json};

use crate::support::{Backend, Client, World};

crate::tests! {
    three_frameworks_are_there_from_the_start,
    a_framework_is_found_by_level_code_and_day,
    a_code_is_given_once_and_never_changes,
    a_period_ends_after_it_begins_and_a_title_has_a_language,
    a_framework_never_takes_its_own_place,
    the_coordination_unit_keeps_them_and_everybody_reads_them,
}

fn framework(code: &str) -> Value {
    json!({"code": code, "title": {"sv": format!("Ramverket {code}")}, "level": "regional"})
}

/// The codes of a list.
fn codes(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/policy-frameworks?{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

fn three_frameworks_are_there_from_the_start(backend: Backend) {
    let world = World::new(backend);
    let reader = world.reader();
    assert_eq!(codes(&reader, "sort=code"), ["EU", "NS07", "RUP"]);
    let page = reader.get("/policy-frameworks?code=NS07").expect(200).json();
    let national = &page["items"][0];
    assert_eq!(
        (&national["level"], &national["validFrom"], &national["validTo"]),
        (&json!("national"), &json!("2007-01-01"), &json!("2013-12-31"))
    );
    // Their history begins with the first change.
    let path = format!("/policy-frameworks/{}", national["id"].as_str().unwrap());
    let history = || reader_history(&world, &path);
    assert_eq!(history(), json!([]));
    world.coordination_unit().patch(&path, "*", &json!({"note": "N6051"})).expect(200);
    assert_eq!(history()[0]["version"], 2);
    // A sorted list places them as titles are placed that were written by the API.
    let mut body = framework("MELLAN");
    body["title"] = json!({"sv": "Mellan"});
    world.coordination_unit().post("/policy-frameworks", &body).expect(201);
    assert_eq!(codes(&reader, "sort=title"), ["EU", "MELLAN", "NS07", "RUP"]);
    assert_eq!(codes(&reader, "q=LISSABON"), ["EU"]);
}

fn reader_history(world: &World, path: &str) -> Value {
    world.user("board").get(&format!("{path}/history")).expect(200).json()["items"].clone()
}

fn a_framework_is_found_by_level_code_and_day(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut later = framework("VS40");
    (later["validFrom"], later["validTo"]) = (json!("2021-01-01"), json!("2040-12-31"));
    let later = staff.post("/policy-frameworks", &later).expect(201).id();
    let mut earlier = framework("VS14");
    (earlier["validFrom"], earlier["validTo"]) = (json!("2014-01-01"), json!("2020-12-31"));
    earlier["supersededById"] = json!(later);
    let earlier = staff.post("/policy-frameworks", &earlier).expect(201).id();
    let mut goals = framework("AGENDA-2030");
    goals["level"] = json!("global");
    staff.post("/policy-frameworks", &goals).expect(201);
    let found = |query: &str| codes(&staff, &format!("{query}&sort=code"));
    assert_eq!(found("level=regional"), ["RUP", "VS14", "VS40"]);
    assert_eq!(found("level=eu&level=global"), ["AGENDA-2030", "EU"]);
    assert_eq!(found("code=VS14&code=EU"), ["EU", "VS14"]);
    assert_eq!(found(&format!("supersededById={later}")), ["VS14"]);
    assert_eq!(found("supersededById=none&level=regional"), ["RUP", "VS40"]);
    assert_eq!(found("on=2020-12-31&level=regional"), ["RUP", "VS14"], "both ends belong to it");
    assert_eq!(found("on=2021-01-01&level=regional"), ["RUP", "VS40"]);
    let path = format!("/policy-frameworks/{earlier}?expand=supersededBy");
    assert_eq!(staff.get(&path).expect(200).json()["_embedded"]["supersededBy"][0]["name"], "Ramverket VS40");
}

fn a_code_is_given_once_and_never_changes(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = format!("/policy-frameworks/{}", staff.post("/policy-frameworks", &framework("VS14")).expect(201).id());
    let again = staff.post("/policy-frameworks", &framework("VS14")).problem(409, "duplicate");
    assert_eq!(again.faults(), ["/code taken"]);
    let renamed = staff.patch(&path, "*", &json!({"code": "VS15"})).problem(422, "unprocessable");
    assert_eq!((renamed.faults(), &renamed.json()["rule"]), (vec!["/code rule".to_owned()], &json!("R-04")));
    staff.patch(&path, "*", &json!({"code": "VS14", "level": "national"})).expect(200);
    for (code, fault) in [
        ("vs14", "wrong_format"),
        ("VS-", "wrong_format"),
        ("VS 14", "wrong_format"),
        ("ABCDEFGHIJKLMNOPQRSTU", "too_long"),
    ] {
        assert_eq!(staff.post("/policy-frameworks", &framework(code)).faults(), [format!("/code {fault}")], "{code}");
    }
}

fn a_period_ends_after_it_begins_and_a_title_has_a_language(backend: Backend) {
    let world = World::new(backend);
    let mut body = framework("VS14");
    (body["validFrom"], body["validTo"]) = (json!("2014-01-01"), json!("2013-12-31"));
    body["title"] = json!({});
    let refused = world.coordination_unit().post("/policy-frameworks", &body).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/title too_few", "/validTo rule"]);
}

fn a_framework_never_takes_its_own_place(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let create = |code: &str, after: Option<&str>| {
        let mut body = framework(code);
        if let Some(after) = after {
            body["supersededById"] = json!(after);
        }
        staff.post("/policy-frameworks", &body).expect(201).id()
    };
    let third = create("C", None);
    let second = create("B", Some(&third));
    let first = create("A", Some(&second));
    let by = |one: &str, next: &str| {
        staff.patch(&format!("/policy-frameworks/{one}"), "*", &json!({"supersededById": next}))
    };
    for next in [&third, &second, &first] {
        assert_eq!(by(&third, next).problem(422, "unprocessable").faults(), ["/supersededById rule"]);
    }
    let nowhere = by(&third, &uuid::Uuid::now_v7().to_string()).problem(422, "unprocessable");
    assert_eq!(nowhere.faults(), ["/supersededById unknown_reference"]);
    by(&first, &third).expect(200);
}

fn the_coordination_unit_keeps_them_and_everybody_reads_them(backend: Backend) {
    let world = World::new(backend);
    let path = format!(
        "/policy-frameworks/{}",
        world.coordination_unit().post("/policy-frameworks", &framework("A")).expect(201).id()
    );
    for user in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let client = world.user(user);
        client.get(&path).expect(200);
        client.post("/policy-frameworks", &framework("B")).problem(403, "forbidden");
        client.patch(&path, "*", &json!({"note": "Nej"})).problem(403, "forbidden");
    }
    world.reader().get(&format!("{path}/history")).problem(403, "forbidden");
    // They are put away, never deleted: areas are linked to their elements for ever.
    world.coordination_unit().delete(&path, "*").problem(405, "method_not_allowed");
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(codes(&world.reader(), "code=A"), Vec::<String>::new());
}
