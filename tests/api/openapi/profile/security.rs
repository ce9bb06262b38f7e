use serde_json::{Value, json};

use super::super::document::{Document, entries, is_type, items};
use super::{Rule, put, take, unless};

pub const RULES: &[Rule] = &[
    Rule {
        id: "SAK.01",
        asks: "https alone",
        find: |document| {
            let servers = items(document.at("/servers")).filter_map(|server| server["url"].as_str());
            servers.filter(|url| !url.starts_with("https://")).map(str::to_owned).collect()
        },
        breaks: |document| put(document, "/servers/0/url", json!("http://utblick.example.se/strategy/v1")),
    },
    Rule {
        id: "SAK.09",
        asks: "no Basic and no Digest",
        find: |document| schemes(document, |scheme| ["basic", "digest"].iter().any(|name| scheme["scheme"] == *name)),
        breaks: |document| {
            put(document, "/components/securitySchemes/basic", json!({"type": "http", "scheme": "basic"}))
        },
    },
    Rule {
        id: "SAK.10",
        asks: "Authorization: Bearer, in lower case in the document",
        find: |document| {
            let bearer = schemes(document, |scheme| scheme["type"] == "http" && scheme["scheme"] == "bearer");
            unless(!bearer.is_empty(), "securitySchemes")
        },
        breaks: |document| put(document, "/components/securitySchemes/bearer/scheme", json!("Bearer")),
    },
    Rule {
        id: "SAK.15",
        asks: "no API key in an address",
        find: |document| schemes(document, |scheme| scheme["type"] == "apiKey" && scheme["in"] == "query"),
        breaks: |document| {
            put(document, "/components/securitySchemes/key", json!({"type": "apiKey", "in": "query", "name": "key"}));
        },
    },
    Rule {
        id: "SAK.16",
        asks: "an API key, if any, in a header",
        find: |document| schemes(document, |scheme| scheme["type"] == "apiKey" && scheme["in"] != "header"),
        breaks: |document| {
            put(document, "/components/securitySchemes/key", json!({"type": "apiKey", "in": "cookie", "name": "key"}));
        },
    },
    Rule {
        id: "SAK.18",
        asks: "OAuth 2.0 or newer, over https",
        find: |document| {
            let oauth = schemes(document, |scheme| scheme["type"] == "oauth2");
            let urls = items_of_flows(document);
            unless(!oauth.is_empty() && urls.iter().all(|url| url.starts_with("https://")), "securitySchemes")
        },
        breaks: |document| {
            put(
                document,
                "/components/securitySchemes/oauth2/flows/password/tokenUrl",
                json!("http://example.se/tokens"),
            );
        },
    },
    Rule {
        id: "SAK.28",
        asks: "what comes in has bounds: a limit, a format, a pattern or codes",
        find: unbounded,
        breaks: |document| take(document, "/components/schemas/PartnerIn/properties/name/maxLength"),
    },
    Rule {
        id: "SAK.29",
        asks: "another content type is answered 415",
        find: |document| {
            let with_body = document.operations().into_iter().filter(|operation| operation.has_body());
            with_body.filter(|one| one.value["responses"]["415"].is_null()).map(|one| one.place()).collect()
        },
        breaks: |document| take(document, "/paths/~1partners/post/responses/415"),
    },
    Rule {
        id: "SAK.31",
        asks: "objects that come in are closed: an unknown field is refused",
        find: |document| {
            // RFC 6749 asks that unknown parameters of a token request are ignored.
            let open = incoming(document).filter(|(name, _)| *name != "TokenIn" && *name != "Bilingual");
            let open = open.filter(|(_, schema)| is_type(schema, "object") && schema["additionalProperties"] != false);
            open.map(|(name, _)| name.to_owned()).collect()
        },
        breaks: |document| take(document, "/components/schemas/PartnerIn/additionalProperties"),
    },
];

fn schemes(document: &Document, wanted: fn(&Value) -> bool) -> Vec<String> {
    let all = entries(document.at("/components/securitySchemes"));
    all.filter(|(_, scheme)| wanted(scheme)).map(|(name, _)| name.to_owned()).collect()
}

/// Every address of an OAuth flow.
fn items_of_flows(document: &Document) -> Vec<&str> {
    let schemes = entries(document.at("/components/securitySchemes"));
    let flows = schemes.flat_map(|(_, scheme)| entries(&scheme["flows"]).map(|(_, flow)| flow));
    flows
        .flat_map(|flow| {
            ["tokenUrl", "authorizationUrl", "refreshUrl"].into_iter().filter_map(|name| flow[name].as_str())
        })
        .collect()
}

/// The schemas that a request body is made of.
fn incoming(document: &Document) -> impl Iterator<Item = (&str, &Value)> {
    let mut waiting: Vec<&str> = document
        .bodies()
        .into_iter()
        .filter(|(place, _, _)| place.ends_with(" request"))
        .filter_map(|(_, _, body)| body["schema"]["$ref"].as_str())
        .collect();
    let mut names: Vec<&str> = Vec::new();
    while let Some(target) = waiting.pop() {
        let name = target.rsplit('/').next().unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
            references(document.at(&target[1..]), &mut waiting);
        }
    }
    document.schemas().filter(move |(name, _)| names.contains(name))
}

fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    found.extend(schema["$ref"].as_str());
    entries(&schema["properties"]).for_each(|(_, property)| references(property, found));
    super::super::document::parts(schema).for_each(|part| references(part, found));
}

fn unbounded(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for (name, schema) in incoming(document) {
        walk(name, schema, &mut found);
    }
    found
}

fn walk(place: &str, schema: &Value, found: &mut Vec<String>) {
    let any = |names: &[&str]| names.iter().any(|name| schema.get(name).is_some());
    let bound = (!is_type(schema, "string") || any(&["maxLength", "format", "pattern", "enum"]))
        && (!is_type(schema, "array") || any(&["maxItems"]))
        && (!["integer", "number"].iter().any(|kind| is_type(schema, kind)) || any(&["maximum", "format", "enum"]))
        && (!schema["additionalProperties"].is_object() || any(&["maxProperties"]));
    found.extend(unless(bound, place));
    entries(&schema["properties"]).for_each(|(name, property)| walk(&format!("{place}/{name}"), property, found));
    super::super::document::parts(schema).for_each(|part| walk(&format!("{place}/*"), part, found));
}
