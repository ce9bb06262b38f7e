//! Bodies: who meets, decides and represents the region. The strategy names two, the board and its working committee; they
//! are there from the start, others are added. What a body may decide is a matter of `competences`.

use diesel::QueryResult;

use crate::error::{Fault, FaultCode};
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::{check_order, check_text};
use crate::register::{Names, Nothing, Operation, Record, Register};
use crate::text::{Lang, text};

mod api;
mod dto;
mod store;

pub use dto::{BodyFilter, BodyIn};
pub use store::{check, name_of, names};

/// The code of the board.
pub const BOARD: &str = "board";
/// The code of the working committee, which represents the region at visits.
pub const WORKING_COMMITTEE: &str = "working_committee";

/// The register of bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct Body;

impl Register for Body {
    const TYPE: &'static str = "body";
    const PATH: &'static str = "bodies";
    const NAMES: Names = Names { schema: "Body", one: "body", many: "bodies", title: text("Organ", "Bodies") };
    const ABOUT: &'static str = "A body that meets, decides or represents the region, with its period in office.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const HAS_PERIOD: bool = true;

    type Content = BodyIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = BodyFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.get(Lang::Sv).to_owned()
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let body = &record.content;
        check_text("/name", &body.name, faults);
        check_order(body.valid_from, body.valid_to, "/validTo", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        if before.is_some_and(|before| before.content.code != after.content.code) {
            let reason =
                text("ändras aldrig: möten och beslut bär den", "never changes: meetings and decisions bear it");
            faults.push(Fault::body("/code", FaultCode::ReadOnly, reason));
        }
        store::check_code(tx.conn()?, after, faults)
    }
}

/// The endpoints of bodies.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
