//! Benefit reviews: what a membership gave in a year, and what is recommended. A recommendation never ends a membership;
//! only a decision does.

use diesel::QueryResult;

use crate::cooperation::memberships::Membership;
use crate::db::Conn;
use crate::error::{Fault, FaultCode};
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{BenefitReviewFilter, BenefitReviewIn, Recommendation};
pub use store::{of_year, reviewed};

/// The register of benefit reviews.
#[derive(Clone, Debug, PartialEq)]
pub struct BenefitReview;

impl Register for BenefitReview {
    const TYPE: &'static str = "benefit_review";
    const PATH: &'static str = "benefit-reviews";
    const NAMES: Names = Names {
        schema: "BenefitReview",
        one: "benefit review",
        many: "benefit reviews",
        title: text("Nyttobedömningar", "Benefit reviews"),
    };
    const ABOUT: &'static str = "What a membership gave in a year: one review a year. Its recommendation never ends a membership; only a decision does.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = BenefitReviewIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = BenefitReviewFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.year.to_string()
    }

    /// A review is known by its membership and its year.
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

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let review = &record.content;
        if let (Some(held), Some(attended)) = (review.meetings_held, review.meetings_attended)
            && held < attended
        {
            let reason = text("är fler än mötena som hölls", "are more than the meetings that were held");
            faults.push(Fault::body("/meetingsAttended", FaultCode::Rule, reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_year(tx.conn()?, after, faults)
    }
}

/// The endpoints of benefit reviews.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
