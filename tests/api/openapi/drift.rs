use serde_json::Value;

use super::document::{Document, FILE};
use crate::support::{Backend, World};

crate::tests! {
    the_served_document_is_the_committed_one_at_the_running_address,
    the_yaml_says_the_same_as_the_json;
    once the_committed_document_is_what_the_code_says,
}

/// The server of the committed document.
const SERVER: &str = "https://utblick.example.se";

fn the_committed_document_is_what_the_code_says() {
    let current = utblick::openapi::document().to_pretty_json().unwrap() + "\n";
    let committed = std::fs::read_to_string(FILE).unwrap();
    let differing = committed.lines().zip(current.lines()).position(|(one, other)| one != other);
    let line = differing.unwrap_or_else(|| committed.lines().count().min(current.lines().count()));
    assert!(
        committed == current,
        "openapi/openapi.json differs from the code, first in line {}. If the change is meant: \
         cargo run -- openapi > openapi/openapi.json",
        line + 1
    );
}

fn the_served_document_is_the_committed_one_at_the_running_address(backend: Backend) {
    let world = World::new(backend);
    let answer = world.anonymous().get("/openapi.json").expect(200);
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    let served = answer.json();
    assert_eq!(served["servers"][0]["url"], format!("{}/international-strategy/v1", world.url));
    assert!(!answer.text().contains(SERVER));
    let as_committed: Value = serde_json::from_str(&answer.text().replace(&world.url, SERVER)).unwrap();
    assert_eq!(difference(&as_committed, &Document::committed().0, ""), None);
    world.anonymous().get_with("/openapi.json", &[("If-None-Match", &answer.etag())]).expect(304);
}

fn the_yaml_says_the_same_as_the_json(backend: Backend) {
    let world = World::new(backend);
    let answer = world.anonymous().get("/openapi.yaml").expect(200);
    assert_eq!(answer.header("content-type"), Some("application/yaml; charset=utf-8"));
    let yaml: Value = yaml_serde::from_slice(&answer.bytes).unwrap();
    assert_eq!(difference(&yaml, &world.anonymous().get("/openapi.json").expect(200).json(), ""), None);
}

/// The first place where two documents differ.
fn difference(one: &Value, other: &Value, place: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(fields), Value::Object(others)) => fields
            .keys()
            .chain(others.keys())
            .find_map(|name| difference(&one[name.as_str()], &other[name.as_str()], &format!("{place}/{name}"))),
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            let mut pairs = items.iter().zip(others).enumerate();
            pairs.find_map(|(at, (one, other))| difference(one, other, &format!("{place}/{at}")))
        }
        _ => (one != other).then(|| format!("{place}: {one} and {other}")),
    }
}
