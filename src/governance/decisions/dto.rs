//! What decisions look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// A body that decides.
    pub enum BodyCode "bodies" ("Organ", "Bodies") {
        Board = "board" ("Regionstyrelsen", "Regional Board"),
        WorkingCommittee = "working_committee" ("Arbetsutskottet", "Working Committee"),
    }
}

crate::code_list! {
    /// What kind of decision it is. Each opens one gate: the way in a life cycle that names it.
    pub enum DecisionKind "decision-kinds" ("Beslutsslag", "Kinds of decision") {
        AdoptStrategy = "adopt_strategy" ("Anta strategi", "Adopt a strategy"),
        PrioritiseArea = "prioritise_area" ("Prioritera strategiområde", "Prioritise a strategy area"),
        DeprioritiseArea = "deprioritise_area" ("Avprioritera strategiområde", "Deprioritise a strategy area"),
    }
}

impl DecisionKind {
    /// The number of the gate in the domain model.
    pub const fn gate(self) -> &'static str {
        match self {
            Self::AdoptStrategy => "G1",
            Self::PrioritiseArea | Self::DeprioritiseArea => "G4",
        }
    }
}

crate::code_list! {
    /// How a matter ended.
    pub enum DecisionOutcome "decision-outcomes" ("Beslutsutfall", "Outcomes of decisions") {
        Approved = "approved" ("Bifallet", "Approved"),
    }
}

crate::code_list! {
    /// What a decision can be about.
    pub enum SubjectType "decision-subject-types" ("Vad beslut kan gälla", "What decisions can be about") {
        Strategy = "strategy" ("Strategi", "Strategy"),
        StrategyArea = "strategy_area" ("Strategiområde", "Strategy area"),
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
    /// The body that decided.
    #[schema(inline = false, example = "board")]
    pub body_code: BodyCode,
    /// The day of the meeting.
    #[schema(example = "2008-03-07")]
    pub decided_on: NaiveDate,
    /// The section of the minutes, unique per body and calendar year. Required unless the decision is historic.
    #[schema(pattern = "^[1-9][0-9]{0,4}[a-z]?$", example = "45")]
    pub section: Option<String>,
    /// The number in the registry, as printed. Required unless the decision is historic.
    #[schema(min_length = 1, max_length = 40, example = "RV2008-117")]
    pub registry_number: Option<String>,
    /// What was decided.
    #[schema(min_length = 1, max_length = 300, example = "Prioriterade strategiområden 2008-2011")]
    pub title: String,
    /// The kind, which says what it does to its subjects.
    #[schema(inline = false, example = "prioritise_area")]
    pub kind: DecisionKind,
    /// What it is about: all of them are moved, or none.
    #[schema(min_items = 1, max_items = 100)]
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
    /// Whether it was taken before decisions were recorded here, so that its section or registry number is not known.
    #[serde(default)]
    #[schema(example = false)]
    pub historic: bool,
}

crate::filter! {
    /// The filters of the list of decisions.
    pub struct DecisionFilter {
        /// The body that decided.
        body_code: "bodyCode" => Any<BodyCode>,
        /// The kind.
        kind: "kind" => Any<DecisionKind>,
        /// How the matter ended.
        outcome: "outcome" => Any<DecisionOutcome>,
        /// The section of the minutes.
        section: "section" => AnyOrNone<String>,
        /// The registry number, as printed.
        registry_number: "registryNumber" => AnyOrNone<String>,
        /// Whether it was taken before decisions were recorded here.
        historic: "historic" => Any<bool>,
        /// A strategy that it is about.
        strategy_id: "strategyId" => AnyOrNone<Id<Strategy>>,
        /// A strategy area that it is about.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// The day of the meeting.
        decided_on: "decidedOn" => Range<NaiveDate>,
    }
}
