//! What all registers share on the wire beside their records: transitions and history.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use uuid::Uuid;

use super::represent::TransitionLink;
use super::{references, schema};
use crate::db::types::{Id, Instant};
use crate::governance::decisions::DecisionKind;
use crate::http::context::Context;
use crate::http::problem::MissingItem;
use crate::identity::me::SelfLink;
use crate::journal::{ChangeLine, JournalRow};

/// What a transition is asked with.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionIn {
    /// The state to move to.
    #[schema(min_length = 1, max_length = 50, example = "assessed")]
    pub to: String,
    /// Why; some transitions ask for it.
    #[schema(min_length = 1, max_length = 1000, example = "Samarbetet har prövats i två projekt.")]
    pub reason: Option<String>,
    /// Fields of the record to set in the same step: those that the transition takes, and no others.
    #[serde(default)]
    #[schema(required = false, schema_with = fields_schema)]
    pub fields: Option<Map<String, Value>>,
}

fn fields_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .description(Some(
            "Fields of the record to set in the same step: those that the transition takes, and no others.",
        ))
        .max_properties(Some(20))
        .examples([json!({"signedOn": "2009-03-17"})])
        .build()
}

/// A way out of a record's state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransitionItem {
    /// Where and how to ask for it.
    #[serde(flatten)]
    pub link: TransitionLink,
    /// Whether it is open to this caller now.
    #[schema(example = false)]
    pub open: bool,
    /// Whether it asks for a reason.
    #[schema(example = false)]
    pub reason_required: bool,
    /// The gate, where only a decision opens the way.
    #[schema(example = "G4")]
    pub gate: Option<&'static str>,
    /// The kind of decision that opens it.
    #[schema(inline = false)]
    pub decision_kind: Option<DecisionKind>,
    /// The fields that may be set in the same step.
    #[schema(value_type = Vec<String>, example = json!(["signedOn"]))]
    pub takes: &'static [&'static str],
    /// What the record lacks for it.
    pub missing: Vec<MissingItem>,
}

/// The ways out of a record's state.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransitionList {
    /// The state it is in.
    #[schema(example = "identified")]
    pub state: String,
    /// The ways.
    pub items: Vec<TransitionItem>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// What the journal says of any change: when, who, what, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeMade {
    /// Its number in the journal of all records.
    #[schema(minimum = 1, example = 117)]
    pub seq: i64,
    /// When.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub at: Instant,
    /// Who: the user's id; null when the service or its operator acted.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub actor_id: Option<Uuid>,
    /// What was done: create, update, transition, delete, set_password.
    #[schema(example = "update")]
    pub action: String,
    /// The version that the change made.
    #[schema(minimum = 1, example = 2)]
    pub version: i32,
    /// The type of what made the change, such as a decision.
    #[schema(example = "decision")]
    pub cause_type: Option<String>,
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub cause_id: Option<Uuid>,
    /// The W3C trace id of the request.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: String,
}

impl From<ChangeLine> for ChangeMade {
    fn from(line: ChangeLine) -> Self {
        Self {
            seq: line.seq,
            at: line.at,
            actor_id: line.actor_id.map(Id::uuid),
            action: line.action,
            version: line.version,
            cause_type: line.cause_type,
            cause_id: line.cause_id.map(Id::uuid),
            trace_id: line.trace_id,
        }
    }
}

/// A change of a record, from the journal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    /// The change.
    #[serde(flatten)]
    pub made: ChangeMade,
    /// The row's hash in the chain.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub hash: String,
    /// The stored fields after the change, in today's shape; only when one version is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub snapshot: Option<Value>,
    /// The change with its snapshot.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

impl HistoryEntry {
    /// A row of the journal, as it is answered under the address of a record's history.
    pub fn of(row: JournalRow, context: &Context) -> Self {
        Self {
            links: SelfLink::to(format!("{}{}?version={}", context.origin, context.path, row.version)),
            made: ChangeLine::from(&row).into(),
            hash: row.hash,
            snapshot: None,
        }
    }
}

/// Schemas that all registers share.
pub fn shared_schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    add::<super::represent::Link>(schemas);
    add::<TransitionLink>(schemas);
    add::<super::represent::RecordLinks>(schemas);
    add::<super::represent::PageMeta>(schemas);
    add::<super::represent::PageLinks>(schemas);
    add::<references::Summary>(schemas);
    add::<super::warnings::WarningItem>(schemas);
    add::<super::ExternalId>(schemas);
    add::<super::Document>(schemas);
    add::<super::Confidentiality>(schemas);
    add::<TransitionIn>(schemas);
    add::<TransitionItem>(schemas);
    add::<TransitionList>(schemas);
    add::<ChangeMade>(schemas);
    add::<HistoryEntry>(schemas);
    schemas.push((
        "HistoryPage".into(),
        schema::page_of("HistoryEntry", "A page of a record's history, newest first.").into(),
    ));
    let either = utoipa::openapi::schema::OneOfBuilder::new()
        .description(Some("A page of changes; with `version=` the one change that made that version."))
        .item(Ref::from_schema_name("HistoryPage"))
        .item(Ref::from_schema_name("HistoryEntry"));
    schemas.push(("HistoryAnswer".into(), Schema::OneOf(either.build()).into()));
}
