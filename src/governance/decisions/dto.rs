//! What decisions look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Decision;
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::governance::meetings::Meeting;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::planning::operational_plans::OperationalPlan;
use crate::register::RegistryKey;
use crate::register::rules::Precision;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of decision it is. Each but the last opens one gate: the way in a life cycle that names it.
    pub enum DecisionKind "decision-kinds" ("Beslutsslag", "Kinds of decision") {
        AdoptStrategy = "adopt_strategy" ("Anta strategi", "Adopt a strategy"),
        PrioritiseArea = "prioritise_area" ("Prioritera strategiområde", "Prioritise a strategy area"),
        DeprioritiseArea = "deprioritise_area" ("Avprioritera strategiområde", "Deprioritise a strategy area"),
        ApproveAgreement = "approve_agreement" ("Godkänna samarbetsavtal", "Approve a cooperation agreement"),
        TerminateAgreement = "terminate_agreement" ("Säga upp samarbetsavtal", "Terminate a cooperation agreement"),
        JoinMembership = "join_membership" ("Gå med i organisation", "Join an organisation"),
        LeaveMembership = "leave_membership" ("Lämna organisation", "Leave an organisation"),
        AdoptPlan = "adopt_plan" ("Anta verksamhetsplan", "Adopt an operational plan"),
        Other = "other" ("Annat beslut", "Another decision"),
    }
}

impl DecisionKind {
    /// The number of its gate in the domain model; none for what opens no gate.
    pub const fn gate(self) -> Option<&'static str> {
        match self {
            Self::AdoptStrategy => Some("G1"),
            Self::ApproveAgreement | Self::TerminateAgreement => Some("G2"),
            Self::JoinMembership | Self::LeaveMembership => Some("G3"),
            Self::PrioritiseArea | Self::DeprioritiseArea => Some("G4"),
            Self::AdoptPlan => Some("G5"),
            Self::Other => None,
        }
    }
}

crate::code_list! {
    /// How a matter ended.
    pub enum DecisionOutcome "decision-outcomes" ("Beslutsutfall", "Outcomes of decisions") {
        Approved = "approved" ("Bifallet", "Approved"),
        Rejected = "rejected" ("Avslaget", "Rejected"),
        Referred = "referred" ("Återremitterat", "Referred back"),
        Tabled = "tabled" ("Bordlagt", "Tabled"),
        Noted = "noted" ("Lagt till handlingarna", "Noted"),
    }
}

crate::code_list! {
    /// What a decision can be about.
    pub enum SubjectType "decision-subject-types" ("Vad beslut kan gälla", "What decisions can be about") {
        Strategy = "strategy" ("Strategi", "Strategy"),
        StrategyArea = "strategy_area" ("Strategiområde", "Strategy area"),
        CooperationAgreement = "cooperation_agreement" ("Samarbetsavtal", "Cooperation agreement"),
        Membership = "membership" ("Medlemskap", "Membership"),
        OperationalPlan = "operational_plan" ("Verksamhetsplan", "Operational plan"),
    }
}

crate::code_list! {
    /// How decisions of the European Union bear on a decision (L21.4).
    pub enum EuImpact "eu-impacts" ("Beslutets påverkan från EU", "Impact of the EU on a decision") {
        None = "none" ("Ingen", "None"),
        Indirect = "indirect" ("Indirekt", "Indirect"),
        Direct = "direct" ("Direkt", "Direct"),
    }
}

/// A record that a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionSubject {
    /// Its type.
    #[serde(rename = "type")]
    #[schema(inline = false, example = "strategy_area")]
    pub kind: SubjectType,
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
}

/// The fields of a decision that a caller sets, once: a decision is never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionIn {
    /// The body that decided, by its code.
    #[schema(min_length = 1, max_length = 40, example = "board")]
    pub body_code: String,
    /// The meeting, if the calendar has it: of the same body and day.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub meeting_id: Option<Id<Meeting>>,
    /// The day of the meeting.
    #[schema(example = "2008-03-07")]
    pub decided_on: NaiveDate,
    /// How exactly the day is known; to the day, when nothing is said. Less only of a historic decision.
    #[schema(inline = false, example = "day")]
    pub decided_on_precision: Option<Precision>,
    /// The section of the minutes, unique per body and calendar year. Without it, unless it is historic, the decision
    /// opens no gate.
    #[schema(pattern = "^[1-9][0-9]{0,4}[a-z]?$", example = "45")]
    pub section: Option<String>,
    /// The number in the registry, as printed. Without it, unless it is historic, the decision opens no gate.
    #[schema(min_length = 1, max_length = 40, example = "RV2008-117")]
    pub registry_number: Option<String>,
    /// What was decided.
    #[schema(min_length = 1, max_length = 300, example = "Prioriterade strategiområden 2008-2011")]
    pub title: String,
    /// The kind, which says what it does to its subjects.
    #[schema(inline = false, example = "prioritise_area")]
    pub kind: DecisionKind,
    /// What it is about: all of them are moved, or none. At least one, where the kind opens a gate.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub subjects: Vec<DecisionSubject>,
    /// How the matter ended.
    #[schema(inline = false, example = "approved")]
    pub outcome: DecisionOutcome,
    /// The day on which the minutes were adjusted. Recording counts; this is only a date.
    #[schema(example = "2008-03-17")]
    pub adjusted_on: Option<NaiveDate>,
    /// Where the minutes are: http or https.
    #[schema(
        format = "web-address",
        max_length = 2000,
        example = "https://www.regionvarmland.se/protokoll-2008-03-07"
    )]
    pub minutes_url: Option<String>,
    /// The decision whose record this one corrects: of the same body, kind, outcome and subjects.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub corrects_id: Option<Id<Decision>>,
    /// Whether it was taken before decisions were recorded here, so that its section or registry number is not known.
    #[serde(default)]
    #[schema(example = false)]
    pub historic: bool,
    /// How decisions of the European Union bear on it, when that was assessed (L21.4). A later record of the decision
    /// (correctsId) may complete it.
    #[schema(inline = false, example = "indirect")]
    pub eu_impact: Option<EuImpact>,
}

impl DecisionIn {
    /// Whether it is recorded well enough to open a gate: with its section and registry number, or as historic.
    pub fn is_complete(&self) -> bool {
        self.historic || (self.section.is_some() && self.registry_number.is_some())
    }
}

/// What is computed of a decision.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionComputed {
    /// The later decision that corrects the record of this one.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub corrected_by_id: Option<Id<Decision>>,
}

crate::filter! {
    /// The filters of the list of decisions.
    pub struct DecisionFilter {
        /// The body that decided.
        body_code: "bodyCode" => Any<String>,
        /// The meeting.
        meeting_id: "meetingId" => AnyOrNone<Id<Meeting>>,
        /// The kind.
        kind: "kind" => Any<DecisionKind>,
        /// How the matter ended.
        outcome: "outcome" => Any<DecisionOutcome>,
        /// The section of the minutes.
        section: "section" => AnyOrNone<String>,
        /// The registry number; upper and lower case and spaces make no difference.
        registry_number: "registryNumber" => AnyOrNone<RegistryKey>,
        /// Whether it was taken before decisions were recorded here.
        historic: "historic" => Any<bool>,
        /// How decisions of the European Union bear on it; `none` is what was found to be untouched by them.
        eu_impact: "euImpact" => Any<EuImpact>,
        /// The decision that it corrects.
        corrects_id: "correctsId" => AnyOrNone<Id<Decision>>,
        /// A strategy that it is about.
        strategy_id: "strategyId" => AnyOrNone<Id<Strategy>>,
        /// A strategy area that it is about.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A cooperation agreement that it is about.
        cooperation_agreement_id: "cooperationAgreementId" => AnyOrNone<Id<CooperationAgreement>>,
        /// A membership that it is about.
        membership_id: "membershipId" => AnyOrNone<Id<Membership>>,
        /// An operational plan that it is about.
        operational_plan_id: "operationalPlanId" => AnyOrNone<Id<OperationalPlan>>,
        /// The day of the meeting.
        decided_on: "decidedOn" => Range<NaiveDate>,
    }
}
