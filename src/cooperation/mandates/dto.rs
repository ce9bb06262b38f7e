//! What mandates look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::governance::decisions::Decision;
use crate::http::query::{Any, AnyOrNone, Range};

crate::code_list! {
    /// Which seat it is.
    pub enum MandateSeat "mandate-seats" ("Platser", "Seats") {
        Chair = "chair" ("Ordförande", "Chair"),
        ViceChair = "vice_chair" ("Vice ordförande", "Vice chair"),
        Member = "member" ("Ledamot", "Member"),
        Substitute = "substitute" ("Ersättare", "Substitute"),
        Other = "other" ("Annan", "Other"),
    }
}

/// The fields of a mandate that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MandateIn {
    /// The membership that the seat comes with; empty for one that the state gives.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub membership_id: Option<Id<Membership>>,
    /// The body that the seat is in.
    #[schema(min_length = 1, max_length = 200, example = "AER:s politiska byrå")]
    pub body_name: String,
    /// Who holds it: a name or an office. Official information only.
    #[schema(min_length = 1, max_length = 200, example = "Regionrådet")]
    pub holder: String,
    /// Which seat it is.
    #[schema(inline = false, example = "member")]
    pub seat: MandateSeat,
    /// The first day, within the membership's days.
    #[schema(example = "2023-01-01")]
    pub starts_on: Option<NaiveDate>,
    /// The last day, within the membership's days.
    #[schema(example = "2026-12-31")]
    pub ends_on: Option<NaiveDate>,
    /// The decision by which the holder was elected.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub elected_by_decision_id: Option<Id<Decision>>,
}

crate::filter! {
    /// The filters of the list of mandates.
    pub struct MandateFilter {
        /// The membership that the seat comes with.
        membership_id: "membershipId" => AnyOrNone<Id<Membership>>,
        /// Which seat it is.
        seat: "seat" => Any<MandateSeat>,
        /// The decision by which the holder was elected.
        elected_by_decision_id: "electedByDecisionId" => AnyOrNone<Id<Decision>>,
        /// The first day.
        starts_on: "startsOn" => Range<NaiveDate>,
        /// The last day.
        ends_on: "endsOn" => Range<NaiveDate>,
    }
}
