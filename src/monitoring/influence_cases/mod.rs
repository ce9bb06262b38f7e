//! Influence cases: what the region wants of others, what it did for it, and how it went (L73.1). A decision on the
//! position is optional: it opens no gate.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::cooperation::memberships::Membership;
use crate::error::{ApiError, Fault, FaultCode, Missing};
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::{Action, Tx};
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::register::rules::check_unique;
use crate::register::{
    Entry, Erased, Lifecycle, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, references,
};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod outcomes;
mod store;

pub use dto::{
    Arena, InfluenceAction, InfluenceActionKind, InfluenceCaseFilter, InfluenceCaseIn, InfluenceCaseKept,
    InfluenceOutcome,
};
pub use outcomes::{Acted, Ended, Open, OpenCase, closed_in, open, open_by_ids};

/// The register of influence cases.
#[derive(Clone, Debug, PartialEq)]
pub struct InfluenceCase;

crate::code_list! {
    /// The states of an influence case.
    pub enum InfluenceState "influence-case-states" ("Påverkansärendets tillstånd", "States of an influence case") {
        Watching = "watching" ("Bevakas", "Watching"),
        PositionPrepared = "position_prepared" ("Ståndpunkt förberedd", "Position prepared"),
        PositionDecided = "position_decided" ("Ståndpunkt beslutad", "Position decided"),
        Acting = "acting" ("Påverkan pågår", "Acting"),
        Closed = "closed" ("Avslutat", "Closed"),
    }
}

/// Watched, with a position that is prepared and may be decided on, acted for, and closed with its outcome from
/// anywhere.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: InfluenceState::LIST,
    initial: "watching",
    deletable: &["watching"],
    transitions: &[
        Transition::new(&["watching"], "position_prepared", text("Förbered ståndpunkt", "Prepare the position")),
        Transition::new(&["position_prepared"], "position_decided", text("Notera beslutet", "Note the decision"))
            .taking(&["decisionId"]),
        Transition::new(&["position_prepared", "position_decided"], "acting", text("Börja påverka", "Begin to act")),
        Transition::new(
            &["watching", "position_prepared", "position_decided", "acting"],
            "closed",
            text("Avsluta", "Close"),
        )
        .taking(&["outcome", "favourability", "outcomeText"]),
        Transition::new(&["closed"], "acting", text("Öppna igen", "Reopen")).with_reason(),
    ],
};

/// The states in which the region has a position.
const WITH_POSITION: [&str; 3] = ["position_prepared", "position_decided", "acting"];

impl Register for InfluenceCase {
    const TYPE: &'static str = "influence_case";
    const PATH: &'static str = "influence-cases";
    const NAMES: Names = Names {
        schema: "InfluenceCase",
        one: "influence case",
        many: "influence cases",
        title: text("Påverkansärenden", "Influence cases"),
    };
    const ABOUT: &'static str = "What the region wants of others, where that is decided, what it did for it, and how it went (L73.1). A decision on its position is optional.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = InfluenceCaseIn;
    type Kept = InfluenceCaseKept;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = InfluenceCaseFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "monitoringItems",
                target: &Erased::<MonitoringItem>::NEW,
                ids: |record| {
                    references::pointers("/monitoringItemIds/{}", record.content.monitoring_item_ids.iter().copied())
                },
            },
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
            Reference { name: "memberships", target: &Erased::<Membership>::NEW, ids: memberships },
            Reference {
                name: "decision",
                target: &Erased::<Decision>::NEW,
                ids: |record| references::pointers("/decisionId", record.content.decision_id),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_unique("/monitoringItemIds", record.content.monitoring_item_ids.iter(), faults);
        check_unique("/strategyAreaIds", record.content.strategy_area_ids.iter(), faults);
    }

    fn missing(record: &Record<Self>, _facts: &Nothing, state: &str) -> Vec<Missing> {
        let case = &record.content;
        let mut missing = Vec::new();
        let mut lacks = |pointer, reason| missing.push(Missing { pointer, reason, rule: Some("L73.1") });
        if WITH_POSITION.contains(&state) && case.wanted_position.is_none() {
            lacks("/wantedPosition", text("en önskad ståndpunkt", "a wanted position"));
        }
        if state == InfluenceState::Acting.as_str() && case.actions.is_empty() {
            lacks("/actions", text("minst en åtgärd", "at least one action"));
        }
        if state == InfluenceState::Closed.as_str() {
            if case.outcome.is_none() {
                lacks("/outcome", text("ett utfall", "an outcome"));
            }
            if case.favourability.is_none() {
                let reason =
                    text("hur gynnsamt utfallet är för regionen", "how favourable the outcome is to the region");
                lacks("/favourability", reason);
            }
        }
        missing
    }

    fn entered(record: &mut Record<Self>, _facts: &Nothing, entry: Entry, _faults: &mut Vec<Fault>) {
        let is_closed = record.meta.state.as_deref() == Some(InfluenceState::Closed.as_str());
        record.kept.closed_on = is_closed.then_some(entry.on);
    }

    /// What was done was done by the day on which it is written down, which may be long after the case was recorded.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, _action: Action) -> Result<(), ApiError> {
        ApiError::check(in_the_future(&record.content, tx.today()))
    }
}

impl InfluenceCase {
    /// The state of an influence case.
    pub fn state(record: &Record<Self>) -> InfluenceState {
        record.meta.state.as_deref().and_then(|state| state.parse().ok()).unwrap_or(InfluenceState::Watching)
    }
}

/// The memberships through which something was done, each with the JSON Pointer of its action.
fn memberships(record: &Record<InfluenceCase>) -> Vec<(String, Uuid)> {
    let all = record.content.actions.iter().enumerate();
    all.filter_map(|(place, action)| {
        action.membership_id.map(|id| (format!("/actions/{place}/membershipId"), id.uuid()))
    })
    .collect()
}

/// Names every action that is not done yet.
fn in_the_future(case: &InfluenceCaseIn, today: NaiveDate) -> Vec<Fault> {
    let later = case.actions.iter().enumerate().filter(|(_, action)| action.on > today);
    let fault = |place: usize| {
        let reason = text("ligger i framtiden", "lies in the future");
        Fault::body(format!("/actions/{place}/on"), FaultCode::Rule, reason)
    };
    later.map(|(place, _)| fault(place)).collect()
}

/// The endpoints of influence cases.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
