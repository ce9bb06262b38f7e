//! Calls: when one may apply to a funding programme, for what, and with how many partners (L23.1). Whether a call is open
//! is computed from its days.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::error::Fault;
use crate::funding::funding_programmes::FundingProgramme;
use crate::http::endpoint::Endpoint;
use crate::register::rules::check_order;
use crate::register::{Erased, Money, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod days;
mod dto;
mod listed;
mod store;

pub use days::phase;
pub use dto::{CallComputed, CallFilter, CallIn, CallPhase};
pub use listed::{Closing, count, listed};
pub use store::{closing, minimum_partners};

/// The register of calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Call;

impl Register for Call {
    const TYPE: &'static str = "call";
    const PATH: &'static str = "calls";
    const NAMES: Names = Names { schema: "Call", one: "call", many: "calls", title: text("Utlysningar", "Calls") };
    const ABOUT: &'static str = "A time in which one may apply to a funding programme: for what, with which budget, and with how many partners. Its last day is in the calendar.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = CallIn;
    type Kept = Nothing;
    type Computed = CallComputed;
    type Facts = Nothing;
    type Filter = CallFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    /// A call is known by its programme and its own title.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.funding_programme_id,
            |name, record| format!("{name}, {}", record.content.title),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "fundingProgramme",
            target: &Erased::<FundingProgramme>::NEW,
            ids: |record| references::pointers("/fundingProgrammeId", Some(record.content.funding_programme_id)),
        }]
    }

    fn normalise(content: &mut CallIn) {
        Money::normalise(&mut content.budget);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let call = &record.content;
        check_order(call.opens_on, call.closes_on, "/closesOn", faults);
        Money::check(call.budget.as_ref(), "/budget", faults);
    }

    fn compute(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<CallComputed>> {
        Ok(records.iter().map(|record| days::computed(&record.content, today)).collect())
    }
}

/// The endpoints of calls.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
