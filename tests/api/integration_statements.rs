//! Integration statements: each unit writes its own, one a year, and nobody writes it for it.

use serde_json::{Value, json};
use utblick::planning::integration_statements::of_year;
use utblick::routes::REGISTERS;

use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    each_unit_writes_its_own_and_nobody_for_it,
    a_unit_has_one_statement_a_year,
    what_is_wrong_with_one_is_named_at_once,
    filters_find_what_lists_hold,
    stages_and_grades_are_told_in_both_languages,
    a_statement_is_known_by_its_unit_and_year,
}

fn statement(unit: &str, year: i32) -> Value {
    json!({"unitId": unit, "year": year, "stage": "running", "text": "EU:s program prövas i varje plan."})
}

fn create(client: &Client, body: &Value) -> Answer {
    client.post("/integration-statements", body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/integration-statements/{}", create(client, body).expect(201).id())
}

fn each_unit_writes_its_own_and_nobody_for_it(backend: Backend) {
    let world = World::new(backend);
    let (area, other, coordination) = (world.unit("area"), world.unit("other-area"), world.unit("coordination"));
    let forbidden = |answer: Answer, permission: &str, rule: Value| {
        let problem = answer.problem(403, "forbidden").json();
        assert_eq!((&problem["permission"], &problem["rule"]), (&json!(permission), &rule));
    };
    let (creates, edits) = ("integration-statements:create", "integration-statements:edit");
    let (unit, staff) = (world.area_unit(), world.coordination_unit());
    // The coordination unit writes its own, and none for others.
    let path = made(&unit, &statement(&area, 2009));
    let its_own = made(&staff, &statement(&coordination, 2009));
    for (client, others) in [(&staff, &area), (&staff, &other), (&unit, &other), (&unit, &coordination)] {
        forbidden(create(client, &statement(others, 2010)), creates, json!("R-20"));
    }
    forbidden(staff.patch(&path, "*", &json!({"stage": "wishes"})), edits, json!("R-20"));
    forbidden(unit.patch(&its_own, "*", &json!({"stage": "wishes"})), edits, json!("R-20"));
    unit.patch(&path, "*", &json!({"selfGrade": "achieved"})).expect(200);
    staff.patch(&its_own, "*", &json!({"selfGrade": "not_achieved"})).expect(200);
    // A statement keeps its unit.
    forbidden(unit.patch(&path, "*", &json!({"unitId": other})), edits, json!("R-20"));
    forbidden(staff.patch(&its_own, "*", &json!({"unitId": area})), edits, json!("R-20"));
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let user = world.user(role);
        user.get(&path).expect(200);
        forbidden(create(&user, &statement(&area, 2010)), creates, Value::Null);
        forbidden(user.patch(&path, "*", &json!({"stage": "wishes"})), edits, Value::Null);
        let history = user.get(&format!("{path}/history"));
        if role == "reader" {
            forbidden(history, "integration-statements:history", Value::Null);
        } else {
            history.expect(200);
        }
    }
    let links = |client: &Client| client.get(&path).expect(200).json()["_links"]["edit"].is_object();
    assert_eq!((links(&unit), links(&staff)), (true, false));
    staff.delete(&its_own, "*").problem(405, "method_not_allowed");
}

fn a_unit_has_one_statement_a_year(backend: Backend) {
    let world = World::new(backend);
    let unit = world.area_unit();
    let (area, other) = (world.unit("area"), world.unit("other-area"));
    let first = made(&unit, &statement(&area, 2009));
    let taken = |answer: Answer| assert_eq!(answer.problem(409, "duplicate").faults(), ["/year taken"]);
    taken(create(&unit, &statement(&area, 2009)));
    made(&world.user("other_area"), &statement(&other, 2009));
    let next = made(&unit, &statement(&area, 2010));
    taken(unit.patch(&next, "*", &json!({"year": 2009})));
    unit.patch(&first, "*", &json!({"archived": true})).expect(200);
    unit.patch(&next, "*", &json!({"year": 2009})).expect(200);
    taken(unit.patch(&first, "*", &json!({"archived": false})));
    // Of a year, those that are not put away.
    let read = world.app.db.read_now(|conn| Ok(of_year(conn, 2009)?)).unwrap();
    let units: Vec<String> = read.iter().map(|record| record.content.unit_id.to_string()).collect();
    assert_eq!(units, [other, area], "in the order in which they were made");
    assert!(world.app.db.read_now(|conn| Ok(of_year(conn, 2010)?)).unwrap().is_empty());
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    let unit = world.area_unit();
    let mut body = statement(&world.unit("area"), 1899);
    (body["stage"], body["text"]) = (json!("some"), json!(""));
    (body["selfGrade"], body["nextStep"]) = (json!("good"), json!("x".repeat(2001)));
    let faults =
        ["/nextStep too_long", "/selfGrade unknown_code", "/stage unknown_code", "/text too_short", "/year too_small"];
    assert_eq!(create(&unit, &body).problem(422, "unprocessable").faults(), faults);
    let mut body = statement(&world.unit("area"), 2200);
    body["text"] = json!("x".repeat(4001));
    assert_eq!(create(&unit, &body).problem(422, "unprocessable").faults(), ["/text too_long", "/year too_large"]);
    let missing = ["/stage missing", "/text missing", "/unitId missing", "/year missing"];
    assert_eq!(create(&unit, &json!({})).problem(400, "invalid_request").faults(), missing);
}

fn filters_find_what_lists_hold(backend: Backend) {
    let world = World::new(backend);
    let (area, other) = (world.unit("area"), world.unit("other-area"));
    made(&world.area_unit(), &statement(&area, 2009));
    let mut body = statement(&area, 2010);
    (body["selfGrade"], body["stage"]) = (json!("partly_achieved"), json!("wishes"));
    made(&world.area_unit(), &body);
    let mut body = statement(&other, 2011);
    (body["selfGrade"], body["stage"]) = (json!("achieved"), json!("none"));
    body["nextStep"] = json!("Söka partner i Norden.");
    made(&world.user("other_area"), &body);
    let years = |query: &str| -> Vec<i64> {
        let page = world.reader().get(&format!("/integration-statements?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["year"].as_i64().unwrap()).collect()
    };
    assert_eq!(years(""), [2009, 2010, 2011]);
    assert_eq!(years("sort=-year"), [2011, 2010, 2009]);
    assert_eq!(years(&format!("unitId={area}")), [2009, 2010]);
    assert_eq!(years("year=2009&year=2011"), [2009, 2011]);
    assert_eq!(years("stage=wishes"), [2010]);
    assert_eq!(years("stage=none"), [2011], "a stage, and not those without");
    assert_eq!(years("selfGrade=none"), [2009]);
    assert_eq!(years("selfGrade=none&selfGrade=achieved"), [2009, 2011]);
    assert_eq!(years("sort=selfGrade"), [2011, 2010, 2009], "those without come last");
    assert_eq!(years("q=norden"), [2011]);
    let page = world.reader().get("/integration-statements?year=2009&expand=unit").expect(200).json();
    assert_eq!(page["items"][0]["_embedded"]["unit"][0]["name"], "area");
}

fn stages_and_grades_are_told_in_both_languages(backend: Backend) {
    let world = World::new(backend);
    let labels = |list: &str| -> Vec<(String, String)> {
        let list = world.reader().get(&format!("/code-lists/{list}")).expect(200).json();
        let codes = list["codes"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        codes.map(|code| (text(&code["code"]), text(&code["label"]["sv"]))).collect()
    };
    let of = |pairs: [(&str, &str); 3]| pairs.map(|(code, label)| (code.to_owned(), label.to_owned()));
    assert_eq!(
        labels("integration-stages"),
        of([("none", "Bedriver inte internationellt arbete"), ("wishes", "Vill utveckla"), ("running", "Bedriver")])
    );
    assert_eq!(
        labels("grades"),
        of([("achieved", "Uppnått"), ("partly_achieved", "Delvis uppnått"), ("not_achieved", "Ej uppnått")])
    );
}

fn a_statement_is_known_by_its_unit_and_year(backend: Backend) {
    let world = World::new(backend);
    let id = create(&world.area_unit(), &statement(&world.unit("area"), 2009)).expect(201).id().parse().unwrap();
    let register = REGISTERS.iter().find(|register| register.path() == "integration-statements").unwrap();
    let summaries = world.app.db.read_now(|conn| Ok(register.summaries(conn, &[id])?)).unwrap();
    assert_eq!(summaries.iter().map(|summary| summary.name.as_str()).collect::<Vec<_>>(), ["area 2009"]);
}
