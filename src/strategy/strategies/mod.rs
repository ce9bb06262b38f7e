//! Strategies: the board's documents, each with its period. One is in force at a time, from the day on which it was
//! adopted, but not before its period begins, to the end of its period, or until its successor takes its place.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode, Missing};
use crate::governance::decisions::DecisionKind;
use crate::http::endpoint::Endpoint;
use crate::journal::{Action, Tx};
use crate::register::rules::{check_order, check_text};
use crate::register::{
    Door, Entry, Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Settled, Transition,
    Warning, WarningCode, references, write,
};
use crate::strategy::strategy_areas;
use crate::text::{Lang, Message, text};

mod api;
mod dto;
mod store;

pub(crate) use api::none_in_force;
pub use dto::{Section, StrategyFilter, StrategyIn, StrategyKept};
pub(in crate::strategy) use store::is_in_force;
pub use store::{in_force, is_due, reviews, supersede_due};

/// The register of strategies.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy;

crate::code_list! {
    /// The states of a strategy.
    pub enum StrategyState "strategy-states" ("Strategins tillstånd", "States of a strategy") {
        Draft = "draft" ("Utkast", "Draft"),
        Proposed = "proposed" ("Föreslagen", "Proposed"),
        Adopted = "adopted" ("Antagen", "Adopted"),
        Superseded = "superseded" ("Ersatt", "Superseded"),
    }
}

/// Drafted and proposed by the coordination unit, adopted by the board, superseded by its successor.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: StrategyState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft"], "proposed", text("Föreslå", "Propose")),
        Transition::new(&["proposed"], "draft", text("Ta tillbaka", "Take back")),
        Transition::new(&["proposed"], "adopted", text("Anta", "Adopt"))
            .through(Door::Decision(DecisionKind::AdoptStrategy)),
        Transition::new(&["adopted"], "superseded", text("Ersätt", "Supersede")).through(Door::Itself),
    ],
};

/// What the board adopted: the document with its period.
const SETTLED: Settled = Settled {
    fields: &[
        "title",
        "purpose",
        "strategicGoal",
        "periodStart",
        "periodEnd",
        "premises",
        "delimitations",
        "sections",
        "supersedesId",
    ],
    rule: "G1",
};

/// What the adoption of a strategy asks of the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct StrategyFacts {
    /// Another adopted strategy, beside the one that it takes the place of, is in force on a day of its period.
    overlaps: bool,
    /// The strategy that it takes the place of was never adopted, or has a successor already.
    predecessor_is_none: bool,
    /// The first day on which the strategy that it takes the place of was in force.
    predecessor_since: Option<NaiveDate>,
}

impl Register for Strategy {
    const TYPE: &'static str = "strategy";
    const PATH: &'static str = "strategies";
    const NAMES: Names =
        Names { schema: "Strategy", one: "strategy", many: "strategies", title: text("Strategier", "Strategies") };
    const ABOUT: &'static str = "A strategy of the region: its period, purpose, goal, premises, delimitations, and the document in sections. One is in force at a time (R-01).";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const FORMAT: i32 = 2;
    const HAS_PERIOD: bool = true;
    const WARNINGS: &'static [WarningCode] = &[WarningCode::TooManyAreas];

    type Content = StrategyIn;
    type Kept = StrategyKept;
    type Computed = Nothing;
    type Facts = StrategyFacts;
    type Filter = StrategyFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.get(Lang::Sv).to_owned()
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "supersedes",
            target: &Erased::<Self>::NEW,
            ids: |record| references::pointers("/supersedesId", record.content.supersedes_id),
        }]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let strategy = &record.content;
        for (pointer, words) in
            [("/title", &strategy.title), ("/purpose", &strategy.purpose), ("/strategicGoal", &strategy.strategic_goal)]
        {
            check_text(pointer, words, faults);
        }
        for (name, texts) in [("premises", &strategy.premises), ("delimitations", &strategy.delimitations)] {
            for (place, words) in texts.iter().enumerate() {
                check_text(&format!("/{name}/{place}"), words, faults);
            }
        }
        for (place, section) in strategy.sections.iter().enumerate() {
            check_text(&format!("/sections/{place}/heading"), &section.heading, faults);
            check_text(&format!("/sections/{place}/text"), &section.text, faults);
        }
        check_order(Some(strategy.period_start), Some(strategy.period_end), "/periodEnd", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_supersedes(tx.conn()?, after, faults)
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<StrategyFacts>> {
        store::facts(conn, records)
    }

    fn missing(_record: &Record<Self>, facts: &StrategyFacts, state: &str) -> Vec<Missing> {
        let mut missing = Vec::new();
        if state != StrategyState::Adopted.as_str() {
            return missing;
        }
        if facts.predecessor_is_none {
            missing.push(Missing {
                pointer: "/supersedesId",
                reason: text(
                    "en föregångare som är antagen och inte redan ersatt",
                    "a predecessor that is adopted and not superseded already",
                ),
                rule: Some("R-01"),
            });
        }
        if facts.overlaps {
            missing.push(Missing {
                pointer: "/periodStart",
                reason: text(
                    "en period som inte går in i en annan antagen strategis; den som ersätts anges i supersedesId",
                    "a period that overlaps no other adopted strategy's; the one that it supersedes is named in supersedesId",
                ),
                rule: Some("R-01"),
            });
        }
        missing
    }

    fn settled(record: &Record<Self>) -> Option<&'static Settled> {
        record.kept.adopted_on.map(|_| &SETTLED)
    }

    /// W11: what is limited is prioritised.
    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        _computed: &[Nothing],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let prioritised = strategy_areas::prioritised_of(conn, &ids)?;
        let of = |record: &Record<Self>| {
            let count = prioritised.get(&record.meta.id).copied().unwrap_or_default();
            let most = record.content.max_prioritised_areas;
            if count <= i64::from(most) {
                return Vec::new();
            }
            let message = Message::new(
                format!("{count} områden är prioriterade; taket är {most}."),
                format!("{count} areas are prioritised; the ceiling is {most}."),
            );
            vec![Warning::new(WarningCode::TooManyAreas, message)]
        };
        Ok(records.iter().map(of).collect())
    }

    fn entered(record: &mut Record<Self>, facts: &StrategyFacts, entry: Entry, faults: &mut Vec<Fault>) {
        let on = entry.on;
        if record.meta.state.as_deref() != Some(StrategyState::Adopted.as_str()) {
            return;
        }
        record.kept.adopted_on = Some(on);
        let mut refuse = |reason| {
            faults.push(Fault { rule: Some("R-01"), ..Fault::body("/decidedOn", FaultCode::Rule, reason) });
        };
        if on > record.content.period_end {
            refuse(text("strategins period är över den dagen", "the strategy's period is over on that day"));
        }
        if facts.predecessor_since.is_some_and(|since| first_day(record).is_some_and(|first| first <= since)) {
            refuse(text(
                "strategin skulle gälla före den som den ersätter",
                "the strategy would be in force before the one that it supersedes",
            ));
        }
    }

    /// The successor takes its predecessor's place: at once when it is in force today, or else when its day has come.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        let Some(first_day) = first_day(record).filter(|_| action == Action::Transition) else { return Ok(()) };
        if record.meta.state.as_deref() != Some(StrategyState::Adopted.as_str()) {
            return Ok(());
        }
        let Some(predecessor) = record.content.supersedes_id else { return Ok(()) };
        let mut predecessor = write::find::<Self>(tx.conn()?, predecessor)?;
        predecessor.kept.superseded_on = Some(first_day);
        let has_begun = first_day <= tx.today();
        if has_begun {
            predecessor.meta.state = Some(StrategyState::Superseded.as_str().to_owned());
            predecessor.meta.state_reason = None;
        }
        write::store_next(tx, &mut predecessor, if has_begun { Action::Transition } else { Action::Update })
    }
}

/// The first day on which a strategy is in force; none before its adoption.
fn first_day(record: &Record<Strategy>) -> Option<NaiveDate> {
    record.kept.adopted_on.map(|adopted| adopted.max(record.content.period_start))
}

/// The endpoints of strategies.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
