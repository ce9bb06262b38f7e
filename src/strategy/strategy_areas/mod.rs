//! Strategy areas: the columns of the matrix. What the strategy prioritises is decided elsewhere; here an area is named,
//! so that others can refer to it.

use diesel::QueryResult;

use crate::error::{Fault, Holder};
use crate::http::endpoint::Endpoint;
use crate::register::rules::check_text;
use crate::register::{Names, Nothing, Operation, Record, Register};
use crate::text::{Lang, text};

mod api;
mod dto;
mod store;

pub use dto::{StrategyAreaFilter, StrategyAreaIn};

/// The register of strategy areas.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyArea;

impl Register for StrategyArea {
    const TYPE: &'static str = "strategy_area";
    const PATH: &'static str = "strategy-areas";
    const NAMES: Names = Names {
        schema: "StrategyArea",
        one: "strategy area",
        many: "strategy areas",
        title: text("Strategiområden", "Strategy areas"),
    };
    const ABOUT: &'static str = "An area of the strategy: a column of the matrix, to which partners contribute.";
    const OPERATIONS: &'static [Operation] =
        &[Operation::List, Operation::Create, Operation::Read, Operation::Edit, Operation::Delete, Operation::History];

    type Content = StrategyAreaIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Filter = StrategyAreaFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.get(Lang::Sv).to_owned()
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_text("/name", &record.content.name, faults);
        if let Some(description) = &record.content.description {
            check_text("/description", description, faults);
        }
    }

    fn check_stored(conn: &mut crate::db::Conn, record: &Record<Self>, faults: &mut Vec<Fault>) -> QueryResult<()> {
        store::check_code(conn, record, faults)
    }

    fn held_by(conn: &mut crate::db::Conn, id: crate::db::types::Id<Self>) -> QueryResult<Vec<Holder>> {
        crate::cooperation::partners::holders_of_area(conn, id)
    }
}

/// The endpoints of strategy areas.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
