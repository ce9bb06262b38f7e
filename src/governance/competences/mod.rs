//! Competences: which body may decide what, from when to when. Data, not code: who decides changes between
//! organisations and years. The administrator keeps them, who neither decides nor records.

use diesel::QueryResult;

use crate::error::{Fault, FaultCode};
use crate::governance::bodies;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_order;
use crate::register::{Names, Nothing, Operation, Record, Register};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{CompetenceFilter, CompetenceIn};
pub use store::{Competent, competent, is_competent};

/// The register of competences.
#[derive(Clone, Debug, PartialEq)]
pub struct Competence;

impl Register for Competence {
    const TYPE: &'static str = "competence";
    const PATH: &'static str = "competences";
    const NAMES: Names = Names {
        schema: "Competence",
        one: "competence",
        many: "competences",
        title: text("Behörigheter", "Competences"),
    };
    const ABOUT: &'static str = "Which body may decide what, from when to when (R-15). It is asked for when a decision is recorded, for the day of the decision.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const HAS_PERIOD: bool = true;

    type Content = CompetenceIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = CompetenceFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{} {}", record.content.body_code, record.content.decision_kind)
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let competence = &record.content;
        check_order(competence.valid_from, competence.valid_to, "/validTo", faults);
        if competence.decision_kind.gate().is_none() {
            let reason = text("ett sådant beslut kräver ingen behörighet", "such a decision needs no competence");
            faults.push(Fault::body("/decisionKind", FaultCode::Rule, reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        bodies::check(conn, "/bodyCode", &after.content.body_code, None, faults)?;
        store::check_overlap(conn, after, faults)
    }
}

/// The endpoints of competences.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
