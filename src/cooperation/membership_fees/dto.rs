//! What membership fees look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::http::query::{Any, Range};
use crate::register::Money;

crate::code_list! {
    /// What a fee is reckoned by.
    pub enum FeeBasis "fee-bases" ("Avgiftsgrunder", "Bases of fees") {
        Fixed = "fixed" ("Fast avgift", "Fixed"),
        ByPopulation = "by_population" ("Efter folkmängd", "By population"),
        Other = "other" ("Annan", "Other"),
    }
}

/// The fields of a membership fee that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipFeeIn {
    /// The membership: one of the region's own.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub membership_id: Id<Membership>,
    /// The year that it is for.
    #[schema(minimum = 1900, maximum = 2199, example = 2024)]
    pub year: i32,
    /// What it is. It is never recomputed.
    pub amount: Money,
    /// What it is reckoned by.
    #[schema(inline = false, example = "by_population")]
    pub basis: FeeBasis,
    /// Of one by population: the number of inhabitants that it was reckoned by.
    #[schema(minimum = 0, maximum = 100000000, example = 283976)]
    pub population_count: Option<i32>,
    /// The day on which it was paid.
    #[schema(example = "2024-02-29")]
    pub paid_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of membership fees.
    pub struct MembershipFeeFilter {
        /// The membership.
        membership_id: "membershipId" => Any<Id<Membership>>,
        /// The year that it is for.
        year: "year" => Range<i32>,
        /// What it is reckoned by.
        basis: "basis" => Any<FeeBasis>,
        /// The day on which it was paid.
        paid_on: "paidOn" => Range<NaiveDate>,
    }
}
