//! What engagements look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};

crate::code_list! {
    /// How the region was in touch with a partner.
    pub enum EngagementKind "engagement-kinds" ("Kontakters slag", "Kinds of engagement") {
        Meeting = "meeting" ("Möte", "Meeting"),
        Visit = "visit" ("Besök", "Visit"),
        Message = "message" ("Meddelande", "Message"),
        Event = "event" ("Evenemang", "Event"),
        JointApplication = "joint_application" ("Gemensam ansökan", "Joint application"),
    }
}

/// The fields of an engagement that a caller sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EngagementIn {
    /// The partner, which it keeps.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub partner_id: Id<Partner>,
    /// The day, not in the future.
    #[schema(example = "2009-03-24")]
    pub held_on: NaiveDate,
    /// The kind.
    #[schema(inline = false, example = "meeting")]
    pub kind: EngagementKind,
    /// What it was about, and what came of it.
    #[schema(min_length = 1, max_length = 2000, example = "Parterna söker medel till en gemensam yrkesutbildning.")]
    pub summary: String,
    /// The unit that was in touch; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Option<Id<Unit>>,
}

crate::filter! {
    /// The filters of the list of engagements.
    pub struct EngagementFilter {
        /// The partner.
        partner_id: "partnerId" => Any<Id<Partner>>,
        /// The kind.
        kind: "kind" => Any<EngagementKind>,
        /// The day.
        held_on: "heldOn" => Range<NaiveDate>,
        /// The unit that was in touch.
        unit_id: "unitId" => AnyOrNone<Id<Unit>>,
    }
}
