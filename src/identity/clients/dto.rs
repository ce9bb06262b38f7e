//! What clients look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::{Id, Instant};
use crate::governance::units::Unit;
use crate::http::query::Any;

/// The name of a permission, as a schema.
#[derive(Debug, ToSchema)]
#[schema(max_length = 100, example = "projects:read")]
pub struct ScopeName(pub String);

/// The fields of a client that the administrator sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientIn {
    /// What it is called, unique whatever its case: the system that it stands for.
    #[schema(min_length = 1, max_length = 100, example = "Ekonomisystemet")]
    pub name: String,
    /// What it is for.
    #[schema(min_length = 1, max_length = 2000, example = "Läser in projektbanken varje natt.")]
    pub description: Option<String>,
    /// The unit that answers for it. It may do no more than the unit's people, and with their own records alone where they
    /// may no more.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Id<Unit>,
    /// What it may do: names of permissions, as each operation names its own. None passes a gate.
    #[serde(default)]
    #[schema(value_type = Vec<ScopeName>, max_items = 300, example = json!(["projects:read", "projects:create", "projects:edit"]))]
    pub scopes: Vec<String>,
    /// Whether it is shut out.
    #[serde(default)]
    #[schema(example = false)]
    pub disabled: bool,
}

/// What is computed of a client.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientComputed {
    /// When it asked for a token last.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-02T09:15:00.000000Z")]
    pub last_used_at: Option<Instant>,
}

crate::filter! {
    /// The filters of the list of clients.
    pub struct ClientFilter {
        /// The unit that answers for it.
        owner_unit_id: "ownerUnitId" => Any<Id<Unit>>,
        /// Whether it is shut out.
        disabled: "disabled" => Any<bool>,
    }
}
