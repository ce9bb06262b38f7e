//! Strategy areas: what holds for them alone.

use serde_json::json;

use crate::support::{Backend, World, partner};

crate::tests! {
    areas_come_in_their_own_order,
    an_area_that_partners_contribute_to_cannot_be_deleted,
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
