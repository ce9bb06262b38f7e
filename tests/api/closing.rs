//! What is approved or closed stays as it is, by whatever way somebody goes round it.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, Client, World, id_of, update};

crate::tests! {
    an_update_of_a_closed_period_is_neither_moved_nor_put_away,
    an_activity_that_changes_hands_opens_no_closed_period,
    nobody_reports_for_an_activity_without_a_unit,
    an_activity_with_updates_keeps_its_year,
    what_belongs_to_a_closed_year_is_as_it_was_closed,
    a_closed_plan_is_neither_changed_nor_put_away,
    what_is_put_away_is_not_moved,
    who_wrote_a_report_does_not_approve_it,
    the_cadence_stays_once_its_periods_are_reported_of,
    a_report_is_of_a_period_that_has_begun,
    a_closed_year_asks_for_no_updates,
    a_profile_area_that_activities_name_keeps_its_place,
}

/// A world in the spring of 2009 with a plan in follow-up and a planned activity of the area unit's; the paths of both.
fn spring(backend: Backend) -> (World, String, String) {
    let world = World::with(backend, Clock::fixed("2009-05-20T08:00:00Z".parse().unwrap()), &[]);
    let plan = world.adopted_plan(2009);
    world.coordination_unit().transition(&plan, "in_follow_up").expect(200);
    let activity = world.planned_activity("Yrkesutbildning", 2009, "area");
    (world, plan, format!("/activities/{activity}"))
}

fn report(world: &World, plan: &str, unit: &str, period: i32) -> Value {
    json!({"operationalPlanId": id_of(plan), "unitId": world.unit(unit), "period": period, "text": "Går enligt plan."})
}

/// The report of a unit's user is submitted and approved.
fn approved(world: &World, by: &Client, body: &Value) {
    let path = format!("/status-reports/{}", by.post("/status-reports", body).expect(201).id());
    by.transition(&path, "submitted").expect(200);
    world.coordination_unit().transition(&path, "approved").expect(200);
}

fn refused(answer: Answer, rule: &str) -> Vec<String> {
    assert!([409, 422].contains(&answer.status), "{}", answer.text());
    let problem = answer.json();
    let rules: Vec<&Value> =
        problem["invalidParameters"].as_array().unwrap().iter().map(|fault| &fault["rule"]).collect();
    assert!(rules.contains(&&json!(rule)), "{problem}");
    answer.faults()
}

fn an_update_of_a_closed_period_is_neither_moved_nor_put_away(backend: Backend) {
    let (world, plan, activity) = spring(backend);
    let unit = world.area_unit();
    let path = format!("/progress-updates/{}", world.report(id_of(&activity), 2009, &json!({})).expect(201).id());
    approved(&world, &unit, &report(&world, &plan, "area", 1));
    let later = json!({"period": 2, "reportedOn": "2009-05-19", "text": "Något annat."});
    for change in [later, json!({"text": "Något annat."}), json!({"archived": true})] {
        assert_eq!(refused(unit.patch(&path, "*", &change), "R-11"), ["/period wrong_state"], "{change}");
    }
    let back = json!({"to": "returned", "reason": "Skäl."});
    refused(world.coordination_unit().post(&format!("{path}/transitions"), &back), "R-11");
    assert_eq!(unit.get(&activity).expect(200).json()["status"], "on_track");
}

fn an_activity_that_changes_hands_opens_no_closed_period(backend: Backend) {
    let (world, plan, activity) = spring(backend);
    let (unit, staff) = (world.area_unit(), world.coordination_unit());
    let first = format!("/progress-updates/{}", world.report(id_of(&activity), 2009, &json!({})).expect(201).id());
    approved(&world, &unit, &report(&world, &plan, "area", 1));
    staff.patch(&activity, "*", &json!({"ownerUnitId": world.unit("coordination")})).expect(200);
    // The coordination unit takes it over: the period that was approved stays closed.
    let body = update(id_of(&activity), 2009);
    assert_eq!(refused(staff.post("/progress-updates", &body), "R-11"), ["/period wrong_state"]);
    // Who ran it before writes and mends nothing of it any more, in whatever period.
    let second = json!({"period": 2, "reportedOn": "2009-05-19"});
    let faults = refused(unit.patch(&first, "*", &second), "R-20");
    assert_eq!(faults, ["/activityId rule", "/period wrong_state"]);
    world.report(id_of(&activity), 2009, &second).problem(403, "forbidden");
    let mut body = body;
    (body["period"], body["reportedOn"]) = (json!(2), json!("2009-05-19"));
    staff.post("/progress-updates", &body).expect(201);
}

fn nobody_reports_for_an_activity_without_a_unit(backend: Backend) {
    let (world, _, activity) = spring(backend);
    let staff = world.coordination_unit();
    let cancelled = json!({"to": "cancelled", "reason": "Skäl."});
    staff.post(&format!("{activity}/transitions"), &cancelled).expect(200);
    staff.patch(&activity, "*", &json!({"ownerUnitId": null})).expect(200);
    for role in ["area_unit", "other_area", "coordination_unit"] {
        let answer = world.user(role).post("/progress-updates", &update(id_of(&activity), 2009));
        assert_eq!(refused(answer, "R-20"), ["/activityId rule"], "{role}");
    }
}

fn an_activity_with_updates_keeps_its_year(backend: Backend) {
    let (world, _, activity) = spring(backend);
    let moved = json!({"year": 2010, "startsOn": "2010-02-01", "endsOn": "2010-11-30"});
    world.area_unit().patch(&activity, "*", &moved).expect(200);
    let back = json!({"year": 2009, "startsOn": "2009-02-01", "endsOn": "2009-11-30"});
    world.area_unit().patch(&activity, "*", &back).expect(200);
    world.report(id_of(&activity), 2009, &json!({})).expect(201);
    assert_eq!(refused(world.area_unit().patch(&activity, "*", &moved), "R-10"), ["/year rule"]);
}

fn what_belongs_to_a_closed_year_is_as_it_was_closed(backend: Backend) {
    let (world, plan, activity) = spring(backend);
    let (unit, staff) = (world.area_unit(), world.coordination_unit());
    let next = format!("/activities/{}", world.planned_activity("Året därpå", 2010, "area"));
    staff.transition(&plan, "closed").expect(200);
    for change in [json!({"title": "Annat."}), json!({"costActual": {"amount": "5.00", "currency": "SEK"}})] {
        assert_eq!(refused(unit.patch(&activity, "*", &change), "R-13"), ["/year wrong_state"], "{change}");
    }
    refused(unit.transition(&activity, "ongoing"), "R-13");
    let out = json!({"year": 2010, "startsOn": "2010-02-01", "endsOn": "2010-11-30"});
    refused(unit.patch(&activity, "*", &out), "R-13");
    let into = json!({"year": 2009, "startsOn": "2009-02-01", "endsOn": "2009-11-30"});
    refused(unit.patch(&next, "*", &into), "R-13");
    let new = json!({"title": "Ny", "year": 2009, "kind": "project", "cooperationLevel": "local"});
    refused(unit.post("/activities", &new), "R-13");
    // Reopened with a reason, it can be changed again.
    let reopened = json!({"to": "in_follow_up", "reason": "En kostnad saknades."});
    staff.post(&format!("{plan}/transitions"), &reopened).expect(200);
    unit.patch(&activity, "*", &json!({"costActual": {"amount": "5.00", "currency": "SEK"}})).expect(200);
}

fn a_closed_plan_is_neither_changed_nor_put_away(backend: Backend) {
    let (world, plan, _) = spring(backend);
    let staff = world.coordination_unit();
    assert_eq!(refused(staff.patch(&plan, "*", &json!({"archived": true})), "R-13"), ["/archived settled"]);
    staff.patch(&plan, "*", &json!({"title": "Bättre namn"})).expect(200);
    staff.transition(&plan, "closed").expect(200);
    for change in [json!({"title": "Annat"}), json!({"updateDays": 30}), json!({"cadence": "month"})] {
        refused(staff.patch(&plan, "*", &change), "R-13");
    }
    staff.patch(&plan, "*", &json!({"note": "Protokollet ligger i arkivet."})).expect(200);
    refused(staff.patch(&plan, "*", &json!({"archived": true})), "R-13");
}

fn what_is_put_away_is_not_moved(backend: Backend) {
    let (world, plan, _) = spring(backend);
    let unit = world.area_unit();
    let body = report(&world, &plan, "area", 1);
    let path = format!("/status-reports/{}", unit.post("/status-reports", &body).expect(201).id());
    unit.patch(&path, "*", &json!({"archived": true})).expect(200);
    let answer = unit.transition(&path, "submitted").problem(422, "unprocessable");
    assert_eq!((answer.faults(), &answer.json()["rule"]), (vec!["/archived rule".to_owned()], &json!("R-40")));
    let ways = unit.get(&format!("{path}/transitions")).expect(200).json();
    assert_eq!(
        (&ways["items"][0]["open"], &ways["items"][0]["missing"][0]["pointer"]),
        (&json!(false), &json!("/archived"))
    );
    assert_eq!(unit.get(&path).expect(200).json()["_links"]["transitions"], json!([]));
    unit.patch(&path, "*", &json!({"archived": false})).expect(200);
    unit.transition(&path, "submitted").expect(200);
}

fn who_wrote_a_report_does_not_approve_it(backend: Backend) {
    let (world, plan, _) = spring(backend);
    let colleague = |name: &str| {
        let body = json!({"username": name, "roles": ["coordination_unit"], "unitId": world.unit("coordination")});
        world.administrator().post("/users", &body).expect(201);
        world.user(name)
    };
    let (second, third) = (colleague("andra"), colleague("tredje"));
    let staff = world.coordination_unit();
    let body = report(&world, &plan, "coordination", 1);
    let path = format!("/status-reports/{}", staff.post("/status-reports", &body).expect(201).id());
    // Another submits what the first wrote: neither of them approves it.
    second.transition(&path, "submitted").expect(200);
    for own in [&staff, &second] {
        assert_eq!(refused(own.transition(&path, "approved"), "R-21"), ["/to rule"]);
    }
    assert_eq!(staff.get(&path).expect(200).json()["state"], "submitted");
    // Nor is it among their tasks.
    let asked = |user: &Client| {
        let tasks = user.get("/me/tasks").expect(200).json();
        tasks["items"].as_array().unwrap().iter().filter(|task| task["kind"] == "report_to_approve").count()
    };
    assert_eq!([&staff, &second, &third].map(asked), [0, 0, 1]);
    third.transition(&path, "approved").expect(200);
}

fn the_cadence_stays_once_its_periods_are_reported_of(backend: Backend) {
    let (world, plan, activity) = spring(backend);
    let staff = world.coordination_unit();
    staff.patch(&plan, "*", &json!({"cadence": "month"})).expect(200);
    staff.patch(&plan, "*", &json!({"cadence": "tertial"})).expect(200);
    world.report(id_of(&activity), 2009, &json!({})).expect(201);
    assert_eq!(refused(staff.patch(&plan, "*", &json!({"cadence": "month"})), "R-12"), ["/cadence rule"]);
    staff.patch(&plan, "*", &json!({"updateDays": 7})).expect(200);
    let reported = world.adopted_plan(2008);
    world.area_unit().post("/status-reports", &report(&world, &reported, "area", 3)).expect(201);
    refused(staff.patch(&reported, "*", &json!({"cadence": "month"})), "R-12");
}

fn a_report_is_of_a_period_that_has_begun(backend: Backend) {
    let (world, plan, _) = spring(backend);
    let unit = world.area_unit();
    let early = unit.post("/status-reports", &report(&world, &plan, "area", 3));
    assert_eq!(refused(early, "R-12"), ["/period rule"]);
    unit.post("/status-reports", &report(&world, &plan, "area", 2)).expect(201);
}

fn a_closed_year_asks_for_no_updates(backend: Backend) {
    let (world, plan, _) = spring(backend);
    let asked = || {
        let tasks = world.area_unit().get("/me/tasks").expect(200).json();
        let days = world.reader().get("/calendar?from=2009-05-01&to=2009-05-31&kind=update_due").expect(200).json();
        let due = tasks["items"].as_array().unwrap().iter().filter(|task| task["kind"] == "update_due").count();
        (due, days["items"].as_array().unwrap().len())
    };
    assert_eq!(asked(), (1, 1));
    world.coordination_unit().transition(&plan, "closed").expect(200);
    assert_eq!(asked(), (0, 0));
}

fn a_profile_area_that_activities_name_keeps_its_place(backend: Backend) {
    let (world, _, activity) = spring(backend);
    let staff = world.coordination_unit();
    let (area, other) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    let profile = json!({"strategyAreaId": area, "year": 2009, "name": "Scenkonst", "rank": 1});
    let profile = format!("/profile-areas/{}", staff.post("/profile-areas", &profile).expect(201).id());
    staff.patch(&profile, "*", &json!({"year": 2010})).expect(200);
    staff.patch(&profile, "*", &json!({"year": 2009})).expect(200);
    let named = json!({"strategyAreaId": area, "profileAreaIds": [id_of(&profile)]});
    let draft = json!({"title": "Utkast", "year": 2009, "kind": "project", "cooperationLevel": "local"});
    let draft = format!("/activities/{}", staff.post("/activities", &draft).expect(201).id());
    staff.patch(&draft, "*", &named).expect(200);
    for moved in [json!({"year": 2010}), json!({"strategyAreaId": other})] {
        assert_eq!(refused(staff.patch(&profile, "*", &moved), "R-09"), ["/year rule"], "{moved}");
    }
    staff.patch(&profile, "*", &json!({"name": "Scenkonst i Norden"})).expect(200);
    assert_eq!(staff.get(&activity).expect(200).json()["year"], 2009);
}
