//! Profile areas: what is in focus within a strategy area in a year. They may change from year to year, and what changes
//! in a year leaves the years before as they are.

use diesel::QueryResult;

use crate::error::Fault;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, references,
};
use crate::strategy::ownership::check_area_owner;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{ProfileAreaFilter, ProfileAreaIn};
pub use store::{of_year, of_years};

/// The register of profile areas.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileArea;

crate::code_list! {
    /// The states of a profile area.
    pub enum ProfileAreaState "profile-area-states" ("Profilområdets tillstånd", "States of a profile area") {
        Current = "current" ("Aktuellt", "Current"),
        Dropped = "dropped" ("Utgått", "Dropped"),
    }
}

/// Current, until it is not carried on after its year.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: ProfileAreaState::LIST,
    initial: "current",
    deletable: &["current"],
    transitions: &[
        Transition::new(&["current"], "dropped", text("Låt utgå", "Drop")).with_reason(),
        Transition::new(&["dropped"], "current", text("Återta", "Take back")).with_reason(),
    ],
};

impl Register for ProfileArea {
    const TYPE: &'static str = "profile_area";
    const PATH: &'static str = "profile-areas";
    const NAMES: Names = Names {
        schema: "ProfileArea",
        one: "profile area",
        many: "profile areas",
        title: text("Profilområden", "Profile areas"),
    };
    const ABOUT: &'static str = "A narrower focus within a strategy area in a year: what changes in a year leaves the years before as they are (R-09). A dropped one is not carried on after its year, with the reason in stateReason.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = ProfileAreaIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = ProfileAreaFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategyArea",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| references::pointers("/strategyAreaId", Some(record.content.strategy_area_id)),
            },
            Reference {
                name: "carriedFrom",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/carriedFromId", record.content.carried_from_id),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        store::check_name(conn, after, faults)?;
        store::check_carried_from(conn, after, faults)?;
        let (old, new) = (before.map(|before| &before.content), &after.content);
        let is_moved = old.is_none_or(|old| old.strategy_area_id != new.strategy_area_id);
        // An area or a strategy that was changed afterwards does not stand in the way of other fields.
        if is_moved || old.is_some_and(|old| old.year != new.year) {
            store::check_period(conn, new, faults)?;
            store::check_unnamed(conn, after, faults)?;
        }
        if is_moved || old.is_some_and(|old| old.owner_unit_id != new.owner_unit_id) {
            check_area_owner(conn, new.owner_unit_id, new.strategy_area_id, faults)?;
        }
        Ok(())
    }
}

/// The endpoints of profile areas.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
