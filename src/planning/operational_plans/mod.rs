//! Operational plans: the matrix of a year as it is carried out. A year has one plan, and its activities are those
//! of the year. The board adopts it as long as some body is competent for that (G5), and else the coordination unit.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode, Missing};
use crate::governance::competences::competent;
use crate::governance::decisions::DecisionKind;
use crate::http::endpoint::Endpoint;
use crate::journal::{Action, Cause, Tx};
use crate::planning::activities;
use crate::planning::periods::Rhythm;
use crate::planning::report_snapshots::{self, SnapshotKind};
use crate::planning::status_reports;
use crate::register::lifecycle::BACK_TO_DRAFT;
use crate::register::money::Sum;
use crate::register::{
    Door, Entry, Erased, Lifecycle, Money, Names, Operation, Record, Reference, Register, Settled, Transition, Warning,
    WarningCode, references,
};
use crate::reports::follow_up;
use crate::strategy::strategies::Strategy;
use crate::text::{Message, text};

mod api;
mod dto;
mod store;

pub use dto::{OperationalPlanComputed, OperationalPlanFilter, OperationalPlanIn, OperationalPlanKept};
pub use store::{PlanOf, ceilings, check_open, check_plan_open, check_year_open, followed, of_year, rhythm, rhythms};

/// The register of operational plans.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationalPlan;

crate::code_list! {
    /// The states of an operational plan.
    pub enum OperationalPlanState "operational-plan-states" ("Verksamhetsplanens tillstånd", "States of an operational plan") {
        Draft = "draft" ("Utkast", "Draft"),
        Proposed = "proposed" ("Föreslagen", "Proposed"),
        Adopted = "adopted" ("Antagen", "Adopted"),
        InFollowUp = "in_follow_up" ("I uppföljning", "In follow-up"),
        Closed = "closed" ("Stängd", "Closed"),
    }
}

/// Drafted and proposed by the coordination unit, adopted by the board (G5), followed up, and closed.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: OperationalPlanState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft"], "proposed", text("Föreslå", "Propose")),
        Transition::new(&["proposed"], "draft", text("Ta tillbaka", "Take back")),
        Transition::new(&["proposed"], "adopted", text("Anta", "Adopt"))
            .through(Door::Decision(DecisionKind::AdoptPlan))
            .or(BACK_TO_DRAFT),
        Transition::new(&["adopted"], "in_follow_up", text("Börja följa upp", "Begin the follow-up")),
        Transition::new(&["in_follow_up"], "closed", text("Stäng", "Close")),
        Transition::new(&["closed"], "in_follow_up", text("Öppna igen", "Reopen")).with_reason(),
    ],
};

/// What was adopted.
const SETTLED: Settled = Settled { fields: &["strategyId", "budgetCeiling"], rule: "G5" };

/// What the states of a plan ask of others.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperationalPlanFacts {
    /// Whether a body is competent to adopt it: then only its decision does.
    is_decided: bool,
    /// Whether a status report waits to be approved.
    is_awaited: bool,
}

impl Register for OperationalPlan {
    const TYPE: &'static str = "operational_plan";
    const PATH: &'static str = "operational-plans";
    const NAMES: Names = Names {
        schema: "OperationalPlan",
        one: "operational plan",
        many: "operational plans",
        title: text("Verksamhetsplaner", "Operational plans"),
    };
    const ABOUT: &'static str = "The plan of a year: its activities are those of the year, followed up in periods. As long as a body is competent for `adopt_plan` (/competences), only its decision adopts a plan; else the coordination unit does.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const WARNINGS: &'static [WarningCode] = &[WarningCode::CeilingPassed];

    type Content = OperationalPlanIn;
    type Kept = OperationalPlanKept;
    type Computed = OperationalPlanComputed;
    type Facts = OperationalPlanFacts;
    type Filter = OperationalPlanFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategy",
                target: &Erased::<Strategy>::NEW,
                ids: |record| references::pointers("/strategyId", record.content.strategy_id),
            },
            Reference {
                name: "previousPlan",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/previousPlanId", record.content.previous_plan_id),
            },
        ]
    }

    fn normalise(content: &mut OperationalPlanIn) {
        Money::normalise(&mut content.budget_ceiling);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        Money::check(record.content.budget_ceiling.as_ref(), "/budgetCeiling", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        if before.is_some_and(|before| before.content.year != after.content.year) {
            let reason = text("en plan behåller sitt år", "a plan keeps its year");
            faults.push(Fault::rule("/year", "R-10", reason));
        }
        if let Some(before) = before {
            check_kept(before, after, faults);
            if before.content.cadence != after.content.cadence {
                store::check_unreported(conn, after, faults)?;
            }
        }
        store::check_year(conn, after, faults)?;
        store::check_strategy(conn, after, faults)?;
        store::check_previous(conn, after, faults)
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], today: NaiveDate) -> QueryResult<Vec<OperationalPlanFacts>> {
        let is_in = |record: &Record<Self>, state| record.meta.state.as_deref() == Some(state);
        let asked = records.iter().any(|record| is_in(record, "proposed"));
        let is_decided = asked && competent(conn, DecisionKind::AdoptPlan)?.iter().any(|one| one.holds(today));
        let followed: Vec<Id<Self>> =
            records.iter().filter(|record| is_in(record, "in_follow_up")).map(|record| record.meta.id).collect();
        let waiting = status_reports::waiting(conn, &followed)?;
        let of =
            |record: &Record<Self>| OperationalPlanFacts { is_decided, is_awaited: waiting.contains(&record.meta.id) };
        Ok(records.iter().map(of).collect())
    }

    fn door(way: &Transition, facts: &OperationalPlanFacts) -> Door {
        match way.door {
            Door::Decision(_) if !facts.is_decided => Door::All,
            door => door,
        }
    }

    fn missing(_record: &Record<Self>, facts: &OperationalPlanFacts, state: &str) -> Vec<Missing> {
        if state != "closed" || !facts.is_awaited {
            return Vec::new();
        }
        let reason = text("att lämnade statusrapporter godkänns", "that submitted status reports are approved");
        vec![Missing { pointer: "", reason, rule: Some("R-13") }]
    }

    fn settled(record: &Record<Self>) -> Option<&'static Settled> {
        record.kept.adopted_on.is_some().then_some(&SETTLED)
    }

    fn entered(record: &mut Record<Self>, _facts: &OperationalPlanFacts, entry: Entry, _faults: &mut Vec<Fault>) {
        match record.meta.state.as_deref() {
            Some("adopted") => record.kept.adopted_on = Some(entry.on),
            Some("closed") => record.kept.closed_on = Some(entry.on),
            _ => {}
        }
    }

    /// A plan that is closed freezes the follow-up of its year.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        if action != Action::Transition || record.meta.state.as_deref() != Some("closed") {
            return Ok(());
        }
        let today = tx.today();
        let data = follow_up::of_year(tx.conn()?, record.content.year, today)?;
        tx.caused_by(Cause { kind: Self::TYPE, id: record.uuid() }, |tx| {
            report_snapshots::freeze(tx, SnapshotKind::FollowUp, record, None, &data).map(|_| ())
        })
    }

    fn index(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        activities::index_due_days(tx.conn()?, record.content.year)
    }

    fn forget(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        activities::index_due_days(tx.conn()?, record.content.year)
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<OperationalPlanComputed>> {
        let years: Vec<i32> = records.iter().map(|record| record.content.year).collect();
        let costs = activities::costs_of_years(conn, &years)?;
        let of = |record: &Record<Self>| {
            let costs = costs.get(&record.content.year).cloned().unwrap_or_default();
            OperationalPlanComputed {
                reporting_periods: Rhythm::of(&record.content).periods(),
                cost_estimate: costs.estimate,
                cost_actual: costs.actual,
            }
        };
        Ok(records.iter().map(of).collect())
    }

    /// What the activities cost together, thought or real, may pass the ceiling: it warns, and blocks nothing.
    fn warnings(
        _conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[OperationalPlanComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let of = |(record, computed): (&Record<Self>, &OperationalPlanComputed)| {
            let ceiling = record.content.budget_ceiling.as_ref();
            let passed = ceiling.filter(|ceiling| {
                Sum::left(ceiling, computed.cost_estimate.iter().chain(&computed.cost_actual)).is_negative()
            });
            let warn = |ceiling: &Money| {
                let (amount, currency) = (&ceiling.amount, &ceiling.currency);
                let message = Message::new(
                    format!("Aktiviteterna kostar mer än ramen på {amount} {currency}."),
                    format!("The activities cost more than the ceiling of {amount} {currency}."),
                );
                Warning::new(WarningCode::CeilingPassed, message)
            };
            passed.map(warn).into_iter().collect()
        };
        Ok(records.iter().zip(computed).map(of).collect())
    }
}

/// a closed plan is as it was closed, and one that was adopted is not put away, which would open its year again.
fn check_kept(before: &Record<OperationalPlan>, after: &Record<OperationalPlan>, faults: &mut Vec<Fault>) {
    if before.content != after.content {
        check_plan_open(before, "", faults);
    }
    if after.meta.archived && !before.meta.archived && after.kept.adopted_on.is_some() {
        let reason = text("en antagen plan arkiveras inte", "a plan that was adopted is not archived");
        faults.push(Fault { rule: Some("R-13"), ..Fault::body("/archived", FaultCode::Settled, reason) });
    }
}

impl Rhythm {
    /// How a plan is followed up.
    pub fn of(plan: &OperationalPlanIn) -> Self {
        Self { year: plan.year, cadence: plan.cadence, update_days: plan.update_days }
    }
}

/// The endpoints of operational plans.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
