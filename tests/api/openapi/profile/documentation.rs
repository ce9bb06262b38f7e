use serde_json::json;

use super::super::document::{Document, entries, is_type, items, parts};
use super::{Rule, put, take, unless, without_text};

pub const RULES: &[Rule] = &[
    Rule {
        id: "DOK.01",
        asks: "documentation is public: externalDocs with a description and an address",
        find: |document| without_text(document, &["/externalDocs/description", "/externalDocs/url"]),
        breaks: |document| take(document, "/externalDocs/url"),
    },
    Rule {
        id: "DOK.03",
        asks: "info says title, version, terms of use, contact and licence",
        find: |document| {
            let wanted = ["title", "version", "description", "termsOfService", "contact/name", "contact/url"];
            let more = ["contact/email", "license/name", "license/url"];
            let pointers: Vec<String> = wanted.iter().chain(&more).map(|name| format!("/info/{name}")).collect();
            without_text(document, &pointers.iter().map(String::as_str).collect::<Vec<_>>())
        },
        breaks: |document| take(document, "/info/license/url"),
    },
    Rule {
        id: "DOK.05",
        asks: "documentation is versioned with the API",
        find: |document| unless(document.text("/info/version") == utblick::openapi::VERSION, "/info/version"),
        breaks: |document| put(document, "/info/version", json!("0.9.9")),
    },
    Rule {
        id: "DOK.06",
        asks: "the description is in Swedish and in English",
        find: |document| {
            let text = document.text("/info/description");
            unless(text.contains(" och ") && text.contains(" the "), "/info/description")
        },
        breaks: |document| put(document, "/info/description", json!("Only the one language.")),
    },
    Rule {
        id: "DOK.07",
        asks: "an overview of the API",
        find: |document| without_text(document, &["/info/description"]),
        breaks: |document| put(document, "/info/description", json!(" ")),
    },
    Rule {
        id: "DOK.08",
        asks: "the service level is described: termsOfService, x-sla and externalDocs",
        find: |document| {
            let mut missing = without_text(
                document,
                &[
                    "/info/termsOfService",
                    "/info/x-sla/availability",
                    "/info/x-sla/responseTime",
                    "/info/x-sla/support",
                ],
            );
            missing.extend(unless(document.text("/externalDocs/description").contains("SLA"), "/externalDocs"));
            missing
        },
        breaks: |document| take(document, "/info/x-sla/support"),
    },
    Rule {
        id: "DOK.09",
        asks: "known problems and limitations are described",
        find: |document| unless(document.text("/info/description").contains("begränsning"), "/info/description"),
        breaks: |document| take(document, "/info/description"),
    },
    Rule {
        id: "DOK.10",
        asks: "what is deprecated says when it ends",
        find: |document| {
            let operations = document.operations().into_iter();
            let deprecated = operations.filter(|operation| operation.value["deprecated"] == true);
            deprecated
                .filter(|operation| !operation.value["x-deprecationDate"].is_string())
                .map(|one| one.place())
                .collect()
        },
        breaks: |document| put(document, "/paths/~1partners/get/deprecated", json!(true)),
    },
    Rule {
        id: "DOK.11",
        asks: "purpose and behaviour are described, with getting started, links, problems and life cycle",
        find: |document| {
            let text = document.text("/info/description");
            let chapters = ["Getting started", "Links", "Problems", "Life cycle", "Known problems and limitations"];
            chapters.iter().filter(|name| !text.contains(**name)).map(|name| (*name).to_owned()).collect()
        },
        breaks: |document| put(document, "/info/description", json!("Utblick")),
    },
    Rule {
        id: "DOK.15",
        asks: "every JSON body has an example",
        find: |document| {
            let bodies = document.bodies().into_iter().filter(|(_, kind, _)| kind.contains("json"));
            bodies.filter(|(_, _, body)| body["example"].is_null()).map(|(place, _, _)| place).collect()
        },
        breaks: |document| take(document, "/paths/~1me/get/responses/200/content/application~1json/example"),
    },
    Rule {
        id: "DOK.16",
        asks: "bodies have named schemas, and no object in them is bare",
        find: |document| {
            let bodies = document.bodies().into_iter().filter(|(_, kind, _)| kind.contains("json"));
            let unnamed = bodies.filter(|(_, _, body)| !body["schema"]["$ref"].is_string()).map(|(place, _, _)| place);
            let bare = document.properties().into_iter().filter(|property| {
                let fields = property.schema.get("properties").is_some();
                is_type(property.schema, "object") && !fields && !parts(property.schema).any(|part| part.is_object())
            });
            unnamed.chain(bare.map(|property| property.place)).collect()
        },
        breaks: |document| {
            put(document, "/paths/~1me/get/responses/200/content/application~1json/schema", json!({"type": "object"}));
        },
    },
    Rule {
        id: "DOK.17",
        asks: "the newest major version of OpenAPI",
        find: |document| unless(document.text("/openapi").starts_with("3."), "/openapi"),
        breaks: |document| put(document, "/openapi", json!("2.0")),
    },
    Rule {
        id: "DOK.19",
        asks: "every operation has a summary and a description, and no parameters stand beside them",
        find: |document| {
            let silent = document.operations().into_iter().filter(|operation| {
                let said = |name: &str| operation.value[name].as_str().is_some_and(|text| !text.trim().is_empty());
                !said("summary") || !said("description")
            });
            let beside = document.paths().filter(|(_, item)| item.contains_key("parameters"));
            silent.map(|operation| operation.place()).chain(beside.map(|(path, _)| path.to_owned())).collect()
        },
        breaks: |document| put(document, "/paths/~1partners/get/summary", json!(" ")),
    },
    Rule {
        id: "DOK.20",
        asks: "every response is described, and every status that the operation can give is there",
        find: statuses,
        breaks: |document| take(document, "/paths/~1partners~1{id}/get/responses/404"),
    },
    Rule {
        id: "DOK.21",
        asks: "the document says how callers are authenticated",
        find: |document| unless(items(document.at("/security")).count() > 0, "/security"),
        breaks: |document| take(document, "/security"),
    },
];

fn statuses(document: &Document) -> Vec<String> {
    let mut missing = Vec::new();
    for operation in document.operations() {
        for (status, response) in document.responses(&operation) {
            let told = response["description"].as_str().is_some_and(|about| about.len() > 3);
            missing.extend(unless(told, format!("{} {status}", operation.place())));
        }
        let mut wanted = vec!["400", "406", "414", "500", "503"];
        if !operation.is_open() {
            wanted.extend(["401", "403"]);
        }
        if operation.path.contains('{') {
            wanted.push("404");
        }
        if operation.has_body() {
            wanted.extend(["413", "415", "422"]);
        }
        if ["PATCH", "DELETE"].contains(&operation.method.as_str()) {
            wanted.extend(["412", "428"]);
        }
        let known: Vec<&str> = entries(&operation.value["responses"]).map(|(status, _)| status).collect();
        let absent = wanted.into_iter().filter(|status| !known.contains(status));
        missing.extend(absent.map(|status| format!("{} {status}", operation.place())));
    }
    missing
}
