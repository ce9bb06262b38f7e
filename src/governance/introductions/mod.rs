//! Introductions: who opened which door to whom, and what came of it. One made at a visit lies within its days.

use diesel::QueryResult;

use crate::cooperation::partners::Partner;
use crate::error::Fault;
use crate::governance::units::Unit;
use crate::governance::visits::Visit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::{Erased, Names, Nothing, Operation, Owner, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{IntroductionFilter, IntroductionIn};
pub use store::of_year;

/// The register of introductions.
#[derive(Clone, Debug, PartialEq)]
pub struct Introduction;

impl Register for Introduction {
    const TYPE: &'static str = "introduction";
    const PATH: &'static str = "introductions";
    const NAMES: Names = Names {
        schema: "Introduction",
        one: "introduction",
        many: "introductions",
        title: text("Introduktioner", "Introductions"),
    };
    const ABOUT: &'static str = "Who opened the door to a partner, to whom, and what came of it.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = IntroductionIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = IntroductionFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{}: {}", record.content.opened_by, record.content.introduced_to)
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "visit",
                target: &Erased::<Visit>::NEW,
                ids: |record| references::pointers("/visitId", record.content.visit_id),
            },
            Reference {
                name: "partner",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/partnerId", Some(record.content.partner_id)),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_day(tx.conn()?, after, faults)
    }
}

/// The endpoints of introductions.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
