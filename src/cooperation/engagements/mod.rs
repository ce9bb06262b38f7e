//! Engagements: when the region was in touch with a partner, how, and what about. Whose cooperation is alive shows in its
//! last contact.

use diesel::QueryResult;

use crate::clock::date_in_sweden;
use crate::cooperation::partners::Partner;
use crate::db::Conn;
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::register::{Erased, Names, Nothing, Operation, Owner, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{EngagementFilter, EngagementIn, EngagementKind};
pub use store::last_days;

/// The register of engagements.
#[derive(Clone, Debug, PartialEq)]
pub struct Engagement;

impl Register for Engagement {
    const TYPE: &'static str = "engagement";
    const PATH: &'static str = "engagements";
    const NAMES: Names =
        Names { schema: "Engagement", one: "engagement", many: "engagements", title: text("Kontakter", "Engagements") };
    const ABOUT: &'static str =
        "When the region was in touch with a partner, how, and what about. It gives the partner its last contact.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.unit_id, field: |content| &mut content.unit_id });

    type Content = EngagementIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = EngagementFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.held_on.to_string()
    }

    /// An engagement is known by its partner and its day.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.partner_id,
            |name, record| format!("{name} {}", record.content.held_on),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "partner",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/partnerId", Some(record.content.partner_id)),
            },
            Reference {
                name: "unit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/unitId", record.content.unit_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        // It had been by the day on which it was recorded.
        if record.content.held_on > date_in_sweden(record.meta.created_at) {
            let reason = text("ligger i framtiden", "lies in the future");
            faults.push(Fault::body("/heldOn", FaultCode::Rule, reason));
        }
    }

    /// Whoever changes it; the partner itself may become part of another.
    fn check_caller(_caller: &Caller, before: Option<&Record<Self>>, after: &Record<Self>, faults: &mut Vec<Fault>) {
        if before.is_some_and(|before| before.content.partner_id != after.content.partner_id) {
            let reason = text("en kontakt behåller sin partner", "an engagement keeps its partner");
            faults.push(Fault::body("/partnerId", FaultCode::Rule, reason));
        }
    }
}

/// The endpoints of engagements.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
