//! What introductions look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::governance::visits::Visit;
use crate::http::query::{Any, AnyOrNone, Range};

/// The fields of an introduction that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntroductionIn {
    /// The visit at which it was made, if it was made at one.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub visit_id: Option<Id<Visit>>,
    /// The day; within the visit's days, if there is a visit.
    #[schema(example = "2008-04-16")]
    pub introduced_on: NaiveDate,
    /// Who opened the door: a name or an office.
    #[schema(min_length = 1, max_length = 200, example = "Arbetsutskottets ordförande")]
    pub opened_by: String,
    /// The partner to which the door was opened.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub partner_id: Id<Partner>,
    /// Whom one met there, in office.
    #[schema(min_length = 1, max_length = 200, example = "Fylkesordføreren")]
    pub contact: Option<String>,
    /// Who was introduced.
    #[schema(min_length = 1, max_length = 200, example = "Högskolan i Karlstad")]
    pub introduced_to: String,
    /// What came of it.
    #[schema(min_length = 1, max_length = 4000, example = "Högskolorna planerar en gemensam kurs.")]
    pub result: Option<String>,
    /// The unit that looks after it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of introductions.
    pub struct IntroductionFilter {
        /// The visit at which it was made.
        visit_id: "visitId" => AnyOrNone<Id<Visit>>,
        /// The partner to which the door was opened.
        partner_id: "partnerId" => Any<Id<Partner>>,
        /// The unit that looks after it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The day.
        introduced_on: "introducedOn" => Range<NaiveDate>,
    }
}
