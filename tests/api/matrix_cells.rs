//! Planned cells of the matrix: a direction or an empty cell on purpose, one per place, until the plan is closed.

use serde_json::{Value, json};
use utblick::planning::matrix_cells::of_plan;
use utblick::routes::REGISTERS;
use uuid::Uuid;

use crate::support::{Answer, Backend, Client, World, id_of};

crate::tests! {
    a_cell_says_where_it_goes_or_why_it_is_empty,
    a_plan_has_one_cell_for_a_priority_and_an_area,
    a_cell_keeps_its_place,
    a_closed_plans_cells_are_as_they_are,
    the_coordination_unit_alone_writes_cells,
    filters_and_orders_find_what_lists_hold,
    a_plans_cells_are_read_by_their_names,
}

const COOPERATION: &str = "international_cooperation";
const MONITORING: &str = "monitoring_and_knowledge";
const INFLUENCE: &str = "influence_and_profiling";

fn cell(plan: &str, priority: &str, area: &str) -> Value {
    json!({
        "operationalPlanId": plan, "priority": priority, "strategyAreaId": area, "direction": "Två nya samarbeten.",
    })
}

fn create(client: &Client, body: &Value) -> Answer {
    client.post("/matrix-cells", body)
}

fn made(client: &Client, body: &Value) -> String {
    format!("/matrix-cells/{}", create(client, body).expect(201).id())
}

fn refused(answer: Answer, faults: &[&str], rule: &str) {
    is_refused(answer.problem(422, "unprocessable"), faults, rule);
}

fn is_refused(answer: Answer, faults: &[&str], rule: &str) {
    assert_eq!(
        (answer.faults(), &answer.json()["rule"]),
        (faults.iter().map(|fault| (*fault).into()).collect(), &json!(rule))
    );
}

fn a_cell_says_where_it_goes_or_why_it_is_empty(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (plan, area) = (world.plan(2009), world.strategy_area("kultur"));
    let with = |direction: Value, empty: bool, reason: Value| {
        let mut body = cell(&plan, COOPERATION, &area);
        (body["direction"], body["intentionallyEmpty"], body["emptyReason"]) = (direction, json!(empty), reason);
        create(&staff, &body)
    };
    let (some, none) = (json!("Sagt."), Value::Null);
    refused(with(none.clone(), false, none.clone()), &["/direction rule"], "R-08");
    refused(with(none.clone(), true, none.clone()), &["/emptyReason rule"], "R-08");
    refused(with(some.clone(), true, none.clone()), &["/emptyReason rule"], "R-08");
    refused(with(some.clone(), false, some.clone()), &["/emptyReason rule"], "R-08");
    refused(with(none.clone(), false, some.clone()), &["/direction rule", "/emptyReason rule"], "R-08");
    let away = |answer: Answer| {
        let path = format!("/matrix-cells/{}", answer.expect(201).id());
        staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    };
    away(with(some.clone(), true, some.clone()));
    away(with(none.clone(), true, some.clone()));
    let path = format!("/matrix-cells/{}", with(some, false, none).expect(201).id());
    refused(staff.patch(&path, "*", &json!({"direction": null})), &["/direction rule"], "R-08");
    refused(staff.patch(&path, "*", &json!({"intentionallyEmpty": true})), &["/emptyReason rule"], "R-08");
    staff.patch(&path, "*", &json!({"intentionallyEmpty": true, "emptyReason": "Medlen räcker inte."})).expect(200);
    // Not said is not empty on purpose.
    let bare = json!({"operationalPlanId": plan, "priority": MONITORING, "strategyAreaId": area, "direction": "Mer."});
    assert_eq!(create(&staff, &bare).expect(201).json()["intentionallyEmpty"], false);
    let mut long = cell(&plan, INFLUENCE, &area);
    (long["direction"], long["intentionallyEmpty"]) = (json!("x".repeat(2001)), json!(true));
    long["emptyReason"] = json!("x".repeat(1001));
    assert_eq!(
        create(&staff, &long).problem(422, "unprocessable").faults(),
        ["/direction too_long", "/emptyReason too_long"]
    );
}

fn a_plan_has_one_cell_for_a_priority_and_an_area(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (plan, next) = (world.plan(2009), world.plan(2010));
    let (area, other) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    let first = made(&staff, &cell(&plan, COOPERATION, &area));
    let taken = |answer: Answer| {
        let answer = answer.problem(409, "duplicate");
        assert_eq!((answer.faults(), &answer.json()["rule"]), (vec!["/strategyAreaId taken".into()], &json!("R-08")));
    };
    taken(create(&staff, &cell(&plan, COOPERATION, &area)));
    made(&staff, &cell(&plan, MONITORING, &area));
    made(&staff, &cell(&plan, COOPERATION, &other));
    made(&staff, &cell(&next, COOPERATION, &area));
    staff.patch(&first, "*", &json!({"archived": true})).expect(200);
    made(&staff, &cell(&plan, COOPERATION, &area));
    taken(staff.patch(&first, "*", &json!({"archived": false})));
    let nowhere = Uuid::now_v7().to_string();
    assert_eq!(
        create(&staff, &cell(&nowhere, COOPERATION, &nowhere)).problem(422, "unprocessable").faults(),
        ["/operationalPlanId unknown_reference", "/strategyAreaId unknown_reference"]
    );
    let fourth = create(&staff, &cell(&plan, "fourth", &area)).problem(422, "unprocessable");
    assert_eq!(fourth.faults(), ["/priority unknown_code"]);
}

fn a_cell_keeps_its_place(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (plan, next) = (world.plan(2009), world.plan(2010));
    let (area, other) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    let path = made(&staff, &cell(&plan, COOPERATION, &area));
    for (field, value) in
        [("operationalPlanId", &next), ("priority", &MONITORING.to_owned()), ("strategyAreaId", &other)]
    {
        refused(staff.patch(&path, "*", &json!({field: value})), &[&format!("/{field} rule")], "R-08");
    }
    let same = json!({"operationalPlanId": plan, "priority": COOPERATION, "strategyAreaId": area, "direction": "Tre."});
    staff.patch(&path, "*", &same).expect(200);
}

fn a_closed_plans_cells_are_as_they_are(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let area = world.strategy_area("kultur");
    let plan = world.adopted_plan(2009);
    let path = made(&staff, &cell(id_of(&plan), COOPERATION, &area));
    let write = |word: &str| staff.patch(&path, "*", &json!({"direction": word}));
    write("Antagen.").expect(200);
    staff.transition(&plan, "in_follow_up").expect(200);
    write("Följs upp.").expect(200);
    staff.transition(&plan, "closed").expect(200);
    is_refused(write("Stängd.").problem(409, "state_conflict"), &["/operationalPlanId wrong_state"], "R-13");
    is_refused(
        staff.patch(&path, "*", &json!({"archived": true})).problem(409, "state_conflict"),
        &["/operationalPlanId wrong_state"],
        "R-13",
    );
    is_refused(
        create(&staff, &cell(id_of(&plan), MONITORING, &area)).problem(409, "state_conflict"),
        &["/operationalPlanId wrong_state"],
        "R-13",
    );
    let reopen = json!({"to": "in_follow_up", "reason": "En siffra rättas."});
    staff.post(&format!("{plan}/transitions"), &reopen).expect(200);
    write("Öppen igen.").expect(200);
}

fn the_coordination_unit_alone_writes_cells(backend: Backend) {
    let world = World::new(backend);
    let (plan, area) = (world.plan(2009), world.strategy_area("kultur"));
    let path = made(&world.coordination_unit(), &cell(&plan, COOPERATION, &area));
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    for role in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let user = world.user(role);
        user.get(&path).expect(200);
        forbidden(create(&user, &cell(&plan, MONITORING, &area)), "matrix-cells:create");
        forbidden(user.patch(&path, "*", &json!({"direction": "Annat."})), "matrix-cells:edit");
        let history = user.get(&format!("{path}/history"));
        if role == "reader" {
            forbidden(history, "matrix-cells:history");
        } else {
            history.expect(200);
        }
    }
    world.coordination_unit().delete(&path, "*").problem(405, "method_not_allowed");
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (plan, next) = (world.plan(2009), world.plan(2010));
    let (area, other) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    for (plan, priority, area) in [(&plan, INFLUENCE, &area), (&plan, MONITORING, &other), (&plan, COOPERATION, &area)]
    {
        made(&staff, &cell(plan, priority, area));
    }
    let mut empty = cell(&next, COOPERATION, &other);
    (empty["direction"], empty["intentionallyEmpty"]) = (Value::Null, json!(true));
    empty["emptyReason"] = json!("Medlen räcker inte.");
    made(&staff, &empty);
    let priorities = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/matrix-cells?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["priority"].as_str().unwrap().to_owned()).collect()
    };
    let of_2009 = format!("operationalPlanId={plan}");
    assert_eq!(priorities(&of_2009), [COOPERATION, MONITORING, INFLUENCE], "in the order of the matrix");
    assert_eq!(priorities(&format!("{of_2009}&sort=-priority")), [INFLUENCE, MONITORING, COOPERATION]);
    assert_eq!(priorities(&format!("strategyAreaId={area}")), [COOPERATION, INFLUENCE]);
    assert_eq!(priorities(&format!("priority={MONITORING}&priority={INFLUENCE}")), [MONITORING, INFLUENCE]);
    assert_eq!(priorities("intentionallyEmpty=true"), [COOPERATION]);
    assert_eq!(priorities("intentionallyEmpty=false").len(), 3);
    assert_eq!(priorities("q=medlen"), [COOPERATION]);
    let page = world.reader().get("/matrix-cells?intentionallyEmpty=true&expand=operationalPlan,strategyArea");
    let embedded = page.expect(200).json()["items"][0]["_embedded"].clone();
    assert_eq!(embedded["operationalPlan"][0]["name"], "Verksamhetsplan 2010");
    assert_eq!(embedded["strategyArea"][0]["name"], "energi");
}

fn a_plans_cells_are_read_by_their_names(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (plan, next) = (world.plan(2009), world.plan(2010));
    let area = world.strategy_area("kultur");
    let kept = made(&staff, &cell(&plan, INFLUENCE, &area));
    let away = made(&staff, &cell(&plan, MONITORING, &area));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    made(&staff, &cell(&next, COOPERATION, &area));
    let plan: Uuid = plan.parse().unwrap();
    let read = world.app.db.read_now(|conn| Ok(of_plan(conn, plan.into())?)).unwrap();
    let ids: Vec<Uuid> = read.iter().map(|record| record.meta.id.uuid()).collect();
    assert_eq!(ids, [id_of(&kept).parse::<Uuid>().unwrap()]);
    let register = REGISTERS.iter().find(|register| register.path() == "matrix-cells").unwrap();
    let summaries = world.app.db.read_now(|conn| Ok(register.summaries(conn, &ids)?)).unwrap();
    let names: Vec<&str> = summaries.iter().map(|summary| summary.name.as_str()).collect();
    assert_eq!(names, ["kultur: Påverkan & profilering"]);
}
