//! What is given and not managed: the municipalities of the county, and the code lists.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::openapi::document::Document;
use crate::support::{Backend, TOWNS, World};

crate::tests! {
    the_sixteen_municipalities_come_in_swedish_order_with_their_population,
    a_code_list_has_both_languages_and_its_codes_in_order,
    every_enumeration_of_the_document_is_a_code_list,
    what_is_not_there_is_not_found,
}

fn the_sixteen_municipalities_come_in_swedish_order_with_their_population(backend: Backend) {
    let world = World::new(backend);
    let page = world.reader().get("/municipalities?limit=100").expect(200).json();
    let items = page["items"].as_array().unwrap();
    let names: Vec<&str> = items.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, TOWNS);
    for one in items {
        assert_eq!((&one["countyCode"], &one["nutsCode"]), (&json!("17"), &json!("SE311")));
        let counts = one["populations"].as_array().unwrap();
        assert!(counts.iter().all(|count| count["population"].as_u64().is_some_and(|number| number > 3_000)), "{one}");
    }
    let karlstad = world.reader().get("/municipalities/1780").expect(200).json();
    assert_eq!((&karlstad["name"], &karlstad["officialName"]), (&json!("Karlstad"), &json!("Karlstads kommun")));
    let second = world.reader().get("/municipalities?limit=10&page=2").expect(200).json();
    assert_eq!((&second["_meta"]["count"], &second["_meta"]["totalRecords"]), (&json!(6), &json!(16)));
    assert_eq!(second["items"][0]["name"], "Munkfors");
}

fn a_code_list_has_both_languages_and_its_codes_in_order(backend: Backend) {
    let world = World::new(backend);
    let states = world.reader().get("/code-lists/partner-states").expect(200).json();
    let codes: Vec<&Value> = states["codes"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["identified", "assessed", "strategic", "dormant", "ended"]);
    assert_eq!(states["codes"][3]["label"], json!({"sv": "Vilande", "en": "Dormant"}));
    let countries = world.reader().get("/code-lists/countries").expect(200).json();
    let all = countries["codes"].as_array().unwrap();
    assert!(all.len() > 240, "{}", all.len());
    let norway = all.iter().find(|one| one["code"] == "NO").unwrap();
    assert_eq!(norway["label"], json!({"sv": "Norge", "en": "Norway"}));
}

fn every_enumeration_of_the_document_is_a_code_list(backend: Backend) {
    let world = World::new(backend);
    let lists = world.reader().get("/code-lists?limit=100").expect(200).json();
    let codes = |list: &Value| -> BTreeSet<String> {
        list["codes"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    let known: BTreeSet<BTreeSet<String>> = lists["items"].as_array().unwrap().iter().map(codes).collect();
    let mut found = 0;
    enumerations(&Document::committed().0, "", &mut |place, values| {
        // What a problem says is no choice of anybody's.
        if !place.contains("/Problem/") && !place.contains("/InvalidParameter/") && !place.contains("/Place") {
            found += 1;
            assert!(known.contains(&values), "{place}: {values:?} is no code list");
        }
    });
    assert!(found >= known.len() - 1, "only {found} enumerations in the document");
}

/// Every `enum` of a document, with its place.
fn enumerations(value: &Value, place: &str, see: &mut impl FnMut(&str, BTreeSet<String>)) {
    match value {
        Value::Object(fields) => {
            if let Some(values) = fields.get("enum").and_then(Value::as_array) {
                see(place, values.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            }
            fields.iter().for_each(|(name, value)| enumerations(value, &format!("{place}/{name}"), see));
        }
        Value::Array(items) => items.iter().for_each(|item| enumerations(item, place, see)),
        _ => {}
    }
}

fn what_is_not_there_is_not_found(backend: Backend) {
    let world = World::new(backend);
    for path in ["/municipalities/0180", "/municipalities/karlstad", "/code-lists/nonsense"] {
        world.reader().get(path).problem(404, "not_found");
    }
}
