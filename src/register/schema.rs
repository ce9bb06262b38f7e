//! The schemas of a register, put together from one definition: what is set, what is kept, what is computed.
//!
//! `Partner` is the answer, `PartnerIn` what creates one, and `PartnerPatch` what changes one (RFC 7396): the same fields,
//! none required, those that may be absent may be null.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use serde_json::Value;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::{Confidentiality, Document, ExternalId, Register};
use crate::db::types::Instant;
use crate::http::query::MAX_LIMIT;

/// The fields that every register has and a caller may set.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "a schema, no value")]
struct CommonIn {
    /// Ids that other systems have given; unique per system and type.
    #[schema(max_items = 50)]
    external_ids: Vec<ExternalId>,
    /// Links to documents that are kept elsewhere.
    #[schema(max_items = 100)]
    documents: Vec<Document>,
    /// A note for colleagues.
    #[schema(min_length = 1, max_length = 4000, example = "Uppgifterna lämnades vid mötet i oktober.")]
    note: Option<String>,
    /// Why it is kept from those who have no right to it; null when it is public. Only who may read confidential
    /// records sets it.
    confidentiality: Option<Confidentiality>,
    /// Whether it is put away: kept, but left out of lists.
    #[schema(example = false)]
    archived: bool,
}

/// The fields that every register has and only the service sets.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "a schema, no value")]
struct CommonOut {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    id: uuid::Uuid,
    /// Its version, one higher with every change.
    #[schema(minimum = 1, example = 1)]
    version: i32,
    /// When it was created.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    updated_at: Instant,
    /// The user who changed it last; null when the service or its operator did.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    updated_by: Option<uuid::Uuid>,
}

/// What a life cycle adds to the state.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "a schema, no value")]
struct StateReason {
    /// Why it is in this state, as said when it was moved there.
    #[schema(max_length = 1000, example = "Avtalet har löpt ut.")]
    state_reason: Option<String>,
}

/// The object of a type's schema.
fn object<T: PartialSchema>() -> Object {
    match T::schema() {
        RefOr::T(Schema::Object(object)) => object,
        _ => Object::new(),
    }
}

fn named(name: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name))
}

/// The fields that may be set, with which of them are required.
fn settable<R: Register>() -> Object {
    let mut all = object::<R::Content>();
    all.properties.extend(object::<CommonIn>().properties);
    all.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    all
}

/// What creates a record. A list that is absent is empty; a yes-or-no that is absent is no.
pub fn input<R: Register>() -> Schema {
    let mut all = settable::<R>();
    let lists_and_flags: Vec<String> =
        all.properties.iter().filter(|(_, schema)| may_be_absent(schema)).map(|(name, _)| name.clone()).collect();
    all.required.retain(|name| !lists_and_flags.contains(name));
    all.description = Some(format!("What creates a {}. {}", R::NAMES.one, R::ABOUT));
    Schema::Object(all)
}

/// A list that may be empty and a yes-or-no need not be said.
fn may_be_absent(schema: &RefOr<Schema>) -> bool {
    match schema {
        RefOr::T(Schema::Array(array)) => array.min_items.is_none(),
        RefOr::T(Schema::Object(object)) => object.schema_type == SchemaType::new(Type::Boolean),
        _ => false,
    }
}

/// Lets null empty a list or take back a yes, as it empties any other optional field.
fn or_null(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Array(array)) => array.schema_type = SchemaType::from_iter([Type::Array, Type::Null]),
        RefOr::T(Schema::Object(object)) => object.schema_type = SchemaType::from_iter([Type::Boolean, Type::Null]),
        _ => {}
    }
}

/// What changes a record (RFC 7396).
pub fn patch<R: Register>() -> Schema {
    let mut all = settable::<R>();
    all.required.clear();
    all.properties.values_mut().filter(|schema| may_be_absent(schema)).for_each(or_null);
    all.description =
        Some(format!("A merge patch (RFC 7396) of a {}: what is absent stays, null empties.", R::NAMES.one));
    Schema::Object(all)
}

/// A record as it is answered.
pub fn output<R: Register>() -> Schema {
    let mut all = object::<CommonOut>();
    all.required = all.properties.keys().cloned().collect();
    if let Some(life) = R::LIFECYCLE {
        let mut state = match crate::code_list::schema_of(&life.list) {
            RefOr::T(Schema::Object(state)) => state,
            _ => Object::new(),
        };
        state.description = Some(format!("{} It changes by transitions alone.", state.description.unwrap_or_default()));
        all.properties.insert("state".into(), RefOr::T(Schema::Object(state)));
        all.properties.extend(object::<StateReason>().properties);
    }
    for part in [object::<R::Kept>(), object::<R::Computed>()] {
        all.properties.extend(part.properties);
    }
    if !R::WARNINGS.is_empty() {
        let codes: Vec<String> =
            R::WARNINGS.iter().map(|code| format!("{} ({})", code.as_str(), code.rule())).collect();
        let about = format!("What is worth a warning, and blocks nothing: {}.", codes.join(", "));
        let items = ArrayBuilder::new().items(named("Warning")).description(Some(about));
        all.properties.insert("warnings".into(), RefOr::T(Schema::Array(items.build())));
    }
    for schema in all.properties.values_mut() {
        if let RefOr::T(schema) = schema {
            mark_read_only(schema);
        }
    }
    let settable = settable::<R>();
    all.properties.extend(settable.properties);
    all.required = all.properties.keys().cloned().collect();
    all.properties.insert("_links".into(), named("RecordLinks"));
    all.required.push("_links".into());
    if !R::references().is_empty() {
        all.properties.insert("_embedded".into(), embedded::<R>());
    }
    all.description = Some(format!(
        "{} The optional fields are always there, null when empty; `fields=` alone leaves some out.",
        R::ABOUT
    ));
    Schema::Object(all)
}

fn mark_read_only(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => object.read_only = Some(true),
        // utoipa's arrays know no readOnly of their own: it goes to their extensions, which are written beside.
        Schema::Array(array) => {
            let extensions = array.extensions.get_or_insert_default();
            extensions.insert("readOnly".into(), Value::Bool(true));
        }
        _ => {}
    }
}

fn embedded<R: Register>() -> RefOr<Schema> {
    let mut all = ObjectBuilder::new().description(Some("What is referred to, as far as `expand=` asked for it."));
    for reference in R::references() {
        let about = format!("Those of /{} that it refers to.", reference.target.path());
        all = all.property(reference.name, ArrayBuilder::new().items(named("Summary")).description(Some(about)));
    }
    RefOr::T(Schema::Object(all.build()))
}

/// A page of records.
pub fn page<R: Register>() -> Schema {
    page_of(R::NAMES.schema, &format!("A page of {}.", R::NAMES.many))
}

/// A page of some schema's items (DIGG FNS.10).
pub fn page_of(item: &str, about: &str) -> Schema {
    let most = usize::try_from(MAX_LIMIT).ok();
    let items = ArrayBuilder::new().items(named(item)).max_items(most).description(Some("The items of the page."));
    Schema::Object(
        ObjectBuilder::new()
            .description(Some(about))
            .property("items", items)
            .property("_meta", named("PageMeta"))
            .property("_links", named("PageLinks"))
            .required("items")
            .required("_meta")
            .required("_links")
            .build(),
    )
}

/// The names of a register's fields.
#[derive(Debug)]
pub struct FieldNames {
    /// Those of an answer, links aside.
    pub all: Vec<String>,
    /// Those that may be set.
    pub settable: Vec<String>,
}

/// The names of a register's fields, put together once: every write and every list asks for them.
pub fn field_names<R: Register>() -> &'static FieldNames {
    static KNOWN: LazyLock<RwLock<HashMap<&str, &FieldNames>>> = LazyLock::new(RwLock::default);
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(R::PATH).copied();
    known.unwrap_or_else(|| {
        let all = match output::<R>() {
            Schema::Object(object) => object.properties.keys().filter(|name| !name.starts_with('_')).cloned().collect(),
            _ => Vec::new(),
        };
        let settable = settable::<R>().properties.keys().cloned().collect();
        // One for each register, for as long as the program runs.
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(R::PATH).or_insert_with(|| Box::leak(Box::new(FieldNames { all, settable })))
    })
}

/// Everything a register adds to the document's schemas.
pub fn all<R: Register>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    let name = R::NAMES.schema;
    R::Content::schemas(schemas);
    R::Kept::schemas(schemas);
    R::Computed::schemas(schemas);
    CommonIn::schemas(schemas);
    CommonOut::schemas(schemas);
    schemas.push((name.to_owned(), output::<R>().into()));
    schemas.push((format!("{name}Page"), page::<R>().into()));
    if R::OPERATIONS.contains(&super::Operation::Create) {
        schemas.push((format!("{name}In"), input::<R>().into()));
    }
    if R::OPERATIONS.contains(&super::Operation::Edit) {
        schemas.push((format!("{name}Patch"), patch::<R>().into()));
    }
}
