//! Every example is one: it passes the schema that it stands beside.

use serde_json::{Value, json};
use utblick::register::rules::FORMATS;

use super::document::{Document, entries};

crate::tests! {
    ; once every_example_of_a_body_passes_its_schema,
    every_example_of_a_field_passes_its_schema,
    every_example_of_a_parameter_passes_its_schema,
    an_example_of_a_problem_has_the_status_that_it_stands_under,
}

/// What is wrong with a value by a schema of the document, compiled as the service compiles it.
fn faults(document: &Document, schema: &Value, value: &Value) -> Vec<String> {
    let mut schema = schema.clone();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["components"] = document.at("/components").clone();
    let mut options = jsonschema::options().should_validate_formats(true);
    for (format, check) in FORMATS {
        options = options.with_format(*format, *check);
    }
    let validator = options.build(&schema).unwrap();
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[track_caller]
fn demand_none(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn every_example_of_a_body_passes_its_schema() {
    let document = Document::committed();
    let mut found = Vec::new();
    let mut seen = 0;
    for (place, kind, content) in document.bodies().into_iter().filter(|(_, kind, _)| kind.contains("json")) {
        seen += 1;
        let faults = faults(&document, &content["schema"], &content["example"]);
        found.extend(faults.into_iter().map(|fault| format!("{place} {kind} {fault}")));
    }
    assert!(seen > 100, "{seen}");
    demand_none(&found);
}

fn every_example_of_a_field_passes_its_schema() {
    let document = Document::committed();
    let mut found = Vec::new();
    let fields = document.properties().into_iter().map(|property| (property.place, property.schema));
    let whole = document.schemas().map(|(name, schema)| (name.to_owned(), schema));
    for (place, schema) in fields.chain(whole) {
        if let Some(example) = schema.get("example") {
            found.extend(faults(&document, schema, example).into_iter().map(|fault| format!("{place} {fault}")));
        }
    }
    demand_none(&found);
}

fn every_example_of_a_parameter_passes_its_schema() {
    let document = Document::committed();
    let mut found = Vec::new();
    for operation in document.operations() {
        for parameter in document.parameters(&operation) {
            let schema = &parameter["schema"];
            for example in
                [parameter.get("example"), schema.get("example"), schema.get("default")].into_iter().flatten()
            {
                let faults = faults(&document, schema, example);
                found.extend(faults.into_iter().map(|fault| format!("{} {fault}", operation.place())));
            }
        }
    }
    demand_none(&found);
}

fn an_example_of_a_problem_has_the_status_that_it_stands_under() {
    let document = Document::committed();
    for (name, response) in entries(document.at("/components/responses")) {
        let example = &response["content"]["application/problem+json"]["example"];
        let status = name.trim_start_matches("Problem");
        assert_eq!(example["status"].to_string(), status, "{name}");
        let code = example["code"].as_str().unwrap();
        assert!(response["description"].as_str().unwrap().contains(&format!("`{code}`")), "{name}: {code}");
        let kind = example["type"].as_str().unwrap();
        assert!(kind.ends_with(&format!("/problems/{}", code.replace('_', "-"))), "{name}: {kind}");
    }
}
