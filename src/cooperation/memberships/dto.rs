//! What memberships look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MembershipState;
use crate::cooperation::partners::Partner;
use crate::cooperation::terms::DecisionDayBasis;
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::register::RegistryKey;
use crate::register::rules::Precision;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// Whose membership it is.
    pub enum MembershipLevel "membership-levels" ("Medlemskapsnivåer", "Levels of membership") {
        Direct = "direct" ("Regionens eget", "The region's own"),
        Indirect = "indirect" ("Genom en annan organisation", "Through another organisation"),
        Municipal = "municipal" ("En kommuns", "A municipality's"),
    }
}

/// The fields of a membership that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipIn {
    /// The organisation: a partner of kind network, border_committee, association or eu_body.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub organisation_id: Id<Partner>,
    /// Who is a member; empty for the region.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub member_id: Option<Id<Partner>>,
    /// Whose membership it is.
    #[schema(inline = false, example = "direct")]
    pub level: MembershipLevel,
    /// Of an indirect one: the organisation through which the region takes part.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub via_organisation_id: Option<Id<Partner>>,
    /// The first day.
    #[schema(example = "2017-11-14")]
    pub starts_on: Option<NaiveDate>,
    /// How exactly the first day is known.
    #[schema(inline = false, example = "day")]
    pub starts_on_precision: Option<Precision>,
    /// The last day.
    #[schema(example = "2026-12-31")]
    pub ends_on: Option<NaiveDate>,
    /// How exactly the last day is known.
    #[schema(inline = false, example = "day")]
    pub ends_on_precision: Option<Precision>,
    /// Months of notice before the last day, or where there is none before the end of a calendar year.
    #[schema(minimum = 0, maximum = 120, example = 6)]
    pub notice_months: Option<i32>,
    /// The unit that looks after it.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub responsible_unit_id: Option<Id<Unit>>,
    /// What it is for.
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = "Att påverka EU:s industripolitik genom smart specialisering."
    )]
    pub purpose: String,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<uuid::Uuid>)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The elements of the policy frameworks that it serves.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// The number in the registry, as printed.
    #[schema(min_length = 1, max_length = 40, example = "RV2017-117")]
    pub registry_number: Option<String>,
}

/// The fields of a membership that decisions set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MembershipKept {
    /// The day of the decision to join.
    #[schema(example = "2017-10-05")]
    pub approved_on: Option<NaiveDate>,
    /// The day of the decision to leave.
    #[schema(example = "2026-05-20")]
    pub notice_given_on: Option<NaiveDate>,
}

/// What is computed of a membership.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipComputed {
    /// Whether it is in force today.
    #[schema(example = true)]
    pub in_force: bool,
    /// Whether its last day is past, though nobody has ended it.
    #[schema(example = false)]
    pub lapsed: bool,
    /// The last day on which notice can be given for its last day, or else for the end of a calendar year.
    #[schema(example = "2026-06-30")]
    pub last_notice_day: Option<NaiveDate>,
    /// The day by which it must be decided whether it goes on: the last meeting of the competent body before the last
    /// notice day, or before the last day where no notice is agreed.
    #[schema(example = "2026-06-11")]
    pub decision_needed_by: Option<NaiveDate>,
    /// What that day is taken from.
    #[schema(inline = false)]
    pub decision_needed_by_basis: Option<DecisionDayBasis>,
}

crate::filter! {
    /// The filters of the list of memberships.
    pub struct MembershipFilter {
        /// The state.
        state: "state" => Any<MembershipState>,
        /// Whose membership it is.
        level: "level" => Any<MembershipLevel>,
        /// The organisation.
        organisation_id: "organisationId" => Any<Id<Partner>>,
        /// Who is a member; `none` for the region.
        member_id: "memberId" => AnyOrNone<Id<Partner>>,
        /// The organisation through which the region takes part.
        via_organisation_id: "viaOrganisationId" => AnyOrNone<Id<Partner>>,
        /// The unit that looks after it.
        responsible_unit_id: "responsibleUnitId" => AnyOrNone<Id<Unit>>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// An element of a policy framework that it serves.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// Whether it is in force: today, or on the day of `on`.
        in_force: "inForce" => Any<bool>,
        /// The registry number; upper and lower case and spaces make no difference.
        registry_number: "registryNumber" => AnyOrNone<RegistryKey>,
        /// The first day.
        starts_on: "startsOn" => Range<NaiveDate>,
        /// The last day.
        ends_on: "endsOn" => Range<NaiveDate>,
    }
}
