//! Deliveries: what is sent to a webhook, and what became of it. They are no records: the journal tells what happened, and
//! these tell who was told.

use diesel::QueryResult;

use super::Webhook;
use crate::db::Conn;
use crate::db::types::Id;
use crate::exchange::leases;

mod item;
mod outbox;
mod queue;
mod send;
mod work;

pub use item::{WebhookDeliveryLinks, WebhookDeliveryOut};
pub use send::Sender;
pub use work::{keep, look};

pub(super) use outbox::begin;
pub(super) use queue::{Delivery, again, enter_test, find, page};

crate::code_list! {
    /// The states of a delivery.
    pub enum DeliveryState "webhook-delivery-states" ("Leveransens tillstånd", "States of a delivery") {
        Pending = "pending" ("Väntar", "Pending"),
        Delivered = "delivered" ("Levererad", "Delivered"),
        Failed = "failed" ("Misslyckad", "Failed"),
    }
}

/// The name of the lease on a webhook's deliveries.
fn lease(id: Id<Webhook>) -> String {
    format!("webhook {id}")
}

/// Makes what a new webhook's deliveries need.
///
/// # Errors
/// When the database refuses.
pub(super) fn prepare(conn: &mut Conn, id: Id<Webhook>) -> QueryResult<()> {
    leases::make(conn, &lease(id))
}

/// Removes what a deleted webhook's deliveries needed; they themselves have gone with it.
///
/// # Errors
/// When the database refuses.
pub(super) fn forget(conn: &mut Conn, id: Id<Webhook>) -> QueryResult<()> {
    leases::forget(conn, &lease(id))
}
