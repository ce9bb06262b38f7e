use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::document::{Document, entries, items};
use super::{Rule, put, take, unless};

pub const RULES: &[Rule] = &[
    Rule {
        id: "MOG.01",
        asks: "Richardson's level 2: several resources, several methods, no path without one",
        find: |document| {
            let methods: HashSet<String> =
                document.operations().into_iter().map(|operation| operation.method).collect();
            let empty = document.paths().filter(|(_, item)| item.is_empty()).map(|(path, _)| path.to_owned());
            empty.chain(unless(document.paths().count() > 1 && methods.len() > 1, "/paths")).collect()
        },
        breaks: |document| put(document, "/paths/~1nothings", json!({})),
    },
    Rule {
        id: "MOG.02",
        asks: "Richardson's level 3: every page and every record has _links",
        find: |document| {
            let resources = document.schemas().filter(|(_, schema)| {
                let has = |name: &str| schema["properties"][name].is_object();
                has("version") && has("createdAt") || has("items") && has("_meta")
            });
            resources
                .filter(|(_, schema)| schema["properties"]["_links"].is_null())
                .map(|(name, _)| name.to_owned())
                .collect()
        },
        breaks: |document| take(document, "/components/schemas/Partner/properties/_links"),
    },
    Rule {
        id: "HYP.05",
        asks: "what is answered has a link to itself",
        find: |document| {
            let mut found = Vec::new();
            for (_, _, body) in document.bodies().into_iter().filter(|(place, kind, _)| {
                *kind == "application/json" && (place.ends_with(" 200") || place.ends_with(" 201"))
            }) {
                let name =
                    body["schema"]["$ref"].as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default();
                let whole = document.resolve(&body["schema"]);
                let either: Vec<&Value> = items(&whole["oneOf"]).map(|one| document.resolve(one)).collect();
                let either = if either.is_empty() { vec![whole] } else { either };
                let has =
                    |schema: &Value| !document.resolve(&schema["properties"]["_links"])["properties"]["self"].is_null();
                let linked = |schema: &&Value| has(schema) || items(&schema["allOf"]).any(has);
                if !either.iter().all(linked) && !found.contains(&name.to_owned()) {
                    found.push(name.to_owned());
                }
            }
            found
        },
        breaks: |document| take(document, "/components/schemas/RecordLinks/properties/self"),
    },
    Rule {
        id: "HYP.11",
        asks: "a link is href, rel and method, all of them always there",
        find: |document| {
            let mut found = Vec::new();
            for name in ["Link", "TransitionLink"] {
                let link = document.at(&format!("/components/schemas/{name}"));
                for wanted in ["href", "rel", "method"] {
                    found.extend(unless(items(&link["required"]).any(|one| one == wanted), format!("{name}/{wanted}")));
                }
            }
            found
        },
        breaks: |document| put(document, "/components/schemas/Link/required", json!(["href"])),
    },
    Rule {
        id: "ARQ.03",
        asks: "Accept, Date, Cache-Control and the like are taken, not declared; conditions are declared",
        find: |document| {
            let mut found =
                headers(document, |name, _| ["date", "cache-control", "etag", "connection"].contains(&name));
            for operation in document.operations() {
                let wanted = match operation.method.as_str() {
                    "PATCH" | "DELETE" => "If-Match",
                    "GET" if !operation.is_open() => "If-None-Match",
                    _ => continue,
                };
                let declared = document.parameters(&operation).any(|parameter| parameter["name"] == wanted);
                found.extend(unless(declared, operation.place()));
            }
            found
        },
        breaks: |document| header(document, json!({"name": "Cache-Control", "schema": {"type": "string"}})),
    },
    Rule {
        id: "ARQ.05",
        asks: "no data in headers",
        find: |document| headers(document, |_, schema| schema["type"] == "object" || schema["format"] == "binary"),
        breaks: |document| header(document, json!({"name": "X-Partner", "schema": {"type": "object"}})),
    },
    Rule {
        id: "ARP.02",
        asks: "the usual statuses of RFC 9110",
        find: |document| {
            let usual = [
                "200", "201", "202", "204", "304", "400", "401", "403", "404", "405", "406", "409", "412", "413",
                "414", "415", "422", "428", "429", "500", "503",
            ];
            responses(document, |status, _| !usual.contains(&status))
        },
        breaks: |document| put(document, "/paths/~1partners/get/responses/418", json!({"description": "A teapot."})),
    },
    Rule {
        id: "ARP.03",
        asks: "201 says where",
        find: |document| {
            responses(document, |status, response| status == "201" && response["headers"]["Location"].is_null())
        },
        breaks: |document| take(document, "/paths/~1partners/post/responses/201/headers/Location"),
    },
    Rule {
        id: "FEL.01",
        asks: "problems have type, title, status, detail and instance, always",
        find: |document| {
            let problem = document.at("/components/schemas/Problem");
            let wanted = ["type", "title", "status", "detail", "instance"].iter();
            let there = |name: &str| {
                problem["properties"][name].is_object() && items(&problem["required"]).any(|one| one == name)
            };
            wanted.filter(|name| !there(name)).map(|name| (*name).to_owned()).collect()
        },
        breaks: |document| put(document, "/components/schemas/Problem/required", json!(["type", "title", "status"])),
    },
    Rule {
        id: "FEL.02",
        asks: "problems are application/problem+json",
        find: |document| {
            responses(document, |status, response| {
                status >= "400" && entries(&response["content"]).map(|(kind, _)| kind).ne(["application/problem+json"])
            })
        },
        breaks: |document| {
            let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
            put(document, "/components/responses/Problem404/content", content);
        },
    },
    Rule {
        id: "VER.07",
        asks: "api-info says apiName, apiVersion, apiReleased, apiDocumentation and apiStatus, to anybody",
        find: |document| {
            let required = document.at("/components/schemas/ApiInfo/required");
            let wanted = ["apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"].iter();
            let missing =
                wanted.filter(|name| !items(required).any(|one| one == **name)).map(|name| (*name).to_owned());
            missing.chain(unless(document.at("/paths/~1api-info/get/security") == &json!([]), "security")).collect()
        },
        breaks: |document| put(document, "/components/schemas/ApiInfo/required", json!(["apiName"])),
    },
    Rule {
        id: "VER.10",
        asks: "the API's states are alpha, beta, active, deprecated, retired and decommissioned",
        find: |document| {
            let states = document.resolve(document.at("/components/schemas/ApiInfo/properties/apiStatus"));
            let wanted = json!(["alpha", "beta", "active", "deprecated", "retired", "decommissioned"]);
            unless(states["enum"] == wanted, "ApiInfo/apiStatus")
        },
        breaks: |document| put(document, "/components/schemas/ApiInfo/properties/apiStatus", json!({"enum": ["new"]})),
    },
    Rule {
        id: "SPA.02",
        asks: "every operation takes traceparent, and does not demand it",
        find: |document| {
            let wanted = |one: &Value| one["name"] == "traceparent" && one["in"] == "header" && one["required"] != true;
            let operations = document.operations().into_iter();
            operations.filter(|one| !document.parameters(one).any(wanted)).map(|one| one.place()).collect()
        },
        breaks: |document| put(document, "/components/parameters/traceparent/required", json!(true)),
    },
    Rule {
        id: "SPA.04",
        asks: "every answer bears traceparent, problems too",
        find: |document| responses(document, |_, response| response["headers"]["traceparent"].is_null()),
        breaks: |document| take(document, "/components/responses/Problem404/headers/traceparent"),
    },
    Rule {
        id: "SPA.07",
        asks: "no other id stands in for traceparent",
        find: |document| headers(document, |name, _| name.ends_with("request-id") || name.ends_with("correlation-id")),
        breaks: |document| header(document, json!({"name": "X-Request-Id", "schema": {"type": "string"}})),
    },
];

fn header(document: &mut Value, mut parameter: Value) {
    parameter["in"] = json!("header");
    put(document, "/paths/~1partners/get/parameters/-", parameter);
}

/// The header parameters, their names in lower case, that are so.
fn headers(document: &Document, wanted: impl Fn(&str, &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for operation in document.operations() {
        for parameter in document.parameters(&operation).filter(|parameter| parameter["in"] == "header") {
            let name = parameter["name"].as_str().unwrap_or_default().to_lowercase();
            found.extend(unless(!wanted(&name, &parameter["schema"]), format!("{} {name}", operation.place())));
        }
    }
    found
}

/// The responses, by status and what they are, that are so.
fn responses(document: &Document, wanted: impl Fn(&str, &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for operation in document.operations() {
        for (status, response) in document.responses(&operation) {
            found.extend(unless(!wanted(status, response), format!("{} {status}", operation.place())));
        }
    }
    found
}
