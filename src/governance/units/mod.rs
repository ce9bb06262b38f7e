//! Units: the board, its working committee, the coordination unit, and the area units that run their own part.

use diesel::QueryResult;

use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_text;
use crate::register::{Names, Nothing, Operation, Record, Register};
use crate::text::{Lang, text};

mod api;
mod dto;
mod store;

pub use dto::{UnitFilter, UnitIn, UnitKind};
pub use store::{archived, find_by_code, kind_of, names, working};

/// The register of units.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit;

impl Register for Unit {
    const TYPE: &'static str = "unit";
    const PATH: &'static str = "units";
    const NAMES: Names = Names { schema: "Unit", one: "unit", many: "units", title: text("Enheter", "Units") };
    const ABOUT: &'static str = "A unit of the organisation: a political body, the coordination unit, or an area unit that runs its own part of the strategy.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = UnitIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = UnitFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.get(Lang::Sv).to_owned()
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_text("/name", &record.content.name, faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        record: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_code(tx.conn()?, record, faults)
    }
}

/// The endpoints of units.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
