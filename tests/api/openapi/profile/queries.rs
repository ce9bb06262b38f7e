use serde_json::{Value, json};

use super::super::document::{Document, Operation, items};
use super::{Rule, put, take, unless};

pub const RULES: &[Rule] = &[
    Rule {
        id: "FNS.01",
        asks: "query parameters in camelCase",
        find: |document| named(document, |name| name.contains(|letter: char| !letter.is_ascii_alphanumeric())),
        breaks: |document| query(document, json!({"name": "kind_of_body"})),
    },
    Rule {
        id: "FNS.03",
        asks: "query parameters begin with a letter",
        find: |document| named(document, |name| !name.starts_with(|first: char| first.is_ascii_lowercase())),
        breaks: |document| query(document, json!({"name": "1st"})),
    },
    Rule {
        id: "FNS.05",
        asks: "query parameters are optional",
        find: |document| {
            let needed = document.query_parameters().into_iter().filter(|(_, parameter)| parameter["required"] == true);
            needed.map(|(place, _)| place).collect()
        },
        breaks: |document| query(document, json!({"name": "kind", "required": true})),
    },
    Rule {
        id: "FNS.06",
        asks: "characters that an address can hold",
        find: |document| named(document, |name| !name.is_ascii() || name.contains([' ', '[', ']', '&', '='])),
        breaks: |document| query(document, json!({"name": "filter[kind]"})),
    },
    Rule {
        id: "FNS.07",
        asks: "a page is asked for by page and limit",
        find: |document| {
            let pages = document.operations().into_iter().filter(|operation| gives_a_page(operation));
            let bare = pages.filter(|operation| {
                let has = |name: &str| document.parameters(operation).any(|one| one["name"] == name);
                !has("page") || !has("limit")
            });
            bare.map(|operation| operation.place()).collect()
        },
        breaks: |document| take(document, "/paths/~1partners/get/parameters"),
    },
    Rule {
        id: "FNS.08",
        asks: "page begins at 1",
        find: |document| parameters(document, "page", |schema| schema["default"] == 1 && schema["minimum"] == 1),
        breaks: |document| query(document, json!({"name": "page", "schema": {"type": "integer", "minimum": 0}})),
    },
    Rule {
        id: "FNS.09",
        asks: "limit is 20 when nothing is said",
        find: |document| parameters(document, "limit", |schema| schema["default"] == 20 && schema["maximum"] == 100),
        breaks: |document| query(document, json!({"name": "limit", "schema": {"type": "integer", "default": 50}})),
    },
    Rule {
        id: "FNS.10",
        asks: "pages have _meta and _links",
        find: |document| {
            let wanted = ["items", "_meta", "_links"];
            let whole = |schema: &Value| wanted.iter().all(|name| items(&schema["required"]).any(|one| one == name));
            pages(document).filter(|(_, schema)| !whole(schema)).map(|(name, _)| name.to_owned()).collect()
        },
        breaks: |document| put(document, "/components/schemas/PartnerPage/required", json!(["items"])),
    },
    Rule {
        id: "FNS.11",
        asks: "pages have links to themselves, the first, last, next and previous page",
        find: |document| {
            let links = document.at("/components/schemas/PageLinks/properties");
            let wanted = ["self", "first", "last", "next", "prev"].iter();
            wanted.filter(|name| links[**name].is_null()).map(|name| (*name).to_owned()).collect()
        },
        breaks: |document| take(document, "/components/schemas/PageLinks/properties/prev"),
    },
    Rule {
        id: "FNS.13",
        asks: "_meta says totalRecords, page, limit and count",
        find: |document| {
            let meta = document.at("/components/schemas/PageMeta");
            let wanted = ["totalRecords", "page", "limit", "count"].iter();
            wanted
                .filter(|name| !items(&meta["required"]).any(|one| one == **name))
                .map(|name| (*name).to_owned())
                .collect()
        },
        breaks: |document| put(document, "/components/schemas/PageMeta/required", json!(["page"])),
    },
    Rule {
        id: "UFN.04",
        asks: "field choice, sorting and paging are called fields, sort and page",
        find: |document| {
            let others =
                ["select", "order", "orderBy", "sortBy", "pageSize", "perPage", "size", "offset", "skip", "top"];
            named(document, |name| others.contains(&name))
        },
        breaks: |document| query(document, json!({"name": "pageSize"})),
    },
    Rule {
        id: "FOR.02",
        asks: "no GET takes a body",
        find: |document| {
            let gets = document.operations().into_iter().filter(|operation| operation.method == "GET");
            gets.filter(Operation::has_body).map(|operation| operation.place()).collect()
        },
        breaks: |document| put(document, "/paths/~1partners/get/requestBody", json!({"content": {}})),
    },
];

fn query(document: &mut Value, mut parameter: Value) {
    parameter["in"] = json!("query");
    put(document, "/paths/~1partners/get/parameters/-", parameter);
}

fn named(document: &Document, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let all = document.query_parameters().into_iter();
    all.filter(|(_, one)| one["name"].as_str().is_some_and(&wanted)).map(|(place, _)| place).collect()
}

/// The parameters of a name that are not as they should be.
fn parameters(document: &Document, name: &str, fine: fn(&Value) -> bool) -> Vec<String> {
    let all = document.query_parameters().into_iter().filter(|(_, one)| one["name"] == name);
    let wrong: Vec<String> = all.filter(|(_, one)| !fine(&one["schema"])).map(|(place, _)| place).collect();
    wrong
        .into_iter()
        .chain(unless(document.query_parameters().iter().any(|(_, one)| one["name"] == name), name))
        .collect()
}

fn gives_a_page(operation: &Operation<'_>) -> bool {
    let schema = &operation.value["responses"]["200"]["content"]["application/json"]["schema"]["$ref"];
    schema.as_str().is_some_and(|target| target.ends_with("Page"))
}

fn pages(document: &Document) -> impl Iterator<Item = (&str, &Value)> {
    document.schemas().filter(|(name, _)| name.ends_with("Page"))
}
