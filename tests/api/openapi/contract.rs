//! What the document owes its readers, beyond the profile.

use std::collections::HashSet;

use serde_json::Value;

use super::document::{Document, entries, items, parts};

crate::tests! {
    ; once every_operation_has_a_name_of_its_own_and_a_tag_that_is_explained,
    every_property_has_a_description,
    every_field_of_a_body_has_a_limit,
    every_parameter_and_header_has_a_description_and_a_schema,
    every_reference_is_resolved,
    every_component_is_used,
    every_answer_that_is_not_modified_answers_a_condition,
    every_code_of_a_problem_is_in_the_document,
    every_path_parameter_is_declared,
}

fn every_operation_has_a_name_of_its_own_and_a_tag_that_is_explained() {
    let document = Document::committed();
    let tags: Vec<&Value> = items(document.at("/tags")).map(|tag| &tag["name"]).collect();
    assert!(items(document.at("/tags")).all(|tag| tag["description"].as_str().is_some_and(|about| !about.is_empty())));
    let mut names = HashSet::new();
    for operation in document.operations() {
        let name = operation.value["operationId"].as_str().unwrap_or_default();
        let snake = !name.is_empty()
            && name.split('_').all(|word| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase()));
        assert!(snake, "{}: {name}", operation.place());
        assert!(names.insert(name), "{name} stands twice");
        assert_eq!(items(&operation.value["tags"]).count(), 1, "{}", operation.place());
        assert!(tags.contains(&&operation.value["tags"][0]), "{}", operation.place());
    }
    let used: HashSet<&Value> = document.operations().iter().map(|operation| &operation.value["tags"][0]).collect();
    assert_eq!(used.len(), tags.len(), "a tag without operations");
}

fn every_property_has_a_description() {
    let document = Document::committed();
    let said = |schema: &Value| schema["description"].as_str().is_some_and(|about| about.len() > 3);
    let missing: Vec<String> = document
        .properties()
        .into_iter()
        .filter(|property| !said(property.schema) && !said(document.resolve(property.schema)))
        .filter(|property| !items(&property.schema["oneOf"]).any(said))
        .map(|property| property.place)
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    for (name, schema) in document.schemas() {
        assert!(said(schema), "{name} has no description");
    }
}

fn every_field_of_a_body_has_a_limit() {
    let document = Document::committed();
    let mut found = HashSet::new();
    for (name, schema) in document.schemas().filter(|(name, _)| name.ends_with("In") || name.ends_with("Patch")) {
        limitless(&document, name, schema, &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
}

/// The texts, lists and numbers below a schema that may be of any size.
fn limitless(document: &Document, place: &str, schema: &Value, found: &mut HashSet<String>) {
    let schema = document.resolve(schema);
    let is = |kind: &str| schema["type"] == kind || items(&schema["type"]).any(|one| one == kind);
    let has = |limits: &[&str]| limits.iter().any(|limit| schema.get(limit).is_some());
    if is("string") && !has(&["maxLength", "enum", "format", "pattern"])
        || is("array") && !has(&["maxItems"])
        || (is("integer") || is("number")) && !(has(&["minimum"]) && has(&["maximum"]))
        || is("object") && !has(&["properties", "maxProperties"])
    {
        found.insert(place.to_owned());
    }
    for (name, property) in entries(&schema["properties"]) {
        limitless(document, &format!("{place}/{name}"), property, found);
    }
    for part in parts(schema) {
        limitless(document, place, part, found);
    }
}

fn every_parameter_and_header_has_a_description_and_a_schema() {
    let document = Document::committed();
    let whole = |value: &Value| value["description"].is_string() && value["schema"].is_object();
    for operation in document.operations() {
        for parameter in document.parameters(&operation) {
            assert!(whole(parameter), "{}: {}", operation.place(), parameter["name"]);
        }
        for (status, response) in document.responses(&operation) {
            for (name, header) in entries(&response["headers"]) {
                assert!(whole(header), "{} {status}: {name}", operation.place());
            }
        }
    }
}

/// Every `$ref` below a value.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn every_reference_is_resolved() {
    let document = Document::committed();
    let mut found = Vec::new();
    references(&document.0, &mut found);
    for target in found {
        assert!(target.starts_with("#/components/") && document.at(&target[1..]).is_object(), "{target}");
    }
}

fn every_component_is_used() {
    let document = Document::committed();
    // From the operations on: what only an unused component refers to is unused too.
    let mut waiting = Vec::new();
    references(document.at("/paths"), &mut waiting);
    let mut used = HashSet::new();
    while let Some(target) = waiting.pop() {
        if used.insert(target) {
            references(document.at(&target[1..]), &mut waiting);
        }
    }
    for kind in ["schemas", "responses", "parameters"] {
        for (name, _) in entries(document.at(&format!("/components/{kind}"))) {
            assert!(used.contains(format!("#/components/{kind}/{name}").as_str()), "{kind}/{name} is not used");
        }
    }
}

fn every_answer_that_is_not_modified_answers_a_condition() {
    let document = Document::committed();
    for operation in document.operations() {
        let asked = document.parameters(&operation).any(|parameter| parameter["name"] == "If-None-Match");
        let answered = document.responses(&operation).any(|(status, _)| status == "304");
        assert_eq!(asked, answered, "{}", operation.place());
        assert!(!asked || operation.method == "GET", "{}", operation.place());
    }
}

fn every_code_of_a_problem_is_in_the_document() {
    let document = Document::committed();
    let codes = |pointer: &str| -> Vec<&str> { items(document.at(pointer)).filter_map(Value::as_str).collect() };
    let problems: Vec<&str> = utblick::error::ErrorCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(codes("/components/schemas/Problem/properties/code/enum"), problems);
    let faults: Vec<&str> = utblick::error::FaultCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(codes("/components/schemas/InvalidParameter/properties/code/enum"), faults);
}

fn every_path_parameter_is_declared() {
    let document = Document::committed();
    for operation in document.operations() {
        let named: HashSet<&str> =
            operation.path.split(['{', '}']).enumerate().filter(|(at, _)| at % 2 == 1).map(|(_, name)| name).collect();
        let declared: HashSet<&str> = document
            .parameters(&operation)
            .filter(|parameter| parameter["in"] == "path" && parameter["required"] == true)
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(named, declared, "{}", operation.place());
    }
    // No schema is nothing at all.
    for property in document.properties() {
        let schema = document.resolve(property.schema);
        let typed = schema.get("type").is_some() || parts(schema).any(Value::is_object);
        assert!(typed, "{} has no type", property.place);
    }
}
