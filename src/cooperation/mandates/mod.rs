//! Mandates: the seats that are held for the region in other bodies. Most come with a membership; one that the state gives,
//! as in the Committee of the Regions, is a mandate without.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::cooperation::memberships::{self, Membership};
use crate::error::Fault;
use crate::governance::decisions::Decision;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_order;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{MandateFilter, MandateIn, MandateSeat};
pub use store::on;

/// The register of mandates.
#[derive(Clone, Debug, PartialEq)]
pub struct Mandate;

impl Register for Mandate {
    const TYPE: &'static str = "mandate";
    const PATH: &'static str = "mandates";
    const NAMES: Names =
        Names { schema: "Mandate", one: "mandate", many: "mandates", title: text("Uppdrag", "Mandates") };
    const ABOUT: &'static str = "A seat that is held for the region in another body, within the days of its membership; one that the state gives has no membership (R-36).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const HAS_PERIOD: bool = true;

    type Content = MandateIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = MandateFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{}, {}", record.content.holder, record.content.body_name)
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "membership",
                target: &Erased::<Membership>::NEW,
                ids: |record| references::pointers("/membershipId", record.content.membership_id),
            },
            Reference {
                name: "electedByDecision",
                target: &Erased::<Decision>::NEW,
                ids: |record| references::pointers("/electedByDecisionId", record.content.elected_by_decision_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_order(record.content.starts_on, record.content.ends_on, "/endsOn", faults);
    }

    /// a mandate lies within the days of its membership, as far as they are known.
    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let mandate = &after.content;
        // What is wrong can always be put away.
        let Some(membership) = mandate.membership_id.filter(|_| !after.meta.archived) else { return Ok(()) };
        let Some((start, end)) = memberships::term_of(tx.conn()?, membership)? else { return Ok(()) };
        let is_outside = |day: NaiveDate| start.is_some_and(|start| day < start) || end.is_some_and(|end| end < day);
        for (pointer, day) in [("/startsOn", mandate.starts_on), ("/endsOn", mandate.ends_on)] {
            if day.is_some_and(is_outside) {
                let reason = text("ligger utanför medlemskapets dagar", "is outside of the membership's days");
                faults.push(Fault::rule(pointer, "R-34", reason));
            }
        }
        Ok(())
    }
}

/// The endpoints of mandates.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
