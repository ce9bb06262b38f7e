//! Funding programmes: what pays for projects together with others, from when to when, and whom it addresses (L23.1,
//! L65.1). Their calls are a register of their own.

use diesel::QueryResult;

use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_order;
use crate::register::{Money, Names, Nothing, Operation, Record, Register};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{FundingProgrammeFilter, FundingProgrammeIn, FundingStrand};
pub use store::find_named;

/// The register of funding programmes.
#[derive(Clone, Debug, PartialEq)]
pub struct FundingProgramme;

impl Register for FundingProgramme {
    const TYPE: &'static str = "funding_programme";
    const PATH: &'static str = "funding-programmes";
    const NAMES: Names = Names {
        schema: "FundingProgramme",
        one: "funding programme",
        many: "funding programmes",
        title: text("Finansieringsprogram", "Funding programmes"),
    };
    const ABOUT: &'static str = "A programme that funds projects, with its period, the area from where one may take part, and how many partners it asks for. It is applied to in its calls.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const HAS_PERIOD: bool = true;

    type Content = FundingProgrammeIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = FundingProgrammeFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn normalise(content: &mut FundingProgrammeIn) {
        Money::normalise(&mut content.typical_budget);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let programme = &record.content;
        check_order(programme.valid_from, programme.valid_to, "/validTo", faults);
        Money::check(programme.typical_budget.as_ref(), "/typicalBudget", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_name(tx.conn()?, after, faults)
    }
}

/// The endpoints of funding programmes.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
