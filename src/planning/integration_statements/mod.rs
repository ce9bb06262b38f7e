//! Integration statements: how a unit lets the international perspective pervade its work in a year. Each unit writes its
//! own, and nobody for it: the coordination unit neither.

use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{IntegrationStage, IntegrationStatementFilter, IntegrationStatementIn};
pub use store::of_year;

/// The register of integration statements.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegrationStatement;

impl Register for IntegrationStatement {
    const TYPE: &'static str = "integration_statement";
    const PATH: &'static str = "integration-statements";
    const NAMES: Names = Names {
        schema: "IntegrationStatement",
        one: "integration statement",
        many: "integration statements",
        title: text("Integreringsredovisningar", "Integration statements"),
    };
    const ABOUT: &'static str = "How the international perspective pervades the work of a unit in a year: one statement a year, written by the unit itself and by nobody for it (R-20).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const OWN_RULE: Option<&'static str> = Some("R-20");

    type Content = IntegrationStatementIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = IntegrationStatementFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.year.to_string()
    }

    /// A statement is known by its unit and its year.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.unit_id,
            |name, record| format!("{name} {}", record.content.year),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "unit",
            target: &Erased::<Unit>::NEW,
            ids: |record| references::pointers("/unitId", Some(record.content.unit_id)),
        }]
    }

    /// Rights reach to one's own alone, before and after a change: a statement never changes its unit.
    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        Some(record.content.unit_id)
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_year(tx.conn()?, after, faults)
    }
}

/// The endpoints of integration statements.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
