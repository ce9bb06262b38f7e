//! The fees of the region's own memberships, year by year. What was paid for a year is stored and never recomputed: the
//! basis only says how it came about.

use diesel::QueryResult;

use crate::cooperation::memberships::Membership;
use crate::db::Conn;
use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::{Erased, Money, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{FeeBasis, MembershipFeeFilter, MembershipFeeIn};
pub use store::{of_year, sums_of_years};

/// The register of membership fees.
#[derive(Clone, Debug, PartialEq)]
pub struct MembershipFee;

impl Register for MembershipFee {
    const TYPE: &'static str = "membership_fee";
    const PATH: &'static str = "membership-fees";
    const NAMES: Names = Names {
        schema: "MembershipFee",
        one: "membership fee",
        many: "membership fees",
        title: text("Medlemsavgifter", "Membership fees"),
    };
    const ABOUT: &'static str = "The fee of one of the region's own memberships for a year: one a year. The amount is stored as it is said, and never recomputed (R-37).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = MembershipFeeIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = MembershipFeeFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.year.to_string()
    }

    /// A fee is known by its membership and its year.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        crate::cooperation::memberships::titles_by_year(
            conn,
            records.iter().map(|record| (record.content.membership_id, record.content.year)),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "membership",
            target: &Erased::<Membership>::NEW,
            ids: |record| references::pointers("/membershipId", Some(record.content.membership_id)),
        }]
    }

    fn normalise(content: &mut MembershipFeeIn) {
        let mut amount = Some(content.amount.clone());
        Money::normalise(&mut amount);
        if let Some(amount) = amount {
            content.amount = amount;
        }
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let fee = &record.content;
        Money::check(Some(&fee.amount), "/amount", faults);
        let is_by_population = fee.basis == FeeBasis::ByPopulation;
        if is_by_population != fee.population_count.is_some() {
            let reason = text(
                "anges för en avgift efter folkmängd, och bara för den",
                "is said of a fee by population, and only of that",
            );
            faults.push(Fault::rule("/populationCount", "R-37", reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        // What is wrong can always be put away.
        if after.meta.archived {
            return Ok(());
        }
        store::check_level(conn, after, faults)?;
        store::check_year(conn, after, faults)
    }
}

/// The endpoints of membership fees.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
