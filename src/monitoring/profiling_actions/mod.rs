//! Profiling actions: how the region made itself seen. Influence needs it (L73.2): an action names the influence cases
//! that it helps.

use crate::error::Fault;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::register::rules::{check_order, check_unique};
use crate::register::{Erased, Money, Names, Nothing, Operation, Owner, Record, Reference, Register, references};
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod seen;
mod store;

pub use dto::{ProfilingActionFilter, ProfilingActionIn, ProfilingKind};
pub use seen::{Seen, seen_in};
pub use store::costs_of_years;

/// The register of profiling actions.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfilingAction;

impl Register for ProfilingAction {
    const TYPE: &'static str = "profiling_action";
    const PATH: &'static str = "profiling-actions";
    const NAMES: Names = Names {
        schema: "ProfilingAction",
        one: "profiling action",
        many: "profiling actions",
        title: text("Profileringsinsatser", "Profiling actions"),
    };
    const ABOUT: &'static str = "Something by which the region made itself seen, with the profile areas that it made known and the influence cases that it helped (L73.2).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = ProfilingActionIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = ProfilingActionFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
            Reference {
                name: "profileAreas",
                target: &Erased::<ProfileArea>::NEW,
                ids: |record| {
                    references::pointers("/profileAreaIds/{}", record.content.profile_area_ids.iter().copied())
                },
            },
            Reference {
                name: "influenceCases",
                target: &Erased::<InfluenceCase>::NEW,
                ids: |record| {
                    references::pointers("/influenceCaseIds/{}", record.content.influence_case_ids.iter().copied())
                },
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn normalise(content: &mut ProfilingActionIn) {
        Money::normalise(&mut content.cost);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let action = &record.content;
        check_order(Some(action.held_on), action.ends_on, "/endsOn", faults);
        Money::check(action.cost.as_ref(), "/cost", faults);
        check_unique("/strategyAreaIds", action.strategy_area_ids.iter(), faults);
        check_unique("/profileAreaIds", action.profile_area_ids.iter(), faults);
        check_unique("/influenceCaseIds", action.influence_case_ids.iter(), faults);
    }
}

/// The endpoints of profiling actions.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
