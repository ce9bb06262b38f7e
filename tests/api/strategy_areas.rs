//! Strategy areas: what holds for them alone.

use serde_json::json;

use crate::support::{Backend, World, partner, strategy};

crate::tests! {
    areas_come_in_their_own_order,
    an_area_that_partners_contribute_to_cannot_be_deleted,
    a_code_is_unique_within_its_strategy,
    what_was_put_away_is_taken_out_before_it_is_decided_on,
}

fn areas_come_in_their_own_order(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for (code, order) in [("ledarskap", 2), ("kultur", 3), ("energi", 1)] {
        let body = json!({"code": code, "name": {"sv": code}, "order": order, "description": {"en": "About it"}});
        staff.post("/strategy-areas", &body).expect(201);
    }
    let codes = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/strategy-areas?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("sort=order"), ["energi", "ledarskap", "kultur"]);
    assert_eq!(codes("sort=-code"), ["ledarskap", "kultur", "energi"]);
    assert_eq!(codes("code=kultur&code=energi"), ["energi", "kultur"]);
}

fn an_area_that_partners_contribute_to_cannot_be_deleted(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.strategy_area("kultur"));
    let mut body = partner("Bidragsgivaren");
    body["strategyAreas"] = json!([{"id": area, "contribution": "develops"}]);
    let holder = staff.post("/partners", &body).expect(201).id();
    let path = format!("/strategy-areas/{area}");
    let refused = staff.delete(&path, "*").problem(409, "referenced").json();
    assert_eq!(refused["heldBy"], json!([{"type": "partner", "id": holder, "name": "Bidragsgivaren"}]));
    staff.patch(&format!("/partners/{holder}"), "*", &json!({"strategyAreas": []})).expect(200);
    staff.delete(&path, "*").expect(204);
    staff.get(&path).problem(404, "not_found");
}

fn a_code_is_unique_within_its_strategy(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let create =
        |title: &str, start: &str, end: &str| staff.post("/strategies", &strategy(title, start, end)).expect(201).id();
    let (first, second) = (create("Första", "2008-01-01", "2011-12-31"), create("Andra", "2012-01-01", "2014-12-31"));
    let area = |strategy: &str, from: Option<&str>| {
        let mut body = json!({"strategyId": strategy, "code": "kultur", "name": {"sv": "Kultur"}, "order": 1});
        if let Some(from) = from {
            body["carriedFromId"] = json!(from);
        }
        staff.post("/strategy-areas", &body)
    };
    let old = area(&first, None).expect(201).id();
    assert_eq!(area(&first, None).problem(409, "duplicate").faults(), ["/code taken"]);
    // The next strategy carries it on under the same code; the other way round is no way.
    let new = area(&second, Some(&old)).expect(201).id();
    let backwards = staff.patch(&format!("/strategy-areas/{old}"), "*", &json!({"carriedFromId": new}));
    assert_eq!(backwards.problem(422, "unprocessable").json()["rule"], "R-03");
    let itself = staff.patch(&format!("/strategy-areas/{new}"), "*", &json!({"carriedFromId": new}));
    assert_eq!(itself.problem(422, "unprocessable").faults(), ["/carriedFromId rule"]);
    let found =
        staff.get(&format!("/strategy-areas?carriedFromId={old}&expand=carriedFrom,strategy")).expect(200).json();
    assert_eq!(found["items"][0]["id"], new.as_str());
    assert_eq!(found["items"][0]["_embedded"]["strategy"][0]["name"], "Andra");
    let held = staff.delete(&format!("/strategy-areas/{old}"), "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["type"], "strategy_area");
}

fn what_was_put_away_is_taken_out_before_it_is_decided_on(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let path = format!("/strategy-areas/{area}");
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    let refused = world.decide("deprioritise_area", &[("strategy_area", &area)]).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/subjects/0 archived_reference"]);
    world.coordination_unit().patch(&path, "*", &json!({"archived": false})).expect(200);
    world.decide("deprioritise_area", &[("strategy_area", &area)]).expect(201);
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "deprioritised");
}
