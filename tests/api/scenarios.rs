//! The acceptance scenarios of the domain model, each under its number.

use serde_json::json;

use crate::support::{Backend, World, activity, decision, strategy};

crate::tests! {
    scenario_01_only_the_boards_decision_prioritises_an_area,
    scenario_02_an_area_links_to_the_regional_programme_or_is_not_prioritised,
    scenario_03_there_is_no_fourth_priority,
    scenario_04_an_activity_without_citizen_benefit_stays_a_draft,
    scenario_05_an_area_unit_does_not_edit_anothers_activity,
    scenario_17_work_of_aid_character_needs_a_reason,
    scenario_24_a_page_beyond_the_end_is_empty,
}

fn scenario_01_only_the_boards_decision_prioritises_an_area(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.proposed_area(&strategy, "kultur");
    let path = format!("/strategy-areas/{area}");
    let closed = world.coordination_unit().transition(&path, "prioritised").problem(409, "gate_closed").json();
    assert_eq!((&closed["rule"], &closed["gate"]), (&json!("G4"), &json!("G4")));
    assert_eq!(closed["decisionKind"], "prioritise_area");
    assert_eq!(closed["missing"][0]["rule"], "G4");
    let today = world.app.clock.today().to_string();
    let subject = [("strategy_area", area.as_str())];
    let mut committee = decision("prioritise_area", &subject, &today, "7");
    committee["bodyCode"] = json!("working_committee");
    let refused = world.user("registrar").post("/decisions", &committee).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/bodyCode not_competent"]);
    assert_eq!(refused.json()["rule"], "R-15");
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "proposed");
    let mut adjusted = decision("prioritise_area", &subject, &today, "7");
    adjusted["adjustedOn"] = json!(today);
    let decided = world.user("registrar").post("/decisions", &adjusted).expect(201).id();
    let now = world.reader().get(&path).expect(200).json();
    assert_eq!((&now["state"], &now["prioritisedOn"]), (&json!("prioritised"), &json!(today)));
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    let last = &history["items"][0];
    assert_eq!((&last["action"], &last["causeType"]), (&json!("transition"), &json!("decision")));
    assert_eq!((&last["causeId"], &last["actorId"]), (&json!(decided), &json!(world.user_id("registrar"))));
}

fn scenario_02_an_area_links_to_the_regional_programme_or_is_not_prioritised(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let staff = world.coordination_unit();
    let body = json!({"strategyId": strategy, "code": "kultur", "name": {"sv": "Kultur"}, "order": 1});
    let area = staff.post("/strategy-areas", &body).expect(201).id();
    let path = format!("/strategy-areas/{area}");
    staff.transition(&path, "proposed").expect(200);
    let decide = || world.decide("prioritise_area", &[("strategy_area", &area)]);
    let refused = |faults: usize| {
        let answer = decide().problem(422, "unprocessable");
        assert_eq!(answer.json()["rule"], "R-04");
        assert_eq!(answer.faults(), vec!["/subjects/0 rule"; faults]);
    };
    refused(2);
    staff.patch(&path, "*", &json!({"frameworkElements": ["RUP-1"]})).expect(200);
    refused(1);
    staff.patch(&path, "*", &json!({"frameworkElements": ["RUP-1", "NS07-1"]})).expect(200);
    refused(1);
    staff.patch(&path, "*", &json!({"frameworkElements": ["RUP-1", "EU-2"]})).expect(200);
    refused(1);
    // All three frameworks need no words; nor does a text need all three.
    let all = json!({"frameworkElements": ["RUP-1", "NS07-1", "EU-2"]});
    staff.patch(&path, "*", &all).expect(200);
    let missing = |path: &str| {
        let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
        let ways = ways["items"].as_array().unwrap().clone();
        let gate = ways.iter().find(|way| way["to"] == "prioritised").unwrap().clone();
        assert_eq!((&gate["open"], &gate["gate"]), (&json!(false), &json!("G4")));
        gate["missing"].as_array().unwrap().len()
    };
    assert_eq!(missing(&path), 1, "the decision alone");
    let few = json!({"frameworkElements": ["RUP-1"], "linkJustification": "Ramverken nämner inte kultur."});
    staff.patch(&path, "*", &few).expect(200);
    decide().expect(201);
    // What the gate asked for stays.
    let taken = staff.patch(&path, "*", &json!({"frameworkElements": ["NS07-1"]})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/frameworkElements rule"]);
    let taken = staff.patch(&path, "*", &json!({"linkJustification": null})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/linkJustification rule"]);
}

fn scenario_03_there_is_no_fourth_priority(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"code": "fjarde", "name": {"sv": "Fjärde"}});
    for user in ["board", "coordination_unit", "administrator"] {
        let refused = world.user(user).post("/priorities", &body).problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), Some("GET, HEAD"));
        let path = "/priorities/international_cooperation";
        world.user(user).delete(path, "*").problem(405, "method_not_allowed");
    }
    let page = world.reader().get("/priorities").expect(200).json();
    let codes: Vec<&str> = page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["international_cooperation", "monitoring_and_knowledge", "influence_and_profiling"]);
}

fn scenario_04_an_activity_without_citizen_benefit_stays_a_draft(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let mut body = activity("Teaterutbyte", 2009, Some(&area), &world.unit("area"));
    body.as_object_mut().unwrap().remove("citizenBenefit");
    let unit = world.area_unit();
    let path = format!("/activities/{}", unit.post("/activities", &body).expect(201).id());
    let refused = unit.transition(&path, "planned").problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/citizenBenefit rule"]);
    let problem = refused.json();
    assert_eq!((&problem["rule"], &problem["missing"][0]["pointer"]), (&json!("R-06"), &json!("/citizenBenefit")));
    assert_eq!(unit.get(&path).expect(200).json()["state"], "draft");
    let benefit = json!({"citizenBenefit": {"kind": "indirect", "text": "Fler ser teater."}});
    unit.patch(&path, "*", &benefit).expect(200);
    unit.transition(&path, "planned").expect(200);
    // It is asked of what is planned, too.
    let taken = unit.patch(&path, "*", &json!({"citizenBenefit": null})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/citizenBenefit rule"]);
}

fn scenario_05_an_area_unit_does_not_edit_anothers_activity(backend: Backend) {
    let world = World::new(backend);
    let body = activity("Andras", 2009, None, &world.unit("other-area"));
    let path = format!("/activities/{}", world.user("other_area").post("/activities", &body).expect(201).id());
    let refused = world.area_unit().patch(&path, "*", &json!({"title": "Mitt"})).problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "activities:edit");
}

fn scenario_17_work_of_aid_character_needs_a_reason(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let mut body = activity("Bistånd", 2009, Some(&area), &world.unit("area"));
    body["aidCharacter"] = json!(true);
    let staff = world.coordination_unit();
    let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    let refused = staff.transition(&path, "planned").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/exceptionReason rule".to_owned()], &json!("D2")));
    staff.patch(&path, "*", &json!({"exceptionReason": "Uppdrag av regeringen."})).expect(200);
    staff.transition(&path, "planned").expect(200);
    // Nor can it become so afterwards without one.
    let plain = activity("Annat", 2009, Some(&area), &world.unit("area"));
    let path = format!("/activities/{}", staff.post("/activities", &plain).expect(201).id());
    staff.transition(&path, "planned").expect(200);
    let refused = staff.patch(&path, "*", &json!({"aidCharacter": true})).problem(422, "unprocessable");
    assert_eq!(refused.json()["rule"], "D2");
}

fn scenario_24_a_page_beyond_the_end_is_empty(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for number in 0..3 {
        let body = strategy(&format!("Strategi {number}"), "2008-01-01", "2011-12-31");
        staff.post("/strategies", &body).expect(201);
    }
    for (list, total) in [("strategies", 3), ("activities", 0), ("decisions", 0), ("priorities", 3)] {
        let page = world.reader().get(&format!("/{list}?page=99")).expect(200).json();
        assert_eq!((&page["items"], &page["_meta"]["totalRecords"]), (&json!([]), &json!(total)), "{list}");
    }
}
