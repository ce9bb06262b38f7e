use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};

use super::super::document::{Document, Property, is_type};
use super::{Rule, put, take};

pub const RULES: &[Rule] = &[
    Rule {
        id: "AME.01",
        asks: "JSON is offered wherever there is content",
        find: |document| without_json(document, |place| !place.ends_with(" request")),
        breaks: |document| take(document, "/paths/~1reports~1partners/get/responses/200/content/application~1json"),
    },
    Rule {
        id: "AME.02",
        asks: "every request may be JSON",
        find: |document| without_json(document, |place| place.ends_with(" request")),
        breaks: |document| take(document, "/paths/~1tokens/post/requestBody/content/application~1json"),
    },
    Rule {
        id: "AME.04",
        asks: "fields in camelCase or snake_case, letters alone",
        find: |document| {
            let plain = |name: &str| {
                name.starts_with(|first: char| first.is_ascii_lowercase())
                    && name.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '_')
            };
            places(document, |property| !["_links", "_embedded"].contains(&property.name) && !plain(property.name))
        },
        breaks: |document| field(document, "address1", json!({"type": "string"})),
    },
    Rule {
        id: "AME.05",
        asks: "one convention throughout: camelCase",
        find: |document| places(document, |property| property.name.trim_start_matches('_').contains('_')),
        breaks: |document| field(document, "short_name", json!({"type": "string"})),
    },
    Rule {
        id: "AME.06",
        asks: "fields that are lists have names in the plural",
        find: |document| {
            places(document, |property| is_type(property.schema, "array") && !property.name.ends_with('s'))
        },
        breaks: |document| field(document, "office", json!({"type": "array"})),
    },
    Rule {
        id: "AME.07",
        asks: "names of letters and digits",
        find: |document| {
            let odd = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
            places(document, |property| property.name.contains(odd))
        },
        breaks: |document| field(document, "område", json!({"type": "string"})),
    },
    Rule {
        id: "DOT.02",
        asks: "dates and instants after RFC 3339, each with an example",
        find: |document| {
            let wrong = |property: &Property<'_>| {
                let example = property.schema["example"].as_str().unwrap_or_default();
                match property.schema["format"].as_str() {
                    Some("date") => example.parse::<NaiveDate>().is_err(),
                    Some("date-time") => {
                        let fraction = example.split_once('.').map_or("", |(_, rest)| rest.trim_end_matches('Z'));
                        DateTime::parse_from_rfc3339(example).is_err() || fraction.len() > 6
                    }
                    _ => false,
                }
            };
            places(document, wrong)
        },
        breaks: |document| field(document, "seenAt", json!({"type": "string", "format": "date-time"})),
    },
    Rule {
        id: "DOT.04",
        asks: "instants with their zone as an offset",
        find: |document| {
            let zoned = |text: &str| {
                text.ends_with('Z')
                    || text.get(text.len().saturating_sub(6)..).is_some_and(|end| end.starts_with(['+', '-']))
            };
            places(document, |property| {
                property.schema["format"] == "date-time" && !property.schema["example"].as_str().is_some_and(zoned)
            })
        },
        breaks: |document| {
            let schema = json!({"type": "string", "format": "date-time", "example": "2009-03-02T09:15:00"});
            field(document, "seenAt", schema);
        },
    },
    Rule {
        id: "ARQ.01",
        asks: "requests in UTF-8",
        find: |document| {
            let odd = |kind: &str| kind.contains("charset") && !kind.to_lowercase().contains("utf-8");
            document.bodies().into_iter().filter(|(_, kind, _)| odd(kind)).map(|(place, _, _)| place).collect()
        },
        breaks: |document| {
            let kind = "/paths/~1partners/post/requestBody/content/application~1json; charset=latin1";
            put(document, kind, json!({}));
        },
    },
];

fn places(document: &Document, wanted: impl Fn(&Property<'_>) -> bool) -> Vec<String> {
    document.properties().into_iter().filter(wanted).map(|property| property.place).collect()
}

fn field(document: &mut Value, name: &str, schema: Value) {
    put(document, &format!("/components/schemas/Partner/properties/{name}"), schema);
}

/// Where there is content and none of it is JSON: success answers or requests.
fn without_json(document: &Document, wanted: fn(&str) -> bool) -> Vec<String> {
    let bodies = document.bodies();
    let kinds =
        |place: &str| -> Vec<&str> { bodies.iter().filter(|body| body.0 == place).map(|body| body.1).collect() };
    let mut found: Vec<String> = bodies
        .iter()
        .filter(|(place, _, _)| wanted(place))
        .filter(|(place, _, _)| {
            let kinds = kinds(place);
            !kinds.contains(&"application/json") && !kinds.contains(&"application/problem+json")
        })
        .map(|(place, _, _)| place.clone())
        .collect();
    found.dedup();
    found
}
