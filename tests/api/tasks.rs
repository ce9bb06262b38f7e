//! Tasks: what waits for a user, by roles and unit.

use serde_json::{Value, json};
use utblick::calendar::tasks::TaskKind;
use utblick::clock::Clock;

use crate::calendar::january;
use crate::support::{Backend, Client, World, activity, agreement, id_of, membership, strategy, visit};

crate::tests! {
    a_units_drafts_are_its_own_and_of_this_year_and_the_next,
    an_update_is_a_task_two_weeks_before_it_is_due,
    what_was_returned_waits_for_its_unit,
    a_report_is_wanting_when_its_period_has_ended,
    a_unit_states_its_integration_once_a_year,
    the_coordination_unit_reviews_what_others_submitted,
    benefits_are_reviewed_every_year,
    decisions_are_prepared_ninety_days_before_they_are_needed,
    a_prioritised_area_wants_a_profile_area,
    proposals_wait_for_the_board_and_the_registrar,
    a_visit_without_a_report_waits_for_the_working_committee,
    roles_add_up_and_a_reader_has_nothing_to_do,
    tasks_come_by_day_and_the_fiftieth_stands_for_the_rest,
    tasks_speak_both_languages;
    once every_kind_has_a_code,
}

fn every_kind_has_a_code() {
    assert_eq!(TaskKind::ALL.len(), 12, "each is in a test below");
}

fn list(client: &Client) -> Value {
    client.get("/me/tasks?lang=sv").expect(200).json()
}

/// The tasks of a kind: day, where there is one, and title.
fn of(client: &Client, kind: &str) -> Vec<String> {
    let list = list(client);
    let items = list["items"].as_array().unwrap();
    let line = |task: &Value| match task["dueOn"].as_str() {
        Some(day) => format!("{day} {}", task["title"].as_str().unwrap()),
        None => task["title"].as_str().unwrap().to_owned(),
    };
    items.iter().filter(|task| task["kind"] == kind).map(line).collect()
}

/// Demands that no other role has tasks of a kind.
fn only(world: &World, kind: &str, holders: &[&str]) {
    let users = [
        "board",
        "working_committee",
        "coordination_unit",
        "area_unit",
        "other_area",
        "registrar",
        "reader",
        "administrator",
    ];
    for user in users.iter().filter(|user| !holders.contains(user)) {
        assert_eq!(of(&world.user(user), kind), Vec::<String>::new(), "{kind} for {user}");
    }
    for user in holders {
        assert!(!of(&world.user(user), kind).is_empty(), "{kind} for {user}");
    }
}

fn set(world: &World, day: &str) {
    world.clock.set(format!("{day}T09:00:00Z").parse().unwrap());
}

fn a_units_drafts_are_its_own_and_of_this_year_and_the_next(backend: Backend) {
    let world = january(backend);
    let unit = world.area_unit();
    for (title, year) in [("I fjol", 2025), ("Nästa", 2027), ("I år", 2026), ("Sedan", 2028)] {
        unit.post("/activities", &activity(title, year, None, &world.unit("area"))).expect(201);
    }
    world.planned_activity("Planerad", 2026, "area");
    let away = unit.post("/activities", &activity("Undanlagt", 2026, None, &world.unit("area"))).expect(201).id();
    unit.patch(&format!("/activities/{away}"), "*", &json!({"archived": true})).expect(200);
    let drafts = || of(&world.area_unit(), "draft_to_complete");
    assert_eq!(drafts(), ["Gör klart utkastet: I år", "Gör klart utkastet: Nästa"]);
    only(&world, "draft_to_complete", &["area_unit"]);
    let task = list(&unit)["items"][0].clone();
    let link = task["_links"]["self"]["href"].as_str().unwrap();
    assert_eq!(
        (&task["subject"]["type"], &task["dueOn"], &task["count"]),
        (&json!("activity"), &Value::Null, &Value::Null)
    );
    assert_eq!(unit.get(link).expect(200).json()["title"], "I år");
    set(&world, "2027-01-01");
    assert_eq!(drafts(), ["Gör klart utkastet: Nästa", "Gör klart utkastet: Sedan"]);
}

fn an_update_is_a_task_two_weeks_before_it_is_due(backend: Backend) {
    let world = january(backend);
    world.adopted_plan(2026);
    let id = world.planned_activity("Yrkesutbildning", 2026, "area");
    let due = || of(&world.area_unit(), "update_due");
    set(&world, "2026-04-29");
    assert_eq!(due(), Vec::<String>::new());
    set(&world, "2026-04-30");
    let task = "2026-05-14 Lämna en lägesrapport: Yrkesutbildning";
    assert_eq!(due(), [task]);
    only(&world, "update_due", &["area_unit"]);
    set(&world, "2026-06-20");
    assert_eq!(due(), [task], "late, it waits still");
    world.report(&id, 2026, &json!({})).expect(201);
    assert_eq!(due(), Vec::<String>::new());
    set(&world, "2026-08-31");
    assert_eq!(due(), ["2026-09-14 Lämna en lägesrapport: Yrkesutbildning"]);
    world.coordination_unit().transition(&format!("/activities/{id}"), "ongoing").expect(200);
    world.coordination_unit().transition(&format!("/activities/{id}"), "completed").expect(200);
    assert_eq!(due(), Vec::<String>::new());
}

fn what_was_returned_waits_for_its_unit(backend: Backend) {
    let world = january(backend);
    let plan = id_of(&world.adopted_plan(2026)).to_owned();
    let activity = world.planned_activity("Yrkesutbildning", 2026, "area");
    set(&world, "2026-05-10");
    let update = format!("/progress-updates/{}", world.report(&activity, 2026, &json!({})).expect(201).id());
    let back = |path: &str| {
        let returned = json!({"to": "returned", "reason": "Vad kostade det?"});
        world.coordination_unit().post(&format!("{path}/transitions"), &returned).expect(200);
    };
    only(&world, "update_returned", &[]);
    back(&update);
    only(&world, "update_returned", &["area_unit"]);
    let task = "Rätta den återlämnade lägesrapporten: Yrkesutbildning 2026-05-04";
    assert_eq!(of(&world.area_unit(), "update_returned"), [task]);
    world.area_unit().transition(&update, "submitted").expect(200);
    only(&world, "update_returned", &[]);
    let body = json!({"operationalPlanId": plan, "unitId": world.unit("area"), "period": 1, "text": "Går bra."});
    let report = format!("/status-reports/{}", world.area_unit().post("/status-reports", &body).expect(201).id());
    world.area_unit().transition(&report, "submitted").expect(200);
    only(&world, "report_returned", &[]);
    back(&report);
    only(&world, "report_returned", &["area_unit"]);
    assert_eq!(of(&world.area_unit(), "report_returned"), ["Rätta den återlämnade statusrapporten: area 2026:1"]);
    only(&world, "report_due", &["coordination_unit", "other_area"]);
    world.area_unit().transition(&report, "submitted").expect(200);
    only(&world, "report_returned", &[]);
}

fn a_report_is_wanting_when_its_period_has_ended(backend: Backend) {
    let world = january(backend);
    let path = world.plan(2026);
    let plan = format!("/operational-plans/{path}");
    set(&world, "2026-05-01");
    only(&world, "report_due", &[]);
    world.coordination_unit().transition(&plan, "proposed").expect(200);
    world.decide("adopt_plan", &[("operational_plan", id_of(&plan))]).expect(201);
    set(&world, "2026-04-30");
    only(&world, "report_due", &[]);
    set(&world, "2026-05-01");
    only(&world, "report_due", &["area_unit", "other_area", "coordination_unit"]);
    let due = || of(&world.area_unit(), "report_due");
    let first = "2026-05-14 Lämna en statusrapport: Verksamhetsplan 2026, period 1";
    assert_eq!(due(), [first]);
    let task = |kind: &str| {
        let items = list(&world.area_unit())["items"].clone();
        items.as_array().unwrap().iter().find(|task| task["kind"] == kind).unwrap().clone()
    };
    assert_eq!(task("report_due")["subject"], json!({"type": "operational_plan", "id": id_of(&plan)}));
    let body =
        json!({"operationalPlanId": id_of(&plan), "unitId": world.unit("area"), "period": 1, "text": "Går bra."});
    let report = world.area_unit().post("/status-reports", &body).expect(201).id();
    assert_eq!(due(), [first], "a draft is no report yet");
    assert_eq!(task("report_due")["subject"], json!({"type": "status_report", "id": report}));
    set(&world, "2026-09-01");
    assert_eq!(due(), [first, "2026-09-14 Lämna en statusrapport: Verksamhetsplan 2026, period 2"]);
    world.area_unit().transition(&format!("/status-reports/{report}"), "submitted").expect(200);
    assert_eq!(due().len(), 1);
}

fn a_unit_states_its_integration_once_a_year(backend: Backend) {
    let world = january(backend);
    only(&world, "statement_missing", &["area_unit", "other_area", "coordination_unit"]);
    let unit = world.area_unit();
    assert_eq!(of(&unit, "statement_missing"), ["Skriv enhetens integreringsredovisning 2026"]);
    let task = list(&unit)["items"][0].clone();
    assert_eq!((&task["subject"], &task["_links"]["self"]), (&Value::Null, &Value::Null));
    let link = task["_links"]["list"]["href"].as_str().unwrap();
    assert_eq!(unit.get(link).expect(200).json()["_meta"]["totalRecords"], 0);
    let body = json!({"unitId": world.unit("area"), "year": 2026, "stage": "running", "text": "EU prövas."});
    unit.post("/integration-statements", &body).expect(201);
    assert_eq!(unit.get(link).expect(200).json()["_meta"]["totalRecords"], 1);
    only(&world, "statement_missing", &["other_area", "coordination_unit"]);
    set(&world, "2027-01-01");
    only(&world, "statement_missing", &["area_unit", "other_area", "coordination_unit"]);
}

fn the_coordination_unit_reviews_what_others_submitted(backend: Backend) {
    let world = january(backend);
    let plan = id_of(&world.adopted_plan(2026)).to_owned();
    let second = json!({"username": "second", "roles": ["coordination_unit"], "unitId": world.unit("coordination")});
    world.administrator().post("/users", &second).expect(201);
    for (user, unit) in [("area_unit", "area"), ("coordination_unit", "coordination")] {
        let body = json!({"operationalPlanId": plan, "unitId": world.unit(unit), "period": 1, "text": "Går bra."});
        let path = format!("/status-reports/{}", world.user(user).post("/status-reports", &body).expect(201).id());
        only(&world, "report_to_approve", if user == "area_unit" { &[] } else { &["coordination_unit"] });
        world.user(user).transition(&path, "submitted").expect(200);
    }
    let area = "Granska statusrapporten: area 2026:1";
    assert_eq!(of(&world.coordination_unit(), "report_to_approve"), [area], "nobody approves their own");
    let both = of(&world.user("second"), "report_to_approve");
    assert_eq!(both, [area, "Granska statusrapporten: coordination 2026:1"]);
    only(&world, "report_to_approve", &["coordination_unit"]);
}

fn benefits_are_reviewed_every_year(backend: Backend) {
    let world = january(backend);
    let path = world.active_membership(&membership(&world.organisation("Vanguard Initiative")));
    only(&world, "review_missing", &["coordination_unit"]);
    assert_eq!(of(&world.coordination_unit(), "review_missing"), ["Bedöm nyttan 2026: Vanguard Initiative"]);
    let review = json!({"membershipId": id_of(&path), "year": 2026, "recommendation": "stay", "text": "Två projekt."});
    world.coordination_unit().post("/benefit-reviews", &review).expect(201);
    only(&world, "review_missing", &[]);
    set(&world, "2027-02-01");
    only(&world, "review_missing", &["coordination_unit"]);
}

fn decisions_are_prepared_ninety_days_before_they_are_needed(backend: Backend) {
    let world = january(backend);
    world.meeting("board", "2026-06-11");
    let path = world.signed_agreement(&agreement("Avtal med Innlandet", &world.organisation("Innlandet")));
    let due = || of(&world.coordination_unit(), "notice_day");
    set(&world, "2026-03-12");
    assert_eq!(due(), Vec::<String>::new());
    set(&world, "2026-03-13");
    let task = "2026-06-11 Bered beslut om uppsägning eller fortsättning: Avtal med Innlandet";
    assert_eq!(due(), [task]);
    only(&world, "notice_day", &["coordination_unit"]);
    set(&world, "2026-06-12");
    assert_eq!(due(), [task], "late");
    world.decide("terminate_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
    only(&world, "notice_day", &[]);
}

fn a_prioritised_area_wants_a_profile_area(backend: Backend) {
    let world = january(backend);
    let strategy = world.adopted_strategy("Strategi", "2024-01-01", "2028-12-31");
    world.proposed_area(&strategy, "miljo");
    only(&world, "area_without_profile", &[]);
    let area = world.prioritised_area(&strategy, "kultur");
    only(&world, "area_without_profile", &["coordination_unit"]);
    assert_eq!(of(&world.coordination_unit(), "area_without_profile"), ["Profilområde saknas 2026: kultur"]);
    let body = json!({"strategyAreaId": area, "year": 2026, "name": "Scenkonst", "rank": 1});
    world.area_unit().post("/profile-areas", &body).expect(201);
    only(&world, "area_without_profile", &[]);
    set(&world, "2027-01-01");
    only(&world, "area_without_profile", &["coordination_unit"]);
}

fn proposals_wait_for_the_board_and_the_registrar(backend: Backend) {
    let world = january(backend);
    let path = world.proposed("/strategies", &strategy("Strategi", "2024-01-01", "2028-12-31"));
    world.proposed("/cooperation-agreements", &agreement("Avtal", &world.organisation("Innlandet")));
    let membership = membership(&world.organisation("Vanguard Initiative"));
    world.coordination_unit().post("/memberships", &membership).expect(201);
    only(&world, "proposal_to_decide", &["board", "registrar"]);
    let proposals = || of(&world.user("board"), "proposal_to_decide");
    let expected = ["Avtal", "Strategi", "Vanguard Initiative"].map(|title| format!("Förslag att besluta om: {title}"));
    assert_eq!(proposals(), expected);
    world.decide("adopt_strategy", &[("strategy", id_of(&path))]).expect(201);
    assert_eq!(proposals(), [expected[0].clone(), expected[2].clone()]);
    // What could be ended is no proposal, and one record is one task.
    world.signed_agreement(&agreement("Undertecknat", &world.organisation("Viken")));
    assert_eq!(proposals().len(), 2);
}

fn a_visit_without_a_report_waits_for_the_working_committee(backend: Backend) {
    let world = january(backend);
    let staff = world.coordination_unit();
    let make = |title: &str, starts_on: &str, ends_on: Option<&str>| {
        let mut body = visit(title);
        (body["startsOn"], body["endsOn"]) = (json!(starts_on), json!(ends_on));
        format!("/visits/{}", staff.post("/visits", &body).expect(201).id())
    };
    make("För länge sedan", "2025-10-16", None);
    make("För nittio dagar sedan", "2025-10-17", None);
    make("Slutade i fjol", "2025-10-01", Some("2025-12-01"));
    make("I går", "2026-01-14", None);
    make("Pågår", "2026-01-10", Some("2026-01-15"));
    make("I dag", "2026-01-15", None);
    let path = make("Rapporterat", "2026-01-05", None);
    staff.patch(&path, "*", &json!({"report": "Två möten."})).expect(200);
    let expected =
        ["För nittio dagar sedan", "I går", "Slutade i fjol"].map(|title| format!("Skriv vad besöket gav: {title}"));
    assert_eq!(of(&world.user("working_committee"), "visit_without_report"), expected);
    only(&world, "visit_without_report", &["working_committee"]);
}

fn roles_add_up_and_a_reader_has_nothing_to_do(backend: Backend) {
    let world = january(backend);
    world.proposed("/strategies", &strategy("Strategi", "2024-01-01", "2028-12-31"));
    let mut body = visit("Hamar");
    body["startsOn"] = json!("2026-01-10");
    world.coordination_unit().post("/visits", &body).expect(201);
    let user = json!({
        "username": "both", "roles": ["board", "working_committee", "area_unit", "reader"], "unitId": world.unit("area"),
    });
    world.administrator().post("/users", &user).expect(201);
    let both = list(&world.user("both"));
    let kinds: Vec<&str> =
        both["items"].as_array().unwrap().iter().map(|task| task["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["statement_missing", "proposal_to_decide", "visit_without_report"]);
    assert_eq!(both["_meta"], json!({"totalRecords": 3}));
    for nobody in ["reader", "administrator"] {
        let nothing = list(&world.user(nobody));
        assert_eq!((&nothing["items"], &nothing["_meta"]["totalRecords"]), (&json!([]), &json!(0)));
    }
    // A unit makes no tasks without the role, and the role none without a unit.
    let unit = json!({"username": "seated", "roles": ["reader"], "unitId": world.unit("area")});
    world.administrator().post("/users", &unit).expect(201);
    let lone = json!({"username": "lone", "roles": ["coordination_unit"]});
    world.administrator().post("/users", &lone).expect(201);
    for user in ["seated", "lone"] {
        assert_eq!(list(&world.user(user))["items"], json!([]), "{user}");
    }
    world.anonymous().get("/me/tasks").problem(401, "unauthenticated");
    world.reader().get("/me/tasks?kind=update_due").problem(400, "invalid_request");
}

fn tasks_come_by_day_and_the_fiftieth_stands_for_the_rest(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2026-05-10T09:00:00Z".parse().unwrap()), &[]);
    world.adopted_plan(2026);
    world.planned_activity("Yrkesutbildning", 2026, "area");
    let unit = world.area_unit();
    for number in 0..53 {
        let title = format!("Utkast {number:02}");
        unit.post("/activities", &activity(&title, 2026, None, &world.unit("area"))).expect(201);
    }
    let found = unit.get("/me/tasks").expect(200);
    unit.get_with("/me/tasks", &[("If-None-Match", &found.etag())]).expect(304);
    let found = found.json();
    let items = found["items"].as_array().unwrap();
    assert_eq!((items.len(), &found["_meta"]["totalRecords"]), (53, &json!(56)));
    let kinds: Vec<&str> = items.iter().map(|task| task["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["update_due", "report_due", "draft_to_complete"]);
    assert_eq!((kinds[51], kinds[52]), ("draft_to_complete", "statement_missing"));
    let rest = &items[51];
    assert_eq!((&rest["title"], &rest["count"]), (&json!("Draft to complete: 4 more"), &json!(4)));
    let link = rest["_links"]["list"]["href"].as_str().unwrap();
    assert_eq!(unit.get(link).expect(200).json()["_meta"]["totalRecords"], 53);
}

fn tasks_speak_both_languages(backend: Backend) {
    let world = january(backend);
    let body = json!({"title": "Två\nrader", "year": 2026, "kind": "project", "cooperationLevel": "local"});
    world.area_unit().post("/activities", &body).expect(201);
    let titles = |lang: &str| {
        let found = world.area_unit().get_with("/me/tasks", &[("Accept-Language", lang)]).expect(200).json();
        let items = found["items"].as_array().unwrap().clone();
        items.iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles("sv"), ["Gör klart utkastet: Två rader", "Skriv enhetens integreringsredovisning 2026"]);
    assert_eq!(titles("en"), ["Complete the draft: Två rader", "Write the integration statement of the unit for 2026"]);
}
