//! Policy frameworks: the programmes and strategies that the region's own serves, each with its level and period. An area
//! that is prioritised links to a regional one, and to a national one and one of the EU or says why not.

use diesel::QueryResult;

use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::{check_order, check_text};
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::{Lang, text};

mod api;
mod dto;
mod store;

pub use dto::{FrameworkLevel, PolicyFrameworkFilter, PolicyFrameworkIn};
pub use store::holding;

/// The register of policy frameworks.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyFramework;

impl Register for PolicyFramework {
    const TYPE: &'static str = "policy_framework";
    const PATH: &'static str = "policy-frameworks";
    const NAMES: Names = Names {
        schema: "PolicyFramework",
        one: "policy framework",
        many: "policy frameworks",
        title: text("Ramverk", "Policy frameworks"),
    };
    const ABOUT: &'static str =
        "A programme or strategy that the region's own serves, with its level and period. Its elements are linked to.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const HAS_PERIOD: bool = true;

    type Content = PolicyFrameworkIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = PolicyFrameworkFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.get(Lang::Sv).to_owned()
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "supersededBy",
            target: &Erased::<Self>::NEW,
            ids: |record| references::pointers("/supersededById", record.content.superseded_by_id),
        }]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let framework = &record.content;
        check_text("/title", &framework.title, faults);
        check_order(framework.valid_from, framework.valid_to, "/validTo", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        if before.is_some_and(|before| before.content.code != after.content.code) {
            let reason =
                text("ändras aldrig: ramverket är känt under den", "never changes: the framework is known by it");
            faults.push(Fault::rule("/code", "R-04", reason));
        }
        if before.is_none_or(|before| before.content.superseded_by_id != after.content.superseded_by_id) {
            store::check_superseded_by(conn, after, faults)?;
        }
        store::check_code(conn, after, faults)
    }
}

/// The endpoints of policy frameworks.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
