//! What webhooks look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::WebhookState;
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone};

/// The fields of a webhook that a caller sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookIn {
    /// Where it sends: an address with https; with http only one in the own network. User names and passwords are not
    /// taken.
    #[schema(format = "web-address", max_length = 2000, example = "https://diarium.example.se/utblick")]
    pub url: String,
    /// What it sends: `partner.update` for one thing done to one type of record, `partner.*` for all done to it, `*` for
    /// everything. The types are those of `/changes`; what is done is create, update, transition, delete, set_password.
    #[schema(min_items = 1, max_items = 200, example = json!(["partner.*", "activity.transition"]))]
    pub events: Vec<Event>,
    /// What it is for.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, example = "Diariet följer partnerna.")]
    pub description: Option<String>,
}

/// An event that a webhook sends, such as `partner.update` or `partner.*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(as = WebhookEvent, value_type = String, min_length = 1, max_length = 100, example = "partner.*")]
pub struct Event(pub String);

/// What the service keeps of a webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookKept {
    /// Who created it: it sends what this user may read, and nothing when the account is closed.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub created_by: Option<Id<()>>,
}

/// What is computed of a webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookComputed {
    /// Whether it has a secret to sign with: POST /webhooks/{id}/secret-rotations makes one.
    #[schema(example = true)]
    pub has_secret: bool,
}

crate::filter! {
    /// The filters of the list of webhooks.
    pub struct WebhookFilter {
        /// The state.
        state: "state" => Any<WebhookState>,
        /// Who created it.
        created_by: "createdBy" => AnyOrNone<Id<()>>,
    }
}
