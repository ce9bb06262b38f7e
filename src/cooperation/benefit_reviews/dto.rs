//! What benefit reviews look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::http::query::{Any, Range};

crate::code_list! {
    /// What a review recommends.
    pub enum Recommendation "recommendations" ("Rekommendationer", "Recommendations") {
        Stay = "stay" ("Kvarstå", "Stay"),
        Renegotiate = "renegotiate" ("Omförhandla", "Renegotiate"),
        Leave = "leave" ("Lämna", "Leave"),
    }
}

/// The fields of a benefit review that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenefitReviewIn {
    /// The membership.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub membership_id: Id<Membership>,
    /// The year that is reviewed.
    #[schema(minimum = 1900, maximum = 2199, example = 2024)]
    pub year: i32,
    /// How many meetings the organisation held.
    #[schema(minimum = 0, maximum = 100000, example = 6)]
    pub meetings_held: Option<i32>,
    /// How many of them someone attended for the region.
    #[schema(minimum = 0, maximum = 100000, example = 4)]
    pub meetings_attended: Option<i32>,
    /// How many projects came of it.
    #[schema(minimum = 0, maximum = 100000, example = 1)]
    pub projects: Option<i32>,
    /// How many contacts came of it.
    #[schema(minimum = 0, maximum = 100000, example = 12)]
    pub contacts: Option<i32>,
    /// What influence it gave.
    #[schema(min_length = 1, max_length = 4000, example = "Regionens synpunkter kom med i organisationens yttrande.")]
    pub influence_results: Option<String>,
    /// How good it was: 1 to 5, and 5 is best.
    #[schema(minimum = 1, maximum = 5, example = 4)]
    pub grade: Option<i32>,
    /// What is recommended. It never ends a membership; only a decision does.
    #[schema(inline = false, example = "stay")]
    pub recommendation: Recommendation,
    /// The review in words.
    #[schema(min_length = 1, max_length = 4000, example = "Nätverket gav två nya samarbeten inom kultur.")]
    pub text: String,
}

crate::filter! {
    /// The filters of the list of benefit reviews.
    pub struct BenefitReviewFilter {
        /// The membership.
        membership_id: "membershipId" => Any<Id<Membership>>,
        /// The year that is reviewed.
        year: "year" => Range<i32>,
        /// What is recommended.
        recommendation: "recommendation" => Any<Recommendation>,
        /// How good it was.
        grade: "grade" => Range<i32>,
    }
}
