//! Strategy areas: the columns of the matrix. An area belongs to a strategy; it is proposed, and the board
//! prioritises it when it links to a regional framework.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::QueryResult;
use serde_json::Value;

use crate::db::Conn;
use crate::error::{Fault, FaultCode, Missing};
use crate::governance::decisions::DecisionKind;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::identity::policy::{Grant, Verb};
use crate::journal::Tx;
use crate::register::rules::check_text;
use crate::register::{
    Door, Entry, Erased, Lifecycle, Names, Operation, Owner, Record, Reference, Register, Settled, Transition, Warning,
    WarningCode, references,
};
use crate::strategy::framework_elements;
use crate::strategy::policy_frameworks::FrameworkLevel;
use crate::strategy::strategies::Strategy;
use crate::text::{Lang, text};

mod api;
mod columns;
mod dto;
mod store;
mod warnings;

pub use columns::{columns, of_year};
pub use dto::{PrioritisedPeriod, StrategyAreaComputed, StrategyAreaFilter, StrategyAreaIn, StrategyAreaKept};
pub use store::{Standing, by_ids, last_years, of_strategy, prioritised_of, standings};

/// The register of strategy areas.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyArea;

crate::code_list! {
    /// The states of a strategy area.
    pub enum StrategyAreaState "strategy-area-states" ("Strategiområdets tillstånd", "States of a strategy area") {
        Draft = "draft" ("Utkast", "Draft"),
        Proposed = "proposed" ("Föreslaget", "Proposed"),
        Prioritised = "prioritised" ("Prioriterat", "Prioritised"),
        Deprioritised = "deprioritised" ("Avprioriterat", "Deprioritised"),
        Dropped = "dropped" ("Struket", "Dropped"),
    }
}

/// Proposed by the coordination unit or its own unit; prioritised and deprioritised by the board.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: StrategyAreaState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft"], "proposed", text("Föreslå", "Propose")),
        Transition::new(&["proposed"], "draft", text("Ta tillbaka", "Take back")).through(Door::All),
        Transition::new(&["proposed"], "prioritised", text("Prioritera", "Prioritise"))
            .through(Door::Decision(DecisionKind::PrioritiseArea)),
        Transition::new(&["prioritised"], "deprioritised", text("Avprioritera", "Deprioritise"))
            .through(Door::Decision(DecisionKind::DeprioritiseArea)),
        Transition::new(&["draft", "proposed"], "dropped", text("Stryk", "Drop")).through(Door::All),
        Transition::new(&["deprioritised"], "proposed", text("Föreslå igen", "Propose again")).through(Door::All),
    ],
};

/// What the board prioritised: also when it has been deprioritised and is proposed again, as the years before show it.
const SETTLED: Settled = Settled { fields: &["strategyId", "code", "name", "carriedFromId"], rule: "G4" };

/// What a state of a strategy area asks of others: the levels of the frameworks that it links to.
#[derive(Clone, Debug, Default)]
pub struct StrategyAreaFacts {
    levels: BTreeSet<FrameworkLevel>,
}

impl Register for StrategyArea {
    const TYPE: &'static str = "strategy_area";
    const PATH: &'static str = "strategy-areas";
    const NAMES: Names = Names {
        schema: "StrategyArea",
        one: "strategy area",
        many: "strategy areas",
        title: text("Strategiområden", "Strategy areas"),
    };
    const ABOUT: &'static str = "An area of a strategy. What the board has prioritised is a column of the matrix.";
    const FORMAT: i32 = 3;
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const HAS_PERIOD: bool = true;
    const WARNINGS: &'static [WarningCode] =
        &[WarningCode::EmptyCells, WarningCode::NoProfileArea, WarningCode::NoEuFocus];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = StrategyAreaIn;
    type Kept = StrategyAreaKept;
    type Computed = StrategyAreaComputed;
    type Facts = StrategyAreaFacts;
    type Filter = StrategyAreaFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.get(Lang::Sv).to_owned()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategy",
                target: &Erased::<Strategy>::NEW,
                ids: |record| references::pointers("/strategyId", record.content.strategy_id),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
            Reference {
                name: "carriedFrom",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/carriedFromId", record.content.carried_from_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_text("/name", &record.content.name, faults);
        if let Some(description) = &record.content.description {
            check_text("/description", description, faults);
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_code(tx.conn()?, after, faults)?;
        store::check_carried_from(tx.conn()?, after, faults)?;
        framework_elements::check(tx, before, after, |area| &area.framework_links, faults)
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<StrategyAreaFacts>> {
        if records.iter().all(|record| record.content.framework_links.is_empty()) {
            return Ok(vec![StrategyAreaFacts::default(); records.len()]);
        }
        let known = framework_elements::frameworks(conn)?;
        let of = |record: &Record<Self>| {
            let levels = record.content.framework_links.iter().filter_map(|link| known.get(&link.code).copied());
            StrategyAreaFacts { levels: levels.collect() }
        };
        Ok(records.iter().map(of).collect())
    }

    fn missing(record: &Record<Self>, facts: &StrategyAreaFacts, state: &str) -> Vec<Missing> {
        let area = &record.content;
        let mut missing = Vec::new();
        let mut lacks = |pointer, rule, reason| missing.push(Missing { pointer, reason, rule: Some(rule) });
        if ["proposed", "prioritised", "deprioritised"].contains(&state) && area.strategy_id.is_none() {
            lacks("/strategyId", "R-03", text("en strategi att höra till", "a strategy to belong to"));
        }
        if state != StrategyAreaState::Prioritised.as_str() {
            return missing;
        }
        let has = |level| facts.levels.contains(&level);
        if !has(FrameworkLevel::Regional) {
            lacks(
                "/frameworkLinks",
                "R-04",
                text(
                    "minst en koppling till ett regionalt ramverk, såsom det regionala utvecklingsprogrammet",
                    "at least one link to a regional framework, such as the regional development programme",
                ),
            );
        }
        let links_to_all = has(FrameworkLevel::National) && has(FrameworkLevel::Eu);
        if !links_to_all && area.link_justification.is_none() {
            lacks(
                "/linkJustification",
                "R-04",
                text(
                    "ett skäl till att koppling till ett nationellt ramverk eller till ett på EU-nivå saknas",
                    "a reason why a link to a national framework or to one of the EU is lacking",
                ),
            );
        }
        missing
    }

    fn settled(record: &Record<Self>) -> Option<&'static Settled> {
        (!record.kept.periods.is_empty()).then_some(&SETTLED)
    }

    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        _computed: &[StrategyAreaComputed],
        today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        warnings::of(conn, records, today)
    }

    /// What lies before the board, or is its decision, is not its own unit's to rename, move or put away.
    fn check_caller(caller: &Caller, before: Option<&Record<Self>>, after: &Record<Self>, faults: &mut Vec<Fault>) {
        let Some(before) = before.filter(|before| before.meta.state.as_deref() != Some("draft")) else { return };
        if caller.grant(Self::PATH, Verb::Edit) == Grant::All {
            return;
        }
        let (old, new) = (&before.content, &after.content);
        for (pointer, is_same) in [
            ("/strategyId", old.strategy_id == new.strategy_id),
            ("/code", old.code == new.code),
            ("/name", old.name == new.name),
            ("/order", old.order == new.order),
            ("/archived", before.meta.archived == after.meta.archived),
        ] {
            if !is_same {
                let reason = text(
                    "ändras bara av samordnande enhet när området har föreslagits",
                    "is changed by the coordination unit alone once the area has been proposed",
                );
                faults.push(Fault { rule: Some("G4"), ..Fault::body(pointer, FaultCode::ReadOnly, reason) });
            }
        }
    }

    fn entered(record: &mut Record<Self>, _facts: &StrategyAreaFacts, entry: Entry, faults: &mut Vec<Fault>) {
        let on = entry.on;
        let state = record.meta.state.as_deref();
        let periods = &mut record.kept.periods;
        let before = periods.last().copied();
        let too_early = match before {
            None => false,
            Some(PrioritisedPeriod { prioritised_on, deprioritised_on: None }) => on < prioritised_on,
            Some(PrioritisedPeriod { prioritised_on, deprioritised_on: Some(end) }) => on < end || on == prioritised_on,
        };
        if state == Some(StrategyAreaState::Prioritised.as_str()) {
            periods.push(PrioritisedPeriod { prioritised_on: on, deprioritised_on: None });
        } else if state == Some(StrategyAreaState::Deprioritised.as_str()) {
            if let Some(last) = periods.last_mut() {
                last.deprioritised_on = Some(on);
            }
        } else {
            return;
        }
        if too_early {
            let reason = text(
                "ligger före det förra beslutet om området, eller på samma dag",
                "is before the last decision about the area, or on the same day",
            );
            faults.push(Fault { rule: Some("G4"), ..Fault::body("/decidedOn", FaultCode::Rule, reason) });
        }
    }

    fn index(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        store::index(tx.conn()?, record)
    }

    fn compute(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<StrategyAreaComputed>> {
        let last = |record: &Record<Self>| record.kept.periods.last().copied();
        let of = |record| StrategyAreaComputed {
            prioritised_on: last(record).map(|period| period.prioritised_on),
            deprioritised_on: last(record).and_then(|period| period.deprioritised_on),
        };
        Ok(records.iter().map(of).collect())
    }

    /// Format 1 knew neither states nor links; format 2 named framework elements by their codes alone.
    fn upgrade(format: i32, mut snapshot: Value) -> Value {
        if format < 2
            && let Value::Object(fields) = &mut snapshot
        {
            fields.insert("state".into(), StrategyAreaState::Draft.as_str().into());
        }
        if format < 3 { framework_elements::lift_links(snapshot) } else { snapshot }
    }
}

/// The endpoints of strategy areas.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
