//! Clients: other systems, each with scopes of its own and several secrets. A client acts as itself in the journal, does no
//! more than the unit that answers for it, and passes no gate.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::policy::{may_be_scope, right};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::governance::units::{self, Unit};
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::{check_unique, is_changed, listed};
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod secrets;
mod store;

pub use dto::{ClientComputed, ClientFilter, ClientIn, ScopeName};
pub use secrets::schemas;
pub use store::{find_caller, sign_in};

/// The register of clients.
#[derive(Clone, Debug, PartialEq)]
pub struct Client;

impl Register for Client {
    const TYPE: &'static str = "client";
    const PATH: &'static str = "clients";
    const NAMES: Names = Names { schema: "Client", one: "client", many: "clients", title: text("Klienter", "Clients") };
    const ABOUT: &'static str = "Another system that calls, with scopes instead of roles. Clients are disabled, never deleted: the journal knows them by id.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = ClientIn;
    type Kept = Nothing;
    type Computed = ClientComputed;
    type Facts = Nothing;
    type Filter = ClientFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "ownerUnit",
            target: &Erased::<Unit>::NEW,
            ids: |record| references::pointers("/ownerUnitId", Some(record.content.owner_unit_id)),
        }]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_unique("/scopes", record.content.scopes.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        store::check_name(conn, after, faults)?;
        if !is_changed(before, after, |client| &client.scopes)
            && !is_changed(before, after, |client| &client.owner_unit_id)
        {
            return Ok(());
        }
        let role = units::kind_of(conn, after.content.owner_unit_id)?.map(units::UnitKind::role);
        for (pointer, name) in listed("/scopes", &after.content.scopes) {
            match (right(name), role) {
                (None, _) => {
                    let reason = text("är ingen rättighet", "is no permission");
                    faults.push(Fault::body(pointer, FaultCode::UnknownCode, reason));
                }
                (Some(right), Some(role)) if !may_be_scope(role, right) => {
                    let reason = text(
                        "kan inte ges en klient hos enheten: den öppnar en grind, är personlig, eller saknas hos enheten själv",
                        "cannot be given to a client of the unit: it opens a gate, is a person's, or the unit itself lacks it",
                    );
                    faults.push(Fault::rule(&pointer, "R-22", reason));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Nothing],
        _today: NaiveDate,
    ) -> QueryResult<Vec<ClientComputed>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let used = secrets::last_used(conn, &ids)?;
        Ok(ids.iter().map(|id| ClientComputed { last_used_at: used.get(id).copied() }).collect())
    }
}

/// The endpoints of clients.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
