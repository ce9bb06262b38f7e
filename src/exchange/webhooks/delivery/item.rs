//! A delivery as it is answered.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Delivery, DeliveryState};
use crate::db::types::Instant;
use crate::http::context::Context;
use crate::register::represent::Link;

/// The links of a delivery.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookDeliveryLinks {
    /// The delivery.
    #[serde(rename = "self")]
    pub this: Link,
    /// Its webhook.
    pub webhook: Link,
    /// To send it again, when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redeliveries: Option<Link>,
}

/// What was sent to a webhook, or will be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookDelivery)]
pub struct WebhookDeliveryOut {
    /// Its id: `webhook-id` of every try.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// The webhook.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub webhook_id: Uuid,
    /// The number of the change in the journal; null for a test.
    #[schema(minimum = 1, example = 117)]
    pub seq: Option<i64>,
    /// What happened: `type` of the body.
    #[schema(example = "partner.update")]
    pub event: String,
    /// The state.
    #[schema(inline = false, example = "pending")]
    pub state: DeliveryState,
    /// How many times it was tried.
    #[schema(minimum = 0, example = 1)]
    pub attempts: i32,
    /// When it was made from the journal.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub created_at: Instant,
    /// When it is tried next; null when it is over.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-02T09:15:05.000000Z")]
    pub due_at: Option<Instant>,
    /// When it was delivered or given up; null while it is pending.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-02T09:15:00.000000Z")]
    pub finished_at: Option<Instant>,
    /// The status that the last try was answered with; null when it got no answer.
    #[schema(minimum = 100, maximum = 999, example = 503)]
    pub last_status: Option<i32>,
    /// What the last try failed of.
    #[schema(example = "answered 503")]
    pub last_error: Option<String>,
    /// Where to go from it.
    #[serde(rename = "_links")]
    pub links: WebhookDeliveryLinks,
}

impl WebhookDeliveryOut {
    /// A delivery in a request's context.
    pub fn of(row: Delivery, context: &Context) -> Self {
        let href = context.link(&format!("/webhook-deliveries/{}", row.id));
        let is_over = row.state != DeliveryState::Pending;
        let again = || Link { href: format!("{href}/redeliveries"), rel: "redeliveries", method: "POST" };
        let webhook = context.link(&format!("/webhooks/{}", row.webhook_id));
        let links = WebhookDeliveryLinks {
            redeliveries: is_over.then(again),
            webhook: Link { href: webhook, rel: "webhook", method: "GET" },
            this: Link { href, rel: "self", method: "GET" },
        };
        Self {
            id: row.id.uuid(),
            webhook_id: row.webhook_id.uuid(),
            seq: row.seq,
            event: row.event,
            state: row.state,
            attempts: row.attempts,
            created_at: row.created_at,
            due_at: Some(row.due_at).filter(|_| !is_over),
            finished_at: row.finished_at,
            last_status: row.last_status,
            last_error: row.last_error,
            links,
        }
    }
}
