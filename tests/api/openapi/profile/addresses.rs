use serde_json::json;

use super::super::document::{Document, is_type, items};
use super::{Rule, put, take, unless};

pub const RULES: &[Rule] = &[
    Rule {
        id: "RES.02",
        asks: "no personal identity numbers in addresses",
        find: |document| {
            let forbidden =
                ["pnr", "personnummer", "personnr", "ssn", "personalidentitynumber", "socialsecuritynumber"];
            let named = |parameter: &serde_json::Value| {
                parameter["name"].as_str().is_some_and(|name| forbidden.contains(&name.to_lowercase().as_str()))
            };
            let operations = document.operations().into_iter();
            operations.filter(|one| document.parameters(one).any(named)).map(|one| one.place()).collect()
        },
        breaks: |document| {
            let parameter = json!({"name": "personnummer", "in": "query", "schema": {"type": "string"}});
            put(document, "/paths/~1partners/get/parameters/-", parameter);
        },
    },
    Rule {
        id: "RES.03",
        asks: "ids are no sequential numbers",
        find: |document| {
            let mut found: Vec<String> = Vec::new();
            for operation in document.operations() {
                let mut ids = document.parameters(&operation).filter(|one| one["in"] == "path" && one["name"] == "id");
                found.extend(unless(ids.all(|one| one["schema"]["format"] == "uuid"), operation.place()));
            }
            let numbers = document.properties().into_iter().filter(|property| {
                (property.name == "id" || property.name.ends_with("Id")) && is_type(property.schema, "integer")
            });
            found.extend(numbers.map(|property| property.place));
            found
        },
        breaks: |document| put(document, "/components/schemas/Partner/properties/id/type", json!("integer")),
    },
    Rule {
        id: "RES.06",
        asks: "resources are plural nouns in lower case, words joined by a hyphen",
        find: |document| {
            let plain = |part: &str| {
                let letters =
                    part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
                let verb = ["get-", "post-", "put-", "delete-", "patch-"].iter().any(|verb| part.starts_with(verb));
                letters && !verb && !part.starts_with('-') && part.ends_with('s')
            };
            segments(document).filter(|part| !plain(part)).map(|part| format!("/{part}")).collect()
        },
        breaks: |document| put(document, "/paths/~1partner", json!({})),
    },
    Rule {
        id: "UFN.01",
        asks: "an address is host, API, version, resource",
        find: |document| {
            servers(document).filter(|server| path_of(server).split('/').count() != 2).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/servers/0/url", json!("https://utblick.example.se/api/strategy/v1")),
    },
    Rule {
        id: "UFN.02",
        asks: "https on port 443",
        find: |document| {
            let own = |server: &&str| !server.starts_with("https://") || server[8..].contains(':');
            servers(document).filter(own).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/servers/0/url", json!("https://utblick.example.se:8443/strategy/v1")),
    },
    Rule {
        id: "UFN.03",
        asks: "no data in the query of what changes something",
        find: |document| {
            let changing = document.operations().into_iter().filter(|operation| operation.method != "GET");
            let with_query = changing.filter(|operation| {
                document.parameters(operation).any(|one| one["in"] == "query" && one["name"] != "lang")
            });
            with_query.map(|operation| operation.place()).collect()
        },
        breaks: |document| {
            let parameter = json!({"name": "name", "in": "query", "schema": {"type": "string"}});
            put(document, "/paths/~1partners/post/parameters/-", parameter);
        },
    },
    Rule {
        id: "UFN.05",
        asks: "no address over 2048 characters: 414 is documented everywhere",
        find: |document| {
            let operations = document.operations().into_iter();
            operations.filter(|one| one.value["responses"]["414"].is_null()).map(|one| one.place()).collect()
        },
        breaks: |document| take(document, "/paths/~1partners/get/responses/414"),
    },
    Rule {
        id: "UFN.07",
        asks: "lower-case letters, digits and - . ~ in addresses",
        find: |document| {
            let fine =
                |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.~/:".contains(letter);
            let addresses =
                servers(document).map(|server| server.trim_start_matches("https://")).chain(segments(document));
            addresses.filter(|one| !one.chars().all(fine) || one.contains(':')).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/paths/~1Partners", json!({})),
    },
    Rule {
        id: "UFN.08",
        asks: "only a hyphen between words",
        find: |document| {
            let odd = |part: &&str| part.contains(['.', '_', '~', ',']) || part.contains("--") || part.ends_with('-');
            segments(document).filter(odd).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/paths/~1strategy_areas", json!({})),
    },
    Rule {
        id: "UFN.09",
        asks: "no space or underscore in a path, its parameters' names included",
        find: |document| {
            document.paths().map(|(path, _)| path).filter(|path| path.contains([' ', '_'])).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/paths/~1partners~1{partner_id}", json!({})),
    },
    Rule {
        id: "SAK.30",
        asks: "methods say what is done, not addresses",
        find: |document| {
            let verbs = ["search", "create", "update", "delete", "list", "add", "remove", "set"];
            segments(document).filter(|part| verbs.contains(part)).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/paths/~1partners~1search", json!({})),
    },
    Rule {
        id: "VER.04",
        asks: "semantic versioning",
        find: |document| {
            let parts: Vec<&str> = document.text("/info/version").split('.').collect();
            unless(parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok()), "/info/version")
        },
        breaks: |document| put(document, "/info/version", json!("1.0")),
    },
    Rule {
        id: "VER.05",
        asks: "v and the major version, in the address alone",
        find: |document| {
            let major = format!("/v{}", document.text("/info/version").split('.').next().unwrap_or_default());
            let wrong = servers(document).filter(|server| !server.trim_end_matches('/').ends_with(&major));
            wrong.map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/servers/0/url", json!("https://utblick.example.se/strategy/v1.0")),
    },
    Rule {
        id: "VER.06",
        asks: "api-info under the root of the API",
        find: |document| unless(document.at("/paths/~1api-info/get").is_object(), "/api-info"),
        breaks: |document| take(document, "/paths/~1api-info"),
    },
];

fn servers(document: &Document) -> impl Iterator<Item = &str> {
    items(document.at("/servers")).map(|server| server["url"].as_str().unwrap_or_default())
}

/// The path of a server, without slashes at its ends.
fn path_of(server: &str) -> &str {
    server.trim_start_matches("https://").split_once('/').map_or("", |(_, path)| path.trim_matches('/'))
}

/// Every part of every path that is no parameter.
fn segments(document: &Document) -> impl Iterator<Item = &str> {
    let parts = document.paths().flat_map(|(path, _)| path.trim_start_matches('/').split('/'));
    parts.filter(|part| !part.starts_with('{'))
}
