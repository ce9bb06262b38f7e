//! Decisions: what holds for them beside the gates.

use serde_json::{Value, json};

use crate::support::{Backend, World, decision};

crate::tests! {
    a_section_is_one_decisions_of_a_body_and_a_calendar_year,
    a_historic_decision_needs_neither_section_nor_number,
    a_body_decides_what_it_is_competent_for_and_when,
    what_is_wrong_with_a_decision_is_named_at_once,
    a_registry_number_is_found_as_printed_and_without_spaces,
    a_section_is_free_for_another_body_and_once_it_was_corrected,
    only_the_competent_body_rejects_and_only_what_is_historic_is_rough,
}

fn proposed(world: &World, codes: &[&str]) -> Vec<String> {
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    codes.iter().map(|code| world.proposed_area(&strategy, code)).collect()
}

fn a_section_is_one_decisions_of_a_body_and_a_calendar_year(backend: Backend) {
    let world = World::new(backend);
    let areas = proposed(&world, &["ett", "tva", "tre"]);
    let record = |area: &str, on: &str, section: &str| {
        let body = decision("prioritise_area", &[("strategy_area", area)], on, section);
        world.user("registrar").post("/decisions", &body)
    };
    record(&areas[0], "2009-01-30", "45").expect(201);
    assert_eq!(record(&areas[1], "2009-12-31", "45").problem(409, "duplicate").faults(), ["/section taken"]);
    record(&areas[1], "2009-12-31", "45a").expect(201);
    record(&areas[2], "2010-01-30", "45").expect(201);
    let sections = |query: &str| {
        let page = world.reader().get(&format!("/decisions?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["section"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        sections("decidedOnFrom=2009-01-01&decidedOnTo=2009-12-31&sort=-decidedOn"),
        [json!("45a"), json!("45")]
    );
    assert_eq!(sections("kind=adopt_strategy").len(), 1);
    for odd in ["0", "45 A", "§ 45", "-1", "100000"] {
        let refused = record(&areas[2], "2010-01-30", odd).problem(400, "invalid_request");
        assert_eq!(refused.faults(), ["/section wrong_format", "/subjects/0 wrong_state"], "{odd}");
    }
}

fn a_historic_decision_needs_neither_section_nor_number(backend: Backend) {
    let world = World::new(backend);
    let areas = proposed(&world, &["ett"]);
    let mut body = decision("prioritise_area", &[("strategy_area", &areas[0])], "2008-04-11", "1");
    (body["section"], body["registryNumber"]) = (Value::Null, Value::Null);
    let path = format!("/strategy-areas/{}", areas[0]);
    let state = || world.reader().get(&path).expect(200).json()["state"].clone();
    world.user("board").post("/decisions", &body).expect(201);
    assert_eq!(state(), "proposed");
    body["historic"] = json!(true);
    world.user("board").post("/decisions", &body).expect(201);
    assert_eq!(state(), "prioritised");
}

fn a_body_decides_what_it_is_competent_for_and_when(backend: Backend) {
    let world = World::new(backend);
    let areas = proposed(&world, &["ett", "tva"]);
    // Competence is dated data: until the end of 2022 the board, from then on the committee.
    let administrator = world.administrator();
    let found = administrator.get("/competences?decisionKind=prioritise_area").expect(200).json();
    let path = format!("/competences/{}", found["items"][0]["id"].as_str().unwrap());
    administrator.patch(&path, "*", &json!({"validTo": "2022-12-31"})).expect(200);
    let body = json!({"bodyCode": "working_committee", "decisionKind": "prioritise_area", "validFrom": "2023-01-01"});
    administrator.post("/competences", &body).expect(201);
    let record = |body_code: &str, area: &str, on: &str, section: &str| {
        let mut body = decision("prioritise_area", &[("strategy_area", area)], on, section);
        body["bodyCode"] = json!(body_code);
        world.user("registrar").post("/decisions", &body)
    };
    for (body_code, on) in [("board", "2023-01-01"), ("working_committee", "2022-12-31")] {
        let refused = record(body_code, &areas[0], on, "1").problem(409, "state_conflict");
        assert_eq!(
            (refused.faults(), &refused.json()["rule"]),
            (vec!["/bodyCode not_competent".to_owned()], &json!("R-15"))
        );
    }
    record("board", &areas[0], "2022-12-31", "1").expect(201);
    record("working_committee", &areas[1], "2023-01-01", "1").expect(201);
}

fn what_is_wrong_with_a_decision_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    let mut body = decision("prioritise_area", &[("strategy", &uuid::Uuid::nil().to_string())], "2998-04-11", "1");
    body["adjustedOn"] = json!("2008-01-01");
    body["bodyCode"] = json!("working_committee");
    body["minutesUrl"] = json!("https://example.se/protokoll");
    let refused = world.user("board").post("/decisions", &body).problem(409, "state_conflict");
    assert_eq!(
        refused.faults(),
        [
            "/adjustedOn rule",
            "/bodyCode not_competent",
            "/decidedOn rule",
            "/subjects/0/id unknown_reference",
            "/subjects/0/type rule",
        ]
    );
}

fn a_registry_number_is_found_as_printed_and_without_spaces(backend: Backend) {
    let world = World::new(backend);
    let areas = proposed(&world, &["ett"]);
    let mut body = decision("prioritise_area", &[("strategy_area", &areas[0])], "2009-04-11", "1");
    body["registryNumber"] = json!("Ks 900/2019");
    world.user("board").post("/decisions", &body).expect(201);
    for query in ["q=ks900/2019", "q=KS%20900/2019", "q=900/2019", "registryNumber=Ks%20900/2019"] {
        let page = world.reader().get(&format!("/decisions?{query}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], 1, "{query}");
        assert_eq!(page["items"][0]["registryNumber"], "Ks 900/2019", "as printed");
    }
}

fn a_section_is_free_for_another_body_and_once_it_was_corrected(backend: Backend) {
    let world = World::new(backend);
    let registrar = world.user("registrar");
    let first = registrar.post("/decisions", &decision("other", &[], "2009-03-05", "45")).expect(201).id();
    let mut committee = decision("other", &[], "2009-03-05", "45");
    committee["bodyCode"] = json!("working_committee");
    registrar.post("/decisions", &committee).expect(201);
    // The correction of what opened no gate may say another day, but not another body.
    let mut correction = decision("other", &[], "2009-03-06", "46");
    correction["correctsId"] = json!(first);
    committee["correctsId"] = json!(first);
    committee["section"] = json!("47");
    let refused = registrar.post("/decisions", &committee);
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/bodyCode rule".to_owned()], &json!("R-17")));
    registrar.post("/decisions", &correction).expect(201);
    registrar.post("/decisions", &decision("other", &[], "2009-03-05", "45")).expect(201);
    let meeting = world.meeting("board", "2009-03-06");
    let brief = world.user("board").get(&format!("/reports/board-brief?meetingId={meeting}")).expect(200).json();
    let sections: Vec<&Value> = brief["decisions"].as_array().unwrap().iter().map(|one| &one["section"]).collect();
    assert_eq!(sections, ["45", "46"], "the corrected one aside");
}

fn only_the_competent_body_rejects_and_only_what_is_historic_is_rough(backend: Backend) {
    let world = World::new(backend);
    let areas = proposed(&world, &["ett"]);
    let mut body = decision("prioritise_area", &[("strategy_area", &areas[0])], "2009-01-01", "1");
    (body["bodyCode"], body["outcome"]) = (json!("working_committee"), json!("rejected"));
    let refused = world.user("registrar").post("/decisions", &body).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/bodyCode not_competent"]);
    let mut rough = decision("other", &[], "2009-01-01", "2");
    rough["decidedOnPrecision"] = json!("year");
    let refused = world.user("registrar").post("/decisions", &rough).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOnPrecision rule"]);
    rough["historic"] = json!(true);
    world.user("registrar").post("/decisions", &rough).expect(201);
}
