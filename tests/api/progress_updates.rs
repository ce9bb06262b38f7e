//! Progress updates: the only way in which an activity's status changes, by the unit that runs it.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, id_of, update};

crate::tests! {
    the_last_update_gives_the_activity_its_status,
    scenario_06_a_status_is_not_patched,
    what_is_at_risk_asks_for_a_deviation_and_a_measure,
    scenario_05_only_its_own_unit_writes_for_an_activity,
    the_coordination_unit_returns_an_update_and_it_counts_no_more,
    an_update_is_about_a_planned_activity_of_a_year_with_a_plan,
    an_update_is_of_a_period_of_the_plan_that_has_begun,
    a_period_whose_report_was_submitted_is_closed,
    a_late_update_makes_an_activity_stale_and_stale_is_never_green,
    when_the_cadence_changes_the_due_days_change,
    an_update_keeps_its_activity,
}

const SPRING_2009: &str = "2009-05-20T08:00:00Z";

/// A world in the spring of 2009, with a plan in tertials and a planned activity of the area unit's; its id.
fn spring(backend: Backend) -> (World, String) {
    let world = World::with(backend, Clock::fixed(SPRING_2009.parse().unwrap()), &[]);
    world.plan(2009);
    let activity = world.planned_activity("Yrkesutbildning", 2009, "area");
    (world, activity)
}

fn shown(world: &World, activity: &str) -> Value {
    world.reader().get(&format!("/activities/{activity}")).expect(200).json()
}

fn the_last_update_gives_the_activity_its_status(backend: Backend) {
    let (world, activity) = spring(backend);
    let before = shown(&world, &activity);
    assert_eq!(
        (&before["status"], &before["light"], &before["percentTotal"]),
        (&json!(null), &json!("grey"), &json!(null))
    );
    let made = world
        .report(&activity, 2009, &json!({"period": 2, "reportedOn": "2009-05-19", "percentTotal": 40}))
        .expect(201);
    let after = shown(&world, &activity);
    assert_eq!(
        (&after["status"], &after["percentTotal"], &after["light"]),
        (&json!("on_track"), &json!(40), &json!("green"))
    );
    assert_eq!((&after["lastUpdateOn"], &after["lastUpdatePeriod"]), (&json!("2009-05-19"), &json!(2)));
    assert_eq!(after["version"], json!(before["version"].as_i64().unwrap() + 1));
    let history = world.user("board").get(&format!("/activities/{activity}/history")).expect(200).json();
    let last = &history["items"][0];
    assert_eq!((&last["causeType"], &last["causeId"]), (&json!("progress_update"), &json!(made.id())));
    // One of an earlier period that comes later tells nothing new.
    world
        .report(
            &activity,
            2009,
            &json!({"reportedOn": "2009-05-20", "status": "off_track", "deviation": "D", "measure": "M"}),
        )
        .expect(201);
    assert_eq!(shown(&world, &activity)["status"], "on_track");
    let filtered = |query: &str| {
        world.reader().get(&format!("/activities?{query}")).expect(200).json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!(
        (filtered("status=on_track"), filtered("status=none"), filtered("status=off_track")),
        (json!(1), json!(0), json!(0))
    );
}

fn scenario_06_a_status_is_not_patched(backend: Backend) {
    let (world, activity) = spring(backend);
    for field in ["status", "percentTotal"] {
        let value = if field == "status" { json!("achieved") } else { json!(100) };
        let refused = world.area_unit().patch(&format!("/activities/{activity}"), "*", &json!({field: value}));
        let refused = refused.problem(422, "unprocessable").json();
        let fault = &refused["invalidParameters"][0];
        assert_eq!((&fault["pointer"], &fault["rule"]), (&json!(format!("/{field}")), &json!("R-11")));
        assert!(fault["reason"].as_str().unwrap().contains("/progress-updates"), "{fault}");
    }
}

fn what_is_at_risk_asks_for_a_deviation_and_a_measure(backend: Backend) {
    let (world, activity) = spring(backend);
    for status in ["at_risk", "off_track"] {
        let refused = world.report(&activity, 2009, &json!({"status": status})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/deviation rule", "/measure rule"]);
    }
    let refused = world.report(&activity, 2009, &json!({"status": "achieved", "percentTotal": 99}));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/percentTotal rule"]);
    let refused = world.report(&activity, 2009, &json!({"percentTotal": 101})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/percentTotal too_large"]);
    assert_eq!(shown(&world, &activity)["status"], json!(null), "nothing was changed");
    world.report(&activity, 2009, &json!({"status": "at_risk", "deviation": "D", "measure": "M"})).expect(201);
    assert_eq!(shown(&world, &activity)["light"], "yellow");
}

fn scenario_05_only_its_own_unit_writes_for_an_activity(backend: Backend) {
    let (world, activity) = spring(backend);
    for role in ["coordination_unit", "other_area"] {
        let refused =
            world.user(role).post("/progress-updates", &update(&activity, 2009)).problem(403, "forbidden").json();
        assert_eq!(
            (&refused["rule"], &refused["permission"]),
            (&json!("R-20"), &json!("progress-updates:create")),
            "{role}"
        );
    }
    for role in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(role).post("/progress-updates", &update(&activity, 2009)).problem(403, "forbidden");
    }
    let made = world.report(&activity, 2009, &json!({})).expect(201).json();
    assert_eq!(made["unitId"], json!(world.unit("area")));
    let path = format!("/progress-updates/{}", made["id"].as_str().unwrap());
    let refused =
        world.coordination_unit().patch(&path, "*", &json!({"text": "Bättre."})).problem(403, "forbidden").json();
    assert_eq!(refused["rule"], "R-20");
    let own = world.planned_activity("Samordning", 2009, "coordination");
    world.coordination_unit().post("/progress-updates", &update(&own, 2009)).expect(201);
}

fn the_coordination_unit_returns_an_update_and_it_counts_no_more(backend: Backend) {
    let (world, activity) = spring(backend);
    world.report(&activity, 2009, &json!({"percentTotal": 10})).expect(201);
    let second =
        world.report(&activity, 2009, &json!({"reportedOn": "2009-05-12", "percentTotal": 50})).expect(201).id();
    let path = format!("/progress-updates/{second}");
    let back = json!({"to": "returned", "reason": "Hur många kurser?"});
    world.area_unit().post(&format!("{path}/transitions"), &back).problem(403, "forbidden");
    world.coordination_unit().transition(&path, "returned").problem(400, "invalid_request");
    let returned = world.coordination_unit().post(&format!("{path}/transitions"), &back).expect(200).json();
    assert_eq!(returned["stateReason"], "Hur många kurser?");
    assert_eq!(shown(&world, &activity)["percentTotal"], 10, "the one before counts again");
    let refused = world.coordination_unit().transition(&path, "submitted").problem(403, "forbidden").json();
    assert_eq!(refused["rule"], "R-20");
    world.area_unit().patch(&path, "*", &json!({"text": "Två av fyra.", "percentTotal": 45})).expect(200);
    world.area_unit().transition(&path, "submitted").expect(200);
    assert_eq!(shown(&world, &activity)["percentTotal"], 45);
    world.area_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(shown(&world, &activity)["percentTotal"], 10, "what is put away counts no more");
}

fn an_update_is_about_a_planned_activity_of_a_year_with_a_plan(backend: Backend) {
    let (world, _) = spring(backend);
    let draft = json!({"title": "Utkast", "year": 2009, "kind": "project", "cooperationLevel": "local"});
    let draft = world.area_unit().post("/activities", &draft).expect(201).id();
    assert_eq!(
        world.report(&draft, 2009, &json!({})).problem(409, "state_conflict").faults(),
        ["/activityId wrong_state"]
    );
    let other_year = world.planned_activity("Utan plan", 2008, "area");
    let refused = world.report(&other_year, 2008, &json!({})).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/activityId rule".to_owned()], &json!("R-10")));
    let nowhere = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f";
    assert_eq!(
        world.report(nowhere, 2009, &json!({})).problem(422, "unprocessable").faults(),
        ["/activityId unknown_reference"]
    );
}

fn an_update_is_of_a_period_of_the_plan_that_has_begun(backend: Backend) {
    let (world, activity) = spring(backend);
    let faults = |changes: Value| world.report(&activity, 2009, &changes).problem(422, "unprocessable").faults();
    assert_eq!(faults(json!({"period": 4})), ["/period rule"], "tertials are three");
    assert_eq!(faults(json!({"period": 2, "reportedOn": "2009-04-30"})), ["/reportedOn rule"], "not begun");
    assert_eq!(faults(json!({"reportedOn": "2009-05-21"})), ["/reportedOn rule"], "tomorrow");
    assert_eq!(faults(json!({"reportedOn": "2008-12-31"})), ["/reportedOn rule"]);
    world.report(&activity, 2009, &json!({"period": 2, "reportedOn": "2009-05-01"})).expect(201);
    world.clock.set("2011-01-02T08:00:00Z".parse().unwrap());
    assert_eq!(
        world
            .report(&activity, 2009, &json!({"period": 3, "reportedOn": "2011-01-01"}))
            .problem(422, "unprocessable")
            .faults(),
        ["/reportedOn rule"]
    );
    world.report(&activity, 2009, &json!({"period": 3, "reportedOn": "2010-12-31"})).expect(201);
}

fn a_period_whose_report_was_submitted_is_closed(backend: Backend) {
    let (world, activity) = spring(backend);
    let first = world.report(&activity, 2009, &json!({})).expect(201).id();
    let plan = world.reader().get("/operational-plans?year=2009").expect(200).json()["items"][0]["id"].clone();
    let report = json!({"operationalPlanId": plan, "unitId": world.unit("area"), "period": 1, "text": "Bra."});
    let report = format!("/status-reports/{}", world.area_unit().post("/status-reports", &report).expect(201).id());
    let path = format!("/progress-updates/{first}");
    world.area_unit().patch(&path, "*", &json!({"text": "Ännu öppen."})).expect(200);
    world.area_unit().transition(&report, "submitted").expect(200);
    let refused = world.area_unit().patch(&path, "*", &json!({"text": "Efteråt."})).problem(409, "state_conflict");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/period wrong_state".to_owned()], &json!("R-11")));
    assert_eq!(
        world.report(&activity, 2009, &json!({})).problem(409, "state_conflict").faults(),
        ["/period wrong_state"]
    );
    // A later period corrects it.
    world.report(&activity, 2009, &json!({"period": 2, "reportedOn": "2009-05-19"})).expect(201);
    let back = json!({"to": "returned", "reason": "Komplettera."});
    world.coordination_unit().post(&format!("{report}/transitions"), &back).expect(200);
    world.area_unit().patch(&path, "*", &json!({"text": "Komplett."})).expect(200);
}

fn a_late_update_makes_an_activity_stale_and_stale_is_never_green(backend: Backend) {
    let (world, activity) = spring(backend);
    world.report(&activity, 2009, &json!({})).expect(201);
    let green = shown(&world, &activity);
    assert_eq!(
        (&green["light"], &green["stale"], &green["nextUpdateDueOn"]),
        (&json!("green"), &json!(false), &json!("2009-09-14"))
    );
    let stale = || world.reader().get("/activities?stale=true").expect(200).json()["_meta"]["totalRecords"].clone();
    let fresh = || world.reader().get("/activities?stale=false").expect(200).json()["_meta"]["totalRecords"].clone();
    world.clock.set("2009-09-14T20:00:00Z".parse().unwrap());
    assert_eq!(
        (shown(&world, &activity)["stale"].clone(), stale(), fresh()),
        (json!(false), json!(0), json!(1)),
        "the last day"
    );
    world.clock.set("2009-09-15T08:00:00Z".parse().unwrap());
    let grey = shown(&world, &activity);
    assert_eq!((&grey["light"], &grey["stale"], &grey["status"]), (&json!("grey"), &json!(true), &json!("on_track")));
    assert_eq!((stale(), fresh()), (json!(1), json!(0)));
    let matrix = world.reader().get("/reports/matrix?year=2009").expect(200).json();
    let lights = &matrix["totals"]["lights"];
    assert_eq!((&lights["green"], &lights["grey"], &matrix["totals"]["staleCount"]), (&json!(0), &json!(1), &json!(1)));
    world.coordination_unit().transition(&format!("/activities/{activity}"), "ongoing").expect(200);
    world.coordination_unit().transition(&format!("/activities/{activity}"), "completed").expect(200);
    assert_eq!(
        (shown(&world, &activity)["light"].clone(), stale()),
        (json!("green"), json!(0)),
        "what is done owes nothing"
    );
}

fn when_the_cadence_changes_the_due_days_change(backend: Backend) {
    let (world, activity) = spring(backend);
    let plan = world.reader().get("/operational-plans?year=2009").expect(200).json()["items"][0]["id"].clone();
    let path = format!("/operational-plans/{}", plan.as_str().unwrap());
    let staff = world.coordination_unit();
    let due = || shown(&world, &activity)["nextUpdateDueOn"].clone();
    let listed = |day: &str| {
        let query = format!("/activities?nextUpdateDueOnFrom={day}&nextUpdateDueOnTo={day}");
        world.reader().get(&query).expect(200).json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!((due(), listed("2009-05-14")), (json!("2009-05-14"), json!(1)));
    staff.patch(&path, "*", &json!({"cadence": "month", "updateDays": 5})).expect(200);
    assert_eq!((due(), listed("2009-03-05")), (json!("2009-03-05"), json!(1)), "it begins in February");
    world.report(&activity, 2009, &json!({"period": 4, "reportedOn": "2009-04-30"})).expect(201);
    assert_eq!((due(), listed("2009-06-05")), (json!("2009-06-05"), json!(1)));
    staff.patch(&path, "*", &json!({"updateDays": 7})).expect(200);
    assert_eq!((due(), listed("2009-06-07")), (json!("2009-06-07"), json!(1)));
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!((due(), listed("2009-06-07")), (json!(null), json!(0)), "without a plan nothing is due");
    staff.patch(&path, "*", &json!({"archived": false})).expect(200);
    assert_eq!((due(), listed("2009-06-07")), (json!("2009-06-07"), json!(1)));
    let moved = json!({"startsOn": "2009-08-15"});
    staff.patch(&format!("/activities/{activity}"), "*", &moved).expect(200);
    assert_eq!((due(), listed("2009-09-07")), (json!("2009-09-07"), json!(1)), "of the month in which it begins");
}

fn an_update_keeps_its_activity(backend: Backend) {
    let (world, activity) = spring(backend);
    let other = world.planned_activity("En annan", 2009, "area");
    let path = format!("/progress-updates/{}", world.report(&activity, 2009, &json!({})).expect(201).id());
    let refused = world.area_unit().patch(&path, "*", &json!({"activityId": other})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/activityId rule"]);
    assert_eq!(shown(&world, &other)["status"], json!(null));
    assert!(id_of(&path).len() == 36);
}
