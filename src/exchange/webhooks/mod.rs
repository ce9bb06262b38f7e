//! Webhooks: another system is told what has changed, signed as Standard Webhooks asks. The journal is the outbox: of each
//! webhook is known how far it has been turned into deliveries, and a delivery is tried until it is taken or three days are
//! over. A crash neither loses an event nor makes one.

use chrono::NaiveDate;
use diesel::QueryResult;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, Missing};
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::journal::{Action, Tx};
use crate::register::rules::check_unique;
use crate::register::{Lifecycle, Names, Operation, Record, Register, Transition, confidentiality, write};
use crate::text::text;

mod address;
mod api;
mod delivery;
mod dto;
mod events;
mod secrets;
mod store;

pub use delivery::{DeliveryState, Sender, WebhookDeliveryLinks, WebhookDeliveryOut, keep, look};
pub use dto::{Event, WebhookComputed, WebhookFilter, WebhookIn, WebhookKept};
pub use secrets::{Signed, verify};

/// The register of webhooks.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook;

crate::code_list! {
    /// The states of a webhook.
    pub enum WebhookState "webhook-states" ("Webhookens tillstånd", "States of a webhook") {
        Paused = "paused" ("Pausad", "Paused"),
        Active = "active" ("Aktiv", "Active"),
    }
}

/// Paused until it has a secret and somebody makes it active; the service pauses it when nobody takes what it sends.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: WebhookState::LIST,
    initial: "paused",
    deletable: &["paused", "active"],
    transitions: &[
        Transition::new(&["paused"], "active", text("Aktivera", "Activate")),
        Transition::new(&["active"], "paused", text("Pausa", "Pause")).with_reason(),
    ],
};

/// What a state of a webhook asks beside its fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct WebhookFacts {
    /// Whether it has a secret.
    has_secret: bool,
}

impl Register for Webhook {
    const TYPE: &'static str = "webhook";
    const PATH: &'static str = "webhooks";
    const NAMES: Names =
        Names { schema: "Webhook", one: "webhook", many: "webhooks", title: text("Webhookar", "Webhooks") };
    const ABOUT: &'static str = "An address of another system that is told what has changed, signed after Standard Webhooks, with the number, the type and the id and no content. It sends what its creator may read. It begins with what comes after it is made active; after a pause it goes on where it stood.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);

    type Content = WebhookIn;
    type Kept = WebhookKept;
    type Computed = WebhookComputed;
    type Facts = WebhookFacts;
    type Filter = WebhookFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.description.clone().unwrap_or_else(|| record.content.url.clone())
    }

    fn prepare(_tx: &mut Tx<'_>, record: &mut Record<Self>, caller: &Caller) -> QueryResult<()> {
        record.kept.created_by = Some(Id::from(caller.id));
        Ok(())
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        address::check(&record.content.url, faults);
        events::check(&record.content.events, faults);
        check_unique("/events", record.content.events.iter(), faults);
    }

    fn check_caller(caller: &Caller, before: Option<&Record<Self>>, after: &Record<Self>, faults: &mut Vec<Fault>) {
        let Some(before) = before.filter(|before| before.content.url != after.content.url) else { return };
        // It sends what its creator may read.
        if before.kept.created_by != Some(Id::from(caller.id)) && !confidentiality::sees(caller) {
            let reason = text(
                "ändras bara av den som skapade webhooken eller får läsa det sekretessbelagda; skapa en egen",
                "is changed only by who created the webhook or may read what is confidential; create one of your own",
            );
            faults.push(Fault::rule("/url", "R-38", reason));
        }
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<WebhookFacts>> {
        let having = secrets::having(conn, records.iter().map(|record| record.meta.id).collect())?;
        Ok(records.iter().map(|record| WebhookFacts { has_secret: having.contains(&record.meta.id) }).collect())
    }

    fn missing(_record: &Record<Self>, facts: &WebhookFacts, state: &str) -> Vec<Missing> {
        if state != WebhookState::Active.as_str() || facts.has_secret {
            return Vec::new();
        }
        let reason = text(
            "en hemlighet att signera med: POST /webhooks/{id}/secret-rotations",
            "a secret to sign with: POST /webhooks/{id}/secret-rotations",
        );
        vec![Missing { pointer: "/hasSecret", reason, rule: None }]
    }

    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        if action == Action::Create {
            delivery::prepare(tx.conn()?, record.meta.id)?;
        }
        if record.meta.state.as_deref() == Some(WebhookState::Active.as_str()) && action == Action::Transition {
            let seq = tx.seq();
            delivery::begin(tx.conn()?, record.meta.id, seq)?;
        }
        Ok(())
    }

    fn forget(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        delivery::forget(tx.conn()?, record.meta.id)
    }

    fn compute(
        _conn: &mut Conn,
        _records: &[Record<Self>],
        facts: &[WebhookFacts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<WebhookComputed>> {
        Ok(facts.iter().map(|facts| WebhookComputed { has_secret: facts.has_secret }).collect())
    }
}

/// Pauses a webhook that is active, by the service itself.
///
/// # Errors
/// When the database refuses.
fn pause(tx: &mut Tx<'_>, id: Id<Webhook>, reason: &str) -> Result<(), ApiError> {
    let mut record = write::find::<Webhook>(tx.conn()?, id)?;
    if record.meta.state.as_deref() != Some(WebhookState::Active.as_str()) {
        return Ok(());
    }
    record.meta.state = Some(WebhookState::Paused.as_str().to_owned());
    record.meta.state_reason = Some(reason.to_owned());
    write::store_next(tx, &mut record, Action::Transition)
}

/// What is answered here beside the records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    api::schemas(schemas);
}

/// The endpoints of webhooks.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
