//! A long history of all registers, random but the same at every run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::planning::{self, Planned};
use crate::support::{self, Answer, Client, World};

/// SplitMix64: its numbers are the same for ever, whatever library changes.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn maybe(&mut self, value: Value) -> Value {
        if self.below(2) == 0 { value } else { Value::Null }
    }
}

/// Texts that a careless hand would lose on the way.
pub const TEXTS: [&str; 5] =
    ["Åtgärd & \"citat\" 'enkla' \\ snedstreck", "rad\nrad\ttabb", "Zürich 東京 🚆", "100 % _ x", "ø"];
const STATES: [&str; 4] = ["assessed", "strategic", "dormant", "ended"];

/// What is known of the records while they are made.
#[derive(Default)]
struct Known {
    partners: Vec<String>,
    areas: Vec<String>,
    units: Vec<String>,
    users: Vec<String>,
    strategies: Vec<String>,
    activities: Vec<String>,
}

/// Makes `steps` changes through the API, some of which are refused; gives how many of each kind succeeded.
pub fn tell(world: &World, seed: u64, steps: usize) -> BTreeMap<&'static str, usize> {
    let mut dice = Dice(seed);
    let (staff, administrator) = (world.coordination_unit(), world.administrator());
    let (mut known, mut planned) = (Known::default(), Planned::default());
    let mut done = BTreeMap::new();
    for step in 0..steps {
        let (kind, answer) = match dice.below(32) {
            0..3 => create_partner(&mut dice, &staff, &mut known, step),
            3..5 => patch_partner(&mut dice, &staff, &known),
            5..7 => move_partner(&mut dice, &staff, &known),
            7 | 30 => delete_partner(&mut dice, &staff, &mut known),
            8 | 17..20 => area(&mut dice, &staff, &mut known, step),
            9 => unit(&mut dice, &staff, &mut known, step),
            10 => user(&mut dice, &administrator, &mut known, step),
            11 => strategy(&mut dice, world, &mut known, step),
            12 | 20..23 => decision(&mut dice, world, &known, step),
            13..15 => activity(&mut dice, &staff, &mut known, step),
            15 => move_activity(&mut dice, &staff, &mut known),
            31 => merge_partners(&mut dice, &staff, &known),
            23..30 => planning::change(&mut dice, world, &mut planned, &known.areas, step),
            _ => archive(&mut dice, &staff, &administrator, &known),
        };
        assert!(
            matches!(answer.status, 200 | 201 | 204 | 404 | 409 | 422),
            "{kind}: {} {}",
            answer.status,
            answer.text()
        );
        if answer.status < 300 {
            *done.entry(kind).or_default() += 1;
        }
    }
    done
}

fn remember(answer: &Answer, ids: &mut Vec<String>) {
    if answer.status == 201 {
        ids.push(answer.id());
    }
}

fn pick(dice: &mut Dice, ids: &[String]) -> String {
    if ids.is_empty() { uuid::Uuid::nil().to_string() } else { dice.one(ids).clone() }
}

fn partner_fields(dice: &mut Dice, known: &Known, step: usize) -> Value {
    let areas: Vec<Value> = (0..dice.below(3).min(known.areas.len()))
        .map(|place| json!({"id": known.areas[place], "contribution": dice.one(&["supports", "develops", "strengthens"])}))
        .collect();
    let predecessors: Vec<&String> = known.partners.iter().rev().take(dice.below(3)).collect();
    json!({
        "description": dice.maybe(json!(TEXTS[step % TEXTS.len()])),
        "note": dice.maybe(json!(TEXTS[(step + 1) % TEXTS.len()])),
        "aliases": if dice.below(2) == 0 { json!([format!("Alias {step}"), TEXTS[4]]) } else { json!([]) },
        "externalIds": if dice.below(2) == 0 { json!([{"system": "w3d3", "value": format!("RV-{step}")}]) } else { json!([]) },
        "documents": if dice.below(2) == 0 { json!([{"title": TEXTS[0], "url": "https://example.se/a?b=c&d", "kind": "report"}]) } else { json!([]) },
        "contacts": if dice.below(2) == 0 { json!([{"name": "Åsa Öberg", "role": "chef"}]) } else { json!([]) },
        "validFrom": "2009-02-28", "validFromPrecision": dice.one(&["day", "month", "year"]),
        "country": dice.one(&["NO", "DE", "PL"]), "crossBorder": dice.below(2) == 0,
        "strategyAreas": areas, "predecessorIds": predecessors,
    })
}

fn create_partner(dice: &mut Dice, client: &Client, known: &mut Known, step: usize) -> (&'static str, Answer) {
    let mut body = partner_fields(dice, known, step);
    body["name"] = json!(format!("Partner {} {}", step % 997, dice.one(&["Ö", "å", "Z"])));
    body["kind"] = json!(dice.one(&["company", "university", "network"]));
    body["partnershipKind"] = json!(dice.one(&["strategic", "project", "twin_region"]));
    let answer = client.post("/partners", &without_nulls(body));
    remember(&answer, &mut known.partners);
    ("create", answer)
}

/// A field that is null in a new record is one that is not there.
fn without_nulls(mut body: Value) -> Value {
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

fn patch_partner(dice: &mut Dice, client: &Client, known: &Known) -> (&'static str, Answer) {
    let id = pick(dice, &known.partners);
    let mut body = partner_fields(dice, known, 1_000 + dice.0 as usize % 1_000);
    if let Value::Object(fields) = &mut body {
        let keep = dice.below(fields.len());
        let names: Vec<String> = fields.keys().skip(keep).step_by(2).cloned().collect();
        fields.retain(|name, _| names.contains(name) && name != "validFromPrecision");
    }
    ("patch", client.patch(&format!("/partners/{id}"), "*", &body))
}

fn move_partner(dice: &mut Dice, client: &Client, known: &Known) -> (&'static str, Answer) {
    let id = pick(dice, &known.partners);
    let mut body = json!({"to": dice.one(&STATES)});
    if dice.below(2) == 0 {
        body["reason"] = json!(dice.one(&TEXTS));
    }
    ("transition", client.post(&format!("/partners/{id}/transitions"), &body))
}

fn delete_partner(dice: &mut Dice, client: &Client, known: &mut Known) -> (&'static str, Answer) {
    let id = pick(dice, &known.partners);
    let answer = client.delete(&format!("/partners/{id}"), "*");
    if answer.status == 204 {
        known.partners.retain(|one| *one != id);
    }
    ("delete", answer)
}

/// A partner that became part of another stays known: it is put away, and refused from then on.
fn merge_partners(dice: &mut Dice, client: &Client, known: &Known) -> (&'static str, Answer) {
    let (into, duplicate) = (pick(dice, &known.partners), pick(dice, &known.partners));
    let body = json!({"duplicateId": duplicate});
    ("merge", client.json("POST", &format!("/partners/{into}/merge"), &[("If-Match", "*")], &body))
}

fn area(dice: &mut Dice, client: &Client, known: &mut Known, step: usize) -> (&'static str, Answer) {
    if dice.below(8) == 0 {
        let id = pick(dice, &known.areas);
        let answer = client.delete(&format!("/strategy-areas/{id}"), "*");
        if answer.status == 204 {
            known.areas.retain(|one| *one != id);
        }
        return ("delete area", answer);
    }
    if dice.below(2) == 0 {
        let to = json!({"to": dice.one(&["proposed", "proposed", "proposed", "draft", "dropped"])});
        return ("move area", client.post(&format!("/strategy-areas/{}/transitions", pick(dice, &known.areas)), &to));
    }
    let name = json!({"sv": dice.one(&TEXTS).replace(['\n', '\t'], " "), "en": "Area"});
    let mut body = json!({
        "code": format!("omrade-{}", step % 20), "name": name, "order": 1 + dice.below(20),
        "frameworkLinks": [{"code": "RUP-1"}, {"code": dice.one(&["NS07-2", "EU-1"]), "strength": "secondary", "text": TEXTS[1]}],
        "linkJustification": TEXTS[0],
        "carriedFromId": dice.maybe(known.areas.first().map_or(Value::Null, |id| json!(id))),
    });
    if let Some(strategy) = known.strategies.last() {
        body["strategyId"] = json!(strategy);
    }
    let answer = client.post("/strategy-areas", &without_nulls(body));
    remember(&answer, &mut known.areas);
    ("area", answer)
}

/// A strategy, of which every second is proposed at once.
fn strategy(dice: &mut Dice, world: &World, known: &mut Known, step: usize) -> (&'static str, Answer) {
    let staff = world.coordination_unit();
    let year = 2000 + dice.below(150);
    let mut body =
        support::strategy(&format!("Strategi {step}"), &format!("{year}-01-01"), &format!("{}-12-31", year + 3));
    body["premises"] = json!([{"sv": TEXTS[step % TEXTS.len()]}]);
    body["sections"] = json!([{"heading": {"sv": "Rubrik"}, "text": {"en": TEXTS[1]}}]);
    if let Some(before) = known.strategies.first().filter(|_| dice.below(3) == 0) {
        body["supersedesId"] = json!(before);
    }
    let answer = staff.post("/strategies", &body);
    remember(&answer, &mut known.strategies);
    if answer.status == 201 && dice.below(2) == 0 {
        staff.transition(&format!("/strategies/{}", answer.id()), "proposed").expect(200);
    }
    ("strategy", answer)
}

fn decision(dice: &mut Dice, world: &World, known: &Known, step: usize) -> (&'static str, Answer) {
    let strategy = pick(dice, &known.strategies);
    let area = pick(dice, &known.areas);
    let (kind, subject) = match dice.below(5) {
        0 => ("adopt_strategy", ("strategy", strategy.as_str())),
        1 => ("deprioritise_area", ("strategy_area", area.as_str())),
        _ => ("prioritise_area", ("strategy_area", area.as_str())),
    };
    let section = (world.head() + 1).to_string();
    let day = format!("2009-{:02}-11", 1 + step % 12);
    ("decision", world.user("registrar").post("/decisions", &support::decision(kind, &[subject], &day, &section)))
}

fn activity(dice: &mut Dice, client: &Client, known: &mut Known, step: usize) -> (&'static str, Answer) {
    let year = 2008 + dice.below(4);
    let unit = known.units.first().cloned();
    let area = known.areas.last().cloned().filter(|_| dice.below(2) == 0);
    let mut body = support::activity(
        &format!("Aktivitet {step}"),
        year as i32,
        area.as_deref(),
        unit.as_deref().unwrap_or_default(),
    );
    if unit.is_none() {
        body["ownerUnitId"] = Value::Null;
    }
    body["description"] = dice.maybe(json!(TEXTS[step % TEXTS.len()]));
    body["partnerIds"] = json!(known.partners.iter().take(dice.below(3)).collect::<Vec<_>>());
    body["frameworkLinks"] = json!([{"code": "RUP-2"}]);
    body["exceptionReason"] = json!(TEXTS[0]);
    body["targetGroups"] = json!(["youth", "companies"]);
    let currency = *dice.one(&["SEK", "EUR", "KWD"]);
    body["costEstimate"] = dice.maybe(json!({"amount": format!("{step}.5"), "currency": currency}));
    body["continuedFromId"] = dice.maybe(known.activities.first().map_or(Value::Null, |id| json!(id)));
    if dice.below(4) == 0 && !known.activities.is_empty() {
        let id = pick(dice, &known.activities);
        let patch =
            json!({"costActual": {"amount": "7", "currency": "JPY"}, "note": TEXTS[2], "euFocus": dice.below(2) == 0});
        return ("patch activity", client.patch(&format!("/activities/{id}"), "*", &patch));
    }
    let answer = client.post("/activities", &without_nulls(body));
    remember(&answer, &mut known.activities);
    ("activity", answer)
}

fn move_activity(dice: &mut Dice, client: &Client, known: &mut Known) -> (&'static str, Answer) {
    let id = pick(dice, &known.activities);
    if dice.below(6) == 0 {
        let answer = client.delete(&format!("/activities/{id}"), "*");
        if answer.status == 204 {
            known.activities.retain(|one| *one != id);
        }
        return ("delete activity", answer);
    }
    let to = json!({"to": dice.one(&["planned", "planned", "ongoing", "completed", "cancelled"]), "reason": TEXTS[0]});
    ("move activity", client.post(&format!("/activities/{id}/transitions"), &to))
}

fn unit(dice: &mut Dice, client: &Client, known: &mut Known, step: usize) -> (&'static str, Answer) {
    if known.units.len() > 3 {
        let id = pick(dice, &known.units);
        let body = json!({"name": {"sv": format!("Enhet {step} Å")}, "externalIds": [{"system": "hr", "value": format!("{step}")}]});
        return ("unit", client.patch(&format!("/units/{id}"), "*", &body));
    }
    let answer =
        client.post("/units", &json!({"code": format!("enhet-{step}"), "name": {"sv": "Enhet"}, "kind": "area_unit"}));
    remember(&answer, &mut known.units);
    ("unit", answer)
}

fn user(dice: &mut Dice, client: &Client, known: &mut Known, step: usize) -> (&'static str, Answer) {
    if known.users.len() > 3 {
        let id = pick(dice, &known.users);
        if dice.below(3) == 0 {
            let body = json!({"newPassword": "norrsken-over-klaralven"});
            return ("password", client.put(&format!("/users/{id}/password"), &body));
        }
        let body = json!({"displayName": dice.maybe(json!("Örjan Ström")), "disabled": dice.below(2) == 0});
        return ("user", client.patch(&format!("/users/{id}"), "*", &body));
    }
    let unit = known.units.first().map_or(Value::Null, |id| json!(id));
    let body = json!({"username": format!("User.{step}"), "roles": ["reader"], "unitId": unit});
    let answer = client.post("/users", &without_nulls(body));
    remember(&answer, &mut known.users);
    ("user", answer)
}

fn archive(dice: &mut Dice, staff: &Client, administrator: &Client, known: &Known) -> (&'static str, Answer) {
    let archived = json!({"archived": dice.below(3) > 0});
    let answer = match dice.below(4) {
        0 => staff.patch(&format!("/units/{}", pick(dice, &known.units)), "*", &archived),
        1 => administrator.patch(&format!("/users/{}", pick(dice, &known.users)), "*", &archived),
        _ => staff.patch(&format!("/partners/{}", pick(dice, &known.partners)), "*", &archived),
    };
    ("archive", answer)
}
