//! The columns of a register's table, read off its schema: what an export writes, an import reads.

use serde_json::{Map, Value};

use crate::code_list::{Code, CodeList};
use crate::reference::code_lists::LISTS;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number with decimals, kept as decimal text.
    Decimal,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// Several texts.
    List,
    /// Anything else: JSON.
    Json,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The names of the fields that lead to it: `costEstimate`, `amount`.
    pub path: Vec<String>,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a caller may set it.
    pub settable: bool,
    /// Its codes, or those of its list's texts; none where any text goes.
    pub codes: &'static [Code],
    /// Whether it names other records by their ids.
    pub refers: bool,
}

/// What separates the texts of a list in a cell.
const SEPARATOR: &str = "; ";

impl Column {
    /// What it is called in the API: `costEstimate.amount`.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// What a record says there.
    pub fn value<'a>(&self, record: &'a Map<String, Value>) -> &'a Value {
        let mut steps = self.path.iter();
        let first = steps.next().and_then(|name| record.get(name));
        steps.fold(first, |value, name| value?.get(name)).unwrap_or(&Value::Null)
    }

    /// A value as the text of a cell; empty when there is none.
    pub fn text(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(items) if items.is_empty() => String::new(),
            Value::Array(items) if self.kind == Kind::List => list(items).unwrap_or_else(|| value.to_string()),
            other => other.to_string(),
        }
    }
}

/// Several texts as one, unless one of them could not be told from two, or from JSON.
fn list(items: &[Value]) -> Option<String> {
    let plain =
        |text: &&str| !text.contains([';', '|']) && !text.starts_with('[') && text.trim() == *text && !text.is_empty();
    let texts: Option<Vec<String>> = items
        .iter()
        .map(|item| match item {
            Value::String(text) => Some(text.as_str()).filter(plain).map(str::to_owned),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    texts.map(|texts| texts.join(SEPARATOR))
}

/// The columns of a register: what names a record first, then what may be set, then what the service says.
pub fn columns(document: &Value, schema: &str) -> Vec<Column> {
    let output = properties(document, schema);
    let settable = properties(document, &format!("{schema}In"));
    let mut all = Vec::new();
    for (name, field) in output.iter().filter(|(name, _)| !name.starts_with('_')) {
        add(document, vec![name.clone()], field, settable.contains_key(name), &mut all);
    }
    // Stable, so that the order of the schema stays within each part.
    all.sort_by_key(|column| match column.path.first().map(String::as_str) {
        Some("id") => 0,
        Some("version") => 1,
        Some("state") => 2,
        _ if column.settable => 3,
        _ => 4,
    });
    all
}

/// The fields of a schema of the document.
fn properties(document: &Value, schema: &str) -> Map<String, Value> {
    let found = document.pointer(&format!("/components/schemas/{schema}/properties"));
    found.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// What a schema is behind references and the possibility of null.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return document.pointer(target.trim_start_matches('#')).map_or(schema, |found| resolved(document, found));
    }
    let branches = ["oneOf", "anyOf", "allOf"].iter().find_map(|word| schema.get(word)?.as_array());
    let mut branches = branches.into_iter().flatten().filter(|branch| !has_type(branch, "null"));
    match (branches.next(), branches.next()) {
        (Some(one), None) => resolved(document, one),
        _ => schema,
    }
}

/// Whether a schema names a type, alone or among others.
fn has_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// Adds the column of a field; of a small object, one for each of its parts.
fn add(document: &Value, path: Vec<String>, field: &Value, settable: bool, all: &mut Vec<Column>) {
    let schema = resolved(document, field);
    let parts = schema.get("properties").and_then(Value::as_object);
    let is_flat = |parts: &&Map<String, Value>| {
        parts.values().all(|part| !matches!(kind(resolved(document, part)), Kind::Json | Kind::List))
    };
    match parts.filter(is_flat) {
        Some(parts) => {
            for (name, part) in parts {
                let below = path.iter().cloned().chain([name.clone()]).collect();
                let is_read_only = part.get("readOnly") == Some(&Value::Bool(true));
                add(document, below, part, settable && !is_read_only, all);
            }
        }
        None => {
            let kind = kind_of(document, schema);
            let item = schema.get("items").filter(|_| kind == Kind::List).map(|items| resolved(document, items));
            let text = item.unwrap_or(schema);
            let refers = text.get("format").is_some_and(|format| format == "uuid");
            all.push(Column { path, kind, settable, codes: codes_of(text), refers });
        }
    }
}

/// The codes of a text's schema: those of the code list that has the same.
fn codes_of(schema: &Value) -> &'static [Code] {
    let Some(codes) = schema.get("enum").and_then(Value::as_array) else { return &[] };
    let is_same = |list: &&CodeList| list.codes.iter().map(|code| code.code).eq(codes.iter().filter_map(Value::as_str));
    LISTS.iter().find(is_same).map_or(&[], |list| list.codes)
}

fn kind_of(document: &Value, schema: &Value) -> Kind {
    match schema.get("items").filter(|_| has_type(schema, "array")).map(|items| kind(resolved(document, items))) {
        Some(Kind::Json | Kind::List) => Kind::Json,
        Some(_) => Kind::List,
        None => kind(schema),
    }
}

/// What the cells of a schema hold, lists aside.
fn kind(schema: &Value) -> Kind {
    let format = schema.get("format").and_then(Value::as_str);
    match format {
        Some("date") => Kind::Day,
        Some("amount" | "decimal") => Kind::Decimal,
        _ if has_type(schema, "string") => Kind::Text,
        _ if has_type(schema, "integer") => Kind::Whole,
        _ if has_type(schema, "boolean") => Kind::Flag,
        _ => Kind::Json,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({"components": {"schemas": {
            "Money": {"type": "object", "properties": {"amount": {"type": "string", "format": "amount"}, "currency": {"type": "string"}}},
            "Line": {"type": "object", "properties": {"cost": {"$ref": "#/components/schemas/Money"}}},
            "Thing": {"type": "object", "properties": {
                "id": {"type": "string", "format": "uuid"},
                "shown": {"type": ["integer", "null"]},
                "name": {"type": "string"},
                "cost": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Money"}]},
                "tags": {"type": "array", "items": {"type": "string"}},
                "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                "on": {"type": ["string", "null"], "format": "date"},
                "_links": {"type": "object"},
            }},
            "ThingIn": {"type": "object", "properties": {"name": {}, "cost": {}, "tags": {}, "lines": {}, "on": {}}},
        }}})
    }

    #[test]
    fn a_schema_gives_columns() {
        let columns = columns(&document(), "Thing");
        let told: Vec<_> = columns.iter().map(|column| (column.name(), column.kind, column.settable)).collect();
        let of = |name: &str, kind, settable| (name.to_owned(), kind, settable);
        assert_eq!(
            told,
            [
                of("id", Kind::Text, false),
                of("name", Kind::Text, true),
                of("cost.amount", Kind::Decimal, true),
                of("cost.currency", Kind::Text, true),
                of("tags", Kind::List, true),
                of("lines", Kind::Json, true),
                of("on", Kind::Day, true),
                of("shown", Kind::Whole, false),
            ]
        );
    }

    #[test]
    fn lists_that_could_be_misread_are_json() {
        let column = Column { path: vec!["tags".into()], kind: Kind::List, settable: true, codes: &[], refers: false };
        let told = [
            json!(["a", "b c"]),
            json!([]),
            json!(["a;b", "c"]),
            json!(["a|b"]),
            json!(["[x"]),
            json!([" a"]),
            json!(null),
        ]
        .map(|value| column.text(&value));
        assert_eq!(told, ["a; b c", "", r#"["a;b","c"]"#, r#"["a|b"]"#, r#"["[x"]"#, r#"[" a"]"#, ""]);
    }
}
