//! Units: what holds for them alone.

use serde_json::{Value, json};

use crate::support::{Backend, World};

crate::tests! {
    a_unit_is_created_changed_and_found,
    a_code_belongs_to_one_unit,
    the_id_of_a_unit_is_one_that_exists,
}

fn unit(code: &str, kind: &str) -> Value {
    json!({"code": code, "name": {"sv": "Kultur & fritid", "en": "Culture"}, "kind": kind})
}

fn a_unit_is_created_changed_and_found(backend: Backend) {
    let world = World::new(backend);
    let (staff, reader) = (world.coordination_unit(), world.reader());
    let created = staff.post("/units", &unit("kultur", "area_unit")).expect(201);
    let path = format!("/units/{}", created.id());
    assert_eq!(created.header("location").map(|address| address.ends_with(&path)), Some(true));
    let codes = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/units?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("kind=coordination_unit"), ["coordination"]);
    assert_eq!(codes("kind=area_unit&sort=-code"), ["other-area", "kultur", "area"]);
    assert_eq!(codes("q=fritid"), ["kultur"]);
    assert_eq!(codes("q=CULTURE"), ["kultur"], "in either language");
    staff.patch(&path, &created.etag(), &json!({"name": {"sv": "Kultur"}, "kind": "board"})).expect(200);
    assert_eq!(codes("kind=board"), ["kultur"]);
    assert_eq!(reader.get(&path).expect(200).json()["name"], json!({"sv": "Kultur", "en": "Culture"}));
    // Units are put away, never deleted: records refer to them for ever.
    staff.delete(&path, "*").problem(405, "method_not_allowed");
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(codes("code=kultur"), Vec::<String>::new());
}

fn a_code_belongs_to_one_unit(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let kultur = staff.post("/units", &unit("kultur", "area_unit")).expect(201);
    assert_eq!(staff.post("/units", &unit("kultur", "board")).problem(409, "duplicate").faults(), ["/code taken"]);
    let path = format!("/units/{}", kultur.id());
    assert_eq!(staff.patch(&path, "*", &json!({"code": "area"})).problem(409, "duplicate").faults(), ["/code taken"]);
    staff.patch(&path, "*", &json!({"code": "kultur", "note": "Oförändrad kod."})).expect(200);
}

fn the_id_of_a_unit_is_one_that_exists(backend: Backend) {
    let world = World::new(backend);
    let nowhere = json!({"username": "ny", "roles": ["area_unit"], "unitId": uuid::Uuid::now_v7()});
    let refused = world.administrator().post("/users", &nowhere).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/unitId unknown_reference"]);
    let me = world.area_unit().get("/me").expect(200).json();
    let path = format!("/users/{}?expand=unit", world.user_id("area_unit"));
    let user = world.administrator().get(&path).expect(200).json();
    assert_eq!(user["_embedded"]["unit"][0]["id"], me["unitId"]);
    assert_eq!(user["_embedded"]["unit"][0]["name"], "area");
}
