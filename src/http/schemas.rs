//! The check of bodies: the schemas of the contract, compiled, and their faults said in words.

use std::collections::{HashMap, HashSet};

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use super::body::escape;
use crate::error::{ApiError, Fault, FaultCode, MAX_FAULTS};
use crate::register::named::Named;
use crate::register::rules;
use crate::text::{Lang, Message, Text, text};

/// The compiled schemas of the contract's bodies.
pub struct Schemas(HashMap<String, Compiled>);

/// A schema, and where it asks for the ids of records.
struct Compiled {
    validator: Validator,
    ids: Vec<Vec<Step>>,
}

/// A step to a place in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Into a field.
    Field(String),
    /// Into every item of a list.
    Items,
}

impl Schemas {
    /// Compiles the wanted schemas of a document.
    ///
    /// # Errors
    /// When one of them is no valid JSON Schema: a fault of the program, found at start.
    pub fn compile(document: &Value, names: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut compiled = HashMap::new();
        for name in names {
            let schema = serde_json::json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/components/schemas/{name}"),
                "components": {"schemas": needed(document, &name)},
            });
            let mut options = jsonschema::options().should_validate_formats(true);
            for (format, check) in rules::FORMATS {
                options = options.with_format(*format, *check);
            }
            let validator = options.build(&schema).map_err(|error| format!("{name}: {error}"))?;
            let mut ids = Vec::new();
            find_ids(document, &schema, &mut Vec::new(), &mut ids);
            compiled.insert(name, Compiled { validator, ids });
        }
        Ok(Self(compiled))
    }

    /// Takes every text that stands where a schema asks for an id and names a record by an external id; an id that no record
    /// has stands in its place then.
    pub fn take_names(&self, name: &str, value: &mut Value) -> Vec<Named> {
        let mut named = Vec::new();
        for path in self.0.get(name).into_iter().flat_map(|compiled| &compiled.ids) {
            take_names(value, path, String::new(), &mut named);
        }
        named
    }

    /// Every way in which a value breaks a schema.
    ///
    /// # Errors
    /// When there is no such schema: a fault of the program.
    pub fn faults(&self, name: &str, value: &Value) -> Result<Vec<Fault>, ApiError> {
        let Compiled { validator, .. } =
            self.0.get(name).ok_or_else(|| ApiError::internal(format!("no schema {name}")))?;
        let mut faults: Vec<Fault> =
            validator.iter_errors(value).flat_map(|error| faults_of(&error)).take(MAX_FAULTS).collect();
        // What has the wrong type is none of the codes either: it is blamed once.
        let wrong_type: HashSet<String> = faults
            .iter()
            .filter(|fault| fault.code == FaultCode::WrongType)
            .map(|fault| fault.pointer.clone())
            .collect();
        faults.retain(|fault| fault.code == FaultCode::WrongType || !wrong_type.contains(&fault.pointer));
        Ok(faults)
    }
}

/// Finds the places where a schema asks for an id.
fn find_ids(document: &Value, schema: &Value, path: &mut Vec<Step>, ids: &mut Vec<Vec<Step>>) {
    let referred =
        schema.get("$ref").and_then(Value::as_str).and_then(|target| document.pointer(target.trim_start_matches('#')));
    if schema.get("format").and_then(Value::as_str) == Some("uuid") {
        ids.push(path.clone());
    }
    let branches = ["oneOf", "anyOf", "allOf"].iter().filter_map(|word| schema.get(word)?.as_array()).flatten();
    for schema in branches.chain(referred) {
        find_ids(document, schema, path, ids);
    }
    let fields = schema.get("properties").and_then(Value::as_object);
    let fields = fields.into_iter().flatten().map(|(name, schema)| (Step::Field(name.clone()), schema));
    for (step, schema) in fields.chain(schema.get("items").map(|schema| (Step::Items, schema))) {
        path.push(step);
        find_ids(document, schema, path, ids);
        path.pop();
    }
}

/// Takes the names at a place.
fn take_names(value: &mut Value, path: &[Step], pointer: String, named: &mut Vec<Named>) {
    match (path.split_first(), value) {
        (None, value) => named.extend(Named::take(pointer, value)),
        (Some((Step::Field(name), rest)), Value::Object(fields)) => {
            if let Some(field) = fields.get_mut(name) {
                take_names(field, rest, format!("{pointer}/{}", escape(name)), named);
            }
        }
        (Some((Step::Items, rest)), Value::Array(items)) => {
            for (place, item) in items.iter_mut().enumerate() {
                take_names(item, rest, format!("{pointer}/{place}"), named);
            }
        }
        _ => {}
    }
}

/// A schema and those that it refers to: with all of them, every validator would keep the whole contract.
fn needed(document: &Value, name: &str) -> Map<String, Value> {
    let mut needed = Map::new();
    let mut wanted = vec![name.to_owned()];
    while let Some(name) = wanted.pop() {
        let Some(schema) = document.pointer(&format!("/components/schemas/{name}")) else { continue };
        if !needed.contains_key(&name) {
            referred(schema, &mut wanted);
            needed.insert(name, schema.clone());
        }
    }
    needed
}

/// The names of the schemas that a value refers to.
fn referred(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let target = fields.get("$ref").and_then(Value::as_str);
            names.extend(target.and_then(|target| target.rsplit('/').next()).map(str::to_owned));
            fields.values().for_each(|field| referred(field, names));
        }
        Value::Array(items) => items.iter().for_each(|item| referred(item, names)),
        _ => {}
    }
}

fn faults_of(error: &ValidationError<'_>) -> Vec<Fault> {
    let pointer = error.instance_path().to_string();
    let below = |step: &str| format!("{pointer}/{}", escape(step));
    let one = |code, sv: String, en: String| vec![Fault::body(pointer.clone(), code, Message::new(sv, en))];
    let fixed = |code, sv: &'static str, en: &'static str| vec![Fault::body(pointer.clone(), code, text(sv, en))];
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![Fault::body(below(name), FaultCode::Missing, text("saknas", "is missing"))]
        }
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| Fault::body(below(name), FaultCode::Unknown, text("okänt fält", "unknown field")))
            .collect(),
        Kind::Type { kind } => {
            let kinds: Vec<String> = match kind {
                TypeKind::Single(kind) => vec![kind.to_string()],
                TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
            };
            let names =
                |lang, or: &str| kinds.iter().map(|kind| type_name(kind).get(lang)).collect::<Vec<_>>().join(or);
            let (sv, en) = (names(Lang::Sv, " eller "), names(Lang::En, " or "));
            one(FaultCode::WrongType, format!("förväntade {sv}"), format!("expected {en}"))
        }
        Kind::Format { format } => {
            let reason = rules::format_reason(format);
            vec![Fault::body(pointer.clone(), reason.0, reason.1)]
        }
        Kind::Enum { options } => {
            let codes = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let codes = codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
            one(FaultCode::UnknownCode, format!("förväntade något av {codes}"), format!("expected one of {codes}"))
        }
        Kind::Pattern { pattern } => one(
            FaultCode::WrongFormat,
            format!("stämmer inte med mönstret {pattern}"),
            format!("does not match the pattern {pattern}"),
        ),
        Kind::MaxLength { limit } => {
            one(FaultCode::TooLong, format!("högst {limit} tecken"), format!("at most {limit} characters"))
        }
        Kind::MinLength { limit } => {
            one(FaultCode::TooShort, format!("minst {limit} tecken"), format!("at least {limit} characters"))
        }
        Kind::MaxItems { limit } | Kind::MaxProperties { limit } => {
            one(FaultCode::TooMany, format!("högst {limit} stycken"), format!("at most {limit} items"))
        }
        Kind::MinItems { limit } | Kind::MinProperties { limit } => {
            one(FaultCode::TooFew, format!("minst {limit}"), format!("at least {limit}"))
        }
        Kind::Maximum { limit } => one(FaultCode::TooLarge, format!("högst {limit}"), format!("at most {limit}")),
        Kind::Minimum { limit } => one(FaultCode::TooSmall, format!("minst {limit}"), format!("at least {limit}")),
        Kind::UniqueItems => {
            fixed(FaultCode::DuplicateItem, "samma värde flera gånger", "the same item more than once")
        }
        // An optional object or code: what counts is what is wrong with it, not that it is not null either.
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => context
            .iter()
            .filter(|branch| !branch.iter().all(|error| is_null_branch(error)))
            .flat_map(|branch| branch.iter().flat_map(faults_of))
            .collect(),
        _ => fixed(FaultCode::WrongFormat, "stämmer inte med schemat", "does not match the schema"),
    }
}

/// What people call a type of JSON.
fn type_name(kind: &str) -> Text {
    match kind {
        "string" => text("text", "a text"),
        "integer" => text("ett heltal", "a whole number"),
        "number" => text("ett tal", "a number"),
        "boolean" => text("true eller false", "true or false"),
        "array" => text("en lista", "a list"),
        "object" => text("ett objekt", "an object"),
        _ => text("null", "null"),
    }
}

fn is_null_branch(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Type { kind: TypeKind::Single(kind) } if kind.to_string() == "null")
}
