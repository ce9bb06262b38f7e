//! The committed document, taken apart for tests.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// Where the committed document lies.
pub const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");

/// An OpenAPI document.
#[derive(Clone)]
pub struct Document(pub Value);

/// One operation.
pub struct Operation<'a> {
    /// `GET`, `POST`, …
    pub method: String,
    pub path: &'a str,
    pub value: &'a Value,
}

/// One property of a schema, at whatever depth.
pub struct Property<'a> {
    /// `Schema/field/…`
    pub place: String,
    pub name: &'a str,
    pub schema: &'a Value,
}

impl Document {
    /// The one in the repository, to be altered.
    pub fn committed() -> Self {
        Self::shared().clone()
    }

    /// The one in the repository, read once.
    pub fn shared() -> &'static Self {
        static COMMITTED: LazyLock<Document> =
            LazyLock::new(|| Document(serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap()));
        &COMMITTED
    }

    /// What a JSON Pointer names; null when there is nothing.
    pub fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The text that a JSON Pointer names; empty when there is none.
    pub fn text(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    /// A value, or what its `$ref` names.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(target) => self.resolve(self.at(target.trim_start_matches('#'))),
            None => value,
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        entries(self.at("/paths")).map(|(path, item)| (path, item.as_object().unwrap()))
    }

    pub fn operations(&self) -> Vec<Operation<'_>> {
        let methods = ["get", "put", "post", "delete", "patch"];
        self.paths()
            .flat_map(|(path, item)| {
                item.iter()
                    .filter(|(method, _)| methods.contains(&method.as_str()))
                    .map(move |(method, value)| Operation { method: method.to_uppercase(), path, value })
            })
            .collect()
    }

    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        entries(self.at("/components/schemas"))
    }

    /// Every property of every schema, inline ones too.
    pub fn properties(&self) -> Vec<Property<'_>> {
        let mut found = Vec::new();
        for (name, schema) in self.schemas() {
            collect(name, schema, &mut found);
        }
        found
    }

    /// Parameters of an operation, resolved.
    pub fn parameters<'a>(&'a self, operation: &Operation<'a>) -> impl Iterator<Item = &'a Value> {
        items(&operation.value["parameters"]).map(|parameter| self.resolve(parameter))
    }

    /// Query parameters of all operations: where, and what.
    pub fn query_parameters(&self) -> Vec<(String, &Value)> {
        let mut found = Vec::new();
        for operation in self.operations() {
            let place = operation.place();
            let query = self.parameters(&operation).filter(|parameter| parameter["in"] == "query");
            found.extend(query.map(|parameter| {
                let name = parameter["name"].as_str().unwrap_or_default();
                (format!("{place} {name}"), parameter)
            }));
        }
        found
    }

    /// Statuses and responses of an operation, resolved.
    pub fn responses<'a>(&'a self, operation: &Operation<'a>) -> impl Iterator<Item = (&'a str, &'a Value)> {
        entries(&operation.value["responses"]).map(|(status, response)| (status, self.resolve(response)))
    }

    /// Every body: where, its media type, and what is said of it.
    pub fn bodies(&self) -> Vec<(String, &str, &Value)> {
        let mut found = Vec::new();
        for operation in self.operations() {
            for (kind, content) in entries(&operation.value["requestBody"]["content"]) {
                found.push((format!("{} request", operation.place()), kind, content));
            }
            for (status, response) in self.responses(&operation) {
                for (kind, content) in entries(&response["content"]) {
                    found.push((format!("{} {status}", operation.place()), kind, content));
                }
            }
        }
        found
    }
}

impl Operation<'_> {
    /// `GET /partners`
    pub fn place(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether it is open to anybody.
    pub fn is_open(&self) -> bool {
        self.value["security"].as_array().is_some_and(Vec::is_empty)
    }

    /// The permission that its security names.
    pub fn permission(&self) -> Option<&str> {
        items(&self.value["security"]).find_map(|requirement| requirement["bearer"][0].as_str())
    }

    pub fn has_body(&self) -> bool {
        self.value.get("requestBody").is_some()
    }
}

/// The entries of an object; none of anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// The items of an array; none of anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Whether a schema's type is this one, perhaps beside null.
pub fn is_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || items(&schema["type"]).any(|one| one == name)
}

/// The schemas inside a schema, properties aside.
pub fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["oneOf", "anyOf", "allOf"].into_iter().flat_map(|key| items(&schema[key]));
    let single = ["items", "additionalProperties"].into_iter().map(|key| &schema[key]);
    lists.chain(single).filter(|part| part.is_object())
}

fn collect<'a>(place: &str, schema: &'a Value, found: &mut Vec<Property<'a>>) {
    for (name, property) in entries(&schema["properties"]) {
        let place = format!("{place}/{name}");
        collect(&place, property, found);
        found.push(Property { place, name, schema: property });
    }
    for part in parts(schema) {
        collect(place, part, found);
    }
}
