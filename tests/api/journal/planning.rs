//! The planning part of the random history: plans, updates, profile areas, indicators, reports, roll-overs.

use serde_json::{Value, json};

use super::story::{Dice, TEXTS};
use crate::support::{self, Answer, World};

/// What is known of the planning records while they are made.
#[derive(Default)]
pub struct Planned {
    plans: Vec<String>,
    activities: Vec<String>,
    profile_areas: Vec<String>,
    indicators: Vec<String>,
    updates: Vec<String>,
    reports: Vec<String>,
    roll_overs: Vec<String>,
}

fn pick(dice: &mut Dice, ids: &[String]) -> String {
    if ids.is_empty() { uuid::Uuid::nil().to_string() } else { dice.one(ids).clone() }
}

fn remember(answer: Answer, ids: &mut Vec<String>) -> Answer {
    if answer.status == 201 {
        ids.push(answer.id());
    }
    answer
}

/// One change of the plans and what hangs on them.
pub fn change(
    dice: &mut Dice,
    world: &World,
    planned: &mut Planned,
    areas: &[String],
    step: usize,
) -> (&'static str, Answer) {
    let (staff, unit) = (world.coordination_unit(), world.area_unit());
    let year = 2008 + i32::try_from(dice.below(3)).unwrap();
    let text = TEXTS[step % TEXTS.len()];
    match dice.below(14) {
        0 => plan(dice, world, planned, year),
        1 => {
            let body = json!({"cadence": dice.one(&["month", "quarter", "tertial"]), "updateDays": dice.below(30)});
            ("patch plan", staff.patch(&format!("/operational-plans/{}", pick(dice, &planned.plans)), "*", &body))
        }
        2 | 3 => ("planned", planned_activity(dice, world, planned, year, step)),
        4..7 => ("update", update(dice, world, planned, text)),
        7 => {
            let path = format!("/progress-updates/{}/transitions", pick(dice, &planned.updates));
            ("return", staff.post(&path, &json!({"to": "returned", "reason": text})))
        }
        8 => {
            let body = json!({
                "strategyAreaId": pick(dice, areas), "year": year, "name": format!("Profil {}", step % 7),
                "rank": 1 + dice.below(5), "description": dice.maybe(json!(text)),
            });
            let answer = staff.post("/profile-areas", &without_nulls(body));
            ("profile area", remember(answer, &mut planned.profile_areas))
        }
        9 => {
            let body = json!({
                "name": format!("Mått {step}"), "measure": "st", "activityId": pick(dice, &planned.activities),
                "baseline": "0", "target": format!("{}.5", dice.below(100)), "direction": "increase",
            });
            ("indicator", remember(staff.post("/indicators", &body), &mut planned.indicators))
        }
        10 => {
            let day = format!("2009-0{}-01", 1 + dice.below(9));
            let id = pick(dice, &planned.indicators);
            let value = json!({"indicatorId": id, "observedOn": day, "value": format!("-{step}.25")});
            ("value", staff.post("/indicator-values", &value))
        }
        11 => {
            let cell = json!({
                "operationalPlanId": pick(dice, &planned.plans), "strategyAreaId": pick(dice, areas),
                "priority": "monitoring_and_knowledge", "intentionallyEmpty": true, "emptyReason": text,
            });
            ("cell", staff.post("/matrix-cells", &cell))
        }
        12 => report(dice, world, planned, text),
        _ => {
            let body = json!({"unitId": world.unit("area"), "year": year, "stage": "running", "text": text});
            ("statement", unit.post("/integration-statements", &body))
        }
    }
}

fn without_nulls(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

/// A plan that is adopted at once; or the roll-over of one, or the undoing of that.
fn plan(dice: &mut Dice, world: &World, planned: &mut Planned, year: i32) -> (&'static str, Answer) {
    let staff = world.coordination_unit();
    match dice.below(4) {
        0 => {
            let body = json!({"fromPlanId": pick(dice, &planned.plans)});
            ("roll over", remember(staff.post("/roll-overs", &body), &mut planned.roll_overs))
        }
        1 => {
            let id = pick(dice, &planned.roll_overs);
            ("undo", staff.post(&format!("/roll-overs/{id}/transitions"), &json!({"to": "undone"})))
        }
        _ => {
            let mut body = support::plan(year);
            body["budgetCeiling"] = json!({"amount": "100.5", "currency": "SEK"});
            let answer = remember(staff.post("/operational-plans", &body), &mut planned.plans);
            if answer.status == 201 {
                let id = answer.id();
                staff.transition(&format!("/operational-plans/{id}"), "proposed").expect(200);
                world.decide("adopt_plan", &[("operational_plan", &id)]).expect(201);
            }
            ("plan", answer)
        }
    }
}

fn planned_activity(dice: &mut Dice, world: &World, planned: &mut Planned, year: i32, step: usize) -> Answer {
    let mut body = support::activity(&format!("Planerad {step}"), year, None, &world.unit("area"));
    body["frameworkLinks"] = json!([{"code": "RUP-3"}]);
    body["exceptionReason"] = json!(TEXTS[0]);
    body["costEstimate"] = dice.maybe(json!({"amount": "60", "currency": "SEK"}));
    body["responsibleUserId"] = dice.maybe(json!(world.user_id("area_unit")));
    let staff = world.coordination_unit();
    let answer = remember(staff.post("/activities", &without_nulls(body)), &mut planned.activities);
    if answer.status == 201 {
        staff.transition(&format!("/activities/{}", answer.id()), "planned").expect(200);
    }
    answer
}

fn update(dice: &mut Dice, world: &World, planned: &mut Planned, text: &str) -> Answer {
    let mut body = support::update(&pick(dice, &planned.activities), 2008 + i32::try_from(dice.below(3)).unwrap());
    body["period"] = json!(1 + dice.below(3));
    body["status"] = json!(dice.one(&["on_track", "at_risk", "off_track", "partly_achieved", "not_achieved"]));
    body["percentTotal"] = json!(dice.below(100));
    (body["text"], body["deviation"], body["measure"]) = (json!(text), json!(text), json!(TEXTS[0]));
    remember(world.area_unit().post("/progress-updates", &body), &mut planned.updates)
}

/// A status report on its way to being frozen.
fn report(dice: &mut Dice, world: &World, planned: &mut Planned, text: &str) -> (&'static str, Answer) {
    if dice.below(2) == 0 {
        let body = json!({
            "operationalPlanId": pick(dice, &planned.plans), "unitId": world.unit("area"), "period": 1 + dice.below(3),
            "text": text,
        });
        let answer = remember(world.area_unit().post("/status-reports", &body), &mut planned.reports);
        if answer.status == 201 {
            world.area_unit().transition(&format!("/status-reports/{}", answer.id()), "submitted").expect(200);
        }
        return ("report", answer);
    }
    let path = format!("/status-reports/{}", pick(dice, &planned.reports));
    ("approve", world.coordination_unit().transition(&path, "approved"))
}
