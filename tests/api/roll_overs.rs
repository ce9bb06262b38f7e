//! Roll-overs: previewed as data, applied in one transaction, and undone by new writes.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, id_of};

crate::tests! {
    scenario_16_a_roll_over_that_is_undone_leaves_everything_as_it_was,
    what_goes_on_begins_with_the_year_and_what_is_copied_lies_as_it_lay,
    choices_are_checked_one_by_one,
    closing_what_goes_on_ends_it_with_a_reason,
    of_two_who_roll_over_at_once_one_is_told,
    what_was_changed_since_is_not_undone,
    what_something_new_refers_to_is_not_undone,
    only_an_adopted_plan_is_rolled_over_and_only_by_the_coordination_unit,
    the_next_plan_may_be_there_already,
    nothing_closed_is_rolled_over_or_undone,
    what_is_made_keeps_the_rules_of_what_it_is,
    a_roll_over_whose_plan_was_deleted_is_done_again,
}

/// What a year holds, as a test makes it.
struct Year {
    world: World,
    plan: String,
    area: String,
    profile: String,
    ongoing: String,
    completed: String,
    draft: String,
    indicator: String,
}

/// A world in November 2009 with an adopted plan, a profile area, an activity that goes on with an indicator, one that is
/// completed, and a draft.
fn november(backend: Backend) -> Year {
    let world = World::with(backend, Clock::fixed("2009-11-20T08:00:00Z".parse().unwrap()), &[]);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2011-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let staff = world.coordination_unit();
    let plan = id_of(&world.adopted_plan(2009)).to_owned();
    let profile = json!({"strategyAreaId": area, "year": 2009, "name": "Scenkonst", "rank": 1});
    let profile = staff.post("/profile-areas", &profile).expect(201).id();
    let ongoing = world.planned_activity("Yrkesutbildning", 2009, "area");
    let place = json!({"strategyAreaId": area, "profileAreaIds": [profile]});
    staff.patch(&format!("/activities/{ongoing}"), "*", &place).expect(200);
    staff.transition(&format!("/activities/{ongoing}"), "ongoing").expect(200);
    let completed = world.planned_activity("Studieresa", 2009, "area");
    for state in ["ongoing", "completed"] {
        staff.transition(&format!("/activities/{completed}"), state).expect(200);
    }
    let draft = json!({"title": "Utkast", "year": 2009, "kind": "project", "cooperationLevel": "local", "startsOn": "2009-03-01"});
    let draft = staff.post("/activities", &draft).expect(201).id();
    let indicator = json!({
        "name": "Studerande", "measure": "studerande", "activityId": ongoing, "baseline": "100", "target": "200",
        "direction": "increase",
    });
    let indicator = staff.post("/indicators", &indicator).expect(201).id();
    let value = json!({"indicatorId": indicator, "observedOn": "2009-10-01", "value": "140"});
    staff.post("/indicator-values", &value).expect(201);
    Year { world, plan, area, profile, ongoing, completed, draft, indicator }
}

impl Year {
    fn preview(&self) -> Value {
        let path = format!("/operational-plans/{}/roll-over", self.plan);
        self.world.reader().get(&path).expect(200).json()
    }

    fn apply(&self, choices: Value) -> Value {
        let body = json!({"fromPlanId": self.plan, "choices": choices});
        self.world.coordination_unit().post("/roll-overs", &body).expect(201).json()
    }

    /// What something became in the year after.
    fn result(&self, rolled: &Value, id: &str) -> Value {
        let items = rolled["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == json!(id)).unwrap()["resultId"].clone()
    }
}

/// Every record of the registers that a roll-over writes, by path, without version and time of change.
fn everything(world: &World) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for list in ["operational-plans", "profile-areas", "activities", "indicators", "indicator-values", "matrix-cells"] {
        let page =
            world.user("board").get(&format!("/{list}?limit=100&archived=true&archived=false")).expect(200).json();
        assert!(page["_meta"]["totalRecords"].as_i64().unwrap() <= 100);
        for item in page["items"].as_array().unwrap() {
            let mut item = item.clone();
            for name in ["version", "updatedAt", "updatedBy", "_links"] {
                item.as_object_mut().unwrap().remove(name);
            }
            all.insert(format!("/{list}/{}", item["id"].as_str().unwrap()), item);
        }
    }
    all
}

fn ids(items: &Value) -> Vec<String> {
    let mut ids: Vec<String> =
        items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn scenario_16_a_roll_over_that_is_undone_leaves_everything_as_it_was(backend: Backend) {
    let year = november(backend);
    let before = everything(&year.world);
    let preview = year.preview();
    assert_eq!((&preview["toYear"], &preview["toPlanId"]), (&json!(2010), &json!(null)));
    let sorted = |mut ids: Vec<&str>| {
        ids.sort_unstable();
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&preview["carry"]), sorted(vec![&year.profile, &year.ongoing, &year.indicator]));
    assert_eq!(ids(&preview["close"]), sorted(vec![&year.completed]));
    assert_eq!(ids(&preview["copy"]), sorted(vec![&year.draft]));
    assert_eq!(everything(&year.world), before, "a preview writes nothing");
    let rolled = year.apply(json!([]));
    let after = everything(&year.world);
    assert_eq!(after.len(), before.len() + 5, "a plan, a profile area, two activities and an indicator");
    let undone =
        year.world.coordination_unit().transition(&format!("/roll-overs/{}", rolled["id"].as_str().unwrap()), "undone");
    assert_eq!(undone.expect(200).json()["state"], "undone");
    assert_eq!(everything(&year.world), before);
    assert_eq!(year.preview(), preview);
    assert_eq!(year.world.verify().faults, Vec::<String>::new());
    let twice =
        year.world.coordination_unit().transition(&format!("/roll-overs/{}", rolled["id"].as_str().unwrap()), "undone");
    twice.problem(409, "state_conflict");
    year.apply(json!([]));
    assert_eq!(everything(&year.world).len(), after.len(), "it can be done again");
}

fn what_goes_on_begins_with_the_year_and_what_is_copied_lies_as_it_lay(backend: Backend) {
    let year = november(backend);
    let choices = json!([{"type": "activity", "id": year.completed, "choice": "copy"}]);
    let rolled = year.apply(choices);
    let reader = year.world.reader();
    let read = |list: &str, id: &Value| reader.get(&format!("/{list}/{}", id.as_str().unwrap())).expect(200).json();
    let plan = read("operational-plans", &rolled["toPlanId"]);
    assert_eq!(
        (&plan["year"], &plan["title"], &plan["state"]),
        (&json!(2010), &json!("Verksamhetsplan 2010"), &json!("draft"))
    );
    assert_eq!(plan["previousPlanId"], json!(year.plan));
    let profile = read("profile-areas", &year.result(&rolled, &year.profile));
    assert_eq!((&profile["year"], &profile["carriedFromId"]), (&json!(2010), &json!(year.profile)));
    let goes_on = read("activities", &year.result(&rolled, &year.ongoing));
    assert_eq!((&goes_on["state"], &goes_on["continuedFromId"]), (&json!("draft"), &json!(year.ongoing)));
    assert_eq!((&goes_on["startsOn"], &goes_on["endsOn"]), (&json!("2010-01-01"), &json!(null)));
    assert_eq!(goes_on["profileAreaIds"], json!([year.result(&rolled, &year.profile)]));
    assert_eq!((&goes_on["status"], &goes_on["ownerUnitId"]), (&json!(null), &json!(year.world.unit("area"))));
    let copied = read("activities", &year.result(&rolled, &year.completed));
    assert_eq!((&copied["startsOn"], &copied["continuedFromId"]), (&json!("2010-02-01"), &json!(null)));
    let indicator = read("indicators", &year.result(&rolled, &year.indicator));
    assert_eq!((&indicator["baseline"], &indicator["carriedFromId"]), (&json!("140"), &json!(year.indicator)));
    assert_eq!(indicator["activityId"], goes_on["id"]);
    let history = year.world.user("board").get(&format!("/activities/{}/history", goes_on["id"].as_str().unwrap()));
    let history = history.expect(200).json();
    assert_eq!(
        (&history["items"][0]["causeType"], &history["items"][0]["causeId"]),
        (&json!("roll_over"), &rolled["id"])
    );
    let again = year.preview();
    assert_eq!(ids(&again["carry"]), Vec::<String>::new(), "what goes on already is not offered again");
}

fn choices_are_checked_one_by_one(backend: Backend) {
    let year = november(backend);
    let other = year.world.planned_activity("Ett annat år", 2008, "area");
    let choices = json!([
        {"type": "activity", "id": other, "choice": "carry"},
        {"type": "activity", "id": year.ongoing, "choice": "close"},
        {"type": "profile_area", "id": year.profile, "choice": "copy"},
        {"type": "activity", "id": year.draft, "choice": "carry"},
        {"type": "indicator", "id": year.indicator, "choice": "carry"},
        {"type": "activity", "id": year.draft, "choice": "copy"},
        {"type": "indicator", "id": year.ongoing, "choice": "close"},
    ]);
    let body = json!({"fromPlanId": year.plan, "choices": choices});
    let head = year.world.head();
    let refused = year.world.coordination_unit().post("/roll-overs", &body).problem(400, "invalid_request");
    let mut faults = refused.faults();
    faults.sort();
    assert_eq!(
        faults,
        [
            "/choices/0/id unknown_reference",
            "/choices/1/reason missing",
            "/choices/2/choice rule",
            "/choices/3/choice rule",
            "/choices/4/choice rule",
            "/choices/5 duplicate_item",
            "/choices/6/id unknown_reference",
        ]
    );
    assert_eq!(year.world.head(), head, "nothing was written");
}

fn closing_what_goes_on_ends_it_with_a_reason(backend: Backend) {
    let year = november(backend);
    let planned = year.world.planned_activity("Aldrig påbörjad", 2009, "area");
    let before = everything(&year.world);
    let close = |kind: &str, id: &str| json!({"type": kind, "id": id, "choice": "close", "reason": "Målet är nått."});
    let rolled = year.apply(json!([
        close("activity", &year.ongoing),
        close("activity", &planned),
        close("profile_area", &year.profile),
        close("activity", &year.draft),
    ]));
    let state = |path: String| {
        let shown = year.world.reader().get(&path).expect(200).json();
        (shown["state"].as_str().unwrap().to_owned(), shown["stateReason"].clone())
    };
    let reason = json!("Målet är nått.");
    assert_eq!(state(format!("/activities/{}", year.ongoing)), ("completed".to_owned(), reason.clone()));
    assert_eq!(state(format!("/activities/{planned}")), ("cancelled".to_owned(), reason.clone()));
    assert_eq!(state(format!("/profile-areas/{}", year.profile)), ("dropped".to_owned(), reason));
    assert_eq!(state(format!("/activities/{}", year.draft)).0, "draft", "a draft stays where it is");
    assert_eq!(year.result(&rolled, &year.indicator), json!(null), "its activity ends");
    let path = format!("/roll-overs/{}", rolled["id"].as_str().unwrap());
    year.world.coordination_unit().transition(&path, "undone").expect(200);
    assert_eq!(everything(&year.world), before);
}

fn of_two_who_roll_over_at_once_one_is_told(backend: Backend) {
    let year = november(backend);
    let body = json!({"fromPlanId": year.plan});
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2)
            .map(|_| {
                let (client, body) = (year.world.coordination_unit(), body.clone());
                scope.spawn(move || client.post("/roll-overs", &body).status)
            })
            .collect();
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut sorted = answers;
    sorted.sort_unstable();
    assert_eq!(sorted, [201, 409]);
    let twice = year.world.coordination_unit().post("/roll-overs", &body).problem(409, "duplicate");
    assert_eq!(twice.faults(), ["/fromPlanId taken"]);
    let plans = year.world.reader().get("/operational-plans?year=2010").expect(200).json();
    assert_eq!(plans["_meta"]["totalRecords"], 1);
}

fn what_was_changed_since_is_not_undone(backend: Backend) {
    let year = november(backend);
    let rolled = year.apply(json!([]));
    let staff = year.world.coordination_unit();
    let goes_on = year.result(&rolled, &year.ongoing);
    staff.patch(&format!("/activities/{}", goes_on.as_str().unwrap()), "*", &json!({"title": "Nytt namn"})).expect(200);
    let path = format!("/roll-overs/{}", rolled["id"].as_str().unwrap());
    let (head, before) = (year.world.head(), everything(&year.world));
    let refused = staff.transition(&path, "undone").problem(409, "state_conflict").json();
    let held: Vec<&Value> = refused["heldBy"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(held, [&goes_on]);
    assert_eq!((year.world.head(), everything(&year.world)), (head, before), "nothing was undone");
}

fn what_something_new_refers_to_is_not_undone(backend: Backend) {
    let year = november(backend);
    let rolled = year.apply(json!([]));
    let staff = year.world.coordination_unit();
    let cell = json!({
        "operationalPlanId": rolled["toPlanId"], "strategyAreaId": year.area, "priority": "influence_and_profiling",
        "direction": "Synas i Bryssel.",
    });
    staff.post("/matrix-cells", &cell).expect(201);
    let path = format!("/roll-overs/{}", rolled["id"].as_str().unwrap());
    let before = everything(&year.world);
    staff.transition(&path, "undone").problem(409, "referenced");
    assert_eq!(everything(&year.world), before, "all or nothing");
}

fn only_an_adopted_plan_is_rolled_over_and_only_by_the_coordination_unit(backend: Backend) {
    let year = november(backend);
    for role in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        year.world.user(role).post("/roll-overs", &json!({"fromPlanId": year.plan})).problem(403, "forbidden");
    }
    let draft = year.world.plan(2011);
    let refused = year.world.coordination_unit().post("/roll-overs", &json!({"fromPlanId": draft}));
    assert_eq!(refused.problem(409, "state_conflict").faults(), ["/fromPlanId wrong_state"]);
    let nowhere = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f";
    let refused = year.world.coordination_unit().post("/roll-overs", &json!({"fromPlanId": nowhere}));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/fromPlanId unknown_reference"]);
    year.world.reader().get(&format!("/operational-plans/{nowhere}/roll-over")).problem(404, "not_found");
}

fn the_next_plan_may_be_there_already(backend: Backend) {
    let year = november(backend);
    let next = year.world.plan(2010);
    let before = everything(&year.world);
    let rolled = year.apply(json!([]));
    assert_eq!(rolled["toPlanId"], json!(next));
    let path = format!("/roll-overs/{}", rolled["id"].as_str().unwrap());
    year.world.coordination_unit().transition(&path, "undone").expect(200);
    assert_eq!(everything(&year.world), before, "the plan that was there stays");
}

fn nothing_closed_is_rolled_over_or_undone(backend: Backend) {
    let year = november(backend);
    let staff = year.world.coordination_unit();
    let plan = format!("/operational-plans/{}", year.plan);
    let rolled = year.apply(json!([]));
    for state in ["in_follow_up", "closed"] {
        staff.transition(&plan, state).expect(200);
    }
    let path = format!("/roll-overs/{}", rolled["id"].as_str().unwrap());
    let refused = staff.transition(&path, "undone").problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/to wrong_state"]);
    let reopened = json!({"to": "in_follow_up", "reason": "Skäl."});
    staff.post(&format!("{plan}/transitions"), &reopened).expect(200);
    staff.transition(&path, "undone").expect(200);
    staff.transition(&plan, "closed").expect(200);
    let refused = staff.post("/roll-overs", &json!({"fromPlanId": year.plan})).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/fromPlanId wrong_state"]);
}

fn what_is_made_keeps_the_rules_of_what_it_is(backend: Backend) {
    let year = november(backend);
    let staff = year.world.coordination_unit();
    // A title as long as titles may be, without a year in it.
    staff.patch(&format!("/operational-plans/{}", year.plan), "*", &json!({"title": "å".repeat(200)})).expect(200);
    // The year after has a profile area of that name, written otherwise.
    let there = json!({"strategyAreaId": year.area, "year": 2010, "name": "SCENKONST", "rank": 1});
    staff.post("/profile-areas", &there).expect(201);
    let closed = &year.preview()["close"];
    assert!(closed.as_array().unwrap().iter().any(|item| item["id"] == json!(year.profile)), "{closed}");
    let rolled = year.apply(json!([]));
    let next = staff.get(&format!("/operational-plans/{}", rolled["toPlanId"].as_str().unwrap())).expect(200).json();
    assert_eq!(next["title"], json!(format!("{} 2010", "å".repeat(195))));
    // The strategy ends with 2011: what is in focus ends with it.
    let last = year.world.adopted_plan(2011);
    let ending = json!({"strategyAreaId": year.area, "year": 2011, "name": "Sista", "rank": 1});
    let ending = staff.post("/profile-areas", &ending).expect(201).id();
    let preview = year.world.reader().get(&format!("{last}/roll-over")).expect(200).json();
    let item = &preview["close"][0];
    assert_eq!((&item["id"], &item["choices"]), (&json!(ending), &json!(["close"])));
}

fn a_roll_over_whose_plan_was_deleted_is_done_again(backend: Backend) {
    let year = november(backend);
    let staff = year.world.coordination_unit();
    let rolled = year.apply(json!([]));
    let body = json!({"fromPlanId": year.plan});
    assert_eq!(staff.post("/roll-overs", &body).problem(409, "duplicate").faults(), ["/fromPlanId taken"]);
    let made = format!("/operational-plans/{}", rolled["toPlanId"].as_str().unwrap());
    staff.delete(&made, "*").expect(204);
    staff.post("/roll-overs", &body).expect(201);
}
