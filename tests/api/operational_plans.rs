//! Operational plans: one a year, adopted by the board as long as it is competent, followed up and closed.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, decision, id_of, plan, strategy};

crate::tests! {
    a_year_has_one_plan_and_a_plan_keeps_its_year,
    the_board_adopts_a_plan_as_long_as_a_body_is_competent,
    without_a_competent_body_the_coordination_unit_adopts_it,
    a_rejected_plan_goes_back_to_its_draft,
    what_was_adopted_is_settled,
    a_cadence_gives_reporting_periods,
    the_years_lie_within_the_strategy_and_follow_on_each_other,
    what_the_activities_cost_together_is_compared_with_the_ceiling,
    closing_a_plan_freezes_the_follow_up_and_waits_for_reports,
    a_plan_that_was_closed_is_opened_again_with_a_reason,
    the_matrix_of_a_plan_is_that_of_its_year,
    the_matrix_as_of_an_instant_is_that_of_a_plan_of_then,
}

fn a_year_has_one_plan_and_a_plan_keeps_its_year(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let id = world.plan(2009);
    let twice = staff.post("/operational-plans", &plan(2009)).problem(409, "duplicate");
    assert_eq!(twice.faults(), ["/year taken"]);
    let path = format!("/operational-plans/{id}");
    let moved = staff.patch(&path, "*", &json!({"year": 2010})).problem(422, "unprocessable");
    assert_eq!((moved.faults(), &moved.json()["rule"]), (vec!["/year rule".to_owned()], &json!("R-10")));
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    staff.post("/operational-plans", &plan(2009)).expect(201);
    let back = staff.patch(&path, "*", &json!({"archived": false})).problem(409, "duplicate");
    assert_eq!(back.faults(), ["/year taken"]);
    for role in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        world.user(role).post("/operational-plans", &plan(2011)).problem(403, "forbidden");
    }
}

fn the_board_adopts_a_plan_as_long_as_a_body_is_competent(backend: Backend) {
    let world = World::new(backend);
    let path = world.proposed("/operational-plans", &plan(2009));
    let staff = world.coordination_unit();
    let closed = staff.transition(&path, "adopted").problem(409, "gate_closed").json();
    assert_eq!((&closed["gate"], &closed["decisionKind"]), (&json!("G5"), &json!("adopt_plan")));
    let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
    let adopt = ways["items"].as_array().unwrap().iter().find(|way| way["to"] == "adopted").unwrap().clone();
    assert_eq!((&adopt["open"], &adopt["gate"]), (&json!(false), &json!("G5")));
    world.decide("adopt_plan", &[("operational_plan", id_of(&path))]).expect(201);
    let adopted = staff.get(&path).expect(200).json();
    let today = world.app.clock.today().to_string();
    assert_eq!((&adopted["state"], &adopted["adoptedOn"]), (&json!("adopted"), &json!(today)));
}

fn without_a_competent_body_the_coordination_unit_adopts_it(backend: Backend) {
    let world = World::new(backend);
    let found = world.administrator().get("/competences?decisionKind=adopt_plan").expect(200).json();
    let competence = format!("/competences/{}", found["items"][0]["id"].as_str().unwrap());
    let yesterday = world.app.clock.today().pred_opt().unwrap();
    world.administrator().patch(&competence, "*", &json!({"validTo": yesterday})).expect(200);
    let path = world.proposed("/operational-plans", &plan(2009));
    let staff = world.coordination_unit();
    let links = staff.get(&path).expect(200).json()["_links"]["transitions"].clone();
    assert!(links.as_array().unwrap().iter().any(|way| way["to"] == "adopted"), "{links}");
    let late = world.decide("adopt_plan", &[("operational_plan", id_of(&path))]).problem(409, "state_conflict");
    assert_eq!(late.faults(), ["/bodyCode not_competent"]);
    world.area_unit().transition(&path, "adopted").problem(403, "forbidden");
    assert_eq!(staff.transition(&path, "adopted").expect(200).json()["state"], "adopted");
}

fn a_rejected_plan_goes_back_to_its_draft(backend: Backend) {
    let world = World::new(backend);
    let path = world.proposed("/operational-plans", &plan(2009));
    let today = world.app.clock.today().to_string();
    let mut body = decision("adopt_plan", &[("operational_plan", id_of(&path))], &today, "7");
    body["outcome"] = json!("referred");
    world.user("registrar").post("/decisions", &body).expect(201);
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "draft");
}

fn what_was_adopted_is_settled(backend: Backend) {
    let world = World::new(backend);
    let path = world.adopted_plan(2009);
    let staff = world.coordination_unit();
    let ceiling = json!({"budgetCeiling": {"amount": "1000", "currency": "SEK"}});
    let refused = staff.patch(&path, "*", &ceiling).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/budgetCeiling settled".to_owned()], &json!("G5")));
    staff.patch(&path, "*", &json!({"title": "Plan 2009", "cadence": "quarter"})).expect(200);
    staff.delete(&path, "*").problem(409, "state_conflict");
}

fn a_cadence_gives_reporting_periods(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = plan(2009);
    body["updateDays"] = json!(10);
    let made = staff.post("/operational-plans", &body).expect(201).json();
    let periods = made["reportingPeriods"].as_array().unwrap();
    let second = json!({"period": 2, "startsOn": "2009-05-01", "endsOn": "2009-08-31", "dueOn": "2009-09-10"});
    assert_eq!((periods.len(), &periods[1]), (3, &second));
    let path = format!("/operational-plans/{}", made["id"].as_str().unwrap());
    for (cadence, count) in [("month", 12), ("quarter", 4)] {
        let changed = staff.patch(&path, "*", &json!({"cadence": cadence})).expect(200).json();
        assert_eq!(changed["reportingPeriods"].as_array().unwrap().len(), count);
    }
}

fn the_years_lie_within_the_strategy_and_follow_on_each_other(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let strategy = staff.post("/strategies", &strategy("Strategi", "2008-01-01", "2011-12-31")).expect(201).id();
    let mut body = plan(2012);
    body["strategyId"] = json!(strategy);
    let refused = staff.post("/operational-plans", &body).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/strategyId rule"]);
    let first = world.plan(2011);
    let mut next = plan(2010);
    next["previousPlanId"] = json!(first);
    let refused = staff.post("/operational-plans", &next).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/previousPlanId rule"]);
    let mut fits = plan(2010);
    fits["strategyId"] = json!(strategy);
    let fits = staff.post("/operational-plans", &fits).expect(201).id();
    let later =
        staff.patch(&format!("/operational-plans/{first}"), "*", &json!({"previousPlanId": fits})).expect(200).json();
    assert_eq!(later["previousPlanId"], json!(fits));
}

fn what_the_activities_cost_together_is_compared_with_the_ceiling(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = plan(2009);
    body["budgetCeiling"] = json!({"amount": "1000", "currency": "SEK"});
    let path = format!("/operational-plans/{}", staff.post("/operational-plans", &body).expect(201).id());
    let cost = |title: &str, amount: &str, currency: &str| {
        let id = world.planned_activity(title, 2009, "area");
        let cost = json!({"costEstimate": {"amount": amount, "currency": currency}});
        staff.patch(&format!("/activities/{id}"), "*", &cost).expect(200);
        id
    };
    cost("Ett", "600", "SEK");
    cost("Två", "5000", "NOK");
    let second = cost("Tre", "400", "SEK");
    let shown = staff.get(&path).expect(200).json();
    let sums = json!([{"amount": "5000.00", "currency": "NOK"}, {"amount": "1000.00", "currency": "SEK"}]);
    assert_eq!((&shown["costEstimate"], &shown["warnings"]), (&sums, &json!([])), "reached is not passed");
    staff.patch(
        &format!("/activities/{second}"),
        "*",
        &json!({"costEstimate": {"amount": "400.01", "currency": "SEK"}}),
    );
    assert_eq!(staff.get(&path).expect(200).json()["warnings"][0]["code"], "ceiling_passed");
    staff
        .post(&format!("/activities/{second}/transitions"), &json!({"to": "cancelled", "reason": "Dyrt."}))
        .expect(200);
    assert_eq!(staff.get(&path).expect(200).json()["warnings"], json!([]), "what is cancelled costs nothing");
}

/// A plan of 2009 in follow-up, its path.
fn followed(world: &World) -> String {
    let path = world.adopted_plan(2009);
    world.coordination_unit().transition(&path, "in_follow_up").expect(200);
    path
}

fn closing_a_plan_freezes_the_follow_up_and_waits_for_reports(backend: Backend) {
    let world = World::new(backend);
    let path = followed(&world);
    let staff = world.coordination_unit();
    let activity = world.planned_activity("Teaterutbyte", 2009, "area");
    world.report(&activity, 2009, &json!({"status": "achieved", "percentTotal": 100})).expect(201);
    let report = json!({"operationalPlanId": id_of(&path), "unitId": world.unit("area"), "period": 1, "text": "Bra."});
    let report = format!("/status-reports/{}", world.area_unit().post("/status-reports", &report).expect(201).id());
    world.area_unit().transition(&report, "submitted").expect(200);
    let waits = staff.transition(&path, "closed").problem(422, "unprocessable").json();
    assert_eq!(waits["rule"], "R-13");
    staff.transition(&report, "approved").expect(200);
    let closed = staff.transition(&path, "closed").expect(200).json();
    assert_eq!(closed["closedOn"], json!(world.app.clock.today()));
    let frozen = staff.get(&format!("/report-snapshots?operationalPlanId={}&kind=follow_up", id_of(&path)));
    let frozen = frozen.expect(200).json()["items"][0].clone();
    let data: Value = serde_json::from_str(frozen["data"].as_str().unwrap()).unwrap();
    assert_eq!((&data["year"], &data["totals"]["achieved"]), (&json!(2009), &json!(1)));
    let bytes = staff.get(&format!("/report-snapshots/{}/data", frozen["id"].as_str().unwrap())).expect(200).bytes;
    assert_eq!(bytes, frozen["data"].as_str().unwrap().as_bytes());
    let late = world.report(&activity, 2009, &json!({"period": 3, "reportedOn": "2009-12-30"}));
    assert_eq!(late.problem(409, "state_conflict").faults(), ["/activityId wrong_state"]);
    staff.post(&format!("{path}/transitions"), &json!({"to": "in_follow_up", "reason": "Fel titel."})).expect(200);
    staff.patch(&format!("/activities/{activity}"), "*", &json!({"title": "Teater"})).expect(200);
    let again = staff.get(&format!("/report-snapshots/{}", frozen["id"].as_str().unwrap())).expect(200).json();
    assert_eq!(again, frozen, "what was frozen stays as it is");
}

fn a_plan_that_was_closed_is_opened_again_with_a_reason(backend: Backend) {
    let world = World::new(backend);
    let path = followed(&world);
    let staff = world.coordination_unit();
    staff.transition(&path, "closed").expect(200);
    staff.transition(&path, "in_follow_up").problem(400, "invalid_request");
    let reopened = json!({"to": "in_follow_up", "reason": "En enhet hade glömt sin rapport."});
    let reopened = staff.post(&format!("{path}/transitions"), &reopened).expect(200).json();
    assert_eq!(reopened["stateReason"], "En enhet hade glömt sin rapport.");
    staff.transition(&path, "closed").expect(200);
    let frozen = staff.get(&format!("/report-snapshots?operationalPlanId={}", id_of(&path))).expect(200).json();
    assert_eq!(frozen["_meta"]["totalRecords"], 2, "both are kept");
}

fn the_matrix_as_of_an_instant_is_that_of_a_plan_of_then(backend: Backend) {
    let clock = Clock::fixed("2009-05-20T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    clock.set("2009-05-21T10:00:00Z".parse().unwrap());
    let id = world.coordination_unit().post("/operational-plans", &plan(2010)).expect(201).id();
    clock.set("2009-05-22T10:00:00Z".parse().unwrap());
    world.coordination_unit().delete(&format!("/operational-plans/{id}"), "*").expect(204);
    let read = |query: &str| world.user("board").get(&format!("/operational-plans/{id}/matrix{query}"));
    read("").problem(404, "not_found");
    read("?asOf=2009-05-20").problem(404, "not_found");
    assert_eq!(read("?asOf=2009-05-21").expect(200).json()["operationalPlanId"], json!(id));
    read("?asOf=2009-05-19").problem(422, "before_journal");
}

fn the_matrix_of_a_plan_is_that_of_its_year(backend: Backend) {
    let world = World::new(backend);
    let id = world.plan(2009);
    world.planned_activity("Teaterutbyte", 2009, "area");
    world.planned_activity("Året därpå", 2010, "area");
    let reader = world.reader();
    let one = reader.get(&format!("/operational-plans/{id}/matrix")).expect(200).json();
    assert_eq!(one, reader.get("/reports/matrix?year=2009").expect(200).json());
    assert_eq!((&one["operationalPlanId"], &one["outside"]["activityCount"]), (&json!(id), &json!(1)));
    reader.get(&format!("/operational-plans/{id}/matrix?format=html")).expect(200);
    let twice = reader.get(&format!("/operational-plans/{id}/matrix?year=2010")).problem(400, "invalid_request");
    assert_eq!(twice.faults(), ["year repeated"]);
    reader.get("/operational-plans/0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f/matrix").problem(404, "not_found");
}
