//! Examples of bodies, built from the examples of their fields, so that none is written twice.

use actix_web::http::StatusCode;
use serde_json::{Map, Value, json};
use utoipa::openapi::{Content, OpenApi, RefOr};

use super::is_body;
use crate::error::ErrorCode;

/// DIGG DOK.15: an example on every JSON body, built from the examples of its fields, so that none is written twice.
pub(super) fn add_examples(document: &mut OpenApi, json: &Value) {
    let example = |content: &mut RefOr<Content>| {
        if let RefOr::T(content) = content
            && let Some(schema) = &content.schema
        {
            let schema = serde_json::to_value(schema).unwrap_or_default();
            let body = schema.get("$ref").and_then(Value::as_str).is_some_and(is_body);
            let mut example = example_of(&schema, json, 0);
            if body && let Value::Object(fields) = &mut example {
                let required = required_by(&schema, json);
                fields.retain(|name, value| {
                    // What may be left out and has no example is left out.
                    let says = !value.is_null() && !leads_elsewhere(value);
                    !NOT_SAID.contains(&name.as_str()) && (required.contains(&name.as_str()) || says)
                });
            }
            content.example = Some(example);
        }
    };
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let bodies = operation.request_body.iter_mut().flat_map(|body| match body {
                RefOr::T(body) => body.content.values_mut().collect::<Vec<_>>(),
                RefOr::Ref(_) => Vec::new(),
            });
            bodies.for_each(example);
            for response in operation.responses.responses.values_mut() {
                if let RefOr::T(response) = response {
                    response
                        .content
                        .iter_mut()
                        .filter(|(kind, _)| kind.contains("json"))
                        .for_each(|(_, content)| example(content));
                }
            }
        }
    }
    if let Some(components) = &mut document.components {
        for (name, response) in &mut components.responses {
            let code = name.strip_prefix("Problem").and_then(|status| StatusCode::from_bytes(status.as_bytes()).ok());
            if let (RefOr::T(response), Some(code)) = (response, code.map(ErrorCode::of_status)) {
                for content in response.content.values_mut() {
                    if let RefOr::T(content) = content {
                        content.example = Some(example_of_problem(code, json));
                    }
                }
            }
        }
    }
}

/// An example of the problem that a status usually is: the members that it always has, and those that go with it.
fn example_of_problem(code: ErrorCode, document: &Value) -> Value {
    let mut problem = example_of(&json!({"$ref": "#/components/schemas/Problem"}), document, 0);
    let wrong_page =
        json!([{"in": "query", "pointer": "page", "code": "wrong_format", "reason": "expected a whole number"}]);
    if let Value::Object(fields) = &mut problem {
        let goes_with = match code.status() {
            400 => "invalidParameters",
            403 => "permission",
            409 => "missing",
            422 => "invalidParameters",
            _ => "",
        };
        let always = ["type", "title", "status", "detail", "instance", "code", "traceId"];
        fields.retain(|name, _| always.contains(&name.as_str()) || name == goes_with);
        let kind = fields.get("type").and_then(Value::as_str).and_then(|kind| kind.rsplit_once('/'));
        let kind = format!("{}/{}", kind.map_or("", |(page, _)| page), code.slug());
        fields.insert("type".into(), kind.into());
        fields.insert("title".into(), code.title().en.into());
        fields.insert("status".into(), code.status().into());
        fields.insert("code".into(), code.code().into());
        if code.status() != 422 {
            fields.insert("detail".into(), code.meaning().en.into());
        }
        if code.status() == 400 {
            fields.insert("detail".into(), "page: expected a whole number (one fault).".into());
            fields.insert("invalidParameters".into(), wrong_page);
        }
    }
    problem
}

/// What an example of a body does not say, as nobody means it who tries the example.
const NOT_SAID: [&str; 2] = ["archived", "confidentiality"];

/// The id in examples.
const EXAMPLE_ID: &str = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f";

/// The fields that a body must have, whatever they lead to.
fn required_by<'a>(schema: &Value, document: &'a Value) -> Vec<&'a str> {
    let target =
        schema.get("$ref").and_then(Value::as_str).and_then(|target| document.pointer(target.trim_start_matches('#')));
    let required = target.and_then(|target| target.get("required")).and_then(Value::as_array);
    required.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether an example refers to another record: it is left out of a body, so that the example can be tried as it is.
fn leads_elsewhere(value: &Value) -> bool {
    match value {
        Value::String(text) => text == EXAMPLE_ID,
        Value::Array(items) => items.iter().any(leads_elsewhere),
        Value::Object(fields) => fields.values().any(leads_elsewhere),
        _ => false,
    }
}

/// An example of a schema: its own, or one put together from its parts.
fn example_of(schema: &Value, document: &Value, depth: usize) -> Value {
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if depth > 16 {
        return Value::Null;
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null);
        return example_of(target, document, depth + 1);
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let parts = parts.iter().map(|part| example_of(part, document, depth + 1));
        let fields = parts.filter_map(|part| if let Value::Object(fields) = part { Some(fields) } else { None });
        return Value::Object(fields.flatten().collect());
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(parts) = schema.get(key).and_then(Value::as_array) {
            let solid = parts.iter().find(|part| part.get("type") != Some(&json!("null")));
            return solid.map_or(Value::Null, |part| example_of(part, document, depth + 1));
        }
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let examples: Map<String, Value> =
            properties.iter().map(|(name, part)| (name.clone(), example_of(part, document, depth + 1))).collect();
        return Value::Object(examples);
    }
    if let Some(items) = schema.get("items") {
        return Value::Array(vec![example_of(items, document, depth + 1)]);
    }
    if schema.get("format").and_then(Value::as_str) == Some("uuid") {
        return json!(EXAMPLE_ID);
    }
    schema.get("enum").and_then(|codes| codes.get(0)).cloned().unwrap_or(Value::Null)
}
